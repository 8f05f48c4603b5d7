"""What a refusal and a failure lead to, and that both pages call the same thing by one name."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from nksearch.errors import NoIndexError

from .conftest import Page, some_refusal


def addresses(page):
    return {each.text: each.attributes["href"] for each in page.find("a")}


def query_of(page):
    address = addresses(page)["List the articles that have any of its words"]
    return parse_qs(urlsplit(address).query)["query"][0]


def test_a_refusal_leads_to_a_search_for_its_words(read, archive, library_client):
    archive.answer = some_refusal()
    page = read("/", question='What is the price of "rice" AND -title:flood (in Chongjin)?')
    query = query_of(page)
    assert query == "price OR rice OR title OR flood OR Chongjin"
    assert library_client.get("/search", query_string={"query": query}).status_code == 200


def test_a_refused_follow_up_is_searched_for_as_it_was_completed(read, archive):
    archive.answer = replace(some_refusal(), asked_as="Who went to Sinuiju?")
    assert query_of(read("/", question="Who?", after="Sinuiju")).startswith("went OR Sinuiju")


def test_a_long_question_makes_a_search_that_can_be_asked(read, archive, library_client):
    archive.answer = some_refusal()
    query = query_of(read("/", question=" ".join(f"word{n}x" for n in range(50))))
    assert query.count(" OR ") == 31
    assert library_client.get("/search", query_string={"query": query}).status_code == 200


def test_a_question_without_words_has_no_such_way(read, archive):
    archive.answer = some_refusal()
    page = read("/", question="Who is it?")
    assert "List the articles that have any of its words" not in addresses(page)


def test_a_refusal_within_articles_of_one_kind_of_date_leads_out_of_them(read, archive):
    archive.answer = some_refusal()
    page = read("/", question="Who went?", date="unknown")
    assert "date=" not in addresses(page)["Search articles of any date"]


def test_a_failure_leads_back_to_itself_only_where_it_says_so(read, archive):
    archive.generation = None
    page = read("/")
    assert page.status == 503
    links = [each for each in page.find("a") if "failure" in str(each.around[-2].attributes)]
    told = [(each.text, each.attributes["href"]) for each in links]
    assert told == [("Try again", ""), ("See what the archive holds", "/archive")]
    archive.error = NoIndexError("None.")
    assert read("/search").status == 503


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("lang", "ko", "Korean"),
        ("since", "2024-05-27", "since 27 May 2024"),
        ("until", "2024-05-27", "until 27 May 2024"),
        ("date", "unknown", "without a date"),
        ("date", "conflict", "two dates that differ"),
        ("all", "on", "every copy of a story"),
        ("variants", "off", "names only as written"),
    ],
)
def test_both_pages_say_alike_what_was_chosen(library_client, name, value, said):
    for path, asked in (("/", "question"), ("/search", "query")):
        page = Page(library_client.get(path, query_string={asked: "flood", name: value}))
        chips = [each.text for each in page.find("a", class_="chip")]
        assert any(f"Search without {said}" in each for each in chips), chips
