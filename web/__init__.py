"""The web application of nksearch: pages to ask in, to read articles and names, and a JSON API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from nksearch.archive import Archive

    from .rebuilding import Rebuilder

MAX_BODY = 1_000_000  # bytes of a request
LOOPBACK_NAMES = ("localhost", "127.0.0.1")


def create_app(
    archive: Archive, *, host: str = "127.0.0.1", rebuilder: Rebuilder | None = None
) -> Flask:
    """Return the application that answers from `archive` to requests for `host` or loopback.

    With a rebuilder, the indexes can be rebuilt from the page.
    """
    # Flask is heavy, and every nksearch command imports this package to know the name `serve`.
    from flask import Flask

    from . import (
        admission,
        api,
        articles,
        collection,
        errors,
        filters,
        health,
        names,
        navigation,
        pages,
        search,
        security,
    )

    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, TRUSTED_HOSTS=[*LOOPBACK_NAMES, host])
    app.json.sort_keys = False  # type: ignore[attr-defined] # the contract's order is for reading
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Korean stays readable
    app.extensions["gate"] = admission.register(app)
    app.register_blueprint(pages.create_blueprint(archive))
    app.register_blueprint(articles.create_blueprint(archive))
    app.register_blueprint(names.create_blueprint(archive))
    app.register_blueprint(search.create_blueprint(archive))
    app.register_blueprint(collection.create_blueprint(archive, rebuilder))
    app.register_blueprint(api.create_blueprint(archive))
    app.register_blueprint(health.create_blueprint(archive))
    filters.register(app)
    navigation.register(app)
    errors.register(app)
    security.register(app)
    return app
