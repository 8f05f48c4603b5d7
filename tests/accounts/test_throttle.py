import sqlite3
import threading

import pytest

from nksearch.accounts import throttle as module
from nksearch.accounts.sessions import Sessions
from nksearch.accounts.throttle import BY_ADDRESS, BY_NAME, Limit, Throttle

pytestmark = pytest.mark.security

NOW = 1_800_000_000.0


@pytest.fixture
def throttle(tmp_path):
    Sessions(tmp_path / "sessions.db")
    return Throttle(tmp_path / "sessions.db")


def test_waits_double_up_to_the_longest():
    limit = Limit(free=3, longest=10, forget=60)
    assert [0, 0, 0, 1, 2, 4, 8, 10, 10] == [limit.wait(count) for count in range(9)]
    assert limit.wait(1e9) == 10
    assert [2.0, 1.0, 0.0, 0.0] == [limit.left(2, each) for each in (0, 60, 120, 9999)]


def test_whoever_fails_often_waits_longer_each_time(throttle):
    now = NOW
    for _ in range(BY_NAME.free):
        assert throttle.attempt("mina", "10.0.0.1", now=now) == 0
    waits = []
    for _ in range(6):
        waits.append(throttle.attempt("mina", "10.0.0.1", now=now))
        now += waits[-1]
        assert throttle.attempt("mina", "10.0.0.1", now=now) == 0
    assert waits == sorted(waits)
    assert waits[0] == 1
    assert 25 < waits[-1] <= 32


def test_guessing_at_a_name_from_many_addresses_is_slow(throttle):
    tried = 0
    for number in range(3 * 120):  # three hours, two tries a minute, each from another address
        now = NOW + number * 30
        tried += throttle.attempt("mina", f"10.{number % 200}.{number // 200}.1", now=now) == 0
    assert tried < 3 * 12 + 15  # one in five minutes, and those that were free


def test_guessing_at_many_names_from_one_address_is_slow(throttle):
    tried = sum(
        throttle.attempt(f"user{number}", "10.0.0.1", now=NOW + 5 * number) == 0
        for number in range(360)
    )
    assert tried < BY_ADDRESS.free + 45  # in half an hour


def test_a_refused_attempt_does_not_make_the_wait_longer(throttle):
    while not (wait := throttle.attempt("mina", "10.0.0.1", now=NOW)):
        pass
    for _ in range(50):
        assert throttle.attempt("mina", "10.0.0.1", now=NOW) == wait
    assert throttle.attempt("mina", "10.0.0.1", now=NOW + wait) == 0


def test_success_clears_the_name_and_not_the_failures_of_the_address(throttle):
    for number in range(BY_ADDRESS.free):
        assert throttle.attempt(f"user{number}", "10.0.0.1", now=NOW) == 0
    throttle.succeeded("user3", "10.0.0.1")
    assert throttle.attempt("mina", "10.0.0.1", now=NOW) == 0
    assert throttle.attempt("jun", "10.0.0.1", now=NOW) > 0


def test_another_address_and_another_name_do_not_wait(throttle):
    while not throttle.attempt("mina", "10.0.0.1", now=NOW):
        pass
    assert throttle.attempt("jun", "10.0.0.2", now=NOW) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
    ],
)
def test_a_household_of_ipv6_is_one_address(one, other, same):
    assert (module._network(one) == module._network(other)) is same


def test_many_names_take_no_more_room_than_there_is(throttle, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_KNOWN", 50)
    for number in range(200):
        throttle.attempt(f"user{number}", f"10.0.{number}.1", now=NOW + number)
    with sqlite3.connect(tmp_path / "sessions.db") as connection:
        assert connection.execute("SELECT count(*) FROM failures").fetchone() == (50,)
    connection.close()
    assert throttle.attempt("user199", "10.0.199.1", now=NOW + 199) == 0


def test_those_who_try_at_once_are_counted_one_by_one(throttle):
    let_through = []

    def attempt():
        let_through.append(throttle.attempt("mina", "10.0.0.1", now=NOW) == 0)

    threads = [threading.Thread(target=attempt) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let_through) == BY_NAME.free


def test_a_clock_that_is_put_back_locks_nobody_out(throttle):
    while not throttle.attempt("mina", "10.0.0.1", now=NOW):
        pass
    assert throttle.attempt("mina", "10.0.0.1", now=NOW - 86400) <= BY_NAME.longest
