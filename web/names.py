"""The page of names: the persons, places and terms of the archive, and a map of its places."""

from collections import Counter
from typing import get_args

from flask import Blueprint, render_template, request

from nksearch.archive import Archive
from nksearch.datamodels import EntityKind
from nksearch.request import MAX_QUESTION

from .pages import status_if_known
from .parameters import kind_of, name_like, whole_number
from .places_map import map_of

ON_A_PAGE = 100
SPELLINGS = 6  # shown of a name before the others are folded


def create_blueprint(archive: Archive) -> Blueprint:
    """Return the page that lists the names of `archive`."""
    names = Blueprint("names", __name__)

    @names.get("/names")
    def listed() -> str:
        kind, like = kind_of(request.args), name_like(request.args)
        page = max(1, whole_number(request.args, "page") or 1)
        every = archive.entities(like=like)
        found = [each for each in every if kind in (None, each.kind)]
        start = (page - 1) * ON_A_PAGE
        return render_template(
            "names.html",
            kind=kind,
            kinds=get_args(EntityKind),
            like=like,
            max_like=MAX_QUESTION,
            counts=Counter(each.kind for each in every),
            total=len(found),
            start=start,
            shown=found[start : start + ON_A_PAGE],
            page=page,
            more=start + ON_A_PAGE < len(found),
            map=map_of([each for each in found if each.kind == "place"]),
            spellings=SPELLINGS,
            archive=status_if_known(archive),
        )

    return names
