"""An application with a login: three users, and clients that are logged in."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from nksearch_web import create_app
from nksearch_web.access import Access, Accounts
from nksearch_web.rebuilding import Rebuilder

from nksearch.accounts.passwords import Cost
from nksearch.accounts.sessions import Sessions
from nksearch.accounts.throttle import Throttle
from nksearch.accounts.users import Users

from ..conftest import FakeArchive

PASSWORD = "tulip anchor seven"  # noqa: S105 (of nobody)
NAMES = {"rita": "reader", "edna": "editor", "adam": "admin"}


class FakeRebuilder(Rebuilder):
    """Counts what would be started."""

    def __init__(self) -> None:
        super().__init__(["nothing"])
        self.started = 0

    def start(self) -> None:
        self.started += 1


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    users = Users(tmp_path / "users.json", cost=Cost(n=2))
    for name, role in NAMES.items():
        users.add(name, role, PASSWORD)
    sessions = Sessions(tmp_path / "sessions.db")
    return Accounts(users, sessions, Throttle(sessions.path))


GENERATION = {
    "name": "000007", "created": "2025-11-24T06:40:00+00:00", "articles": 3, "stories": 3,
    "chunks": 4711, "encoder": "words", "dimension": 11, "languages": ["en"],
}  # fmt: skip


@pytest.fixture
def archive() -> FakeArchive:
    fake = FakeArchive(generation=GENERATION)
    fake.manifest = lambda: SimpleNamespace(generation="000007")  # type: ignore[assignment]
    return fake


@pytest.fixture
def rebuilder() -> FakeRebuilder:
    return FakeRebuilder()


@pytest.fixture
def make_app(archive: Any, accounts: Accounts, rebuilder: FakeRebuilder) -> Callable[..., Flask]:
    """Make the application; keywords are those of `Access`."""

    def make(**access: Any) -> Flask:
        return create_app(
            archive, access=Access(**{"accounts": accounts, **access}), rebuilder=rebuilder
        )

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


def token_of(page: str) -> str:
    """Return what proves that a form comes from this page."""
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def log_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: Any) -> Any:
    """Log in as the form of the page does."""
    values = {"token": token_of(client.get("/login").text), "name": name, "password": password}
    return client.post("/login", data={**values, **more})


@pytest.fixture
def logged_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Return a browser in which a user is logged in."""

    def client_of(name: str) -> FlaskClient:
        client = app.test_client()
        assert log_in(client, name).status_code == 303
        return client

    return client_of
