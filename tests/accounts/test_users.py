import json
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from nksearch.accounts.passwords import Cost, matches
from nksearch.accounts.users import Users
from nksearch.errors import NksearchError, UsageError

pytestmark = pytest.mark.security

GOOD, OTHER = "tulip anchor seven", "seven anchors, one tulip"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def users(tmp_path):
    return Users(tmp_path / "users.json", cost=Cost(n=2))


def test_without_a_file_there_are_no_users(users):
    assert users.all() == {}
    with pytest.raises(UsageError, match="There is no user mina"):
        users.get("mina")


def test_a_user_is_kept_for_the_owner_of_the_file_only(users):
    users.add("mina", "editor", GOOD)
    assert users.path.stat().st_mode & 0o777 == 0o600
    again = Users(users.path).get("mina")
    assert (again.role, matches(GOOD, again.password)) == ("editor", True)
    assert GOOD not in users.path.read_text()


def test_a_role_includes_those_before_it(users):
    users.add("mina", "editor", GOOD)
    mina = users.get("mina")
    assert [mina.may(role) for role in ("reader", "editor", "admin")] == [True, True, False]


@pytest.mark.parametrize(
    "name", ["", "Mina", "1st", "a b", "a" * 33, "mi\nna", "민아", "../x", "é"]
)
def test_a_name_is_plain(users, name):
    with pytest.raises(UsageError, match="small letters"):
        users.add(name, "reader", GOOD)


def test_there_is_one_user_of_a_name(users):
    users.add("mina", "reader", GOOD)
    with pytest.raises(UsageError, match="There is a user mina already"):
        users.add("mina", "admin", OTHER)
    assert users.get("mina").role == "reader"


def test_a_new_password_or_a_user_made_anew_has_another_stamp(users):
    users.add("mina", "reader", GOOD)
    stamps = [users.get("mina").stamp]
    users.set_password("mina", OTHER)
    stamps.append(users.get("mina").stamp)
    users.remove("mina")
    users.add("mina", "reader", OTHER)
    stamps.append(users.get("mina").stamp)
    assert len(set(stamps)) == 3
    users.set_role("mina", "admin")
    assert (users.get("mina").role, users.get("mina").stamp) == ("admin", stamps[2])


def test_a_weak_password_changes_nothing(users):
    users.add("mina", "reader", GOOD)
    before = users.path.read_bytes()
    for change in (
        lambda: users.add("jun", "reader", "password1234"),
        lambda: users.set_password("mina", "password1234"),
    ):
        with pytest.raises(UsageError):
            change()
    assert users.path.read_bytes() == before


def test_a_token_is_good_until_it_expires_or_is_revoked(users):
    users.add("mina", "reader", GOOD)
    token = users.add_token("mina", "feed", days=30, now=NOW)
    assert token.startswith("nks_") and len(token) == 47
    assert token not in users.path.read_text()
    late = NOW + timedelta(days=30)
    assert users.by_token(token, now=late - timedelta(seconds=1)).name == "mina"
    assert users.by_token(token, now=late) is None
    for other in ("", token[:-1], token.upper(), users.get("mina").tokens[0].digest):
        assert users.by_token(other, now=NOW) is None
    users.revoke("mina", "feed")
    assert users.by_token(token, now=NOW) is None


def test_tokens_have_labels_of_their_own_and_an_end(users):
    users.add("mina", "reader", GOOD)
    users.add_token("mina", "feed", days=1)
    for label, days in (("feed", 1), ("a b", 1), ("long", 367), ("none", 0), ("ever", 10**12)):
        with pytest.raises(UsageError):
            users.add_token("mina", label, days=days)
    with pytest.raises(UsageError, match="no token desk"):
        users.revoke("mina", "desk")


def test_a_change_is_seen_by_who_read_the_file_before(users):
    other = Users(users.path)
    assert other.all() == {}
    users.add("mina", "reader", GOOD)
    assert list(other.all()) == ["mina"]
    users.remove("mina")
    assert other.all() == {}


def test_users_added_at_once_are_all_kept(users):
    def add(number):
        Users(users.path, cost=Cost(n=2)).add(f"user{number}", "reader", GOOD)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(users.all()) == {f"user{number}" for number in range(12)}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_can_open_is_refused(users, mode):
    users.add("mina", "reader", GOOD)
    users.path.chmod(mode)
    with pytest.raises(NksearchError, match="Run: chmod 600"):
        users.all()


def test_a_damaged_file_is_refused_and_never_taken_for_no_users(users, record_property):
    users.add("mina", "reader", GOOD)
    users.add_token("mina", "feed", days=3)
    sound = json.loads(users.path.read_text())
    mina = sound["users"][0]
    damaged = ["", "{", "[]", "null", "[" * 100_000, '{"format": 1}', '{"format": 2, "users": []}']
    for change in (
        {"role": "root"}, {"password": GOOD}, {"stamp": ""}, {"stamp": None}, {"name": "a b"},
        {"name": 3}, {"tokens": 3}, {"tokens": [{}]}, {"more": 1}, {"role": []},
        {"tokens": [mina["tokens"][0] | {"expires": "never"}]},
        {"tokens": [mina["tokens"][0] | {"expires": "2030-01-01"}]},
        {"tokens": [mina["tokens"][0] | {"digest": None}]},
    ):  # fmt: skip
        damaged.append(json.dumps(sound | {"users": [mina | change]}))
    for content in damaged:
        users.path.write_text(content)
        with pytest.raises(NksearchError, match="is damaged, so nobody can log in"):
            Users(users.path).all()
    record_property("kind", "damaged files of users")
    record_property("cases", len(damaged))


def test_what_was_written_half_is_not_read(users):
    users.add("mina", "reader", GOOD)
    users.path.with_name("users.json.new").write_text("{")
    os.chmod(users.path.with_name("users.json.new"), 0o644)  # noqa: PTH101
    users.set_role("mina", "admin")
    assert users.path.stat().st_mode & 0o777 == 0o600
    assert users.get("mina").role == "admin"
