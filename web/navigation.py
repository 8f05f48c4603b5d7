"""The navigation that stands on every page: the parts of the site that this application has."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

_PARTS = {
    "Ask": "pages.ask",
    "Search": "search.search",
    "Names": "names.listed",
    "Archive": "collection.overview",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the site: its name, its address, and whether this page is it."""

    name: str
    address: str
    current: bool


def register(app: Flask) -> None:
    """Give every template of `app` the parts of the site as `navigation`."""
    app.context_processor(_navigation)


def _navigation() -> dict[str, Any]:
    known = current_app.view_functions
    return {
        "navigation": [
            Part(name, url_for(endpoint), request.endpoint == endpoint)
            for name, endpoint in _PARTS.items()
            if endpoint in known
        ]
    }
