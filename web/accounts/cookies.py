"""Cookies that scripts cannot read and that other sites cannot set."""

from typing import Literal

from flask import current_app, request
from werkzeug.wrappers import Response

SESSION, FORM = "nksearch", "nksearch-form"
_SECURE = "__Host-"  # browsers take such a name only over HTTPS, from this very host, for all of it


def cookie(name: str) -> str | None:
    """Return a cookie of this request."""
    return request.cookies.get(_full(name)) or None


def set_cookie(
    response: Response, name: str, value: str, *, samesite: Literal["Lax", "Strict"]
) -> None:
    """Let the browser keep `value` until it is closed."""
    response.set_cookie(
        _full(name), value, path="/", secure=_secure(), httponly=True, samesite=samesite
    )


def delete_cookie(response: Response, name: str) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(_full(name), path="/", secure=_secure(), httponly=True, samesite="Lax")


def _full(name: str) -> str:
    return f"{_SECURE}{name}" if _secure() else name


def _secure() -> bool:
    """Tell whether browsers come over HTTPS: not every one keeps secure cookies of 127.0.0.1."""
    secure: bool = current_app.extensions["access"].secure
    return secure
