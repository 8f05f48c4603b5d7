"""The log: one event a line, as JSON; no questions unless they are wanted, and secrets never."""

import json
import logging
import os
import secrets
import sys
import time
from datetime import UTC, datetime
from hashlib import blake2b
from http import HTTPStatus
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request

from nksearch.errors import NksearchError

_ACCESS = logging.getLogger("nksearch_web.access")
_SECURITY = logging.getLogger("nksearch_web.security")
_USUAL = {"login", "logout", "password_changed", "rebuild"}  # events that alarm nobody
_SALT = secrets.token_bytes(16)  # another one in every process: nobody can look a hash up


class Lines(logging.Formatter):
    """Writes each record as one line of JSON in ASCII: no text of others begins a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class _OwnFile(WatchedFileHandler):
    """A file that only its owner can read, and that may be moved away (logrotate)."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        return open(
            self.baseFilename,
            "a",
            encoding="utf-8",
            opener=lambda path, _: os.open(path, flags, 0o600),
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; say so on standard error where none can be written, and go on."""
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)


def configure(path: Path | None) -> None:
    """Write a line for every request to `path`, "-" being standard error.

    What is wrong or suspicious is a line on standard error in any case: in a text of its own, the
    address that somebody asked for could steer the terminal.

    Raises:
        NksearchError: the file cannot be written.
    """
    talk = logging.StreamHandler(sys.stderr)
    talk.setFormatter(Lines())
    talk.setLevel(logging.WARNING)
    logging.getLogger().addHandler(talk)
    if path is None:
        return
    try:
        file = logging.StreamHandler(sys.stderr) if str(path) == "-" else _OwnFile(path)
    except OSError as error:
        raise NksearchError(f"Cannot write the log {path}: {error.strerror}.") from error
    file.setFormatter(Lines())
    for logger in (_ACCESS, _SECURITY):
        logger.setLevel(logging.INFO)
        logger.addHandler(file)
    _ACCESS.propagate = False
    _SECURITY.propagate = str(path) != "-"  # else it would be said twice


def register(app: Flask, *, questions: bool = False) -> None:
    """Log the requests to `app`; with `questions`, what was asked."""
    app.config["LOG_QUESTIONS"] = questions
    app.before_request(_begin)
    app.after_request(_write)


def note(event: str, **fields: Any) -> None:
    """Log something that whoever guards the server wants to know; never give it a secret."""
    known = {"id": g.get("request_id"), "address": request.remote_addr}
    level = logging.INFO if event in _USUAL else logging.WARNING
    _SECURITY.log(level, event, extra={"fields": {**known, **fields}})


def hashed(text: str) -> str:
    """Return what tells whether two texts in the log of one process are the same."""
    return blake2b(text.encode("utf-8", "surrogatepass"), key=_SALT, digest_size=8).hexdigest()


def _begin() -> None:
    g.request_id, g.started = secrets.token_hex(8), time.perf_counter()


def _write(response: Response) -> Response:
    if not _ACCESS.isEnabledFor(logging.INFO) or not _ACCESS.handlers:
        return response
    answered = response.status_code == HTTPStatus.OK
    fields = {
        "id": g.request_id,
        "address": request.remote_addr,
        "user": getattr(g.get("user"), "name", None),
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.started) * 1000, 1),
        **(_question(with_text=current_app.config["LOG_QUESTIONS"]) if answered else {}),
    }
    _ACCESS.info("request", extra={"fields": fields})
    return response


def _question(*, with_text: bool) -> dict[str, Any]:
    """Return the length of what was asked, and a hash of it; its text only when it is wanted."""
    asked = request.args.get("question") or request.args.get("query")
    if not asked and request.method == "POST" and request.is_json:
        values = request.get_json()  # once more: this was answered, so it could be read
        asked = values.get("question") if isinstance(values, dict) else None
    if not asked or not isinstance(asked, str):
        return {}
    text = {"question": asked} if with_text else {}
    return {"length": len(asked), "hash": hashed(asked), **text}
