import pytest
from nksearch_web.timeline import HEIGHT, timeline_of

from nksearch.finding.hits import FacetCount


def counts(**months: int) -> list[FacetCount]:
    return [FacetCount(month.strip("m").replace("_", "-"), n) for month, n in months.items()]


def test_every_month_between_the_first_and_the_last_has_a_bar() -> None:
    line = timeline_of(counts(m2023_11=4, m2024_02=1), chosen="2024-02")
    assert line and line.unit == "month"
    assert [bar.date for bar in line.bars] == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert [bar.height for bar in line.bars] == [HEIGHT, 0, 0, HEIGHT // 4]
    assert [bar.chosen for bar in line.bars] == [False, False, False, True]
    assert line.bars[-1].left + line.bars[-1].width == pytest.approx(100)
    assert [(label.left, label.text) for label in line.labels] == [
        (0, "Nov 2023"), (25, "Dec"), (50, "Jan"), (75, "Feb"),
    ]  # fmt: skip


def test_the_table_has_the_same_numbers() -> None:
    line = timeline_of(counts(m2023_11=4, m2024_02=1))
    assert line
    assert [(row.year, row.count) for row in line.rows] == [("2023", 4), ("2024", 1)]
    assert [[each and each.count for each in row.months] for row in line.rows] == [
        [None] * 10 + [4, None], [None, 1] + [None] * 10,
    ]  # fmt: skip


def test_many_months_become_years_until_one_is_chosen() -> None:
    months = counts(m2001_05=2, m2001_06=3, m2024_02=1)
    line = timeline_of(months)
    assert line and (line.unit, len(line.bars), line.bars[0].count) == ("year", 24, 5)
    of_year = timeline_of(months, chosen="2001-05")
    assert of_year and (of_year.unit, of_year.year) == ("month", "2001")
    assert [bar.count for bar in of_year.bars] == [0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0]


def test_nothing_has_no_timeline() -> None:
    assert timeline_of([]) is None


def test_a_label_at_the_end_is_not_cut_off() -> None:
    line = timeline_of(counts(m2022_01=1, m2026_03=1))
    assert line and [(each.text, each.last) for each in line.labels][-1] == ("2026", True)
