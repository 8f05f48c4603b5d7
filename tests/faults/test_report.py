import json
from pathlib import Path

from .report import FIGURES, README, figures, table, with_table

RESULTS = """<testsuites><testsuite>
<testcase name="a" time="1.25"><properties>
<property name="kind" value="bit flips"/><property name="faults" value="20"/>
<property name="ms" value="1.5"/></properties></testcase>
<testcase name="b" time="2"><properties>
<property name="kind" value="bit flips"/><property name="faults" value="5"/>
<property name="ms" value="0.5"/></properties><failure message="no"/></testcase>
<testcase name="c" time="0"><skipped message="cannot mount"/></testcase>
<testcase name="d" time="0"/>
</testsuite></testsuites>"""


def test_figures_of_a_kind_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "results.xml").write_text(RESULTS)
    assert figures(tmp_path / "results.xml") == {
        "bit flips": {"tests": 2, "failed": 1, "seconds": 3.2, "faults": 25, "ms": 1.5},
        "other cases": {"tests": 1, "failed": 0, "seconds": 0.0},
    }


def test_the_table_of_the_readme_has_the_figures_of_the_last_soak() -> None:
    told = json.loads(FIGURES.read_text("utf-8"))
    assert all(not each["failed"] for each in told["figures"].values())
    readme = README.read_text("utf-8")
    assert with_table(readme, told) == readme
    assert table(told) in readme
