import pytest

from nksearch.accounts.sessions import IDLE_SECONDS, LONGEST_SECONDS, MOST_SESSIONS, Sessions
from nksearch.errors import NksearchError

pytestmark = pytest.mark.security

NOW = 1_800_000_000.0


@pytest.fixture
def sessions(tmp_path):
    return Sessions(tmp_path / "sessions.db")


def test_a_session_is_found_by_its_secret_and_only_its_hash_is_kept(sessions):
    secret = sessions.begin("mina", "stamp", now=NOW)
    found = sessions.find(secret, now=NOW)
    assert (found.name, found.stamp) == ("mina", "stamp")
    assert len(secret) == 43
    for path in sessions.path.parent.iterdir():
        assert secret.encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    for other in ("", secret[:-1], secret.swapcase(), "\ud800", "' OR 1 --"):
        assert sessions.find(other, now=NOW) is None


def test_a_session_survives_a_restart_and_ends_at_logout_everywhere(sessions):
    secret = sessions.begin("mina", "stamp", now=NOW)
    other = Sessions(sessions.path)
    assert other.find(secret, now=NOW)
    sessions.end(secret)
    assert other.find(secret, now=NOW) is None
    sessions.end(secret)


def test_a_session_nobody_uses_is_over(sessions):
    secret = sessions.begin("mina", "stamp", now=NOW)
    assert sessions.find(secret, now=NOW + IDLE_SECONDS - 1)
    assert sessions.find(secret, now=NOW + 2 * IDLE_SECONDS - 2)
    assert sessions.find(secret, now=NOW + 3 * IDLE_SECONDS) is None


def test_a_session_is_over_after_a_day_of_work_in_any_case(sessions):
    secret = sessions.begin("mina", "stamp", now=NOW)
    for seconds in range(0, LONGEST_SECONDS, 3600):
        assert sessions.find(secret, now=NOW + seconds)
    assert sessions.find(secret, now=NOW + LONGEST_SECONDS) is None


def test_one_user_has_so_many_sessions_and_no_more(sessions):
    other = sessions.begin("jun", "stamp", now=NOW)
    secrets = [sessions.begin("mina", "stamp", now=NOW + each) for each in range(MOST_SESSIONS + 3)]
    living = [bool(sessions.find(each, now=NOW + 60)) for each in secrets]
    assert living == [False] * 3 + [True] * MOST_SESSIONS
    assert sessions.find(other, now=NOW + 60)


def test_a_file_that_is_none_is_an_error_that_says_what_to_do(tmp_path):
    path = tmp_path / "sessions.db"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(NksearchError, match="delete the file"):
        Sessions(path)
    with pytest.raises(NksearchError, match="Cannot write"):
        Sessions(tmp_path / "nowhere" / "sessions.db")
