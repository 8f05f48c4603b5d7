"""Logging in and out."""

import sqlite3
import time

import pytest
from nksearch_web.accounts import checking

from nksearch.accounts import sessions as kept
from nksearch.accounts.throttle import BY_ADDRESS, BY_NAME

from .conftest import PASSWORD, log_in, token_of

pytestmark = pytest.mark.security


def cookies_of(response):
    return response.headers.getlist("Set-Cookie")


def session_of(response):
    """Return the session in the cookie that a response sets."""
    (found,) = [each for each in cookies_of(response) if each.startswith("nksearch=")]
    return found.split(";")[0].removeprefix("nksearch=")


def test_whoever_logs_in_comes_where_they_wanted_to_go(app):
    client = app.test_client()
    asked = client.get("/?question=Who%3F&k=3")
    assert asked.status_code == 303
    page = client.get(asked.headers["Location"])
    assert page.status_code == 200
    wanted = "/?question=Who%3F&amp;k=3"
    assert f'name="next" value="{wanted}"' in page.text
    entered = log_in(client, "rita", next="/?question=Who%3F&k=3")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/?question=Who%3F&k=3")
    assert client.get("/").status_code == 200
    assert client.get("/login").status_code == 303


def test_names_are_taken_as_phones_type_them(app):
    assert log_in(app.test_client(), " Rita ").status_code == 303


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "evil", "",
        " //evil.example",
        "/ok\r\nSet-Cookie: a=b", "http:/evil.example", "///evil.example", "/" + "x" * 3000,
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(app, wanted):
    client = app.test_client()
    assert log_in(client, "rita", next=wanted).headers["Location"] == "/"
    assert client.get("/login", query_string={"next": wanted}).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["//evil.example", "/%5cevil.example", "/%0d%0aa", "/%2f/evil"])
def test_an_odd_path_leads_to_no_other_site_after_the_login(app, path):
    client = app.test_client()
    refused = client.open(path, base_url="http://localhost")
    assert refused.status_code in (303, 308)
    location = refused.headers["Location"]
    assert "\n" not in location
    page = client.get("/login?" + location.partition("?")[2])
    assert 'value="/' in page.text
    assert 'value="//' not in page.text


@pytest.mark.parametrize(
    ("name", "password"),
    [("rita", "wrong"), ("nobody", PASSWORD), ("", ""), ("rita", ""), ("rita", PASSWORD + " "),
     ("rita", "x" * 5000), ("adam", "tulip anchor"), ("' OR 1=1 --", "x"), ("rita\x00", PASSWORD)],
)  # fmt: skip
def test_wrong_names_and_wrong_passwords_look_alike(app, name, password):
    client = app.test_client()
    response = log_in(client, name, password)
    assert response.status_code == 401
    assert "Name or password is not right." in response.text
    assert not any(each.startswith("nksearch=") for each in cookies_of(response))
    assert client.get("/").status_code == 303
    assert password not in response.text or len(password) < 2


def test_the_cookie_is_for_this_site_and_not_for_scripts(app):
    cookies = cookies_of(log_in(app.test_client(), "rita"))
    (cookie,) = [each for each in cookies if "nksearch=" in each]
    assert set(cookie.split("; ")[1:]) == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_over_https_the_cookie_is_bound_to_this_host(make_app):
    client = make_app(secure=True, proxies=1, hosts=("news.example.org",)).test_client()
    base = "https://news.example.org"
    token = token_of(client.get("/login", base_url=base).text)
    sent = {"token": token, "name": "rita", "password": PASSWORD}
    response = client.post("/login", data=sent, base_url=base)
    (cookie,) = [each for each in cookies_of(response) if each.startswith("__Host-nksearch=")]
    assert set(cookie.split("; ")[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert client.get("/", base_url=base).status_code == 200
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    plain = make_app(secure=True).test_client()
    plain.set_cookie("nksearch", cookie.split(";")[0].partition("=")[2])
    assert plain.get("/").status_code == 303


def test_a_login_begins_a_new_session_always(app):
    client = app.test_client()
    client.set_cookie("nksearch", "chosen-by-somebody-else")
    first = session_of(log_in(client, "rita"))
    assert first != "chosen-by-somebody-else"
    token = token_of(client.get("/").text)
    again = client.post("/login", data={"token": token, "name": "rita", "password": PASSWORD})
    second = session_of(again)
    assert second != first
    old = app.test_client()
    old.set_cookie("nksearch", first)
    assert old.get("/").status_code == 303


def test_a_logout_ends_the_session_for_whoever_has_the_cookie(app):
    client, thief = app.test_client(), app.test_client()
    thief.set_cookie("nksearch", session_of(log_in(client, "rita")))
    assert thief.get("/").status_code == 200
    out = client.post("/logout", data={"token": token_of(client.get("/").text)})
    assert (out.status_code, out.headers["Location"]) == (303, "/login?out=")
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert any(each.startswith("nksearch=;") and "Max-Age=0" in each for each in cookies_of(out))
    assert [client.get("/").status_code, thief.get("/").status_code] == [303, 303]
    assert "You are logged out." in client.get(out.headers["Location"]).text


def test_a_logout_without_its_form_ends_nothing(logged_in):
    client = logged_in("rita")
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 403
    assert client.get("/").status_code == 200


def test_a_login_without_its_form_is_refused(app):
    values = {"name": "rita", "password": PASSWORD}
    for client in (app.test_client(), app.test_client()):
        assert client.post("/login", data=values).status_code == 403
    token = token_of(app.test_client().get("/login").text)
    assert app.test_client().post("/login", data={**values, "token": token}).status_code == 403


def test_a_new_password_ends_every_session(logged_in, accounts):
    one, two, other = logged_in("rita"), logged_in("rita"), logged_in("edna")
    accounts.users.set_password("rita", "seven anchors, one tulip")
    assert [each.get("/").status_code for each in (one, two, other)] == [303, 303, 200]


def test_sessions_survive_a_restart_and_hold_in_every_process(make_app):
    client, later = make_app().test_client(), make_app().test_client()
    later.set_cookie("nksearch", session_of(log_in(client, "rita")))
    assert later.get("/").status_code == 200


@pytest.mark.parametrize("seconds", [kept.IDLE_SECONDS, kept.LONGEST_SECONDS])
def test_a_session_is_over_in_time(logged_in, monkeypatch, seconds):
    client, now = logged_in("rita"), time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds + 1)
    assert client.get("/").status_code == 303


def test_guessing_is_refused_after_some_failures_and_the_right_password_too(app, record_property):
    client = app.test_client()
    statuses = [log_in(client, "rita", f"wrong {number}").status_code for number in range(12)]
    assert statuses == [401] * BY_NAME.free + [429] * (12 - BY_NAME.free)
    response = log_in(client, "rita")
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= BY_NAME.longest
    assert log_in(client, "edna").status_code == 303
    record_property("kind", "guessed passwords")
    record_property("guesses", 12)


def test_unknown_names_are_slowed_down_like_known_ones(app):
    client = app.test_client()
    statuses = [log_in(client, "nobody").status_code for _ in range(BY_NAME.free + 1)]
    assert statuses == [401] * BY_NAME.free + [429]


def test_many_names_from_one_address_are_slowed_down(app):
    client = app.test_client()
    statuses = [log_in(client, f"user{number}").status_code for number in range(30)]
    assert statuses == [401] * BY_ADDRESS.free + [429] * (30 - BY_ADDRESS.free)


def test_an_address_that_only_a_header_says_changes_nothing(app):
    client = app.test_client()
    for number in range(BY_ADDRESS.free + 1):
        token = token_of(client.get("/login").text)
        response = client.post(
            "/login",
            data={"token": token, "name": f"user{number}", "password": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"},
        )
    assert response.status_code == 429


def test_too_many_at_once_are_told_to_come_again(app, monkeypatch):
    during = []

    def slow(*arguments):
        """Log in once more while a password is checked."""
        during.append(log_in(app.test_client(), "rita"))
        return True

    monkeypatch.setattr(checking, "matches", slow)
    assert log_in(app.test_client(), "edna").status_code == 303
    assert [503, 303] == [each.status_code for each in during]
    assert during[0].headers["Retry-After"] == "2"


def test_hostile_text_in_the_form_is_shown_as_text(app):
    payload = '"><script>alert(1)</script>'
    client = app.test_client()
    for response in (
        client.get("/login", query_string={"next": f"/{payload}", "out": payload}),
        log_in(client, payload, payload, next=f"/{payload}"),
    ):
        assert "<script>alert" not in response.text


# --- a password of one's own ----------------------------------------------------------------------

NEW = "seven anchors, one tulip"


def change(client, now=PASSWORD, new=NEW, again=None):
    values = {"password": now, "new": new, "again": new if again is None else again}
    token = token_of(client.get("/account").text)
    return client.post("/account", data={**values, "token": token})


def test_users_change_their_password_and_are_logged_out_everywhere_else(logged_in, app):
    here, there = logged_in("rita"), logged_in("rita")
    changed = change(here)
    assert (changed.status_code, changed.headers["Location"]) == (303, "/account?changed=")
    assert "Your password is changed." in here.get("/account?changed=").text
    assert [here.get("/").status_code, there.get("/").status_code] == [200, 303]
    assert log_in(app.test_client(), "rita").status_code == 401
    assert log_in(app.test_client(), "rita", NEW).status_code == 303


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({"now": "wrong"}, 401, "This is not your present password."),
        ({"again": "another"}, 400, "not the same"),
        ({"new": "short"}, 400, "at least 12 characters"),
        ({"new": "rita and the tulips"}, 400, "contains the name"),
        ({"new": "password1234"}, 400, "tried first"),
    ],
)
def test_a_password_that_is_not_changed_stays(logged_in, app, values, status, said):
    client = logged_in("rita")
    response = change(client, **values)
    assert response.status_code == status
    assert said in response.text
    assert client.get("/").status_code == 200
    assert log_in(app.test_client(), "rita").status_code == 303


def test_a_stolen_session_does_not_help_to_guess_the_password(logged_in):
    client = logged_in("rita")
    statuses = [change(client, now=f"wrong {number}").status_code for number in range(7)]
    assert statuses == [401] * BY_NAME.free + [429] * 2


def test_only_a_session_and_its_form_change_a_password(logged_in, app, accounts):
    values = {"password": PASSWORD, "new": NEW, "again": NEW}
    token = accounts.users.add_token("rita", "feed", days=1)
    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().post("/account", data=values, headers=headers).status_code == 403
    assert logged_in("rita").post("/account", data=values).status_code == 403
    program = app.test_client()
    form = token_of(program.get("/login").text)
    sent = program.post("/account", data={**values, "token": form}, headers=headers)
    assert sent.status_code == 303
    assert sent.headers["Location"] == "/login"
    assert log_in(app.test_client(), "rita").status_code == 303


def test_a_file_of_sessions_that_is_broken_lets_nobody_in_and_says_no_path(app, accounts):
    client = app.test_client()
    token = token_of(client.get("/login").text)
    with sqlite3.connect(accounts.sessions.path) as connection:
        connection.execute("DROP TABLE failures")
    connection.close()
    values = {"token": token, "name": "rita", "password": PASSWORD}
    response = client.post("/login", data=values)
    assert response.status_code == 503
    assert "sessions.db" not in response.text
    assert client.get("/").status_code == 303
