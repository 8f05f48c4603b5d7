"""The JSON API: what `--json` gives in the shell."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from nksearch.archive import Archive
from nksearch.articles import article_to_json
from nksearch.batch import answered
from nksearch.errors import UsageError
from nksearch.finding.hits import listing_to_json
from nksearch.formatting import answer_to_json, entities_to_json
from nksearch.request import parse_request, parse_search

from .openapi import MAX_BATCH, document
from .parameters import kind_of, name_like, whole_number

DEFAULT_N = 20  # names, as in the shell


def create_blueprint(archive: Archive) -> Blueprint:
    """Return the routes below /api/ that answer from `archive`."""
    api = Blueprint("api", __name__, url_prefix="/api")

    _add_questions(api, archive)

    @api.get("/search")
    def search() -> Response:
        asked = parse_search(request.args.to_dict())
        return jsonify(listing_to_json(archive.find(asked)))

    @api.get("/articles/<article_id>")
    def article(article_id: str) -> Response:
        revision = whole_number(request.args, "revision")
        return jsonify(article_to_json(archive.article(article_id, revision)))

    @api.get("/names")
    def names() -> Response:
        found = archive.entities(kind=kind_of(request.args), like=name_like(request.args))
        count = whole_number(request.args, "n")
        if count == 0:
            raise UsageError("n must be at least 1.")
        return jsonify(entities_to_json(found[: count or DEFAULT_N]))

    @api.get("/status")
    def status() -> Response:
        return jsonify(archive.status())

    @api.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    return api


def _add_questions(api: Blueprint, archive: Archive) -> None:
    @api.get("/query")
    def query() -> Response:
        without = request.args.getlist("without")
        asked = parse_request({**request.args.to_dict(), "without": without})
        return jsonify(answer_to_json(archive.ask(asked)))

    @api.post("/query")
    def query_by_json() -> Response:
        asked = parse_request(_json_object())
        return jsonify(answer_to_json(archive.ask(asked)))

    @api.post("/batch")
    def batch() -> Response:
        questions, options = _batch(_json_object())
        each = ({"question": one} if isinstance(one, str) else one for one in questions)
        return jsonify({"answers": [answered(archive.ask, {**options, **one}) for one in each]})


def _batch(values: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Return the questions of a batch and the options of all of them."""
    questions = values.pop("questions", None)
    ok = isinstance(questions, list) and all(isinstance(one, str | dict) for one in questions)
    if not ok or not 1 <= len(questions) <= MAX_BATCH:
        raise UsageError(
            f"questions must be a list of 1 to {MAX_BATCH} questions, each a text or an object "
            'such as {"question": "Who visited Sinuiju?", "k": 3}.'
        )
    return questions, values


def _json_object() -> dict[str, Any]:
    try:
        values = request.get_json()
    except RecursionError:  # thousands of nested brackets
        values = None
    if not isinstance(values, dict):
        raise UsageError('Send one JSON object, for example {"question": "Who visited Sinuiju?"}.')
    return values
