"""The OpenAPI document of the JSON API; the schemas of what it answers are those of our records."""

from typing import Any, get_args

from nksearch import __version__
from nksearch.datamodels import (
    Citation,
    Entity,
    EntityKind,
    Note,
    Passage,
    StoredArticle,
)
from nksearch.finding.facets import COLUMNS
from nksearch.finding.hits import FacetCount, Hit
from nksearch.finding.queries import MAX_QUERY
from nksearch.periods.events import How
from nksearch.request import (
    DATE_STATES,
    DEFAULT_K,
    DEFAULT_SIZE,
    MAX_ANSWER,
    MAX_K,
    MAX_PAGE,
    MAX_QUESTION,
    MAX_SIZE,
    MAX_TURNS,
    MODES,
    SORTS,
)

from .parameters import MOST_DIGITS
from .schemas import Schema, closed, counts, many, maybe, record

MAX_BATCH = 100  # questions sent together

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_DAY: Schema = {"type": "string", "format": "date"}
_MONTH = r"[1-9]\d{3}(-(0[1-9]|1[0-2]))?"
_DATE: Schema = {
    "type": "string",
    "pattern": rf"^({_MONTH}|{_MONTH}\.\.|({_MONTH})?\.\.{_MONTH}|unknown|conflict)$",
}
_SWITCH: Schema = {"type": "string", "enum": ["on", "off"]}
_MOST = 10**MOST_DIGITS - 1
_FAILURES = {
    "400": "What was asked cannot be answered; `error` says what is wrong with it.",
    "401": "Only those are answered who log in: send a token of `nksearch user token`.",
    "404": "There is no such article.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "503": "Nothing can be searched now; `error` says what to do.",
}

_TOKEN = {"type": "http", "scheme": "bearer", "description": "Wanted where there are users."}
_ANSWER: Schema = {"$ref": "#/components/schemas/Answer"}
_REFUSAL = closed({"question": {}, "error": _TEXT})

_LIMITS: dict[str, tuple[Schema, str]] = {
    "since": (_DAY, "Only what was published on this day or later; not after `until`."),
    "until": (_DAY, "Only what was published on this day or earlier."),
    "source": (_TEXT, "Only this source."),
    "lang": (_TEXT, "Only this language, a code such as en or ko."),
    "all": (_SWITCH, "on shows every copy of a story."),
    "variants": (_SWITCH, "off searches names only as they are written."),
}
_QUESTION: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_QUESTION,
    "pattern": r"[\p{L}\p{N}]",
}
_QUERY: dict[str, tuple[Schema, str]] = {
    "k": ({**_NUMBER, "minimum": 1, "maximum": MAX_K, "default": DEFAULT_K}, "Passages."),
    "mode": ({"type": "string", "enum": list(MODES)}, "By words, by meaning, or both."),
    **_LIMITS,
    "date": (
        {"type": "string", "enum": list(DATE_STATES)},
        "Only articles without a date, or with two that contradict each other.",
    ),
    "dates": (_SWITCH, "off lets no date in the question limit the search."),
    "asked_on": (_DAY, "The day from which words such as “last month” are meant; else today."),
}
_SEARCH: dict[str, tuple[Schema, str]] = {
    "query": (
        {**_TEXT, "maxLength": MAX_QUERY},
        'Words, "phrases", AND, OR, NOT, (), word*, title:, source:, topic:, lang:, date:. '
        "Without it, every article.",
    ),
    "sort": ({"type": "string", "enum": list(SORTS)}, "Best, newest, oldest or last added first."),
    "page": ({**_NUMBER, "minimum": 1, "maximum": MAX_PAGE, "default": 1}, "From 1."),
    "size": (
        {**_NUMBER, "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
        "Results on a page.",
    ),
    **_LIMITS,
    "topic": (_TEXT, "Only this topic."),
    "date": (
        _DATE,
        "Published in 2024, 2024-05 or 2024-05..2024-08; `unknown` is what has no date, "
        "`conflict` what has two.",
    ),
}
_NAMES: dict[str, tuple[Schema, str]] = {
    "kind": ({"type": "string", "enum": list(get_args(EntityKind))}, "Only such names."),
    "like": ({**_TEXT, "maxLength": MAX_QUESTION}, "Only names with these letters, or the same."),
    "n": ({**_NUMBER, "minimum": 1, "maximum": _MOST, "default": 20}, "How many."),
}


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "nksearch",
            "version": __version__,
            "description": "Ask an archive of news in plain language; every sentence is cited.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/api/query": {"get": _query(), "post": _posted_query()},
            "/api/batch": {"post": _posted_batch()},
            "/api/search": {
                "get": _got("search", "List the articles that match.", _SEARCH, "Listing")
            },
            "/api/articles/{article_id}": {"get": _article()},
            "/api/names": {"get": _got("names", "List persons, places, terms.", _NAMES, "Names")},
            "/api/status": {"get": _got("status", "Say what the archive holds.", {}, "Status")},
            "/healthz": {"get": _asked_of_server("alive", "Say that the server runs.", "Alive")},
            "/readyz": {
                "get": _asked_of_server(
                    "ready", "Say whether questions are answered.", "Ready", "503"
                )
            },
        },
        "components": {"schemas": _schemas(), "securitySchemes": {"token": _TOKEN}},
        "security": [{}, {"token": []}],
    }


def _schemas() -> dict[str, Schema]:
    passage = record(Passage, without=("evidence",))
    return {
        "Error": closed({"error": _TEXT, "status": _NUMBER}),
        "Answer": closed(
            {
                "question": _TEXT,
                "asked_as": _TEXT,
                "answer": _TEXT,
                "abstained": {"type": "boolean"},
                "reason": maybe(_TEXT),
                "support": maybe({"type": "number"}),
                "differing": many(_NUMBER),
                "notes": many(record(Note)),
                "citations": many(record(Citation)),
                "passages": many(passage),
            },
            optional=("asked_as",),
        ),
        "Batch": closed({"answers": many({"anyOf": [_ANSWER, _REFUSAL]})}),
        "Listing": _listing(),
        "Article": _article_schema(),
        "Names": closed({"names": many(record(Entity))}),
        "Status": _status(),
        "Alive": closed({"status": {"const": "alive"}}),
        "Ready": closed(
            {"status": {"const": "ready"}, "generation": _TEXT, "index_error": maybe(_TEXT)}
        ),
    }


def _article_schema() -> Schema:
    schema = record(StoredArticle, without=("raw", "address"))
    texts = dict.fromkeys(("text", "first", "last"), _TEXT)
    how = {"type": "string", "enum": list(get_args(How))}
    dates = many(closed({"start": _NUMBER, "end": _NUMBER, **texts, "how": how}))
    return closed({**schema["properties"], "dates": dates})


def _listing() -> Schema:
    facets = {name: many(record(FacetCount)) for name in (*COLUMNS, "month")}
    numbers = dict.fromkeys(("total", "articles", "page", "pages", "size", "undated"), _NUMBER)
    return closed(
        {
            "query": _TEXT,
            "sort": {"type": "string", "enum": list(SORTS)},
            "notes": many(record(Note)),
            "results": many(record(Hit)),
            "facets": closed(facets),
            **numbers,
        }
    )


def _status() -> Schema:
    numbers = ("articles", "damaged", "undated", "date_conflicts", "revisions", "addresses")
    dates = ("first_date", "last_date", "last_ingested", "questions_by", "index_error")
    generation = closed(
        {
            **dict.fromkeys(("articles", "chunks", "dimension", "stories"), _NUMBER),
            **dict.fromkeys(("name", "encoder", "precision", "created"), _TEXT),
            "languages": many(_TEXT),
        }
    )
    return closed(
        {
            "indexes": _TEXT,
            **dict.fromkeys(numbers, _NUMBER),
            **{name: maybe(_TEXT) for name in dates},
            **{
                name: counts()
                for name in ("sources", "languages", "topics", "months", "dates_from")
            },
            "generation": maybe(generation),
            "disk": counts(),
            "memory": maybe(counts()),
            "rebuild_needed": {"type": "boolean"},
        }
    )


def _query() -> Schema:
    return _got(
        "query",
        "Answer a question.",
        {"question": (_QUESTION, "In plain language."), **_QUERY},
        "Answer",
        required=("question",),
    )


def _posted_query() -> Schema:
    turn = {
        "anyOf": [
            {**_TEXT, "maxLength": MAX_QUESTION},
            closed(
                {
                    "question": {**_TEXT, "maxLength": MAX_QUESTION},
                    "answer": {**_TEXT, "maxLength": MAX_ANSWER},
                },
                optional=("answer",),
            ),
        ]
    }
    properties = {
        "question": _QUESTION,
        "conversation": {**many(turn), "maxItems": MAX_TURNS},
        **{name: maybe(_or_empty(_in_json(schema))) for name, (schema, _) in _QUERY.items()},
    }
    body = closed(properties, optional=tuple(properties.keys() - {"question"}))
    return _posted("ask", "Answer a question, also one that goes on from others.", body, "Answer")


def _in_json(schema: Schema) -> Schema:
    """Return the schema of an option in JSON, where a switch may be true or false as well."""
    return {"anyOf": [schema, {"type": "boolean"}]} if schema is _SWITCH else schema


def _posted_batch() -> Schema:
    questions = {**many({"type": ["string", "object"]}), "minItems": 1, "maxItems": MAX_BATCH}
    body = {"type": "object", "properties": {"questions": questions}, "required": ["questions"]}
    return _posted("batch", "Answer many questions; other options are those of all.", body, "Batch")


def _posted(name: str, summary: str, body: Schema, answers: str) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _responses(answers, "400", "413", "415", "503"),
    }


def _article() -> Schema:
    revision = ({**_NUMBER, "minimum": 1, "maximum": _MOST}, "An earlier text; else the newest.")
    found = _got("article", "Return an article.", {"revision": revision}, "Article")
    found["parameters"].insert(
        0,
        {"name": "article_id", "in": "path", "required": True, "schema": {**_TEXT, "minLength": 1}},
    )
    return {**found, "responses": _responses("Article", "400", "404", "503")}


def _got(
    name: str,
    summary: str,
    parameters: dict[str, tuple[Schema, str]],
    answers: str,
    *,
    required: tuple[str, ...] = (),
) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [
            {
                "name": each,
                "in": "query",
                "required": each in required,
                "description": said,
                "schema": schema if each in required else _or_empty(schema),
            }
            for each, (schema, said) in parameters.items()
        ],
        "responses": _responses(answers, "400", "503"),
    }


def _asked_of_server(name: str, summary: str, answers: str, *failures: str) -> Schema:
    return {"operationId": name, "summary": summary, "responses": _responses(answers, *failures)}


def _or_empty(schema: Schema) -> Schema:
    """Return the schema of what counts as not given when it is empty."""
    return {"anyOf": [schema, {"const": ""}]}


def _responses(answers: str, *failures: str) -> Schema:
    return {
        "200": _response("What was asked for.", answers),
        **{status: _response(_FAILURES[status], "Error") for status in ("401", *failures)},
    }


def _response(said: str, schema: str) -> Schema:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": said, "content": {"application/json": {"schema": reference}}}
