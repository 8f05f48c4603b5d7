import logging

import pytest

from nksearch.errors import (
    BusyError,
    DamagedIndexError,
    EncoderError,
    NksearchError,
    NoIndexError,
    StoreError,
    UnknownArticleError,
    UsageError,
)

FAILURES = [
    (UsageError, 400),
    (UnknownArticleError, 404),
    (NoIndexError, 503),
    (DamagedIndexError, 503),
    (BusyError, 503),
    (StoreError, 503),
    (EncoderError, 503),
    (NksearchError, 503),
]


@pytest.mark.parametrize("path", ["/?question=Who", "/articles/a1lecture"])
@pytest.mark.parametrize(("kind", "status"), FAILURES)
def test_a_failure_of_the_archive_is_a_page_with_its_message(read, archive, path, kind, status):
    archive.error = kind("What happened. Run: nksearch <this>")
    page = read(path)
    assert status == page.status
    assert "What happened. Run: nksearch <this>" in page.find("main")[0].text


def test_what_cannot_be_done_now_can_be_tried_again_where_it_was_only_read(read, archive):
    archive.error = BusyError("Another process is writing.")
    (again,) = (each for each in read("/?question=Who").find("a") if each.text == "Try again")
    assert again.attributes["href"] == ""  # the same address
    archive.error = UsageError("Ask less.")
    assert "Try again" not in read("/?question=Who").find("main")[0].text


@pytest.mark.parametrize("path", ["/api/query?question=Who", "/api/articles/a", "/api/status"])
@pytest.mark.parametrize(("kind", "status"), FAILURES)
def test_a_failure_of_the_archive_is_json_in_the_api(client, archive, path, kind, status):
    archive.error = kind("What happened. Run: nksearch <this>")
    response = client.get(path)
    assert status == response.status_code
    assert {"error": "What happened. Run: nksearch <this>", "status": status} == response.json


@pytest.mark.parametrize("path", ["/", "/?question=Who"])
def test_without_an_index_the_page_says_what_to_run(read, archive, path):
    archive.generation = None
    archive.error = None
    if "question" in path:
        archive.error = NoIndexError("No index published in /srv/indexes. Run: nksearch rebuild")
    page = read(path)
    assert page.status == 503
    assert "No index published in /srv/indexes. Run: nksearch rebuild" in page.find("main")[0].text


def test_an_article_can_be_read_while_the_index_is_damaged(read, archive, monkeypatch):
    def damaged(**_):
        raise DamagedIndexError("A file is not what was published.")

    monkeypatch.setattr(archive, "status", damaged)
    assert read(f"/articles/{archive.articles[0].article_id}").status == 200


@pytest.mark.parametrize("path", ["/?question=Who", "/api/status"])
def test_a_busy_archive_says_when_to_come_back(client, archive, path):
    archive.error = BusyError("Someone is writing.")
    assert client.get(path).headers["Retry-After"] == "5"


def test_an_unknown_address_is_not_found(client, read):
    page = read("/nowhere")
    assert page.status == 404
    assert "There is nothing at this address." in page.find("main")[0].text
    assert client.get("/api/nowhere").json["status"] == 404
    assert read("/articles/").status == 404


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", "GET, HEAD, OPTIONS"), ("/api/status", "GET, HEAD, OPTIONS")],
)
def test_a_method_that_is_not_served_says_which_are(client, path, allowed):
    response = client.delete(path)
    assert response.status_code == 405
    assert allowed == ", ".join(sorted(response.headers["Allow"].split(", ")))


@pytest.mark.parametrize("path", ["/?question=Who", "/api/query?question=Who"])
def test_a_fault_of_ours_is_logged_and_gives_no_details(client, archive, path, caplog):
    archive.error = ZeroDivisionError("a secret detail")
    with caplog.at_level(logging.ERROR):
        response = client.get(path)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "Who" not in caplog.text.splitlines()[0]
