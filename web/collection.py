"""The page of the archive: what is in it, since when, and a button to rebuild its indexes."""

import hmac
from dataclasses import asdict
from typing import Any

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from nksearch.archive import Archive
from nksearch.datamodels import Rejected
from nksearch.errors import NksearchError
from nksearch.finding.hits import FacetCount, Hit
from nksearch.request import parse_search

from .listing import changed
from .rebuilding import Rebuilder
from .timeline import Timeline, timeline_of

_UNDATED, _REJECTED = 20, 100  # that are shown
_COOKIE = "nksearch-rebuild"


def create_blueprint(archive: Archive, rebuilder: Rebuilder | None) -> Blueprint:
    """Return the page about `archive`; with a rebuilder, its indexes can be rebuilt from there."""
    collection = Blueprint("collection", __name__)

    @collection.get("/archive")
    def overview() -> Response:
        status = archive.status()
        undated, rejected = _undated(archive), _rejected(archive)
        page = make_response(
            render_template(
                "archive.html",
                archive=status,
                line=_timeline(status),
                changed=changed,
                values={},
                undated=undated,
                rejected=rejected[:_REJECTED],
                more_rejected=len(rejected[_REJECTED:]),
                rebuild=rebuilder.state if rebuilder else None,
                token=rebuilder.token if rebuilder else None,
            )
        )
        if rebuilder:
            page.set_cookie(_COOKIE, rebuilder.token, samesite="Strict", httponly=True)
        return page

    if rebuilder:
        _add_rebuild(collection, rebuilder)
    return collection


def _add_rebuild(collection: Blueprint, rebuilder: Rebuilder) -> None:
    @collection.post("/archive/rebuild")
    def rebuild() -> AnyResponse:
        """Start a rebuild for a form of our own page: other sites have no token and no cookie."""
        given = (request.form.get("token", ""), request.cookies.get(_COOKIE, ""))
        if not all(hmac.compare_digest(each.encode(), rebuilder.token.encode()) for each in given):
            raise Forbidden("This form is too old. Open the page of the archive again.")
        rebuilder.start()
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
