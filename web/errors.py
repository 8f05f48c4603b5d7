"""What an error looks like to a browser and to a program: the right status, no details of ours."""

from flask import Flask, Response, json, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from nksearch.errors import BusyError, NksearchError, UnknownArticleError, UsageError

from .accounts.gate import may
from .admission import OverloadedError
from .logs import note

_RETRY_AFTER = "5"  # seconds

_HEADINGS = {
    400: "This cannot be answered as asked",
    401: "Log in first",
    403: "This is not allowed",
    404: "Nothing is kept here",
    405: "This address does not take that",
    413: "This is too much at once",
    503: "The archive cannot answer now",
}
_MESSAGES = {  # where the libraries have only general ones
    404: "There is nothing at this address. It may have been typed or copied with a mistake.",
    405: "This address is not asked in this way.",
    413: "This is longer than what is read at once.",
}
_UNAVAILABLE = "This cannot be done now. Try again later."
_FAULT = "Something went wrong here, and it is not your question. The log of the server says what."


def register(app: Flask) -> None:
    """Make every error of `app` a page, or JSON below /api/."""
    app.register_error_handler(NksearchError, _on_expected_failure)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(SecurityError, _on_foreign_host)


def status_of(error: NksearchError) -> int:
    """Return the HTTP status that says what kind of failure `error` is."""
    if isinstance(error, UsageError):
        return 400
    if isinstance(error, UnknownArticleError):
        return 404
    return 503  # nothing published, damaged, busy: somebody has to do something first


def _on_expected_failure(error: NksearchError) -> Response:
    status = status_of(error)
    told = (
        status < 500 or isinstance(error, OverloadedError) or may("reader")
    )  # a stranger need not know where files are
    if not told:
        note("unavailable", error=str(error))
    response = _failure(str(error) if told else _UNAVAILABLE, status)
    if isinstance(error, BusyError | OverloadedError):
        response.headers["Retry-After"] = _RETRY_AFTER
    return response


def _on_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    general = error.description == type(error).description
    message = _MESSAGES.get(status) if general else None
    message = message or (_FAULT if status == 500 else str(error.description))
    response = _failure(message, status)
    kept = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    response.headers.update(kept)  # such as Allow
    return response


def _on_foreign_host(error: SecurityError) -> Response:
    """Answer in plain text: no address of a page can be built for a host that is not ours."""
    return Response("This server does not answer to that host name.\n", 400, mimetype="text/plain")


def _failure(message: str, status: int) -> Response:
    if request.path.startswith("/api/"):
        body = json.dumps({"error": message, "status": status})
        return Response(f"{body}\n", status, mimetype="application/json")
    heading = _HEADINGS.get(status, "This did not work")
    page = render_template("error.html", heading=heading, message=message, status=status)
    return Response(page, status)
