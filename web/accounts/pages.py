"""The pages to log in and out."""

import re
import time
from math import ceil
from typing import Any

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nksearch.accounts.users import User

from ..access import Accounts
from ..logs import hashed, note
from . import own
from .checking import Checking, refusal
from .cookies import SESSION, delete_cookie, set_cookie
from .forms import check_form
from .gate import current_user

_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]{0,2000}")
_WRONG = "Name or password is not right."
_OUT = "You are logged out."


def create_blueprint(accounts: Accounts) -> Blueprint:
    """Return `/login`, `/logout` and `/account`."""
    pages = Blueprint("accounts", __name__)
    checking = Checking(accounts)

    @pages.get("/login")
    def login() -> Response:
        if current_user():
            return redirect(_next(request.args), 303)
        return _page(said=_OUT if "out" in request.args else None)

    @pages.post("/login")
    def log_in() -> Response:
        check_form()
        name = request.form.get("name", "").strip().lower()
        user = accounts.users.all().get(name)
        wait, right = checking.check(user, name, request.form.get("password", ""))
        if wait:
            return _too_often(accounts, name, wait)
        if not user or not right:
            note("login_failed", **_who(accounts, name))
            return _page(401, refused=_WRONG)
        return _welcome(accounts, user)

    @pages.post("/logout")
    def log_out() -> Response:
        check_form()
        if session := g.get("session"):
            accounts.sessions.end(session)
            note("logout", user=g.user.name)
        response = redirect(url_for("accounts.login", out=""), 303)
        delete_cookie(response, SESSION)
        # What was asked is in the history of the browser, for the next who sits there.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    own.add_routes(pages, accounts, checking)
    return pages


def _welcome(accounts: Accounts, user: User) -> Response:
    """Begin a session, always a new one."""
    if session := g.get("session"):
        accounts.sessions.end(session)
    note("login", user=user.name)
    response = redirect(_next(request.form), 303)
    secret = accounts.sessions.begin(user.name, user.stamp, now=time.time())
    set_cookie(response, SESSION, secret, samesite="Lax")
    return response


def _too_often(accounts: Accounts, name: str, wait: float) -> Response:
    note("login_throttled", seconds=ceil(wait), **_who(accounts, name))
    response = _page(429, refused=refusal(wait))
    response.headers["Retry-After"] = str(ceil(wait))
    return response


def _page(status: int = 200, **said: str | None) -> Response:
    values = request.form if request.method == "POST" else request.args
    return make_response(render_template("login.html", next=_next(values), **said), status)


def _next(values: Any) -> str:
    """Return the address on this site where a user wanted to go; the first page otherwise."""
    wanted: str = values.get("next", "")
    return wanted if _OWN_PATH.fullmatch(wanted) else url_for("pages.ask")


def _who(accounts: Accounts, name: str) -> dict[str, str]:
    """Return who a name stands for; one that is not known may be a password in the wrong field."""
    return {"user": name} if name in accounts.users.all() else {"unknown": hashed(name)}
