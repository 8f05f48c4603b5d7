"""The web application of nksearch: pages to ask in, to read articles and names, and a JSON API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from nksearch.archive import Archive

    from .access import Access
    from .rebuilding import Rebuilder

MAX_BODY = 1_000_000  # bytes of a request


def create_app(
    archive: Archive,
    *,
    access: Access | None = None,
    rebuilder: Rebuilder | None = None,
    log_questions: bool = False,
) -> Flask:
    """Return the application that answers from `archive` to whom `access` lets.

    Without `access`, that is everybody on this machine. With a rebuilder, the indexes can be
    rebuilt from the page. Questions are logged only if told so.
    """
    # Heavy, and every nksearch command imports this package to know the name `serve`.
    from flask import Flask

    from . import (
        admission,
        api,
        articles,
        collection,
        errors,
        filters,
        health,
        logs,
        names,
        navigation,
        pages,
        search,
        security,
    )
    from .access import Access
    from .accounts import register as let_in

    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.json.sort_keys = app.json.ensure_ascii = False  # type: ignore[attr-defined] # for people
    logs.register(app, questions=log_questions)
    let_in(app, access or Access())
    app.extensions["gate"] = admission.register(app)  # behind the login: strangers take no place
    for part in (pages, articles, names, search, api, health):
        app.register_blueprint(part.create_blueprint(archive))
    app.register_blueprint(collection.create_blueprint(archive, rebuilder))
    for every_page in (filters, navigation, errors, security):
        every_page.register(app)
    return app
