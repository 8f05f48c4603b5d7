"""Who can reach the server, and what it says before it listens."""

from urllib.request import Request, urlopen

import pytest
from nksearch_web.access import Access, access_of

from nksearch.accounts.passwords import Cost
from nksearch.accounts.users import Users
from nksearch.errors import NksearchError, UsageError

pytestmark = pytest.mark.security

EVERY = "0.0.0.0"  # noqa: S104
NAMED = {"trusted_hosts": ["news.example.org"]}


@pytest.fixture
def with_users(indexes):
    Users(indexes / "users.json", cost=Cost(n=2)).add("rita", "reader", "tulip anchor seven")
    return indexes


def test_without_users_this_machine_is_served_without_a_login(indexes):
    access = access_of(indexes, host="127.0.0.1")
    assert (access.hosts, access.accounts, access.secure) == (("127.0.0.1",), None, False)
    assert not (indexes / "sessions.db").exists()


def test_with_users_this_machine_logs_in_too(with_users):
    access = access_of(with_users, host="127.0.0.1")
    assert access.accounts
    assert list(access.accounts.users.all()) == ["rita"]
    assert not access.secure


@pytest.mark.parametrize(
    "options",
    [{"host": EVERY}, {"host": "192.168.1.5"}, {"host": "192.168.1.5", "insecure_http": True},
     {"host": "127.0.0.1", **NAMED}, {"host": "127.0.0.1", "proxies": 1},
     {"host": "192.168.1.5", "proxies": 1, **NAMED}],
)  # fmt: skip
def test_nobody_else_is_served_without_users(indexes, options):
    with pytest.raises(UsageError, match="nksearch user add NAME"):
        access_of(indexes, **options)


@pytest.mark.parametrize("host", [EVERY, "192.168.1.5"])
def test_passwords_do_not_travel_in_the_clear_unless_told_so(with_users, host):
    with pytest.raises(UsageError, match="--proxies 1, or say --insecure-http"):
        access_of(with_users, host=host, **NAMED)
    access = access_of(with_users, host=host, insecure_http=True, **NAMED)
    assert not access.secure


def test_behind_a_proxy_everything_is_https(with_users):
    access = access_of(with_users, host="127.0.0.1", proxies=1, **NAMED)
    assert (access.secure, access.proxies) == (True, 1)
    assert access.hosts == ("news.example.org", "127.0.0.1")
    assert not access_of(
        with_users, host="127.0.0.1", proxies=1, insecure_http=True, **NAMED
    ).secure


@pytest.mark.parametrize(
    "options", [{"host": "127.0.0.1", "proxies": 1}, {"host": EVERY, "insecure_http": True}]
)
def test_a_server_that_nobody_could_name_is_refused(with_users, options):
    with pytest.raises(UsageError, match="Say by which name"):
        access_of(with_users, **options)


def test_the_address_of_every_address_is_no_name(with_users):
    access = access_of(with_users, host=EVERY, insecure_http=True, **NAMED)
    assert access.hosts == ("news.example.org",)


@pytest.mark.parametrize(
    "name", ["", ".example.org", "*", "a b", "a:80", "A.org", "http://a", "a..b"]
)
def test_a_name_is_one_name(with_users, name):
    with pytest.raises(UsageError, match="--trusted-host wants a name"):
        access_of(with_users, host="127.0.0.1", trusted_hosts=[name])


def test_users_that_cannot_be_read_are_never_taken_for_none(with_users):
    (with_users / "users.json").write_text("{")
    with pytest.raises(NksearchError, match="is damaged"):
        access_of(with_users, host="127.0.0.1")


@pytest.mark.parametrize(("proxies", "scheme"), [(0, "http"), (1, "https")])
def test_the_server_passes_on_what_proxies_say_to_who_decides(serving, archive, proxies, scheme):
    access = Access(hosts=("news.example.org",), proxies=proxies)
    with serving(archive, access=access) as url:
        headers = {"Host": "news.example.org", "X-Forwarded-Proto": "https"}
        asked = Request(f"{url}/opensearch.xml", headers=headers)  # noqa: S310 (our own)
        with urlopen(asked, timeout=30) as response:  # noqa: S310
            assert f"{scheme}://news.example.org/search?" in response.read().decode()
