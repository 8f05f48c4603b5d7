"""Articles with all their revisions and addresses as JSON, out of one archive and into another."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, get_args

from nksearch.datamodels import (
    EXTRA,
    Address,
    Caption,
    DateOrigin,
    ExportedArticle,
    StoredArticle,
)
from nksearch.dates import parse_date
from nksearch.text import normalise

MARK = "nksearch_export"
VERSION = 2
_READ = (1, VERSION)  # the first had no `extra`

_FIELDS = (
    *("title", "text", "published", "source", "url", "language", "topic", "translated_by"),
    *("translation_notice", "external_id", "address", "ingested"),
)
_REQUIRED = frozenset({"title", "text", "language", "ingested"})
_ID = re.compile(r"[0-9a-f]{16}")
_ORIGINS = get_args(DateOrigin)


def to_line(revisions: Sequence[StoredArticle], addresses: Sequence[Address]) -> str:
    """Return an article as one line of JSON.

    The bytes that were read stand as text where they are UTF-8, else in base64; those of one
    revision or address that another has too are named by the place of the first.
    """
    raws: list[bytes] = []
    exported = {
        MARK: VERSION,
        "article_id": revisions[0].article_id,
        "revisions": [
            {name: getattr(each, name) for name in _FIELDS}
            | {"captions": [[caption.text, caption.credit] for caption in each.captions]}
            | {"extra": each.extra, "raw": _place(each.raw, raws)}
            for each in revisions
        ],
        "addresses": [
            {"address": each.address, "external_id": each.external_id}
            | {"raw": _place(each.raw, raws)}
            for each in addresses
        ],
    }
    return json.dumps({**exported, "raws": list(map(_shown, raws))}, ensure_ascii=False)


def is_export(record: Any) -> bool:
    """Tell whether a JSON value is an article as `to_line` writes it."""
    return isinstance(record, dict) and MARK in record


def from_record(record: Mapping[str, Any]) -> ExportedArticle:
    """Return the article of an exported line.

    Raises:
        ValueError: it is not one of this version, or was changed by another hand; the message is
            the reason.
    """
    if record[MARK] not in _READ:
        raise ValueError("An export of another version of nksearch.")
    try:
        article_id = record["article_id"]
        raws = [_bytes(raw) for raw in record["raws"]]
        revisions = tuple(
            _revision(each, article_id, number, raws[each["raw"]])
            for number, each in enumerate(record["revisions"], 1)
        )
        addresses = tuple(
            Address(each["address"], each["external_id"], raws[each["raw"]])
            for each in record["addresses"]
        )
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"Not a whole export of an article: {error!r}.") from None
    exported = ExportedArticle(article_id, revisions, addresses)
    _check(exported)
    return exported


def _place(raw: bytes, raws: list[bytes]) -> int:
    if raw not in raws:
        raws.append(raw)
    return raws.index(raw)


def _shown(raw: bytes) -> dict[str, str]:
    try:
        return {"text": raw.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode()}


def _bytes(raw: Mapping[str, str]) -> bytes:
    return raw["text"].encode() if "text" in raw else base64.b64decode(raw["base64"], validate=True)


def _revision(each: Mapping[str, Any], article_id: str, number: int, raw: bytes) -> StoredArticle:
    values = {name: each[name] for name in _FIELDS}
    captions = tuple(Caption(text=text, credit=credit) for text, credit in each["captions"])
    return StoredArticle(
        **values,
        **_extra(each.get("extra", {})),
        captions=captions,
        raw=raw,
        article_id=article_id,
        revision=number,
    )


def _extra(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that few articles have.

    Raises:
        ValueError: one is unknown, or is not what it must be.
    """
    extra: dict[str, Any] = {}
    for name, value in values.items():
        kind = int if name == "page_starts" else str
        listed = name in ("tags", "page_starts")
        parts = value if listed else [value]
        fits = isinstance(parts, list) and all(type(part) is kind for part in parts)
        if name not in EXTRA or not fits:
            raise ValueError(f"{name} was changed.")
        extra[name] = tuple(parts) if listed else value
    if extra.get("published_from", _ORIGINS[0]) not in _ORIGINS:
        raise ValueError("published_from was changed.")
    return extra


def _check(exported: ExportedArticle) -> None:
    """Raise ValueError when something in it could not have come out of a store."""
    if not exported.revisions or not _ID.fullmatch(str(exported.article_id)):
        raise ValueError("Not a whole export of an article: no id or no revision.")
    for each in exported.revisions:
        wrong = [
            name
            for name in _FIELDS
            if not isinstance(value := getattr(each, name), str)
            and (value is not None or name in _REQUIRED)
        ]
        if wrong or not _is_dated(each) or not each.text or normalise(each.text) != each.text:
            raise ValueError("Not a whole export of an article: a field was changed.")
    captions = [caption for each in exported.revisions for caption in each.captions]
    needed = [*(each.address for each in exported.addresses), *(each.text for each in captions)]
    others = [each.external_id for each in exported.addresses] + [each.credit for each in captions]
    values = [*needed, *(value for value in others if value is not None)]
    if not all(isinstance(value, str) for value in values):
        raise ValueError("Not a whole export of an article: a field was changed.")
    try:
        json.dumps(_values(exported), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("Not a whole export of an article: half a character.") from None


def _is_dated(revision: StoredArticle) -> bool:
    """Tell whether its dates begin with a day as a store writes it: 2024-05-27."""
    days = [each[:10] for each in (revision.published, revision.ingested) if each is not None]
    try:
        datetime.fromisoformat(revision.ingested)
    except ValueError:
        return False
    return all(parse_date(day) == day for day in days)


def _values(exported: ExportedArticle) -> list[Any]:
    """Return everything in the article but the raw bytes."""
    captions = [asdict(caption) for each in exported.revisions for caption in each.captions]
    addresses = [[each.address, each.external_id] for each in exported.addresses]
    fields = [[getattr(each, name) for name in _FIELDS] for each in exported.revisions]
    return [captions, addresses, fields, [each.extra for each in exported.revisions]]
