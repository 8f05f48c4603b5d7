import pytest

from nksearch.deadlines import check_time, time_limit
from nksearch.errors import OverdueError
from nksearch.request import Request, SearchRequest


def test_without_a_limit_there_is_time():
    check_time()


def test_work_is_given_up_once_its_time_is_over():
    with time_limit(60):
        check_time()
        with time_limit(-1), pytest.raises(OverdueError, match="Ask for less"):
            check_time()
        check_time()
    check_time()


def test_an_archive_gives_up_questions_and_searches(archive):
    with time_limit(-1):
        with pytest.raises(OverdueError):
            archive.ask(Request(question="Which flood?"))
        with pytest.raises(OverdueError):
            archive.find(SearchRequest(query="flood"))
    assert archive.ask(Request(question="Which flood hit Sinuiju?")).citations


def test_time_is_looked_at_between_the_stages_of_a_question(archive, monkeypatch):
    times = [*range(20)]
    monkeypatch.setattr("nksearch.deadlines.monotonic", lambda: times.pop(0))
    with time_limit(4.5), pytest.raises(OverdueError):
        archive.ask(Request(question="Which flood?"))
    assert times == [*range(6, 20)]
    times[:] = range(20)
    with time_limit(10):
        archive.ask(Request(question="Which flood?"))
    assert times == [*range(6, 20)]
