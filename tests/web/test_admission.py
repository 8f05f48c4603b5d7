import threading
import time

import pytest
from nksearch_web import create_app
from nksearch_web.admission import LONGEST_ANSWER, Gate, OverloadedError, gate_of_this_machine

from nksearch.deadlines import check_time


def enter(gate, number, entered):
    """Enter in a thread of its own; return once it waits or has entered."""

    def run():
        try:
            gate.enter()
            entered.append(number)
        except OverloadedError:
            entered.append(f"{number} refused")

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.05)
    return thread


def test_who_came_first_is_let_in_first():
    gate, entered = Gate(1, 3), []
    gate.enter()
    threads = [enter(gate, number, entered) for number in range(3)]
    assert entered == []
    for _ in threads:
        gate.leave()
        time.sleep(0.05)
    assert [0, 1, 2] == entered


def test_who_finds_the_queue_full_is_refused_at_once():
    gate = Gate(2, 1)
    gate.enter()
    gate.enter()
    thread = enter(gate, "waiting", [])
    with pytest.raises(OverloadedError):
        gate.enter()
    gate.leave()
    thread.join()
    gate.leave()
    gate.leave()
    gate.enter()
    gate.enter()


def test_who_has_waited_too_long_is_refused_and_takes_no_place():
    gate, entered = Gate(1, 5, longest_wait=0.01), []
    gate.enter()
    enter(gate, 1, entered).join()
    assert ["1 refused"] == entered
    gate.leave()
    gate.enter()


def test_a_gate_has_a_place_for_each_processor(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    gate = gate_of_this_machine()
    assert (3, 24) == (gate.places, gate.queue)


@pytest.fixture
def full(app, client):
    """A client of an application whose places are taken, as is its queue."""
    gate = app.extensions["gate"]
    gate.queue = 0
    for _ in range(gate.places):
        gate.enter()
    return client


@pytest.mark.parametrize("path", ["/", "/?question=Who", "/articles/a1lecture", "/search?query=a"])
def test_a_reader_who_is_refused_gets_a_page_that_says_when_to_come_back(full, archive, path):
    response = full.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.mimetype == "text/html"
    assert "More is asked at this moment than can be answered. Ask again soon." in response.text
    assert "Content-Security-Policy" in response.headers
    assert archive.requests == []


@pytest.mark.parametrize("path", ["/api/query?question=Who", "/api/status", "/api/names"])
def test_a_program_that_is_refused_gets_json(full, path):
    response = full.get(path)
    assert response.headers["Retry-After"] == "5"
    expected = "More is asked at this moment than can be answered. Ask again soon."
    assert {"error": expected, "status": 503} == response.json


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/style.css", "/favicon.ico"])
def test_health_and_files_are_served_while_questions_are_refused(full, archive, path):
    archive.manifest = lambda: type("Manifest", (), {"generation": "000001"})
    with full.get(path) as response:
        assert response.status_code == (404 if path == "/favicon.ico" else 200)


@pytest.mark.parametrize("path", ["/api/query?question=Who", "/api/query", "/?question=Who"])
def test_a_request_leaves_whatever_becomes_of_it(app, client, archive, path):
    gate = app.extensions["gate"]
    for archive.error in (None, ZeroDivisionError()):
        for _ in range(gate.places + 1):
            client.get(path)
    for _ in range(gate.places):
        gate.enter()
    gate.queue = 0
    with pytest.raises(OverloadedError):
        gate.enter()


def test_a_question_that_takes_too_long_is_given_up(archive, monkeypatch):
    def ask(request):
        moments.append(LONGEST_ANSWER + 1)
        check_time()

    moments = [0.0]
    monkeypatch.setattr("nksearch.deadlines.monotonic", lambda: sum(moments))
    archive.ask = ask
    response = create_app(archive).test_client().get("/api/query?question=Who")
    assert response.status_code == 503
    assert "longer than one request may take" in response.json["error"]
    check_time()  # the limit was that request's
