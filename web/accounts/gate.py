"""The gate: whoever has not logged in gets nothing but what is named here."""

import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, SecurityError, ServiceUnavailable, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from nksearch.accounts.users import Role, User
from nksearch.errors import NksearchError

from ..access import Accounts
from ..logs import note
from .cookies import SESSION, cookie

PUBLIC = frozenset({"static", "health.alive", "health.ready", "accounts.login", "accounts.log_in"})
NEEDED: dict[str, Role] = {
    "accounts.account": "reader",
    "accounts.change_password": "reader",
    "accounts.log_out": "reader",
    "api.article": "reader",
    "api.batch": "reader",
    "api.names": "reader",
    "api.openapi": "reader",
    "api.query": "reader",
    "api.query_by_json": "reader",
    "api.search": "reader",
    "api.status": "reader",
    "articles.article": "reader",
    "articles.diff": "reader",
    "collection.overview": "reader",
    "collection.progress": "editor",
    "collection.rebuild": "editor",
    "names.listed": "reader",
    "pages.ask": "reader",
    "pages.citations": "reader",
    "search.as_json": "reader",
    "search.browser_search": "reader",
    "search.feed": "reader",
    "search.search": "reader",
    "search.table": "reader",
}
"""The role that each route wants; one that is not here wants an admin."""


def register(app: Flask, accounts: Accounts | None) -> None:
    """Let nobody pass who has not logged in, if there are accounts; templates get `may`."""
    app.context_processor(partial(_known, accounts is not None))
    if accounts:
        app.before_request(partial(_check, accounts))
        app.after_request(_not_kept)


def current_user() -> User | None:
    """Return who asks; None where nobody has logged in, or nobody needs to."""
    user: User | None = g.get("user")
    return user


def may(role: Role) -> bool:
    """Tell whether who asks may do what users of `role` may; all may where nobody logs in."""
    user = current_user()
    return current_app.extensions["access"].accounts is None or bool(user and user.may(role))


def _check(accounts: Accounts) -> AnyResponse | None:
    if isinstance(request.routing_exception, SecurityError) or request.endpoint == "static":
        return None  # the former is refused with 400 in any case
    token = _bearer_token()
    try:
        g.user = _owner(accounts, token) if token is not None else _logged_in(accounts)
    except NksearchError as error:
        note("users_unreadable", error=str(error))
        raise ServiceUnavailable("Nobody can log in now; the log of the server says why.") from None
    if request.endpoint in PUBLIC:
        return None
    if g.user is None:
        return _ask_to_log_in(by_token=token is not None)
    # What is not here at all is answered with 404 or 405.
    needed: Role = NEEDED.get(request.endpoint, "admin") if request.endpoint else "reader"
    if not g.user.may(needed):
        note("refused", why="role", user=g.user.name, endpoint=request.endpoint)
        raise Forbidden(f"This is for users with the role {needed}.")
    return None


def _bearer_token() -> str | None:
    """Return the token of a program, None where there is none; other schemes are a proxy's."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _owner(accounts: Accounts, token: str) -> User | None:
    user = accounts.users.by_token(token, now=datetime.now(UTC))
    if user is None:
        note("token_refused")
    return user


def _logged_in(accounts: Accounts) -> User | None:
    """Return the user of this session, who still exists and still has the same password."""
    secret = cookie(SESSION)
    session = accounts.sessions.find(secret, now=time.time()) if secret else None
    user = accounts.users.all().get(session.name) if session else None
    if not session or not user or user.stamp != session.stamp:
        return None
    g.session = secret
    return user


def _ask_to_log_in(*, by_token: bool) -> AnyResponse:
    if by_token or request.path.startswith("/api/"):
        raise Unauthorized(
            "Log in, or send a token: Authorization: Bearer TOKEN",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "nksearch"}),
        )
    here = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("accounts.login", next=here if here != "/" else None), 303)


def _not_kept(response: Response) -> Response:
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _known(gated: bool) -> dict[str, Any]:
    return {"account": current_user(), "gated": gated, "may": may}
