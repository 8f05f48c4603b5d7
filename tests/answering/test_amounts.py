import pytest

from nksearch.answering.amounts import find_amounts


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
        ("30개월이 걸렸다", "30개월", 30, "month"),
        ("1,000여 명이 왔다", "1,000여 명", 1000, "명"),
        ("400만 명", "400만 명", 4e6, "명"),
        ("모두 3조 원", "3조 원", 3e12, "won"),
        ("세 명이 죽었다", "세 명", 3, "명"),
        ("3 months in prison", "3 months", 3, "month"),
        ("three years", "three years", 36, "month"),
        ("500 tons of rice", "500 tons", 500, "ton"),
        ("3 km away", "3 km", 3000, "meter"),
        ("US$3.5 million", "US$3.5 million", 3.5e6, "dollar"),
        ("3.5 million won", "3.5 million won", 3.5e6, "won"),
        ("20 won the race", "20", 20, ""),
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
    ("text", "said", "bound"),
    [
        ("about 20 people", "about 20", "about"),
        ("at least 20 people", "at least 20", "least"),
        ("more than 20 people", "more than 20", "least"),
        ("up to 5 ships", "up to 5", "most"),
        ("20 or more people", "20 or more", "least"),
        ("20여 명", "20여 명", "least"),
        ("최소 20명이", "최소 20명", "least"),
        ("약 20명 이하", "약 20명 이하", "unclear"),
    ],
)
def test_words_that_make_it_a_bound_belong_to_a_number(text: str, said: str, bound: str) -> None:
    (only,) = find_amounts(text)
    assert (said, 20 if "20" in text else 5, bound) == (
        text[slice(*only.span)],
        only.value,
        only.bound,
    )


def test_a_number_beside_a_time_is_found() -> None:
    text = "In May 2012 and 20 million in 2013"
    assert [20e6] == [each.value for each in find_amounts(text, beside=[(3, 11), (30, 34)])]
