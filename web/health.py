"""What those who watch over the server ask: is the process alive, can the archive be searched."""

from flask import Blueprint, Response, jsonify

from nksearch.archive import Archive
from nksearch.errors import NksearchError

from .accounts.gate import may


def create_blueprint(archive: Archive) -> Blueprint:
    """Return `/healthz` and `/readyz`."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> Response:
        return jsonify({"status": "alive"})

    @health.get("/readyz")
    def ready() -> tuple[Response, int]:
        try:
            generation, damage = archive.manifest().generation, archive.damage()
        except NksearchError as error:
            reason = str(error) if may("reader") else "The archive cannot be searched now."
            return jsonify({"error": reason, "status": 503}), 503
        if not may("reader"):
            return jsonify({"status": "ready"}), 200
        ready = {"status": "ready", "generation": generation, "index_error": damage}
        return jsonify(ready), 200

    return health
