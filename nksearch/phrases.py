"""Phrases: which chunks have some words next to each other, answered by Whoosh.

Whoosh holds all chunks with the positions of their words, which flat postings do not have. Its
segments never change: what an earlier build wrote is taken over as it is, the documents that are
gone are marked in its table of contents, and new ones make a segment of their own. So the
documents of Whoosh do not come in the order of rows; `rows.npy` has the row of each.
"""

import shutil
import threading
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import index as whoosh_index
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import Matcher
from whoosh.query import Or, Query, Term
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher

from nksearch.analysis import NewsAnalyzer
from nksearch.arrays import save
from nksearch.datamodels import Chunk
from nksearch.errors import DamagedIndexError
from nksearch.generations import REMEDY
from nksearch.merging import GONE

_FIELDS = ("title", "text")
_BUFFER_MB = 64  # as Whoosh counts: postings take twice that before they are put aside

Rows = npt.NDArray[np.uint32]
Documents = npt.NDArray[np.bool_]  # of a segment, shape (documents,)
_NONE: Rows = np.empty(0, np.uint32)


@contextmanager
def _reading(directory: Path) -> Iterator[None]:
    """Turn an error of Whoosh, which finds no index in a folder that it cannot list, into ours."""
    try:
        yield
    except (whoosh_index.EmptyIndexError, AssertionError) as error:
        raise DamagedIndexError(f"Cannot read {directory / 'whoosh'}. {REMEDY}") from error


class PhraseWriter:
    """Writes the index into a directory.

    `before` is the directory of an earlier build, from which rows can be taken over.
    """

    def __init__(self, directory: Path, before: Path | None = None) -> None:
        self._directory = directory
        if before:
            shutil.copytree(before / "whoosh", directory / "whoosh")
            with _reading(directory):
                index = whoosh_index.open_dir(directory / "whoosh")
            self._rows: Rows = np.load(before / "rows.npy", allow_pickle=False)
        else:
            (directory / "whoosh").mkdir()
            schema = Schema(**{name: TEXT(analyzer=NewsAnalyzer()) for name in _FIELDS})
            index = whoosh_index.create_in(directory / "whoosh", schema)
            self._rows = np.empty(0, np.uint32)
        self._taken = np.full(np.count_nonzero(self._rows != GONE), GONE, np.uint32)
        self._new = array("I")  # rows of the documents that were added, in their order
        self._size = 0
        with _reading(directory):
            self._writer = index.writer(limitmb=_BUFFER_MB)

    def add(self, chunks: Iterable[Chunk]) -> None:
        """Append the next rows."""
        for chunk in chunks:
            self._writer.add_document(title=chunk.title, text=chunk.text)
            self._new.append(self._size)
            self._size += 1

    def take(self, rows: range) -> None:
        """Append rows of the earlier build, which its segments hold."""
        self._taken[rows.start : rows.stop] = np.arange(self._size, self._size + len(rows))
        self._size += len(rows)

    def finish(self) -> None:
        """Write everything to disk."""
        known = np.flatnonzero(self._rows != GONE)
        self._rows[known] = self._taken[self._rows[known]]
        for document in known[self._rows[known] == GONE].tolist():
            self._writer.delete_document(document)
        with _reading(self._directory):
            self._writer.commit(mergetype=self._merge)
        save(self._directory / "rows.npy", self._rows)

    def close(self) -> None:
        """Release the files, also when the index was not finished."""
        if not self._writer.is_closed:
            with suppress(Exception):  # so Whoosh says, once writing has failed, what is closed
                self._writer.cancel()

    def _merge(self, writer: Any, segments: list[Any]) -> list[Any]:
        """Add small segments to the new one, so that there are few; return those that stay.

        A segment stays while it is more than twice as large as the new one, so that each is half
        of the one before at most, and while more than half of its documents are left. Whoosh calls
        this when all documents were added.
        """
        ends = np.cumsum([segment.doc_count_all() for segment in segments])
        rows_of = np.split(self._rows, ends[:-1]) if segments else []
        size = len(self._new)
        staying: list[tuple[Any, Rows]] = []
        joined: list[Rows] = []
        for segment, rows in reversed(list(zip(segments, rows_of, strict=True))):
            if segment.doc_count() > max(2 * size, segment.deleted_count()):
                staying.insert(0, (segment, rows))
            elif segment.doc_count():
                joined.append(rows[rows != GONE])
                size += segment.doc_count()
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
        parts = [*(rows for _, rows in staying), np.array(self._new, np.uint32), *joined]
        self._rows = np.concatenate(parts)
        return [segment for segment, _ in staying]


class PhraseIndex:
    """The index of a generation with `rows` rows; usable from several threads.

    Whoosh takes a while to open and few questions have phrases: the first one that does opens it.
    """

    def __init__(self, directory: Path, *, rows: int) -> None:
        self._lock = threading.Lock()  # Whoosh's readers share one file position
        self._directory = directory
        self._rows: Rows = np.load(directory / "rows.npy", allow_pickle=False)
        self._opened: Searcher | None = None
        if rows != np.count_nonzero(self._rows != GONE):
            raise self._damaged()

    def open(self) -> Searcher:
        """Return Whoosh's searcher; call it, and use what it returns, with the lock held.

        Raises:
            DamagedIndexError: it has other documents than it should.
        """
        if self._opened is None:
            with _reading(self._directory):
                # Where Whoosh may map its files, it copies all of them into memory.
                folder = str(self._directory / "whoosh")
                files = FileStorage(folder, supports_mmap=False, readonly=True)
                searcher = files.open_index().searcher()
            held = [searcher.doc_count_all(), searcher.doc_count()]
            if held != [len(self._rows), np.count_nonzero(self._rows != GONE)]:
                searcher.close()
                raise self._damaged()
            self._opened = searcher
            self._close = weakref.finalize(self, searcher.close)
        return self._opened

    def close(self) -> None:
        """Close the files."""
        if self._opened is not None:
            self._close()

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(f"{self._directory} does not hold the rows of its generation.")

    def rows_with(
        self, words: Sequence[str], *, among: Rows | None = None, title: bool = False
    ) -> Rows:
        """Return the rows that have these terms in this order; none if there are no terms.

        With `among`, only these rows are looked at; with `title`, only the titles of articles.
        """
        if not words:
            return _NONE
        looked_at = np.ones(len(self._rows), bool) if among is None else np.isin(self._rows, among)
        fields = _FIELDS[:1] if title else _FIELDS
        with self._lock:
            return self._rows[
                [
                    offset + document
                    for leaf, offset in self.open().leaf_searchers()
                    for document in _documents(
                        leaf.reader(),
                        fields,
                        words,
                        looked_at[offset : offset + leaf.doc_count_all()],
                    )
                ]
            ]

    def rows_with_any(self, words: Sequence[str]) -> Rows:
        """Return the rows of the articles whose title has one of these terms."""
        return self._rows_of(Or([Term(_FIELDS[0], word) for word in words])) if words else _NONE

    def beginning(self, prefix: str, *, most: int) -> list[str]:
        """Return the first terms in the alphabet that begin with these letters, `most` at most."""
        with self._lock:
            reader = self.open().reader()
            found = {
                term.decode()
                for name in _FIELDS
                for term in islice(reader.expand_prefix(name, prefix), most)
            }
        return sorted(found)[:most]

    def _rows_of(self, query: Query) -> Rows:
        with self._lock:
            return self._rows[list(self.open().docs_for_query(query))]


def _documents(
    reader: SegmentReader, fields: Sequence[str], words: Sequence[str], looked_at: Documents
) -> list[int]:
    """Return which of a segment's documents have the words in this order in one of the fields."""
    found = np.zeros(len(looked_at), bool)
    for field in fields:
        if all((field, word) in reader for word in words):
            found[_with_phrase(reader, field, words, looked_at & ~found)] = True
    return np.flatnonzero(found).tolist()


def _with_phrase(
    reader: SegmentReader, field: str, words: Sequence[str], looked_at: Documents
) -> list[int]:
    """Return the documents in order.

    The rarest word comes first, so that few positions of the frequent ones are read. Whoosh's own
    spans read those of all, and make an object of each.
    """
    documents: list[int] = np.flatnonzero(looked_at).tolist()
    starts: dict[int, Iterable[int]] = dict.fromkeys(documents, ())
    rarest = sorted(set(words), key=lambda word: reader.doc_frequency(field, word))
    for nth, word in enumerate(rarest):
        offsets = [n for n, each in enumerate(words) if each == word]
        left: dict[int, Iterable[int]] = {}
        for document, places in _positions(reader.postings(field, word), starts):
            begun = [{place - n for place in places} for n in offsets]
            both = set.intersection(*begun, *([starts[document]] if nth else ()))
            if both:
                left[document] = both
        starts = left
    return list(starts)


def _positions(matcher: Matcher, documents: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield those of the documents, which come in order, that a matcher has, with positions."""
    for document in documents:
        if matcher.is_active() and matcher.id() < document:
            matcher.skip_to(document)
        if not matcher.is_active():  # also from the start, where all that have it are gone
            return
        if matcher.id() == document:
            yield document, matcher.value_as("positions")
