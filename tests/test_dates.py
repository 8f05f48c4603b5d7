import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.dates import find_dates, only_date, parse_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024-05-27", "2024-05-27"),
        ("2024-05-27T10:57", "2024-05-27T10:57"),
        ("2024-05-27 10:57:31", "2024-05-27T10:57"),
        ("2024-05-27T10:57:00+09:00", "2024-05-27T10:57"),
        ("2024-05-27T23:57:00.123Z", "2024-05-27T23:57"),
        ("05/27/2024", "2024-05-27"),
        ("05/27/2024 10:57", "2024-05-27T10:57"),
        ("5/7/2024 1:05 PM", "2024-05-07T13:05"),
        ("27/05/2024", "2024-05-27"),
        ("27.05.2024", "2024-05-27"),
        ("2024/05/27 00:05", "2024-05-27T00:05"),
        ("2024.05.27", "2024-05-27"),
        ("2024. 5. 27.", "2024-05-27"),
        ("2024.05.27. 오후 2:07", "2024-05-27T14:07"),
        ("2024.05.27(월) 10:57", "2024-05-27T10:57"),
        ("2024년 5월 27일", "2024-05-27"),
        ("2024년 05월 27일 09시 37분", "2024-05-27T09:37"),
        ("2024년 5월 27일 월요일 오전 12:30", "2024-05-27T00:30"),
        ("May 27, 2024", "2024-05-27"),
        ("May 27th, 2024, 10:57 a.m.", "2024-05-27T10:57"),
        ("Sept. 9, 2016", "2016-09-09"),
        ("27 May 2024", "2024-05-27"),
        ("Mon, 27 May 2024 10:57:00 GMT", "2024-05-27T10:57"),
        ("10:57, May 27, 2024", "2024-05-27T10:57"),
        ("Published on May 27, 2024 at 10:57", "2024-05-27T10:57"),
        ("주체113(2024)년 5월 27일", "2024-05-27"),
        ("주체113(2024).5.27.", "2024-05-27"),
        ("May 27, Juche 113 (2024)", "2024-05-27"),
        ("20240527", "2024-05-27"),
        ("20240527105700", "2024-05-27T10:57"),
    ],
)
def test_text_is_read_as_precisely_as_it_is_written(written, iso):
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    ("number", "iso"),
    [
        (1703376000000, "2023-12-24"),
        (1703376000, "2023-12-24"),
        ("1703376000", "2023-12-24"),
        (1703376000.5, "2023-12-24"),
        (-220924800, "1963-01-01"),
        (20240527, "2024-05-27"),
    ],
)
def test_numbers_are_seconds_or_milliseconds_since_1970(number, iso):
    assert parse_date(number) == iso


@pytest.mark.parametrize(
    "nonsense",
    [
        *(None, True, "", "yesterday", "May 27", "2024", 2024, 0, "0", 27, [], {}),
        *("02/30/2024", "13/13/2024", "1850-01-01", "2101-01-01", "2024-05", "12:30"),
        *(float("nan"), float("inf"), 10**30, -(10**30), "9" * 17, "1" * 5000),
    ],
)
def test_what_is_no_plausible_date_is_none(nonsense):
    assert parse_date(nonsense) is None


def test_a_time_that_cannot_be_is_left_out():
    assert parse_date("2024-05-27 25:70") == "2024-05-27"


@pytest.mark.parametrize(
    "line",
    [
        "05/27/2024 10:57",
        "- 2024년 05월 27일",
        "주체113(2024)년 5월 27일 월요일",
        "Published: May 27, 2024",
        "입력 2024.05.27 10:57 | 수정 2024.05.28 09:00",
        "[ 2024-05-27 오전 10:57:56 ]",
        "Monday, May 27, 2024 10:57 KST",
    ],
)
def test_a_line_that_says_only_when_is_told(line):
    assert (only_date(line) or "")[:10] == "2024-05-27"


@pytest.mark.parametrize("line", ["Editorial - May 27, 2024", "He came on 2024-05-27.", "", "May"])
def test_a_line_that_says_more_is_not_a_date(line):
    assert only_date(line) is None


def test_dates_in_a_text_come_in_order_with_their_places():
    text = "Entered 2024.05.27 10:57, changed May 28, 2024"
    assert [(found.iso, text[found.start : found.end]) for found in find_dates(text)] == [
        ("2024-05-27T10:57", "2024.05.27 10:57"),
        ("2024-05-28", "May 28, 2024"),
    ]


@given(st.text() | st.integers() | st.floats() | st.none() | st.booleans())
def test_any_value_is_a_day_of_these_two_centuries_or_none(value):
    iso = parse_date(value)
    assert iso is None or "1900" <= iso[:4] <= "2100"


@given(st.datetimes(), st.sampled_from(["%Y-%m-%dT%H:%M", "%m/%d/%Y %H:%M", "%d %B %Y %H:%M"]))
def test_what_was_written_is_read_again(moment, form):
    if moment.year >= 1900 and moment.year <= 2100:
        assert parse_date(moment.strftime(form)) == f"{moment:%Y-%m-%dT%H:%M}"
