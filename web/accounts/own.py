"""The page on which users give themselves another password."""

import time
from math import ceil

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nksearch.accounts.passwords import MIN_LENGTH
from nksearch.accounts.users import User
from nksearch.errors import UsageError

from ..access import Accounts
from ..logs import note
from .checking import Checking, refusal
from .cookies import SESSION, set_cookie
from .forms import check_form
from .gate import current_user


def add_routes(pages: Blueprint, accounts: Accounts, checking: Checking) -> None:
    """Add `/account`."""

    @pages.get("/account")
    def account() -> Response:
        return _page(said="Your password is changed." if "changed" in request.args else None)

    @pages.post("/account")
    def change_password() -> Response:
        check_form()
        user = current_user()
        if user is None or not g.get("session"):
            return redirect(url_for("accounts.login"), 303)
        wait, right = checking.check(user, user.name, request.form.get("password", ""))
        if wait:
            response = _page(429, refused=refusal(wait))
            response.headers["Retry-After"] = str(ceil(wait))
            return response
        if not right:
            note("password_refused", user=user.name)
            return _page(401, refused="This is not your present password.")
        try:
            accounts.users.set_password(user.name, _new_password())
        except UsageError as error:
            return _page(400, refused=str(error))
        note("password_changed", user=user.name)
        return _go_on(accounts, user)


def _new_password() -> str:
    new: str = request.form.get("new", "")
    if new != request.form.get("again", ""):
        raise UsageError("The two new passwords are not the same.")
    return new


def _go_on(accounts: Accounts, user: User) -> Response:
    """Begin a session: with the old password all are over, this one too."""
    accounts.sessions.end(g.session)
    stamp = accounts.users.get(user.name).stamp
    secret = accounts.sessions.begin(user.name, stamp, now=time.time())
    response = redirect(url_for("accounts.account", changed=""), 303)
    set_cookie(response, SESSION, secret, samesite="Lax")
    return response


def _page(status: int = 200, **said: str | None) -> Response:
    shown = render_template("account.html", min_length=MIN_LENGTH, user=current_user(), **said)
    return make_response(shown, status)
