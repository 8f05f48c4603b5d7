"""Every route, with every method, without a login and with each role."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from nksearch_web import create_app
from nksearch_web.accounts.gate import NEEDED, PUBLIC
from nksearch_web.security import HEADERS

from nksearch.accounts.users import ROLES

from .conftest import NAMES, PASSWORD, token_of

pytestmark = pytest.mark.security

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
VALUES = {"article_id": "a1lecture", "name": "apa", "filename": "style.css"}
UNKNOWN = ("/nowhere", "/api/nowhere", "/login/", "/static", "/articles", "/healthz/x")


def addresses(app):
    """Return an address of every route, with its endpoint, and some that no route has."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            values = {name: VALUES[name] for name in rule.arguments}
            built = app.url_map.bind("localhost").build(rule.endpoint, values)
            yield rule.endpoint, built
    yield from ((None, path) for path in UNKNOWN)


def test_every_route_has_a_role_or_is_named_as_open(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == PUBLIC | NEEDED.keys()
    assert PUBLIC == {
        "static", "accounts.login", "accounts.log_in", "health.alive", "health.ready"
    }  # fmt: skip
    assert not PUBLIC & NEEDED.keys()


def test_without_a_login_only_login_health_and_static_files_are_reached(app, record_property):
    client = app.test_client()
    reached, tried = set(), 0
    for (endpoint, address), method in itertools.product(list(addresses(app)), METHODS):
        with client.open(address, method=method) as response:
            tried += 1
            if address.startswith("/api/"):
                refused = response.status_code == 401
            else:
                location = response.headers.get("Location", "")
                refused = response.status_code == 303 and location.startswith("/login")
            if not refused:
                reached.add((endpoint, address))
    expected = {
        ("static", "/static/style.css"), ("health.alive", "/healthz"), ("health.ready", "/readyz"),
        ("accounts.login", "/login"), ("accounts.log_in", "/login"),
    }  # fmt: skip
    assert reached == expected
    record_property("kind", "routes without a login")
    record_property("requests", tried)


def test_a_route_that_was_forgotten_is_for_admins(app, logged_in):
    app.view_functions["forgotten"] = lambda: "secret"
    app.url_map.add(app.url_rule_class("/forgotten", endpoint="forgotten"))
    assert app.test_client().get("/forgotten").status_code == 303
    assert logged_in("edna").get("/forgotten").status_code == 403
    assert logged_in("adam").get("/forgotten").text == "secret"


@pytest.mark.parametrize("name", NAMES)
def test_each_role_reaches_what_is_its_own(app, logged_in, name, record_property):
    client, own, tried = logged_in(name), NAMES[name], 0
    for endpoint, address in addresses(app):
        if endpoint in (None, "accounts.log_out"):
            continue
        for method in app.url_map.bind("localhost").allowed_methods(address):
            with client.open(address, method=method) as response:
                tried += 1
                wanted = NEEDED.get(_endpoint(app, address, method))
                allowed = not wanted or ROLES.index(own) >= ROLES.index(wanted)
                said = response.text if method != "HEAD" else ""
                refused = response.status_code == 403 and "too old" not in said
                assert refused is not allowed, (address, method)
    record_property("kind", "routes by role")
    record_property("requests", tried)


def _endpoint(app, address, method):
    return app.url_map.bind("localhost").match(address, method)[0]


def test_what_a_role_may_not_do_is_not_offered_either(logged_in, archive):
    from nksearch.datamodels import Rejected

    archive.rejected = lambda: [Rejected("/in/x.html", 3, "It is empty.")]
    pages = {name: logged_in(name).get("/archive").text for name in NAMES}
    assert ["Rebuild the indexes" in page for page in pages.values()] == [False, True, True]
    assert ["/in/x.html" in page for page in pages.values()] == [False, False, True]


def test_a_role_that_is_taken_away_is_gone_at_once(logged_in, accounts):
    client = logged_in("edna")
    assert client.get("/archive/rebuild.json").status_code == 200
    accounts.users.set_role("edna", "reader")
    assert client.get("/archive/rebuild.json").status_code == 403
    accounts.users.remove("edna")
    assert client.get("/").status_code == 303


@pytest.mark.parametrize("path", ["/", "/api/status", "/healthz", "/login", "/nowhere", "/archive"])
def test_nothing_is_kept_by_browsers_but_static_files(app, logged_in, path):
    for client in (app.test_client(), logged_in("adam")):
        assert client.get(path).headers["Cache-Control"] == "no-store"
        with client.get("/static/style.css") as response:
            assert "no-store" not in response.headers["Cache-Control"]


def test_health_says_no_more_to_strangers_than_that_it_is_there(app, archive, logged_in):
    archive.index_error = "/srv/indexes/generations/000008 is damaged"
    client = app.test_client()
    assert client.get("/readyz").json == {"status": "ready"}
    assert "/srv" in logged_in("rita").get("/readyz").text
    from nksearch.errors import NoIndexError

    archive.error = NoIndexError("No index in /srv/indexes.")
    archive.manifest = archive.status
    assert client.get("/readyz").status_code == 503
    assert "/srv" not in client.get("/readyz").text


# --- tokens of programs ---------------------------------------------------------------------------


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_program_asks_with_a_token(app, accounts):
    token = accounts.users.add_token("rita", "feed", days=1)
    client = app.test_client()
    asked = client.get("/api/query?question=Who%3F", headers=bearer(token))
    assert asked.status_code == 200
    assert "Set-Cookie" not in asked.headers
    assert client.post("/api/query", json={"question": "Who?"}, headers=bearer(token)).is_json
    assert client.get("/search.atom", headers=bearer(token)).status_code == 200
    accounts.users.revoke("rita", "feed")
    assert client.get("/api/query?question=Who%3F", headers=bearer(token)).status_code == 401


def test_a_token_that_is_over_or_wrong_is_refused_also_beside_a_session(app, accounts, logged_in):
    old = datetime.now(UTC) - timedelta(days=2)
    expired = accounts.users.add_token("rita", "old", days=1, now=old)
    kept = accounts.users.get("rita").tokens[0].digest
    for client in (app.test_client(), logged_in("adam")):
        for token in (expired, kept, "", "x", "é", f"{expired},{expired}", PASSWORD):
            for path in ("/api/status", "/", "/nowhere"):
                response = client.get(path, headers=bearer(token))
                assert response.status_code == 401
                assert response.headers["WWW-Authenticate"] == "Bearer realm=nksearch"


def test_a_token_alone_rebuilds_nothing(app, accounts, rebuilder):
    token = accounts.users.add_token("edna", "feed", days=1)
    response = app.test_client().post("/archive/rebuild", headers=bearer(token))
    assert response.status_code == 403
    assert rebuilder.started == 0


def test_the_login_of_a_proxy_is_not_taken_for_ours(app, logged_in):
    basic = {"Authorization": "Basic cml0YTp0dWxpcA=="}
    assert app.test_client().get("/", headers=basic).status_code == 303
    assert logged_in("rita").get("/", headers=basic).status_code == 200


# --- what comes from elsewhere --------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::1]", "a@localhost"])
@pytest.mark.parametrize("path", ["/", "/login", "/api/status", "/static/style.css", "/nowhere"])
def test_another_host_name_is_refused(make_app, path, host):
    client = make_app(hosts=("news.example.org",)).test_client()
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert host not in response.text
    assert client.get("/login", headers={"Host": "news.example.org"}).status_code == 200


def test_what_proxies_say_is_believed_of_so_many_as_there_are(make_app, accounts):
    headers = {"X-Forwarded-For": "6.6.6.6, 10.9.8.7", "X-Forwarded-Proto": "https",
               "X-Forwarded-Host": "evil.example"}  # fmt: skip
    seen = []
    for proxies in (0, 1):
        app = make_app(proxies=proxies)

        @app.before_request
        def look():
            from flask import request

            seen.append((request.remote_addr, request.scheme, request.host))

        app.test_client().get("/login", headers=headers)
    assert seen == [("127.0.0.1", "http", "localhost"), ("10.9.8.7", "https", "localhost")]


HEADERS_SENT = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "x"},
    {"Origin": "https://evil.example"}, {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"}, {"Origin": "https://localhost"}, {"Origin": "file://"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
]  # fmt: skip


@pytest.mark.parametrize("headers", HEADERS_SENT, ids=str)
@pytest.mark.parametrize("path", ["/login", "/logout", "/archive/rebuild", "/api/query"])
def test_what_another_site_sends_is_refused_even_with_the_right_token(
    logged_in, rebuilder, path, headers
):
    client = logged_in("edna")
    values = {"token": token_of(client.get("/archive").text)}
    sent = {"json": {"question": "Who?"}} if path.startswith("/api") else {"data": values}
    assert client.post(path, headers=headers, **sent).status_code == 403
    assert rebuilder.started == 0
    assert client.get("/").status_code == 200
    fine = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert client.post(path, headers=fine, **sent).status_code in (200, 303, 401)


def test_a_form_belongs_to_the_session_it_was_made_for(logged_in, rebuilder):
    one, other = logged_in("edna"), logged_in("edna")
    for token in ("", "é", "0" * 64, token_of(other.get("/archive").text)):
        assert one.post("/archive/rebuild", data={"token": token}).status_code == 403
    assert rebuilder.started == 0
    assert one.post("/archive/rebuild", data={"token": token_of(one.get("/").text)})
    assert rebuilder.started == 1


def test_json_that_is_sent_as_a_form_is_refused(logged_in):
    sent = {"data": '{"question": "Who?"}', "content_type": "text/plain"}
    assert logged_in("rita").post("/api/query", **sent).status_code == 415


def test_every_failure_carries_the_headers(app, accounts, logged_in, record_property):
    def fault():
        raise ZeroDivisionError

    app.config["MAX_CONTENT_LENGTH"] = 1000
    app.add_url_rule("/fault", view_func=fault)
    client, stranger = logged_in("rita"), app.test_client()
    responses = {
        400: client.get("/?question=Who&k=0"), 401: stranger.get("/api/status"),
        403: client.get("/archive/rebuild.json"), 404: client.get("/nowhere"),
        405: client.delete("/"), 413: client.post("/api/query", json={"question": "x" * 2000}),
        415: client.post("/api/query", data="x"), 500: logged_in("adam").get("/fault"),
        303: stranger.get("/"),
    }  # fmt: skip
    for _ in range(30):
        limited = _failed(stranger)
    responses[429] = limited
    accounts.users.path.write_text("{")
    responses[503] = client.get("/")
    for status, response in responses.items():
        assert response.status_code == status
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert response.headers["Cache-Control"] == "no-store"
        assert "Server" not in response.headers
    record_property("kind", "headers on failures")
    record_property("statuses", len(responses))


def _failed(client):
    token = token_of(client.get("/login").text)
    return client.post("/login", data={"token": token, "name": "x", "password": "y"})


def test_users_that_cannot_be_read_let_nobody_in(logged_in, accounts):
    client = logged_in("adam")
    for damage in (lambda path: path.write_text("{"), lambda path: path.chmod(0o644)):
        damage(accounts.users.path)
        for path in ("/", "/login", "/api/status"):
            response = client.get(path)
            assert response.status_code == 503
            assert "users.json" not in response.text
    accounts.users.path.unlink()
    assert client.get("/").status_code == 303


def test_without_accounts_there_is_no_login(archive):
    client = create_app(archive).test_client()
    assert client.get("/login").status_code == 404
    assert client.get("/").status_code == 200
    assert "Log out" not in client.get("/").text
