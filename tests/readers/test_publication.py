from dataclasses import replace

import pytest

from nksearch.datamodels import Article
from nksearch.readers.publication import date_in_address, dated, dated_by_name

RIVER = Article(title="The river", text="The river rose.")


def test_the_first_date_counts_and_another_day_is_a_conflict() -> None:
    dates = [("metadata", "2024-05-27T10:57"), ("page", "2024-05-28"), ("page", "2024-06-03")]
    found = dated(RIVER, dates)
    assert (found.published, found.published_from) == ("2024-05-27T10:57", "metadata")
    assert found.date_conflict == "2024-06-03 (page)"
    assert dated(RIVER, dates[:2]).date_conflict is None


def test_an_address_dates_an_article_or_contradicts_its_date() -> None:
    article = replace(RIVER, url="https://a.example/2024/05/27/river")
    assert dated(article, []).published == "2024-05-27"
    assert dated(article, []).published_from == "address"
    assert dated(article, [("page", "2023-05-27")]).date_conflict == "2024-05-27 (address)"
    assert dated(article, [("page", "2024-05-26")]).date_conflict is None


def test_a_dateline_gives_the_place_and_contradicts_a_date() -> None:
    article = replace(RIVER, text="Pyongyang, September 5 (KCNA) -- The river rose.")
    found = dated(article, [("record", "2024-09-12")])
    assert (found.place_line, found.date_conflict) == ("Pyongyang", "2024-09-05 (dateline)")
    assert found.text == article.text
    new_year = dated(article, [("record", "2024-09-06")])
    assert new_year.date_conflict is None
    undated = dated(article, [])
    assert (undated.published, undated.place_line) == (None, "Pyongyang")


def test_a_dateline_with_its_year_dates_an_article() -> None:
    article = replace(RIVER, text="Pyongyang, September 5, 2024 (KCNA) -- The river rose.")
    found = dated(article, [])
    assert (found.published, found.published_from) == ("2024-09-05", "dateline")


def test_a_file_name_is_the_last_resort_and_contradicts_nothing() -> None:
    uri = "file:///archive/2024-05-27%20river.txt"
    found = dated_by_name(RIVER, uri)
    assert (found.published, found.published_from) == ("2024-05-27", "file name")
    printed = replace(RIVER, published="2023-01-01", published_from="page")
    assert dated_by_name(printed, uri) == printed
    assert dated_by_name(RIVER, "file:///archive/river-12345678.txt") == RIVER


def test_a_new_years_address_is_of_the_first_of_january_of_the_year_it_greets() -> None:
    text = "친애하는 동지들! 새로운 승리의 신심을 안고 새해 주체103(2014)년을 맞이합니다."
    speech = Article(title="신년사", text=text, address="file:///speeches/2014.txt")
    found = dated(speech, [])
    assert (found.published, found.published_from) == ("2014-01-01", "file name")
    misprinted = dated(speech, [("page", "2013-01-01")])
    assert misprinted.published == "2014-01-01"
    assert misprinted.date_conflict == "2013-01-01 (page)"
    assert dated(speech, [("page", "2014-01-01T09:30")]).published == "2014-01-01T09:30"
    assert dated(speech, [("page", "2014-01-03")]).published == "2014-01-03"
    titled = replace(speech, title="2014년 신년사", address="file:///speeches/a.txt")
    assert dated(titled, []).published_from == "title"
    assert dated(replace(speech, address="file:///speeches/a.txt"), []).published is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/05/27/river", "2024-05-27"),
        ("https://a.example/news/20240527-river", "2024-05-27"),
        ("https://a.example/2024-05-27/", "2024-05-27"),
        ("https://a.example/2024/05/river", None),
        ("https://a.example/article/120240527001", None),
        ("https://a.example/2024/15/27/river", None),
        (None, None),
    ],
)
def test_the_day_in_an_address(url: str | None, day: str | None) -> None:
    assert date_in_address(url) == day
