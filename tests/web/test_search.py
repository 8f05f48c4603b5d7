import csv
import io
import json

import feedparser
import pytest
from lxml import etree

from .conftest import Page


@pytest.fixture
def search(library_client):
    """Return the page of a search; keywords become its query."""

    def search(path="/search", **query):
        return Page(library_client.get(path, query_string=query or None))

    return search


def links(page, text):
    return [each.attributes["href"] for each in page.find("a") if each.text.strip() == text]


def test_results_carry_exact_counts_and_marked_words(search):
    page = search(query="flood Sinuiju")
    assert page.by_id("status").text == "1–19 of 19 results"
    assert {mark.text for mark in page.find("mark")} == {"flood", "Sinuiju"}
    assert len(page.find("article", class_="hit")) == 19


def test_without_words_everything_is_listed_and_the_syntax_explained(search):
    page = search()
    assert page.by_id("status").text == "1–20 of 40 results"
    assert len(page.find("details", class_="help")) == 1


def test_a_result_opens_where_the_word_was_found(search):
    page = search(query="officials", source="River Post")
    title = next(each for each in page.find("a") if each.text == "A phone in town 3")
    article = search(title.attributes["href"])
    assert article.by_id("cited").text == "Officials"
    (back,) = links(article, "Back to the search")
    assert search(back).by_id("status").text == page.by_id("status").text


def test_a_facet_adds_itself_and_takes_itself_away(search):
    page = search(query="flood")
    (address,) = links(page, "Border Desk")
    narrowed = search(address)
    count = next(each.text for each in page.find("li") if each.text.startswith("Border Desk"))
    assert narrowed.by_id("status").text.endswith(f"of {count.split()[-1]} results")
    (chosen,) = [e for e in narrowed.find("a", aria_current="true") if e.text == "Border Desk"] or [
        e for e in narrowed.find("a") if e.attributes.get("aria-current") and "Desk" in e.text
    ]
    assert search(chosen.attributes["href"]).by_id("status").text == page.by_id("status").text


def test_bars_of_the_timeline_are_links_that_narrow(search):
    page = search(query="flood")
    bars = [each for each in page.find("a") if each.around[-1].tag == "svg"]
    assert "2022" in bars[0].text
    narrowed = search(bars[0].attributes["href"])
    assert narrowed.by_id("status").text.split()[2] == bars[0].text.split(": ")[1]
    assert len(page.find("table", class_="months")) == 1


def test_pages_turn_to_the_last(search):
    page, seen = search(), []
    while page:
        seen += [each.text for each in page.find("h2") if each.around[-1].tag == "article"]
        following = links(page, "Next page")
        page = search(following[0]) if following else None
    assert len(seen) == len(set(seen)) == 40
    page = search(page="7")
    assert page.by_id("status").text == "There is no page 7"


def test_what_was_found_is_never_markup(search):
    page = search(query="odd")
    assert [each.text for each in page.find("b")] == []
    assert any("<b>flood</b>" in each.text for each in page.find("h2"))


def test_a_search_that_cannot_be_made_stays_in_the_form(search):
    page = search(query="ab*", source="Border Desk")
    assert page.status == 400
    assert "3 letters before *" in page.by_id("refused").text
    assert page.by_id("query").attributes["value"] == "ab*"
    assert page.find("input", type="hidden", name="source")


def test_no_results_leads_on(search):
    page = search(query="flood xyzzy", source="Border Desk")
    assert (page.status, page.by_id("status").text) == (200, "No results")
    assert links(page, "Look for any of these words") == [
        "/search?query=flood+OR+xyzzy&source=Border+Desk"
    ]
    assert links(page, "Search the whole archive") == ["/search?query=flood+xyzzy"]


def test_unknown_parameters_are_of_those_who_shared_the_address(search):
    assert search(query="flood", utm_source="mail").status == 200


def test_without_an_index_the_status_says_so(client, archive):
    from nksearch.errors import NoIndexError

    archive.error = NoIndexError("Run: nksearch rebuild")
    for path in ("/search", "/search.csv", "/search.json", "/search.atom", "/api/search"):
        assert client.get(path).status_code == 503


def test_the_table_has_every_result_and_no_formula(library_client):
    response = library_client.get("/search.csv")
    assert response.headers["Content-Disposition"].endswith("nksearch-results.csv")
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [row["rank"] for row in rows] == [str(number) for number in range(1, 41)]
    assert "'=SUM(1) <b>flood</b>" in [row["title"] for row in rows]


def test_the_json_has_every_result(library_client):
    found = json.loads(library_client.get("/search.json?query=flood").data)
    assert (found["total"], len(found["results"])) == (20, 20)
    paged = library_client.get("/api/search?query=flood&size=5&page=2").json
    assert found["results"][5:10] == paged["results"]
    assert found["facets"] == paged["facets"]


def test_the_feed_is_read_by_a_feed_reader(library_client):
    address = "/search.atom?query=flood&source=River+Post"
    response = library_client.get(address)
    assert response.mimetype == "application/atom+xml"
    etree.fromstring(response.data)
    feed = feedparser.parse(response.data)
    assert not feed.bozo
    assert feed.feed.title == "nksearch: flood"
    found = library_client.get("/api/search?query=flood&source=River+Post").json["results"]
    assert {f"urn:nksearch:{each['article_id']}" for each in found} == {e.id for e in feed.entries}
    assert library_client.get(feed.entries[0].link).status_code == 200
    assert all(entry.updated_parsed and entry.title for entry in feed.entries)


def test_the_feed_of_everything_escapes_markup(library_client):
    feed = feedparser.parse(library_client.get("/search.atom?query=odd").data)
    (entry,) = feed.entries
    assert "flood" in entry.title
    assert not feed.bozo


def test_browsers_learn_how_to_search(library_client):
    page = Page(library_client.get("/search"))
    (link,) = page.find("link", rel="search")
    described = etree.fromstring(library_client.get(link.attributes["href"]).data)
    urls = [each for each in described if each.tag.endswith("}Url")]
    assert [each.get("template") for each in urls] == [
        "http://localhost/search?query={searchTerms}",
        "http://localhost/search.atom?query={searchTerms}",
    ]


def test_health_is_told_apart_from_readiness(client, archive, library_client):
    from nksearch.errors import NoIndexError

    assert library_client.get("/healthz").json == {"status": "alive"}
    assert library_client.get("/readyz").json == {
        "status": "ready",
        "generation": "000001",
        "index_error": None,
    }
    archive.error = NoIndexError("Run: nksearch rebuild")
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.json["error"]) == (503, "Run: nksearch rebuild")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/search?page=0", 400),
        ("/api/search?query=ab*", 400),
        ("/api/search?nonsense=1", 400),
        ("/api/articles/nowhere", 404),
        ("/api/nothing", 404),
    ],
)
def test_errors_of_the_api_are_one_line_of_json(library_client, path, status):
    response = library_client.get(path)
    assert (response.status_code, response.json["status"]) == (status, status)
    assert "\n" not in response.json["error"]


def test_other_methods_are_refused(library_client):
    response = library_client.post("/api/search")
    assert (response.status_code, response.json["status"]) == (405, 405)
