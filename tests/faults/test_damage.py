"""Files of a generation, and its pointers, damaged in every way: never a wrong answer."""

import os
import pickle
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.checking import check
from nksearch.datamodels import Answer, Article, Caption
from nksearch.errors import DamagedIndexError, StoreError, UnknownArticleError
from nksearch.exports import to_line
from nksearch.indexing import rebuild
from nksearch.request import Request, SearchRequest
from nksearch.store import Store
from tests.conftest import WordEncoder

from .harness import QUESTION, articles, titles
from .program import main

pytestmark = [pytest.mark.fault, pytest.mark.slow]

SOAK = "NKSEARCH_SOAK" in os.environ
PAGE = 4096
HELPERS = {"articles.db-wal", "articles.db-shm"}  # SQLite's


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose two generations differ by an article."""
    folder = tmp_path_factory.mktemp("damaged")
    for numbers in ((1,), (1, 2)):
        articles(folder / "old.jsonl", numbers)
        assert main(folder / "indexes", folder / "old.jsonl") == 0
    return folder / "indexes"


def ask(indexes: Path) -> Answer:
    return Archive(indexes, WordEncoder()).ask(Request(question=QUESTION))


@contextmanager
def damaged(path: Path, content: bytes) -> Iterator[None]:
    """Let a file have another content for a while."""
    whole = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(whole)


def flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def zero_a_page(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(0, len(content), PAGE)
    return content[:start] + bytes(len(content[start : start + PAGE])) + content[start + PAGE :]


def files_of(indexes: Path, generation: str) -> list[Path]:
    folder = indexes / "generations" / generation
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]


@pytest.mark.parametrize(
    ("damage", "times"),
    [
        pytest.param(flip, 1000 if SOAK else 200, id="bit flips"),
        pytest.param(truncate, 200 if SOAK else 50, id="truncations"),
        pytest.param(zero_a_page, 200 if SOAK else 50, id="zeroed pages"),
    ],
)
def test_damage_is_never_searched(
    indexes: Path,
    damage: Callable[[bytes, random.Random], bytes],
    times: int,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    chance = random.Random(9)  # noqa: S311 (no secret)
    expected = ask(indexes)
    paths = files_of(indexes, "000002")
    same = 0
    for number in range(times):
        path = paths[number % len(paths)]
        content = damage(path.read_bytes(), chance)
        if content == path.read_bytes():  # a page of zeros, zeroed
            same += 1
            continue
        with damaged(path, content):
            found = ask(indexes)
        assert [note.kind for note in found.notes] == ["damage"], path
        assert path.name in found.notes[0].text
        assert "Flood 2" not in {passage.title for passage in found.passages}  # the one before
    assert same < times / 2
    assert ask(indexes) == expected
    record_property("kind", request.node.callspec.id + " of files of a generation")
    record_property("faults", times - same)


@pytest.mark.parametrize("name", ["CURRENT", "PREVIOUS"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"\xff\xfe\xff",
        b"[" * 100_000,
        b'{"generation": "../../..", "manifest": ""}',
        b'{"generation": "/etc", "manifest": ""}',
        b'{"generation": "000009", "manifest": ""}',
        b'{"generation": "000001", "manifest": ""}',
        b'{"generation": 1, "manifest": 2}',
        b"null",
    ],
)
def test_a_pointer_that_is_none_falls_back_or_does_not_matter(
    indexes: Path, name: str, content: bytes, record_property: Callable[[str, object], None]
) -> None:
    with damaged(indexes / name, content):
        notes = [note.kind for note in ask(indexes).notes]
    assert notes == (["damage"] if name == "CURRENT" else [])
    record_property("kind", "damaged pointers")
    record_property("faults", 1)


@pytest.mark.parametrize("name", ["CURRENT", "PREVIOUS"])
def test_a_pointer_that_is_gone_falls_back_or_does_not_matter(
    indexes: Path, tmp_path: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    at = shutil.copytree(indexes, tmp_path / "copy")
    (at / name).unlink()
    assert [note.kind for note in ask(at).notes] == (["damage"] if name == "CURRENT" else [])
    record_property("kind", "damaged pointers")
    record_property("faults", 1)


def test_swapped_missing_empty_and_added_files_are_never_searched(
    indexes: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    paths = files_of(indexes, "000002")
    tried = 0
    for path, other in pairwise(paths):
        if path.read_bytes() != other.read_bytes():
            with damaged(path, other.read_bytes()):
                assert [note.kind for note in ask(indexes).notes] == ["damage"]
            tried += 1
        with damaged(path, b""):
            assert [note.kind for note in ask(indexes).notes] == ["damage"]
        at = shutil.copytree(indexes, tmp_path / "copy")
        (at / path.relative_to(indexes)).unlink()
        assert [note.kind for note in ask(at).notes] == ["damage"]
        (at / path.relative_to(indexes)).write_bytes(path.read_bytes())
        (at / path.relative_to(indexes)).with_name("added").write_bytes(b"")
        assert [note.kind for note in ask(at).notes] == ["damage"]
        shutil.rmtree(at)
        tried += 3
    record_property("kind", "swapped, missing, empty and added files")
    record_property("faults", tried)


def test_damage_to_both_generations_is_refused(indexes: Path) -> None:
    first, second = (indexes / "generations" / name / "names.json" for name in ("000001", "000002"))
    refused = pytest.raises(DamagedIndexError, match="Run: nksearch rebuild")
    with damaged(first, b"[]"), damaged(second, b"[]"), refused:
        ask(indexes)


def test_a_damaged_store_is_not_written_to_and_never_quoted_wrongly(
    indexes: Path, record_property: Callable[[str, object], None]
) -> None:
    """What is damaged says so when it is opened for writing, checked or read, or was not in use."""
    chance = random.Random(9)  # noqa: S311 (no secret)
    path = indexes / "articles.db"
    whole = path.read_bytes()
    texts = {passage.text for passage in ask(indexes).passages}
    noticed = 0
    for number in range(600 if SOAK else 60):
        content = (flip, truncate, zero_a_page)[number % 3](whole, chance)
        with damaged(path, content):
            before = {each.name for each in indexes.iterdir()}
            problems = list(check(indexes))
            assert all("nksearch restore FILE" in each.remedy for each in problems)
            noticed += bool(problems)
            with suppress(StoreError):
                assert {passage.text for passage in ask(indexes).passages} <= texts
            if not problems:
                assert len(titles(indexes)) == 2
            with suppress(StoreError), Store(path):
                continue  # its pages are sound: texts are compared when they are read
            assert path.read_bytes() == content
            assert {each.name for each in indexes.iterdir()} <= before | HELPERS
    record_property("kind", "damage to the store")
    record_property("faults", number + 1)
    record_property("noticed", noticed)


# What is kept beside a text, and never a part of another value.
DESCRIBED = Article(
    title="Flood of Sinuiju",
    text="A flood hit the town. The border was closed.",
    published="2024-07-31T08:15",
    source="River Gazette",
    url="https://river.example/flood",
    language="en-KP",
    topic="Disasters",
    translated_by="Interpreter Pak",
    translation_notice="Put into English by hand.",
    captions=(Caption(text="Soldiers in a boat", credit="Photo Desk"),),
    external_id="item-4711",
    address="https://river.example/found/4711",
    subtitle="Rain for nine days",
    byline="Ri Chol Su",
    place_line="Hyesan",
    tags=("weather", "relief"),
    original_url="https://river.example/korean",
    published_from="metadata",
    date_conflict="2024-07-29 (address)",
    raw=b"what was read",
)


def everything_shown(archive: Archive) -> dict[str, Callable[[], object]]:
    """Return the ways in which an article comes before somebody's eyes, by name."""
    [hit] = archive.find(SearchRequest(query="title:sinuiju")).hits
    path, article_id = archive.indexes / "articles.db", hit.article_id

    def exported() -> str:
        with Store(path, read_only=True) as store:
            return to_line(store.revisions(article_id), store.places(article_id))

    return {
        "an answer": lambda: archive.ask(Request(question=QUESTION)),
        "results": lambda: archive.find(SearchRequest(query="title:sinuiju")).hits,
        "an article": lambda: archive.article(article_id),
        "its history": lambda: archive.history(article_id),
        "its neighbours": lambda: archive.related(article_id),
        "a difference": lambda: archive.two_revisions(article_id),
        "an export": exported,
    }


def places_of(value: str, content: bytes) -> Iterator[int]:
    """Yield where each byte of a stored value is, wherever it is stored."""
    sought = value.encode()
    at = content.find(sought)
    assert at >= 0, value
    while at >= 0:
        yield from range(at, at + len(sought))
        at = content.find(sought, at + 1)


def test_flipped_bits_of_what_stands_beside_a_text_are_never_shown(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    indexes, path = tmp_path, tmp_path / "articles.db"
    first = replace(DESCRIBED, title="Flood near Sinuiju", raw=b"the first reading")
    with Store(path) as store:
        for article in (first, DESCRIBED):
            with store.transaction():
                store.put(article, touched=set())
        rebuild(indexes, store, WordEncoder())
        [stored] = store.articles()
    archive, content = Archive(indexes, WordEncoder()), path.read_bytes()
    ways = everything_shown(archive)
    expected = {name: show() for name, show in ways.items()}
    named, counted = asdict(stored), archive.status()
    listed = [named.pop("captions")[0].values(), named.pop("tags"), filter(None, named.values())]
    values = {each for some in listed for each in some if isinstance(each, str)} - {stored.text}
    values -= {"metadata"}  # stands in the schema, too
    positions = sorted({at for value in values for at in places_of(value, content)})
    chance = random.Random(9)  # noqa: S311 (no secret)
    refused: Counter[str] = Counter()
    unnoticed = 0
    bits = [(at, bit) for at in positions for bit in range(8)]
    for at, bit in bits if SOAK else chance.sample(bits, 150):
        changed = bytearray(content)
        changed[at] ^= 1 << bit
        with damaged(path, bytes(changed)):
            for name, show in ways.items():
                try:
                    assert show() == expected[name], (at, bit, name)
                except (StoreError, UnknownArticleError):
                    refused[name] += 1
            unnoticed += not list(check(indexes))
            with suppress(StoreError):
                status = archive.status()
                for counts in ("sources", "topics", "languages", "months", "dates_from"):
                    assert status[counts].items() <= counted[counts].items(), (at, bit)
    assert set(refused) == set(ways)
    assert unnoticed == 0
    record_property("kind", "flipped bits of titles, dates, addresses and the like")
    record_property("faults", len(bits) if SOAK else 150)
    record_property("shown", 0)


class _Hostile:
    """A pickle that makes a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_no_pickle_is_loaded_before_its_hash_is_right(
    indexes: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Whoosh's table of contents is a pickle, which can run whatever it likes."""
    loaded: list[object] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "pickle.find_class" and watching:
            loaded.append(arguments)

    watching = True
    sys.addaudithook(hook)
    bomb = tmp_path / "made-by-a-pickle"
    tables = list((indexes / "generations" / "000002").rglob("*.toc"))
    assert tables
    for path in tables:
        for hostile in (pickle.dumps(_Hostile(bomb)), path.read_bytes() + pickle.dumps("more")):
            with damaged(path, hostile):
                before = len(loaded)
                for before_it in (indexes / "generations" / "000001").rglob("names.json"):
                    with damaged(before_it, b"[]"), pytest.raises(DamagedIndexError):
                        ask(indexes)
                assert len(loaded) == before
    watching = False
    assert not bomb.exists()
    record_property("kind", "hostile pickles")
    record_property("faults", 2 * len(tables))
    record_property("loaded", len(loaded) - before)
