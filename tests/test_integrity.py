import hashlib

from nksearch import identity, integrity
from nksearch.datamodels import EXTRA
from nksearch.integrity import first_row_hash, record_hash, row_hash, text_hash

SHOWN = {
    "title": "Flood",
    "text": "A flood.",
    "published": None,
    "source": "River Post",
    "language": "en",
    "topic": None,
    "translated_by": None,
    "translation_notice": None,
}
ROW = {
    **SHOWN,
    "captions": '[{"text": "A boat.", "credit": null}]',
    "extra": '{"tags": ["flood"]}',
    "text_hash": text_hash("A flood."),
}


def test_a_text_has_the_hash_of_its_bytes_and_what_is_no_text_has_none() -> None:
    assert text_hash("수해") == hashlib.sha256("수해".encode()).digest()
    assert text_hash(b"A flood.") == text_hash(None) == b""


def test_everything_that_is_shown_of_an_article_is_hashed() -> None:
    assert {*integrity._SHOWN, *EXTRA} == set(identity.SHOWN)


def test_extra_that_is_empty_does_not_count() -> None:
    shown = {**SHOWN, "captions": []}
    json = b'["Flood", "A flood.", null, "River Post", "en", null, null, null, []]'
    assert record_hash({**shown, "extra": {}}) == hashlib.sha256(json).digest()
    assert record_hash({**shown, "extra": {"byline": "A"}}) != record_hash({**shown, "extra": {}})


def test_the_hash_of_a_row_tells_values_and_their_kinds_and_places_apart() -> None:
    rows = [("a", None), ("a", ""), ("a", "None"), (None, "a"), ("a", 1), ("a", "1"), ("a", b"\1")]
    assert len({row_hash(*row) for row in rows}) == len(rows)
    assert row_hash("a", b"\xff") == hashlib.sha256(b'["a", "ff"]').digest()


def test_a_row_without_a_hash_gets_one_only_if_it_is_what_was_stored() -> None:
    read = {"captions": [{"text": "A boat.", "credit": None}], "extra": {"tags": ["flood"]}}
    row = {**ROW, "record_hash": record_hash({**ROW, **read})}
    assert first_row_hash(row) == row_hash(*(row[name] for name in row if name != "text"))
    for name, value in [
        *(("title", "Flooe"), ("title", b"Flood"), ("text", "B flood."), ("text", None)),
        *(("captions", "[{"), ("extra", "{}"), ("record_hash", b""), ("text_hash", b"")),
    ]:
        assert first_row_hash({**row, name: value}) == b"", name
