"""What stands around an article: the search it was found with, neighbours, what is like it."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from nksearch.archive import Archive
from nksearch.errors import NksearchError
from nksearch.finding.related import Related

from .listing import search_values


def related_if_known(archive: Archive, article_id: str) -> Related | None:
    """Return what belongs to an article; it can be read while no index can be searched."""
    try:
        return archive.related(article_id)
    except NksearchError:
        return None


def way_back(values: Mapping[str, str]) -> str | None:
    """Return the address of the search that an article was opened from, None if from elsewhere."""
    searched: dict[str, Any] = search_values(values)
    return url_for("search.search", **searched) if searched else None
