"""Forms that change something: only those of our own pages are taken, from the same browser."""

import hashlib
import hmac

from flask import Flask, Response, g, request
from werkzeug.exceptions import Forbidden

from nksearch.accounts.tokens import new_secret

from ..logs import note
from .cookies import FORM, cookie, set_cookie

_SAFE = {"GET", "HEAD", "OPTIONS"}
_OUR_SITE = {"same-origin", "none"}  # none: typed, or from a bookmark


def register(app: Flask) -> None:
    """Refuse what other sites send, and give templates `form_token`."""
    app.before_request(_refuse_other_sites)
    app.after_request(_with_key)
    app.jinja_env.globals["form_token"] = form_token


def form_token() -> str:
    """Return what a form must have in its field `token`: it belongs to this session.

    Without a session it belongs to a cookie that comes with the page.
    """
    key = _key()
    if not key:
        key = g.form_key = new_secret()
    return _token(key)


def check_form() -> None:
    """Raise Forbidden for a form that is not from a page that this browser has from us."""
    key = _key()
    given = request.form.get("token", "")
    if not key or not hmac.compare_digest(given.encode("utf-8", "replace"), _token(key).encode()):
        note("refused", why="form", user=getattr(g.get("user"), "name", None))
        raise Forbidden("This form is too old. Go back, load the page anew and send it again.")


def _key() -> str | None:
    """Return the secret to which forms of this browser are bound, None if it has none yet."""
    key: str | None = g.get("session") or g.get("form_key") or cookie(FORM)
    return key


def _token(key: str) -> str:
    secret = key.encode("utf-8", "surrogatepass")
    return hmac.new(secret, b"a form of nksearch", hashlib.sha256).hexdigest()


def _refuse_other_sites() -> None:
    """Refuse what a page of another site makes a browser send.

    Browsers that do not say from which site (over plain HTTP none does) say `Origin: null`, because
    our pages send no referrer. What changes something then still needs the token of a form.
    """
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "null")
    ours = site in _OUR_SITE if site else origin in ("null", request.host_url.rstrip("/"))
    if not ours:
        note("refused", why="origin")
        raise Forbidden("This was sent by a page of another site.")


def _with_key(response: Response) -> Response:
    if key := g.get("form_key"):
        set_cookie(response, FORM, key, samesite="Strict")
    return response
