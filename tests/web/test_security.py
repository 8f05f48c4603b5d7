import re
import socket
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from nksearch_web import create_app
from nksearch_web.access import Access
from nksearch_web.security import HEADERS

from nksearch.datamodels import Caption, Note, Respelling
from nksearch.errors import NoIndexError

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</title></main><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)//",
    "\u202egnp.exe\u2066",
    "&lt;b&gt; &amp;amp; <!-- ",
]
ADDRESSES = [
    "/", "/?question=Who", "/?question=", "/articles/a1lecture", "/articles/a1lecture?start=9",
    "/articles/nobody", "/nowhere", "/static/style.css", "/static/page.js", "/static/nothing",
    "/names", "/names?kind=nothing", "/api/names",
    "/api/query?question=Who", "/api/query", "/api/articles/nobody", "/api/status", "/api/nowhere",
]  # fmt: skip


def test_the_headers_are_those_that_were_agreed():
    assert HEADERS["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert HEADERS["X-Content-Type-Options"] == "nosniff"
    assert HEADERS["Referrer-Policy"] == "no-referrer"
    assert HEADERS["Cross-Origin-Opener-Policy"] == "same-origin"
    assert HEADERS["Cross-Origin-Resource-Policy"] == "same-origin"
    assert re.fullmatch(r"[a-z-]+=\(\)(, [a-z-]+=\(\))*", HEADERS["Permissions-Policy"])


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_response_carries_the_headers(client, path):
    with client.get(path) as response:
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("error", [NoIndexError("None."), ZeroDivisionError()])
@pytest.mark.parametrize("path", ["/?question=Who", "/api/status"])
def test_every_failure_carries_the_headers(client, archive, path, error):
    archive.error = error
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", "[::1"]
)
@pytest.mark.parametrize("path", ["/", "/api/status", "/static/style.css"])
def test_a_foreign_host_name_is_refused(client, path, host):
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert host not in response.text
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_loopback_names_and_the_configured_host_are_served(archive):
    client = create_app(archive, access=Access(hosts=("127.0.0.9",))).test_client()
    for host in ("localhost", "127.0.0.1:8080", "127.0.0.9:8080"):
        assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_body_over_a_megabyte_is_refused(client):
    body = b'{"question": "' + b"x" * 1_000_000 + b'"}'
    response = client.post("/api/query", data=body, content_type="application/json")
    assert response.status_code == 413
    assert response.json["status"] == 413


def test_what_the_server_itself_refuses_carries_the_headers_too(address):
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: nothing\r\n\r\n")
        head = connection.makefile("rb").read().decode().partition("\r\n\r\n")[0]
    assert head.startswith("HTTP/1.1 400")
    for name, value in HEADERS.items():
        assert f"{name}: {value}".lower() in head.lower()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_an_answer_is_shown_as_text(read, archive, payload):
    def page_of(text):
        archive.answer = made_of(text, answer)
        return read("/", question=f"Who? {text}", source=text, lang=text)

    answer = archive.answer
    page = page_of(payload)
    assert _shape(page_of("harmless")) == _shape(page)
    assert [payload] * 3 == [quote.text for quote in page.find("span", class_="quote")]
    assert [payload] * 3 == [title.text for title in page.find("h3")]
    assert f"Who? {payload}" == page.by_id("question").attributes["value"]
    assert f"Who? {payload} – nksearch" == page.find("title")[0].text

    answer = replace(answer, abstained=True, citations=())
    page = page_of(payload)
    assert _shape(page_of("harmless")) == _shape(page)
    assert payload in page.find("section", class_="abstained")[0].text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_a_conversation_is_shown_as_text(read, archive, payload):
    answer = archive.answer

    def page_of(text):
        said = {"asked_as": text, "respellings": (Respelling(text, (text,)),)}
        archive.answer = replace(answer, notes=(Note("period", text),), **said)
        return read("/", question="Who?", after=[f"Why? {text}"], without=[text])

    page = page_of(payload)
    assert _shape(page_of("harmless")) == _shape(page)
    (before,) = page.find("span", class_="question")
    assert f"Why? {payload}" == before.text
    assert payload == page.by_id("completed").attributes["value"]


def made_of(text, answer):
    """Return the answer with `text` in every field that holds text."""
    names = ("title", "date", "source", "url", "translated_by")
    everywhere = {"start": 0, "end": len(text), **dict.fromkeys(names, text)}
    return replace(
        answer,
        reason=text,
        citations=tuple(replace(each, quote=text, **everywhere) for each in answer.citations),
        passages=tuple(
            replace(each, text=text, language=text, **everywhere) for each in answer.passages
        ),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_an_article_is_shown_as_text(read, archive, payload):
    names = (
        "title",
        "source",
        "published",
        "topic",
        "translated_by",
        "translation_notice",
        "ingested",
        "subtitle",
        "byline",
        "place_line",
        "date_conflict",
        "original_url",
    )
    lecture = replace(archive.articles[0], published_from="page", **dict.fromkeys(names, "x"))
    archive.articles[0] = replace(lecture, tags=("x",))
    clean = _shape(read(f"/articles/{lecture.article_id}", start=0, end=5))
    hostile = replace(
        lecture,
        text=payload + " " + lecture.text,
        tags=(payload,),
        language=payload,
        captions=tuple(Caption(text=payload, credit=payload) for _ in lecture.captions[:1])
        + lecture.captions[1:],
        **dict.fromkeys(names, payload),
    )
    archive.articles[0] = hostile
    page = read(f"/articles/{lecture.article_id}", start=0, end=len(payload))
    assert payload == page.by_id("cited").text
    assert payload == page.find("h1")[0].text
    assert clean == _shape(page)


def test_hostile_text_in_what_the_archive_holds_is_shown_as_text(read, archive, monkeypatch):
    clean = _shape(read("/"))
    status = archive.status()
    for payload in PAYLOADS:
        hostile = status | {"sources": {payload: 1, "b": 2}, "languages": {payload: 3, "ko": 4}}
        monkeypatch.setattr(archive, "status", lambda hostile=hostile, **_: hostile)
        page = read("/")
        assert clean == _shape(page)
        assert payload in page.find("section", class_="archive facts")[0].text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_addresses_are_shown_as_text(read, client, payload):
    page = read("/", question="Who?", since=payload)
    assert page.status == 400
    assert _shape(read("/", question="Who?", since="x")) == _shape(page)
    assert client.get("/api/query", query_string={"question": "Who?", "mode": payload}).is_json


def test_no_page_has_inline_script_or_style(read, archive):
    for path in (
        "/",
        "/?question=Who",
        "/?question=",
        "/articles/a1lecture?start=0&end=9",
        "/nowhere",
    ):
        page = read(path)
        assert page.find("style") == []
        assert [
            each for each in page.find("script") if each.text or "src" not in each.attributes
        ] == []
        names = {name for element in page.elements for name in element.attributes}
        assert set() == {name for name in names if name == "style" or name.startswith("on")}


def test_no_page_asks_another_origin_for_anything(read):
    for path in ("/", "/?question=Who", "/articles/a1lecture"):
        page = read(path)
        loaded = [each.attributes.get("src") or each.attributes["href"] for each in
                  page.find("script") + page.find("link")]  # fmt: skip
        assert all(address.startswith("/static/") for address in loaded)


def _shape(page):
    """Return what hostile text would change: the tags of a page and the names on them."""
    return [
        (element.tag, sorted(element.attributes.keys() - {"lang"})) for element in page.elements
    ]
