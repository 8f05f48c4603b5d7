"""What a run of the fault tests tried: python -m tests.faults.report RESULTS.xml [FIGURES.json]

The first file is what pytest --junitxml wrote. Prints a table in Markdown; exits with 1 when a test
failed.
"""

# ruff: noqa: T201 (a script)
import json
import platform
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path


def figures(results: Path) -> dict[str, dict[str, int]]:
    """Return for each kind of fault how many were tried and how many tests failed."""
    found: dict[str, Counter[str]] = {}
    for case in ElementTree.parse(results).iter("testcase"):  # noqa: S314 (pytest wrote it)
        properties = {each.get("name", ""): each.get("value", "") for each in case.iter("property")}
        counts = found.setdefault(properties.pop("kind", "other cases"), Counter())
        counts["tests"] += 1
        counts["failed"] += case.find("failure") is not None or case.find("error") is not None
        counts.update({name: int(value) for name, value in properties.items()})
    return {kind: dict(counts) for kind, counts in found.items()}


def main() -> int:
    found = figures(Path(sys.argv[1]))
    print("| what failed | tests | tried | failed |\n|---|---|---|---|")
    for kind, counts in found.items():
        tried = [f"{n} {what}" for what, n in counts.items() if what not in ("tests", "failed")]
        print(f"| {kind} | {counts['tests']} | {', '.join(tried) or '-'} | {counts['failed']} |")
    if len(sys.argv) > 2:
        machine = {"machine": platform.platform(), "python": platform.python_version()}
        Path(sys.argv[2]).write_text(json.dumps({**machine, "figures": found}, indent=1))
    return int(any(counts["failed"] for counts in found.values()))


if __name__ == "__main__":
    sys.exit(main())
