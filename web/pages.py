"""The page to ask in, and citations to download."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from nksearch.archive import Archive
from nksearch.articles import ORIGINS
from nksearch.datamodels import Answer
from nksearch.errors import DamagedIndexError, NksearchError, NoIndexError, UsageError
from nksearch.references import FORMATS, Format
from nksearch.request import DEFAULT_K, MAX_K, MAX_QUESTION, MODES

from .chips import left_out_of, limits_of, spellings_of, ways_on
from .conversation import Dialogue, Values, address_of, asked_values, followed_up
from .examples import Examples
from .presentation import cited_as, view_of

_LIMITS = {
    "default_k": DEFAULT_K,
    "max_k": MAX_K,
    "max_question": MAX_QUESTION,
    "modes": MODES,
    "nearest": 4,  # passages beside a refusal before the others are folded
}


def create_blueprint(archive: Archive) -> Blueprint:
    """Return the pages that answer from `archive`."""
    pages = Blueprint("pages", __name__)
    pages.add_app_template_filter(cited_as)
    dialogue, examples = Dialogue(archive), Examples(archive)
    pages.add_app_template_filter(ORIGINS.get, "date_origin")
    pages.record_once(lambda state: state.app.extensions.update(examples=examples))

    @pages.get("/")
    def ask() -> str | tuple[str, int]:
        return _ask_page(archive, dialogue, examples)

    @pages.get("/citations/<name>")
    def citations(name: str) -> Response:
        if name not in FORMATS:
            raise NotFound(f"Citations come as {', '.join(FORMATS)}.")
        values = {"question": "", **asked_values(request.args)}
        _, answer = dialogue.ask(values, generation=_published(archive)["generation"]["name"])
        return _download(FORMATS[name], FORMATS[name].write(answer, date.today()))

    return pages


def _ask_page(archive: Archive, dialogue: Dialogue, examples: Examples) -> str | tuple[str, int]:
    values, holdings = asked_values(request.args), _published(archive)
    page: dict[str, Any] = {"values": values, "archive": holdings, **_LIMITS}
    if "question" not in values:
        return render_template("ask.html", examples=examples.of(holdings), **page)
    try:
        earlier, answer = dialogue.ask(values, generation=holdings["generation"]["name"])
    except UsageError as error:
        return render_template("ask.html", refused=str(error), **page), 400
    cited = {each.article_id for each in answer.citations}
    return render_template(
        "ask.html",
        view=view_of(answer, archive.newest_revisions(cited)),
        earlier=earlier,
        formats=FORMATS,
        **_searched(answer, values),
        **page,
    )


def _searched(answer: Answer, values: Values) -> dict[str, Any]:
    """Return how an answer was searched, and where one can go from it."""
    rewritten = answer.asked_as not in (None, answer.question)
    return {
        "asked_as": answer.asked_as if rewritten else None,
        "as_typed": address_of(values, typed="on"),
        "limits": limits_of(answer, values),
        "spellings": spellings_of(answer, values),
        "left_out": left_out_of(values),
        "as_written": address_of(values, variants="off", without=None),
        "ways_on": ways_on(answer, values) if answer.abstained else [],
        "followed_up": followed_up(values),
    }


def _download(form: Format, content: str) -> Response:
    name = f"nksearch-citations.{form.suffix}"
    response = Response(content.encode(), content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _published(archive: Archive) -> dict[str, Any]:
    """Return what the archive holds, if it can be asked."""
    status = archive.status(sizes=False)
    if not status["generation"] and status["index_error"]:
        raise DamagedIndexError(status["index_error"])
    if not status["generation"]:
        raise NoIndexError(f"No index published in {status['indexes']}. Run: nksearch rebuild")
    return status


def status_if_known(archive: Archive) -> dict[str, Any] | None:
    """Return what the archive holds; an article can be read while no index can be searched."""
    try:
        return archive.status(sizes=False)
    except NksearchError:
        return None
