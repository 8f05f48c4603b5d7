"""Payloads in every parameter of every route, odd requests, and what an error of ours lets out."""

import logging
import socket
from contextlib import suppress
from urllib.parse import quote, urlencode, urlsplit

import pytest
from nksearch_web import create_app
from nksearch_web.security import HEADERS

pytestmark = pytest.mark.security

RUNS = "window.ran=1;alert(1)"
REFLECTED = [
    f"<script>{RUNS}</script>",
    f'"><img src=x onerror="{RUNS}">',
    f"' autofocus onfocus='{RUNS}' x='",
    f"</title></textarea></style><svg onload='{RUNS}'>",
    f"javascript:{RUNS}",
    f"\"' style=animation-name:x onanimationstart={RUNS} ",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'>",
    "<base href=//evil.example/><script src=x></script><meta http-equiv=refresh content=0;url=//x>",
    "{{7*'7'}}${7*7}<%= 7*7 %>#{7*7}",
    "x\r\nSet-Cookie: ran=1\r\n\r\n<script>window.ran=1</script>",
]
PARAMETERS = (
    "question query k mode since until date source lang topic dates asked_on all variants without "
    "after typed sort page size revision start end from to kind like n"
).split()
VALID = {"question": "Who came to Sinuiju?", "query": "flood", "start": "0", "end": "10"}
TRAVERSALS = [
    "../pyproject.toml",
    "..%2f..%2fpyproject.toml",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd",
    "//etc/passwd",
    "..%5c..%5cserve.py",
    "%00/etc/passwd",
    "style.css%00.html",
    "..;/serve.py",
    "%c0%ae%c0%ae/serve.py",
]


@pytest.fixture
def routes(library_client):
    """Return every address of the application that GET takes, with the id of an article in it."""
    found = library_client.get("/api/search?query=flood&size=1").json["results"]
    names = {"article_id": found[0]["article_id"], "name": "markdown", "filename": "page.js"}
    paths = []
    for rule in library_client.application.url_map.iter_rules():
        if "GET" in rule.methods:
            paths.append(rule.build({each: names[each] for each in rule.arguments})[1])
    return sorted(set(paths))


def is_sound(response):
    """Check that an answer is no fault and has the headers and no other ones."""
    assert response.status_code < 500, response.text
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "ran=1" not in response.headers.get("Set-Cookie", "")
    return response


@pytest.mark.slow
def test_every_parameter_of_every_route_is_text(library_client, routes, record_property):
    tried = 0
    for path in routes:
        for name in PARAMETERS:
            for payload in REFLECTED:
                values = {**VALID, name: payload}
                with is_sound(library_client.get(path, query_string=values)) as response:
                    if response.mimetype == "text/html":
                        assert "<script>window" not in response.text
                        assert "<img src=x" not in response.text
                        assert "<svg onload" not in response.text
                    tried += 1
    record_property("kind", "hostile web")
    record_property("requests", tried)


ROUTES = {
    "/": ("question", "after", "without", "source", "since", "asked_on"),
    "/search": ("query", "topic", "source", "date", "sort", "lang"),
    "/search.atom": ("query",),
    "/names": ("like", "kind"),
    "/articles/": ("start", "revision"),
    "/citations/": ("question",),
    "/api/query": ("question", "mode"),
    "/nowhere/": ("query",),
}


@pytest.mark.browser
def test_nothing_reflected_runs_in_a_browser(library, serving, browser, record_property):
    tried, ran, called = 0, [], []
    with serving(library) as site:
        context = browser.new_context()
        page = context.new_page()
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: called.append(asked.url))
        for path, names in ROUTES.items():
            for name in names:
                for payload in REFLECTED[:8]:
                    values = VALID | {"start": "", "end": "", name: payload}
                    shown = f"{path}{quote(payload)}" if len(path) > 1 and path[-1] == "/" else path
                    page.goto(f"{site}{shown}?{urlencode(values)}", wait_until="load")
                    if page.evaluate("window.ran") is not None:
                        ran.append(page.url)
                    tried += 1
        context.close()
    assert ran == []
    assert [each for each in called if not each.startswith(f"{site}/")] == []
    record_property("kind", "hostile web")
    record_property("pages in Chromium", tried)


@pytest.mark.parametrize("base", ["/static/", "/articles/", "/api/articles/", "/citations/"])
def test_no_path_leads_out(library_client, base, record_property):
    for path in TRAVERSALS:
        with is_sound(library_client.get(f"{base}{path}")) as response:
            assert response.status_code in (301, 308, 400, 404), path
            assert "root:" not in response.text
            assert "nksearch_web" not in response.text
    record_property("kind", "hostile web")
    record_property("requests", len(TRAVERSALS))


@pytest.mark.parametrize("path", ["/?question=Who", "/search?query=a", "/api/query?question=Who"])
def test_a_bug_lets_nothing_out(archive, path, caplog, monkeypatch):
    secret = "/srv/indexes/articles.db was opened by alice"  # noqa: S105 (nobody's)

    def broken(*_, **__):
        raise RuntimeError(secret)

    for name in ("ask", "find", "status"):
        monkeypatch.setattr(archive, name, broken)
    app = create_app(archive)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.CRITICAL):
        response = app.test_client().get(path)
    assert response.status_code == 500
    for word in ("Traceback", "RuntimeError", "alice", "articles.db", "File ", "werkzeug"):
        assert word not in response.text
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "Werkzeug" not in response.headers.get("Server", "")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
@pytest.mark.parametrize("path", ["/api/query", "/api/batch", "/archive/rebuild", "/"])
def test_odd_bodies_are_refused(library_client, path, kind):
    bodies = [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"question":' * 50_000,
        b'{"question": "' + b"a" * 999_000 + b'"}',
        b'{"question": 1e400, "k": ' + b"9" * 5_000 + b"}",
        b'{"questions": ' + b'["a"]' + b"}" * 100,
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n" * 2_000,
    ]
    for body in bodies:
        response = is_sound(library_client.post(path, data=body, content_type=kind))
        assert 400 <= response.status_code < 500, (path, body[:40])
    too_large = library_client.post(path, data=b"a" * 1_000_001, content_type=kind)
    assert is_sound(too_large).status_code in (404, 405, 413, 415, 400)


RAW = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /%0d%0aSet-Cookie:%20ran=1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\n\r\n",
    b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 60_000 + b"\r\n",
    b"\x00\xff" * 100 + b"\r\n\r\n",
]


def test_odd_requests_are_answered_and_the_server_goes_on(address, record_property):
    place = urlsplit(address)
    for request in RAW:
        with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
            with suppress(OSError):  # it may have hung up before it was told everything
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
            head = _answer(connection).partition(b"\r\n\r\n")[0].lower()
        assert b"set-cookie: ran" not in head
        assert b"evil.example" not in head
        assert not head.startswith((b"http/1.1 500", b"http/1.0 500")), request[:60]
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert b"alive" in _answer(connection)
    record_property("kind", "hostile web")
    record_property("requests", len(RAW))


def _answer(connection):
    try:
        return connection.makefile("rb").read()
    except ConnectionResetError:
        return b""
