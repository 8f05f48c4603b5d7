"""Who can reach the server: by which names, through how many proxies, and with which login."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nksearch.accounts.sessions import Sessions
from nksearch.accounts.throttle import Throttle
from nksearch.accounts.users import Users
from nksearch.config import sessions_path, users_path
from nksearch.errors import UsageError

if TYPE_CHECKING:
    from flask import Flask, Response

LOOPBACK_NAMES = ("localhost", "127.0.0.1")
_YEAR = 365 * 86400  # seconds
_ADD = "nksearch user add NAME"
_NAME = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 (compared with, not listened on)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The users who may log in, who has, and who fails to."""

    users: Users
    sessions: Sessions
    throttle: Throttle


@dataclass(frozen=True, slots=True)
class Access:
    """How a server can be reached; without `accounts` by everybody on this machine.

    `hosts` are names beside those of loopback, `proxies` how many of them stand before it and say
    whom they ask for. `secure` is what browsers reach over HTTPS only.
    """

    hosts: tuple[str, ...] = ()
    proxies: int = 0
    secure: bool = False
    accounts: Accounts | None = None

    def register(self, app: Flask) -> None:
        """Let `app` answer to these names only, and believe these proxies only."""
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.config["TRUSTED_HOSTS"] = [*LOOPBACK_NAMES, *self.hosts]
        if self.proxies:
            believed = {"x_for": self.proxies, "x_proto": self.proxies}
            app.wsgi_app = ProxyFix(app.wsgi_app, **believed, x_host=0)  # type: ignore[method-assign]
        if self.secure:
            app.after_request(_https_only)


def _https_only(response: Response) -> Response:
    """Let browsers never again ask for this host without HTTPS."""
    response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    return response


def access_of(
    indexes: Path,
    *,
    host: str,
    trusted_hosts: Sequence[str] = (),
    proxies: int = 0,
    insecure_http: bool = False,
) -> Access:
    """Return how a server of this indexes directory that listens on `host` can be reached.

    Raises:
        UsageError: others could reach it without a login, or log in where others can listen.
        NksearchError: the users or the sessions cannot be read.
    """
    for name in trusted_hosts:
        if not _NAME.fullmatch(name):
            raise UsageError(f"--trusted-host wants a name such as news.example.org, not {name!r}.")
    near = ipaddress.IPv4Address(host).is_loopback
    users = Users(users_path(indexes))
    hosts = (*trusted_hosts, *([] if host == _EVERY_ADDRESS else [host]))
    if not users.all():
        if near and not trusted_hosts and not proxies:
            return Access(hosts)
        raise UsageError(
            "Others could reach this without a login. Say first who may log in: "
            f"{_ADD}  (or listen on 127.0.0.1 only, without --trusted-host and --proxies)"
        )
    if not near and not proxies and not insecure_http:
        raise UsageError(
            "Passwords would travel in the clear. Let a proxy with HTTPS stand before this and say "
            "--proxies 1, or say --insecure-http if you trust everybody on the network."
        )
    if (proxies or host == _EVERY_ADDRESS) and not trusted_hosts:
        raise UsageError("Say by which name browsers reach this: --trusted-host news.example.org")
    sessions = Sessions(sessions_path(indexes))
    accounts = Accounts(users, sessions, Throttle(sessions.path))
    return Access(hosts, proxies, bool(proxies) and not insecure_http, accounts)
