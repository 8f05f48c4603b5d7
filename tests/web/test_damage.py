"""What is shown while the newest generation is damaged and the one before it is searched."""

import pytest

from nksearch.archive import Archive
from nksearch.indexing import rebuild

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
