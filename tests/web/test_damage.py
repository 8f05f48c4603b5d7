"""What is shown while the newest generation is damaged and the one before it is searched."""

import sqlite3

import pytest

from nksearch.archive import Archive
from nksearch.indexing import rebuild
from nksearch.request import SearchRequest

from .conftest import Page


@pytest.fixture
def fallen_back(library: Archive, indexes, store, encoder):
    """Return the library with a second generation that is damaged."""
    rebuild(indexes, store, encoder)
    (indexes / "generations" / "000002" / "names.json").write_text("[]")
    return library


@pytest.mark.parametrize(
    "path", ["/", "/?question=flood", "/search", "/search?query=flood", "/archive"]
)
def test_an_older_generation_is_searched_with_a_notice(fallen_back, library_client, path):
    page = Page(library_client.get(path))
    assert page.status == 200
    (notice,) = page.find("p", role="alert")
    assert "The newest indexes are damaged" in notice.text
    assert "names.json is damaged" in notice.text
    others = [each for each in page.find("li") if "damaged" in each.text]
    assert others == []


def test_a_sound_archive_has_no_such_notice(library_client):
    assert Page(library_client.get("/search?query=flood")).find("p", role="alert") == []


def test_programs_are_told_too(fallen_back, library_client):
    ready = library_client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json["generation"] == "000001"
    assert "names.json is damaged" in ready.json["index_error"]
    for address in ("/api/search?query=flood", "/api/query?question=flood"):
        assert library_client.get(address).json["notes"][0]["kind"] == "damage"


@pytest.fixture
def rotten(library: Archive, indexes):
    """Return an article of the library of which a letter of the title is not what it was."""
    [hit] = library.find(SearchRequest(query='title:"flood in town 4"')).hits
    with sqlite3.connect(indexes / "articles.db") as connection:
        statement = "UPDATE revisions SET title = replace(title, 'town', 'towm') WHERE url = ?"
        connection.execute(statement, [hit.url])
    connection.close()
    return hit


@pytest.mark.parametrize(
    "path", ["/articles/{}", "/articles/{}/diff", "/search?query=%22town+4%22", "/?question=town+4"]
)
def test_an_article_with_a_damaged_title_is_refused_in_words(rotten, library_client, path):
    page = Page(library_client.get(path.format(rotten.article_id)))
    assert page.status == 503
    assert "Restore it from a backup: nksearch restore FILE" in page.find("main")[0].text
    assert rotten.article_id in page.find("main")[0].text
    assert "towm" not in page.find("main")[0].text


def test_the_rest_of_the_archive_is_there_and_the_damage_is_said(rotten, library_client):
    assert Page(library_client.get("/")).status == 200
    assert Page(library_client.get("/search?query=phone")).status == 200
    page = Page(library_client.get("/archive"))
    (notice,) = page.find("p", role="alert")
    assert "1 of the articles is damaged" in notice.text
    assert library_client.get("/api/status").json["damaged"] == 1


def test_programs_are_told_of_a_damaged_article(rotten, library_client):
    for address in (f"/api/articles/{rotten.article_id}", "/api/search?query=%22town+4%22"):
        response = library_client.get(address)
        assert (response.status_code, response.json["status"]) == (503, 503)
        assert "nksearch restore FILE" in response.json["error"]
