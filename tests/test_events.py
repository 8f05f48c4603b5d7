import re
from datetime import date
from pathlib import Path

import pytest

from nksearch.periods import calendar_words
from nksearch.periods.events import event_dates

SEEDS = Path(__file__).parents[1] / "seeds"
ON = date(2024, 7, 18)  # a Thursday


def dates(text: str, published: date | None = ON) -> list[tuple[str, str, str, str]]:
    return [
        (text[each.start : each.end], str(each.first), str(each.last), each.how)
        for each in event_dates(text, published)
    ]


def day(text: str, iso: str, how: str) -> tuple[str, str, str, str]:
    return text, iso, iso, how


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The river rose on July 3, 2019.", day("July 3, 2019", "2019-07-03", "written")),
        ("The river rose on July 14.", day("July 14", "2024-07-14", "year added")),
        ("The river rose on December 30.", day("December 30", "2023-12-30", "year added")),
        ("The bridge will open on August 15.", day("August 15", "2024-08-15", "year added")),
        (
            "They are planning a drill in August.",
            ("August", "2024-08-01", "2024-08-31", "year added"),
        ),
        ("A lecture was given on the 3rd.", day("3rd", "2024-07-03", "month added")),
        ("A lecture was given on the 25th.", day("25th", "2024-06-25", "month added")),
        ("The river rose on Sunday.", day("Sunday", "2024-07-14", "weekday")),
        ("Rodong Sinmun Monday in an editorial says so.", day("Monday", "2024-07-15", "weekday")),
        (
            'A ministry on Tuesday gave out "We will rise".',
            day("Tuesday", "2024-07-16", "weekday"),
        ),
        ("The river rose on Thursday.", day("Thursday", "2024-07-18", "weekday")),
        ("The river rose yesterday.", day("yesterday", "2024-07-17", "relative")),
        ("The river rose a year ago today.", day("a year ago today", "2023-07-18", "relative")),
        ("강물은 7년 전 오늘 불었다.", day("7년 전 오늘", "2017-07-18", "relative")),
        (
            "It rose ten years ago this month.",
            ("ten years ago this month", "2014-07-01", "2014-07-31", "relative"),
        ),
        ("The river rose last April.", ("last April", "2024-04-01", "2024-04-30", "relative")),
        ("The river rose in May.", ("May", "2024-05-01", "2024-05-31", "year added")),
        ("In 2018 the river rose.", ("2018", "2018-01-01", "2018-12-31", "written")),
        (
            "It was built in Juche 113 (2024).",
            ("Juche 113 (2024)", "2024-01-01", "2024-12-31", "written"),
        ),
        ("강연회는 지난 15일 열렸다.", day("15일", "2024-07-15", "month added")),
        ("강연회는 25일 열렸다.", day("25일", "2024-06-25", "month added")),
        ("강연회는 지난달 3일 열렸다.", day("지난달 3일", "2024-06-03", "month added")),
        ("강연회는 7월 14일 열렸다.", day("7월 14일", "2024-07-14", "year added")),
        ("강연회는 2019년 7월 3일 열렸다.", day("2019년 7월 3일", "2019-07-03", "written")),
        ("지난 4월 강물이 불었다.", ("지난 4월", "2024-04-01", "2024-04-30", "relative")),
        ("지난해 강물이 불었다.", ("지난해", "2023-01-01", "2023-12-31", "relative")),
    ],
)
def test_a_time_is_worked_out_from_the_day_of_publication(text, expected) -> None:
    assert dates(text) == [expected]


def test_a_dateline_counts_beside_another_year() -> None:
    text = "Pyongyang, July 18 (KCNA) -- On July 18, 1994, the river rose."
    assert dates(text) == [
        day("July 18", "2024-07-18", "dateline"),
        day("July 18, 1994", "1994-07-18", "written"),
    ]


def test_the_dateline_is_of_the_nearest_year() -> None:
    text = "Pyongyang, December 30 (KCNA) -- The river rose on Friday."
    assert dates(text, date(2024, 1, 1)) == [
        day("December 30", "2023-12-30", "dateline"),
        day("Friday", "2023-12-29", "weekday"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is shut on August 15.",  # of this year or the last
        "The April 25 House of Culture stands there.",
        "The river is low today.",
        "오늘 강물이 불었다.",
        "Soldiers may march on the bridge.",
        "He lived on the 25th floor.",
        "On the 70th anniversary a bridge opened.",
        "The shop sold 2018 phones.",
        "공사는 25일간 이어졌다.",
        "공사는 25일 만에 끝났다.",
        "4월25일 문화회관에서 공연이 있었다.",
        "The bridge will open on Sunday.",
        '"The bridge will open on Sunday," he said.',
        "Every Monday in an office they meet.",
        "They came even on Sunday.",
        "The war began in 1950. On June 25 the front moved south.",
        "",
    ],
)
def test_what_may_mean_more_than_one_time_is_left_out(text: str) -> None:
    assert [each for each in dates(text) if each[3] != "written"] == []
    assert "2018" not in [each[0] for each in dates(text)]


def test_a_leap_day_is_of_a_year_that_is_near() -> None:
    text = "The bridge was shut on February 29."
    assert dates(text) == [day("February 29", "2024-02-29", "year added")]
    assert dates(text, date(2023, 3, 5)) == []


def test_a_range_does_not_run_backwards() -> None:
    text = "A zone was declared from January 25 to March 29."
    assert dates(text, date(2010, 1, 26)) == [day("January 25", "2010-01-25", "year added")]


def test_without_a_day_of_publication_only_what_is_written_out_counts() -> None:
    text = "The river rose on July 3, 2019, on Sunday, last April and on July 14."
    assert dates(text, None) == [day("July 3, 2019", "2019-07-03", "written")]


def test_what_is_no_sentence_is_not_read() -> None:
    assert dates("on May 3 " * 60_000 + ". The river rose on July 14.") == []
    assert len(dates("The river rose on July 14. " * 30_000)) == 200_000 // 27


def test_places_are_those_of_the_whole_text() -> None:
    text = "One sentence without.\n\nThe river rose on July 14. It fell on July 16."
    assert [each[0] for each in dates(text)] == ["July 14", "July 16"]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_one_pattern_says_whether_any_form_begins_at_a_word(path):
    text = path.read_text("utf-8")[:4000] + " 2024.5.27 Juche 113 (2024) Q3 2023 지난 3년간 1990s"
    for word in re.finditer(r"\w+", text):
        forms = any(form.match(text, word.start()) for _, form in calendar_words.FORMS)
        assert forms == bool(calendar_words.ANY_FORM.match(text, word.start())), word[0]
