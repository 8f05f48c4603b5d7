"""What those who watch over the server ask: is the process alive, can the archive be searched."""

from flask import Blueprint, Response, jsonify

from nksearch.archive import Archive
from nksearch.errors import NksearchError


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
            return jsonify({"error": str(error), "status": 503}), 503
        ready = {"status": "ready", "generation": generation, "index_error": damage}
        return jsonify(ready), 200

    return health
