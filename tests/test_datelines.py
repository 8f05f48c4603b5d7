from datetime import date

import pytest

from nksearch.datelines import find_dateline


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Pyongyang, July 14 (KCNA) -- A lecture was given.", "Pyongyang", date(2024, 7, 14)),
        ("Pyongyang, July 14 (KCNA) --Kim Jong Un sent a letter.", "Pyongyang", date(2024, 7, 14)),
        ("SEOUL, South Korea (AP) — The river rose.", "SEOUL, South Korea", None),
        ("SEOUL, Dec. 30 (Yonhap) -- The river rose.", "SEOUL", date(2023, 12, 30)),
        ("Hoeryong, 3 June 2023 - The river rose.", "Hoeryong", date(2023, 6, 3)),
        ("[평양 7월 14일발 조선중앙통신] 강연회가 있었다.", "평양", date(2024, 7, 14)),
        ("【평양 2023년 7월 14일】 강연회가 있었다.", "평양", date(2023, 7, 14)),
        ("(서울·도쿄=연합뉴스) 홍길동 기자 = 강물이 불었다.", "서울·도쿄", None),
    ],
)
def test_the_place_and_the_day_of_a_dateline(text: str, place: str, day: date | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.place, found.nearest(date(2024, 3, 1))) == (place, day)
    assert found.place in text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "North Korea - a country in East Asia - has a long river.",
        "The Ministry of Rivers (MOR) — the one in Pyongyang — said so.",
        "On July 14 the river rose -- by three metres.",
        "The flood of July 14 - the worst in years - was over.",
        "(사진=연합뉴스 제공) 강물이 불었다.",
        "[단독] 강물이 불었다.",
        "(조선 7명) 강물이 불었다.",
        "",
    ],
)
def test_what_is_no_dateline_for_sure_is_none(text: str) -> None:
    assert find_dateline(text) is None


def test_a_dateline_without_a_year_names_no_day_by_itself() -> None:
    found = find_dateline("Pyongyang, July 14 (KCNA) -- A lecture.")
    assert found is not None
    assert found.written() is None
