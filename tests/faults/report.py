"""What `make soak` tried, as figures and as the README's table.

python -m tests.faults.report RESULTS.xml   puts what pytest --junitxml wrote into the figures
python -m tests.faults.report --readme      puts the figures into the README

Tests tell what they tried with `record_property`: `kind` names the row, every other property is a
figure of it. Integers of a kind are added up; of other numbers the largest counts. Kinds that were
not run keep the figures that they had, so that the whole can be run in parts. Exits with 1 when a
test failed.
"""

# ruff: noqa: T201 (a script)
import json
import platform
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "tests" / "faults" / "figures.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures of make soak -->\n", "<!-- end of figures -->\n"

_OWN = ("tests", "failed", "seconds", "commit")  # what every kind has

Figures = dict[str, dict[str, Any]]  # by kind


def figures(results: Path) -> Figures:
    """Return for each kind what was tried, how many tests ran and failed, and the seconds."""
    found: Figures = {}
    for case in ElementTree.parse(results).iter("testcase"):  # noqa: S314 (pytest wrote it)
        if case.find("skipped") is not None:
            continue
        properties = {each.get("name", ""): each.get("value", "") for each in case.iter("property")}
        kind = found.setdefault(
            properties.pop("kind", "other cases"), {"tests": 0, "failed": 0, "seconds": 0.0}
        )
        kind["tests"] += 1
        kind["failed"] += case.find("failure") is not None or case.find("error") is not None
        kind["seconds"] = round(kind["seconds"] + float(case.get("time", 0)), 1)
        for name, value in properties.items():
            kind[name] = _together(kind.get(name), value)
    return found


def table(told: Mapping[str, Any]) -> str:
    """Return the figures as a table in Markdown, with what they were measured on."""
    rows = ["| what happens | tried | failed |", "|---|---|---|"]
    kinds: Figures = told["figures"]
    for kind, counts in kinds.items():
        tried = [f"{_number(n)} {what}" for what, n in counts.items() if what not in _OWN]
        count = f"{counts['tests']} tests"
        rows.append(f"| {kind} | {', '.join(tried) or count} | {counts['failed']} |")
    commits = ", ".join(sorted({each["commit"] for each in kinds.values()}))
    rows.append(f"\nMeasured on {told['machine']}, Python {told['python']}, commit {commits}.")
    return "\n".join(rows) + "\n"


def with_table(readme: str, told: Mapping[str, Any]) -> str:
    """Return the README with the table of these figures instead of the one it has."""
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}{table(told)}{END}{after}"


def _together(before: int | float | str | None, value: str) -> int | float | str:
    try:
        return (int(before or 0)) + int(value)
    except ValueError:
        pass
    try:
        return max(float(value), float(before if before is not None else value))
    except ValueError:
        return value


def _number(value: int | float | str) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT
    )
    return found.stdout.strip() or "unknown"


def _taken_in(results: Path) -> Figures:
    """Put the figures of a run beside those of others; return those of this run."""
    found, commit = figures(results), _commit()
    before = json.loads(FIGURES.read_text("utf-8"))["figures"] if FIGURES.exists() else {}
    told = {
        "machine": platform.platform(terse=True),
        "python": platform.python_version(),
        "figures": before | {kind: {**each, "commit": commit} for kind, each in found.items()},
    }
    FIGURES.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(table({**told, "figures": {kind: told["figures"][kind] for kind in found}}))
    return found


def main() -> int:
    if sys.argv[1:] == ["--readme"]:
        told = json.loads(FIGURES.read_text("utf-8"))
        README.write_text(with_table(README.read_text("utf-8"), told), "utf-8")
        return 0
    found = _taken_in(Path(sys.argv[1]))
    return int(any(counts["failed"] for counts in found.values()))


if __name__ == "__main__":
    sys.exit(main())
