"""The pages: one to ask in, one for each article."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from nksearch.archive import Archive
from nksearch.errors import DamagedIndexError, NksearchError, NoIndexError, UsageError
from nksearch.references import FORMATS, Format
from nksearch.request import DEFAULT_K, MAX_K, MAX_QUESTION, MODES, OPTIONS, parse_request
from nksearch.text import script_language

from .around import related_if_known, way_back
from .parameters import cited_span, whole_number
from .presentation import paragraphs_of, view_of

_LANGUAGE_NAMES = {"en": "English", "ko": "Korean", "ja": "Japanese", "zh": "Chinese"}
_LIMITS = {
    "default_k": DEFAULT_K,
    "max_k": MAX_K,
    "max_question": MAX_QUESTION,
    "modes": MODES,
}


def create_blueprint(archive: Archive) -> Blueprint:
    """Return the pages that answer from `archive`."""
    pages = Blueprint("pages", __name__)
    pages.add_app_template_filter(readable_date)
    pages.add_app_template_filter(short_date)
    pages.add_app_template_filter(web_address)
    pages.add_app_template_filter(language_name)
    pages.add_app_template_filter(script_language)

    @pages.get("/")
    def ask() -> str | tuple[str, int]:
        values = _asked()
        page: dict[str, Any] = {"values": values, "archive": _published(archive), **_LIMITS}
        if "question" not in values:
            return render_template("ask.html", **page)
        try:
            answer = archive.ask(parse_request(values))
        except UsageError as error:
            return render_template("ask.html", refused=str(error), **page), 400
        return render_template("ask.html", view=view_of(answer), formats=FORMATS, **page)

    @pages.get("/citations/<name>")
    def citations(name: str) -> Response:
        if name not in FORMATS:
            raise NotFound(f"Citations come as {', '.join(FORMATS)}.")
        answer = archive.ask(parse_request(_asked()))
        return _download(FORMATS[name], FORMATS[name].write(answer, date.today()))

    @pages.get("/articles/<article_id>")
    def article(article_id: str) -> str:
        revision = whole_number(request.args, "revision")
        shown = archive.article(article_id, revision)
        span = cited_span(request.args, shown.text)
        return render_template(
            "article.html",
            article=shown,
            span=span,
            paragraphs=paragraphs_of(shown.text, [span] if span else []),
            back=way_back(request.args),
            related=related_if_known(archive, article_id),
            newest=archive.article(article_id).revision if revision else shown.revision,
            archive=status_if_known(archive),
        )

    return pages


def _asked() -> dict[str, str]:
    """Return the question and its options; other parameters are of those who shared the address."""
    known = ("question", *OPTIONS)
    return {name: value for name, value in request.args.items() if name in known}


def _download(form: Format, content: str) -> Response:
    name = f"nksearch-citations.{form.suffix}"
    response = Response(content.encode(), content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _published(archive: Archive) -> dict[str, Any]:
    """Return what the archive holds, if it can be asked."""
    status = archive.status()
    if status["index_error"]:
        raise DamagedIndexError(status["index_error"])
    if not status["generation"]:
        raise NoIndexError(f"No index published in {status['indexes']}. Run: nksearch rebuild")
    return status


def status_if_known(archive: Archive) -> dict[str, Any] | None:
    """Return what the archive holds; an article can be read while no index can be searched."""
    try:
        return archive.status()
    except NksearchError:
        return None


def readable_date(value: str) -> str:
    """Return an ISO 8601 date as people write it, with the time if it has one."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day}, {moment:%H:%M %Z}".rstrip() if "T" in value else day


def short_date(day: date) -> str:
    """Return a day as a table has room for it."""
    return f"{day.day}\u00a0{day:%b %Y}"


def web_address(value: str | None) -> str | None:
    """Return `value` if a browser may safely be sent there, else None."""
    try:
        parts = urlsplit(value or "")
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


def language_name(code: str) -> str:
    """Return the English name of a language, or the code itself."""
    return _LANGUAGE_NAMES.get(code, code)
