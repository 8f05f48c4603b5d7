"""Logging in: the pages, the gate before all others, and forms that only our pages can send."""

from flask import Flask

from ..access import Access
from . import forms, gate, pages


def register(app: Flask, access: Access) -> None:
    """Let only those into `app` whom `access` lets; call it before any route is added."""
    app.extensions["access"] = access
    access.register(app)
    forms.register(app)
    gate.register(app, access.accounts)
    if access.accounts:
        app.register_blueprint(pages.create_blueprint(access.accounts))
