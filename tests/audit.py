"""Are vulnerabilities known of what is installed? python -m tests.audit [--unless-offline]

Asks PyPI about every version in constraints.txt. Exits with 0 when none is known, with 1 when one
is, and with 75 when the database could not be asked; with --unless-offline that is said, and no
failure.
"""

# ruff: noqa: T201 (a script)
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SOUND, VULNERABLE, NOT_ASKED = 0, 1, 75
_CONSTRAINTS = Path(__file__).parent.parent / "constraints.txt"


def verdict(report: dict[str, Any] | None) -> tuple[int, list[str]]:
    """Return the exit code and what is to be said of what pip-audit found, None for nothing."""
    packages = report["dependencies"] if report else []
    asked = [each for each in packages if "skip_reason" not in each]
    if not asked:
        return NOT_ASKED, ["NOT AUDITED: the database of vulnerabilities cannot be reached."]
    said = [
        f"{each['name']} {each['version']}: {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version'}"
        for each in asked
        for found in each["vulns"]
    ]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    rest = [f"NOT AUDITED, unknown to the database: {', '.join(skipped)}"] if skipped else []
    summary = f"{len(asked)} packages audited, {len(said)} vulnerabilities known."
    return VULNERABLE if said else SOUND, [*said, *rest, summary]


def ask() -> dict[str, Any] | None:
    """Return what pip-audit says of the constraints, None when it cannot say anything."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format", "json"]
    result = subprocess.run(
        [*command, "--requirement", _CONSTRAINTS], capture_output=True, text=True, check=False
    )
    try:
        found: dict[str, Any] = json.loads(result.stdout)
    except ValueError:
        print(result.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    return found


def main() -> int:
    code, said = verdict(ask())
    print(*said, sep="\n")
    return SOUND if code == NOT_ASKED and "--unless-offline" in sys.argv else code


if __name__ == "__main__":
    sys.exit(main())
