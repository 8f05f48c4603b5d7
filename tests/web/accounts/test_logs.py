"""The log: what stands in it, and what never does."""

import io
import json
import logging

import pytest
from flask import g
from nksearch_web import create_app, logs
from nksearch_web.access import Access

from nksearch.errors import NksearchError

from .conftest import PASSWORD, log_in, token_of

pytestmark = pytest.mark.security

QUESTION = "Who visited Sinuiju on 4 July?"


@pytest.fixture
def lines(tmp_path):
    """Log to a file and return what stands there, a line at a time."""
    path = tmp_path / "access.log"
    kept = [(each, each.level, each.propagate, list(each.handlers)) for each in (
        logs._ACCESS, logs._SECURITY, logging.getLogger())]  # fmt: skip
    logs.configure(path)

    def read():
        return [json.loads(line) for line in path.read_text("ascii").splitlines()]

    read.path = path
    yield read
    for logger, level, propagate, handlers in kept:
        for handler in set(logger.handlers) - set(handlers):
            handler.close()
            logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.fixture
def client(archive):
    return create_app(archive).test_client()


def test_a_request_is_one_line_without_the_question(client, lines):
    client.get("/", query_string={"question": QUESTION})
    (line,) = lines()
    assert line["event"] == "request"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/", 200)
    assert line["length"] == len(QUESTION)
    assert (line["user"], line["address"]) == (None, "127.0.0.1")
    assert 0 <= line["ms"] < 60_000
    assert len(line["id"]) == 16
    assert line["time"].endswith("+00:00")
    assert "Sinuiju" not in lines.path.read_text()


def test_the_same_question_has_the_same_hash_in_one_process_only(client, lines, monkeypatch):
    for _ in range(2):
        client.get("/", query_string={"question": QUESTION})
    client.post("/api/query", json={"question": QUESTION})
    client.get("/search", query_string={"query": QUESTION})
    monkeypatch.setattr(logs, "_SALT", b"another")
    client.get("/", query_string={"question": QUESTION})
    hashes = [line["hash"] for line in lines()]
    assert len(set(hashes[:4])) == 1
    assert hashes[4] != hashes[0]


def test_questions_are_logged_when_they_are_wanted(archive, lines):
    create_app(archive, log_questions=True).test_client().get("/?question=Who%3F%0a%1b[31m")
    assert "Who?\n\x1b[31m" == lines()[0]["question"]


def test_values_in_a_path_are_not_logged(client, lines):
    client.get("/articles/a1lecture?start=0&end=9")
    client.get("/nowhere/secret")
    assert ["/articles/<article_id>", None] == [line["route"] for line in lines()]
    assert "a1lecture" not in lines.path.read_text()
    assert "secret" not in lines.path.read_text()


def test_nothing_begins_a_line_of_its_own(client, lines, record_property):
    hostile = [
        "a\nb",
        "a\r\n{}",
        "a\x1b[2J",
        "a\x00b",
        "a\u2028b",
        "a\x85b",
        '"},{"',
        "\u202eb",
        "é",
    ]
    for text in hostile:
        client.get("/", query_string={"question": text})
        client.open("/", method=f"X{text.encode('ascii', 'ignore').decode()}")
        logs.logging.getLogger("nksearch_web.security").warning(text)
    raw = lines.path.read_bytes()
    assert raw.count(b"\n") == len(lines()) == 3 * len(hostile)
    assert all(byte == 10 or 32 <= byte < 127 for byte in raw)
    record_property("kind", "log injection")
    record_property("texts", len(hostile))


def test_odd_bodies_are_logged_as_quietly_as_others(client, lines):
    for body in ("", "[", "[" * 100_000, "3", '{"question": 3}', '{"question": ["a"]}'):
        client.post("/api/query", data=body, content_type="application/json")
    assert {line["status"] for line in lines()} == {400}


def test_logins_are_events_and_no_secret_is_logged(archive, accounts, lines):
    app = create_app(archive, access=Access(accounts=accounts))
    client = app.test_client()
    token = accounts.users.add_token("rita", "feed", days=1)
    log_in(client, "rita", "a wrong password")
    log_in(client, "hunter2 is my password", "x")
    entered = log_in(client, "rita")
    cookie = entered.headers["Set-Cookie"].partition("=")[2].split(";")[0]
    client.get("/", headers={"Authorization": f"Bearer {token}"})
    client.get("/", headers={"Authorization": "Bearer nks_wrong"})
    client.get("/nowhere")
    form = token_of(client.get("/").text)
    client.post("/logout", data={"token": "0" * 64})
    client.post("/logout", data={"token": form})
    events = [line for line in lines() if line["event"] != "request"]
    assert [
        "login_failed", "login_failed", "login", "token_refused", "refused", "logout"
    ] == [line["event"] for line in events]  # fmt: skip
    assert {"rita"} == {line["user"] for line in events if "user" in line}
    assert all(line["address"] == "127.0.0.1" and line["id"] for line in events)
    assert "user" not in events[1]
    assert len(events[1]["unknown"]) == 16
    raw = lines.path.read_text()
    secrets = (PASSWORD, "wrong password", "hunter2", "nks_", token, cookie, form)
    for secret in (*secrets, accounts.users.get("rita").password):
        assert secret not in raw
    users = [
        line["user"] for line in lines() if line["event"] == "request" and line["status"] == 200
    ]
    assert "rita" in users


def test_roles_and_forms_that_are_refused_are_events(archive, accounts, rebuilder, lines):
    app = create_app(archive, access=Access(accounts=accounts), rebuilder=rebuilder)
    reader, editor = app.test_client(), app.test_client()
    log_in(reader, "rita")
    log_in(editor, "edna")
    reader.post("/archive/rebuild")
    editor.post("/archive/rebuild", headers={"Origin": "https://evil.example"})
    editor.post("/archive/rebuild", data={"token": token_of(editor.get("/").text)})
    events = [line for line in lines() if line["event"] in ("refused", "rebuild")]
    assert [("role", "rita"), ("origin", None), (None, "edna")] == [
        (line.get("why"), line.get("user")) for line in events
    ]


def test_a_fault_is_one_line_with_its_traceback():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    try:
        raise ZeroDivisionError("by\nnothing")
    except ZeroDivisionError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "Exception on %s", ("/a\nb",), None)
        record.exc_info = __import__("sys").exc_info()
        handler.emit(record)
    (line,) = stream.getvalue().splitlines()
    assert "Exception on /a\nb" == json.loads(line)["event"]
    assert "ZeroDivisionError: by\nnothing" in json.loads(line)["error"]


def test_the_log_is_for_its_owner_and_may_be_moved_away(client, lines):
    assert lines.path.stat().st_mode & 0o777 == 0o600
    client.get("/")
    lines.path.rename(lines.path.with_suffix(".1"))
    client.get("/")
    assert [len(lines()), len(lines.path.with_suffix(".1").read_text().splitlines())] == [1, 1]
    assert lines.path.stat().st_mode & 0o777 == 0o600


def test_a_fault_is_a_line_on_standard_error_without_a_log_too(archive, lines, capsys):
    app = create_app(archive)

    @app.get("/fault/<name>")
    def fault(name):
        raise ZeroDivisionError

    logs.configure(None)
    assert app.test_client().get("/fault/%1b[2J%0a").status_code == 500
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "Exception on /fault/\x1b[2J\n [GET]"


def test_a_log_that_can_be_written_no_more_fails_no_request(client, lines, capsys):
    lines.path.unlink()
    lines.path.mkdir()
    assert client.get("/").status_code == 200
    assert "IsADirectoryError" in capsys.readouterr().err
    lines.path.rmdir()
    client.get("/")
    assert len(lines()) == 1


def test_a_log_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(NksearchError, match="Cannot write the log"):
        logs.configure(tmp_path / "nowhere" / "x.log")


def test_without_a_log_nothing_is_written(client, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        client.get("/?question=Who%3F")
        with client.application.test_request_context("/"):
            assert g.get("request_id") is None
    assert caplog.records == []
