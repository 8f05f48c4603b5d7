"""The page of search, with its results as a table, as JSON and as a feed."""

import json
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from nksearch.archive import Archive
from nksearch.errors import UsageError
from nksearch.finding.hits import Hit, Listing, listing_to_json
from nksearch.finding.queries import MAX_QUERY
from nksearch.request import MAX_SIZE, SearchRequest, parse_search

from .downloads import ATOM, OPENSEARCH, description, hits_to_csv, listing_to_atom
from .listing import SHOWN, changed, limits_of, search_values, view_of
from .pages import status_if_known
from .timeline import month_name

MOST_DOWNLOADED = 10_000  # results
IN_A_FEED = 50


def create_blueprint(archive: Archive) -> Blueprint:
    """Return the page that searches `archive`, and the forms in which results can be taken away."""
    blueprint = Blueprint("search", __name__)
    blueprint.add_app_template_filter(month_name)

    @blueprint.get("/search")
    def search() -> str | tuple[str, int]:
        values = search_values(request.args)
        page: dict[str, Any] = {
            "values": values,
            "archive": status_if_known(archive),
            "max_query": MAX_QUERY,
            "shown": SHOWN,
            "changed": changed,
        }
        try:
            listing = archive.find(parse_search(values))
        except UsageError as error:
            refused = {"refused": str(error), "limits": limits_of(values)}
            return render_template("search.html", **refused, **page), 400
        return render_template("search.html", view=view_of(listing, values), **page)

    _add_downloads(blueprint, archive)
    return blueprint


def _add_downloads(blueprint: Blueprint, archive: Archive) -> None:
    @blueprint.get("/search.csv")
    def table() -> Response:
        _, hits = _everything(archive, _asked())
        # Spreadsheets take a file for UTF-8 only with a byte order mark.
        return _download(f"\ufeff{hits_to_csv(hits)}", "text/csv", "csv")

    @blueprint.get("/search.json")
    def as_json() -> Response:
        listing, hits = _everything(archive, _asked())
        whole = listing_to_json(replace(listing, hits=tuple(hits)))
        names = ("query", "total", "articles", "sort", "notes", "results", "facets", "undated")
        content = json.dumps({name: whole[name] for name in names}, ensure_ascii=False)
        return _download(f"{content}\n", "application/json", "json")

    @blueprint.get("/search.atom")
    def feed() -> Response:
        values = search_values(request.args)
        asked = replace(_asked(), page=1, size=IN_A_FEED)
        listing = archive.find(replace(asked, sort=asked.sort or "added"))
        article = url_for("articles.article", article_id="ID", _external=True)
        page = url_for("search.search", **values, _external=True)
        content = listing_to_atom(listing, address=request.url, page=page, article=article)
        return Response(content.encode(), content_type=f"{ATOM}; charset=utf-8")

    @blueprint.get("/opensearch.xml")
    def browser_search() -> Response:
        content = description(
            page=url_for("search.search", query="QUERY", _external=True),
            feed=url_for("search.feed", query="QUERY", _external=True),
            icon=url_for("static", filename="icon.svg", _external=True),
        )
        return Response(content.encode(), content_type=f"{OPENSEARCH}; charset=utf-8")


def _asked() -> SearchRequest:
    return parse_search(search_values(request.args))


def _everything(archive: Archive, asked: SearchRequest) -> tuple[Listing, list[Hit]]:
    """Return all results of a search, as many as may be downloaded, and its first page."""
    first = archive.find(replace(asked, page=1, size=MAX_SIZE))
    hits = list(first.hits)
    for page in range(2, min(first.pages, MOST_DOWNLOADED // MAX_SIZE) + 1):
        hits += archive.find(replace(asked, page=page, size=MAX_SIZE)).hits
    return first, hits


def _download(content: str, media_type: str, suffix: str) -> Response:
    response = Response(content.encode(), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=nksearch-results.{suffix}"
    return response
