import pytest

from nksearch.answering.amounts import find_amounts, read_date, same_answer


@pytest.mark.parametrize(
    ("text", "said", "value", "unit"),
    [
        ("53, near the river", "53", 53, ""),
        ("1,500 soldiers", "1,500", 1500, ""),
        ("twenty-five men", "twenty-five", 25, ""),
        ("two dozen men", "two dozen", 24, ""),
        ("a dozen men", "a dozen", 12, ""),
        ("two and a half million", "two and a half million", 2.5e6, ""),
        ("3.8 million phones", "3.8 million", 3.8e6, ""),
        ("$5 million", "$5 million", 5e6, "dollar"),
        ("26 percent of all", "26 percent", 0.26, "share"),
        ("20세대가 산다", "20세대", 20, "세대"),
        ("30개월이 걸렸다", "30개월", 30, "개월"),
        ("1,000여 명이 왔다", "1,000여 명", 1000, "명"),
        ("400만 명", "400만 명", 4e6, "명"),
        ("모두 3조 원", "3조 원", 3e12, "won"),
        ("세 명이 죽었다", "세 명", 3, "명"),
    ],
)
def test_a_number_is_found_whole_with_its_value(
    text: str, said: str, value: float, unit: str
) -> None:
    (only,) = find_amounts(text)
    assert (said, pytest.approx(value), unit) == (text[slice(*only.span)], only.value, only.unit)


@pytest.mark.parametrize(
    "text",
    [
        *("1.5kg", "20-30", "20 to 30", "17 and 18", "two-thirds", "two thirds", "5-year"),
        *("27만 5천 명", "20~40세대", "10조", "3세기"),
    ],
)
def test_what_cannot_be_read_has_no_value_and_is_not_cut(text: str) -> None:
    (only,) = find_amounts(f"{text} of it")
    assert (text, None) == (text[slice(*only.span)], only.value)


@pytest.mark.parametrize("text", ["COVID-19", "one of them", "Hwasong-17"])
def test_numbers_in_names_are_none(text: str) -> None:
    assert not list(find_amounts(text))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Nov. 21, 2022", (2022, 11, 21)),
        ("21st of November 2022", (2022, 11, 21)),
        ("May 2011", (2011, 5, None)),
        ("2017년 9월 3일", (2017, 9, 3)),
        ("9월 3일", (None, 9, 3)),
        ("1990s", None),
        ("January 17 and 18, 2023", None),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(
    text: str, date: tuple[int | None, int | None, int | None] | None
) -> None:
    assert date == read_date(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("May 2011", "2011", True),
        ("Nov. 21, 2022", "November 21, 2022", True),
        ("September 3, 2017", "2017년 9월 3일", True),
        ("27 May 2024", "28 May 2024", False),
        ("May 2011", "June 2011", False),
        ("May 5", "2020", None),
        ("May 5, 2020", "5", None),
        ("1990s", "1995", None),
        ("six", "6", True),
        ("twenty", "20", True),
        ("12", "a dozen", True),
        ("two million", "2,000,000", True),
        ("400만 명", "4 million", True),
        ("half", "50 percent", True),
        ("3.8 million", "6 million", False),
        ("3", "3 million", False),
        ("10", "10 percent", None),
        ("$5", "5", None),
        ("20-30", "20", None),
    ],
)
def test_answers_agree_or_differ_only_where_both_can_be_read(
    one: str, other: str, same: bool | None
) -> None:
    assert same is same_answer(one, other)
    assert same is same_answer(other, one)
