"""The page of the archive: what is in it, since when, and a button to rebuild its indexes."""

from dataclasses import asdict
from typing import Any

from flask import (
    Blueprint,
    Response,
    jsonify,
    redirect,
    render_template,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from nksearch.archive import Archive
from nksearch.datamodels import Rejected
from nksearch.errors import NksearchError
from nksearch.finding.hits import FacetCount, Hit
from nksearch.request import parse_search

from .accounts.forms import check_form
from .accounts.gate import current_user, may
from .listing import changed
from .logs import note
from .rebuilding import Rebuilder
from .timeline import Timeline, timeline_of

_UNDATED, _REJECTED = 20, 100  # that are shown


def create_blueprint(archive: Archive, rebuilder: Rebuilder | None) -> Blueprint:
    """Return the page about `archive`; with a rebuilder, its indexes can be rebuilt from there."""
    collection = Blueprint("collection", __name__)

    @collection.get("/archive")
    def overview() -> str:
        status = archive.status()
        rejected = _rejected(archive) if may("admin") else []
        return render_template(
            "archive.html",
            archive=status,
            line=_timeline(status),
            changed=changed,
            values={},
            undated=_undated(archive),
            rejected=rejected[:_REJECTED],
            more_rejected=len(rejected[_REJECTED:]),
            rebuild=rebuilder.state if rebuilder and may("editor") else None,
        )

    if rebuilder:
        _add_rebuild(collection, rebuilder)
    return collection


def _add_rebuild(collection: Blueprint, rebuilder: Rebuilder) -> None:
    @collection.post("/archive/rebuild")
    def rebuild() -> AnyResponse:
        """Start a rebuild for a form of our own page."""
        check_form()
        rebuilder.start()
        note("rebuild", user=getattr(current_user(), "name", None))
        return redirect(url_for("collection.overview", _anchor="rebuild"), 303)

    @collection.get("/archive/rebuild.json")
    def progress() -> Response:
        response = jsonify(asdict(rebuilder.state))
        response.headers["Cache-Control"] = "no-store"
        return response


def _timeline(status: dict[str, Any]) -> Timeline | None:
    return timeline_of([FacetCount(month, n) for month, n in status["months"].items()])


def _undated(archive: Archive) -> list[Hit]:
    """Return the first articles without a date; none while no index can be searched."""
    try:
        asked = parse_search({"date": "unknown", "all": "on", "size": str(_UNDATED)})
        return list(archive.find(asked).hits)
    except NksearchError:
        return []


def _rejected(archive: Archive) -> list[Rejected]:
    """Return what could not be read; nothing where nothing was ever read."""
    try:
        return archive.rejected()
    except NksearchError:
        return []
