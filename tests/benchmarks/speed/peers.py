"""The peers: other software over the same texts, and what of nksearch each is compared with.

Lexical peers get the terms of our own analyzer, title and text of each chunk, so that all search
for the same; semantic ones our vectors. Each answers with the ten best chunks, and ties are its
own affair. nksearch scores articles, chunks and pairs of words for that.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nksearch.analysis import content_terms
from nksearch.chunking import with_title
from nksearch.generations import open_generation
from nksearch.models.cache import VectorCache
from nksearch.models.encoder import Encoder

from .ours import Engine

BEST = 10
_TERMS = "terms.txt"

Leg = str  # "words", "meaning" or "search": a method of Engine


@dataclass(frozen=True, slots=True)
class Chunks:
    """The chunks of an archive in the order of rows."""

    indexes: Path
    engine: Engine

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield (title, text) of each; an article is read once."""
        catalogue = self.engine.searcher.catalogue
        last = None
        for row in range(len(catalogue)):
            place = catalogue.place(row)
            if last is None or last.article_id != place.article_id:
                last = self.engine.store.get(place.article_id, place.revision)
            repeated = last.text.startswith(last.title)
            yield "" if repeated else last.title, last.text[place.start : place.end]

    def terms(self) -> Iterator[str]:
        """Yield the terms of each, spaces between them; kept in a file for the next peer."""
        path = self.indexes / _TERMS
        if not path.exists():
            draft = path.with_suffix(".part")
            with draft.open("w", encoding="utf-8") as stream:
                for title, text in self.texts():
                    stream.write(" ".join(content_terms(f"{title}\n{text}")) + "\n")
            draft.rename(path)
        with path.open(encoding="utf-8") as stream:
            yield from map(str.rstrip, stream)

    def vectors(self) -> npt.NDArray[np.float32]:
        """Return all vectors, in memory."""
        return np.array(self.engine.searcher.semantic.vectors)


class Peer(Protocol):
    """Something that is asked."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        """Build the index, in `work` if it lies on disk."""

    def ask(self, question: str) -> Any:
        """Return the best ten chunks."""


class Whoosh:
    """Whoosh's own searcher over the Whoosh index of the generation itself: BM25F."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        from whoosh import index

        generation = open_generation(chunks.indexes)
        self._searcher = index.open_dir(
            generation.directory / "lexical" / "whoosh", readonly=True
        ).searcher()

    def ask(self, question: str) -> Any:
        from whoosh.query import Or, Term

        terms = content_terms(question)
        query = Or([Term(field, term) for term in terms for field in ("title", "text")])
        return [hit.docnum for hit in self._searcher.search(query, limit=BEST)]


class Fts5:
    """SQLite's full-text index, on disk, with its bm25."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        self._connection = sqlite3.connect(work / "fts5.db", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute(
            "CREATE VIRTUAL TABLE chunks USING fts5(terms, content='', tokenize='unicode61')"
        )
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO chunks(rowid, terms) VALUES (?, ?)", enumerate(chunks.terms())
        )
        self._connection.execute("COMMIT")
        self._connection.execute("INSERT INTO chunks(chunks) VALUES ('optimize')")

    def ask(self, question: str) -> Any:
        query = " OR ".join(f'"{term}"' for term in content_terms(question))
        return self._connection.execute(
            "SELECT rowid FROM chunks WHERE chunks MATCH ? ORDER BY rank LIMIT ?", (query, BEST)
        ).fetchall()


class Bm25s:
    """bm25s, in memory, with the numpy it comes with."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        import bm25s
        from bm25s.tokenization import Tokenized

        vocabulary: dict[str, int] = {}
        ids = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in line.split()]
            for line in chunks.terms()
        ]
        self._bm25 = bm25s.BM25()
        self._bm25.index(Tokenized(ids=ids, vocab=vocabulary), show_progress=False)

    def ask(self, question: str) -> Any:
        found, _ = self._bm25.retrieve(
            [content_terms(question)], k=BEST, show_progress=False, n_threads=0
        )
        return found


class Tantivy:
    """tantivy through its Python bindings, on disk, merged into one segment."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        import tantivy

        folder = work / "tantivy"
        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", stored=False, tokenizer_name="whitespace")
        builder.add_unsigned_field("row", stored=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(256_000_000, 1)
        for row, line in enumerate(chunks.terms()):
            writer.add_document(tantivy.Document(terms=line, row=row))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def ask(self, question: str) -> Any:
        from tantivy import Occur, Query

        terms = [
            (Occur.Should, Query.term_query(self._schema, "terms", term))
            for term in content_terms(question)
        ]
        hits = self._searcher.search(Query.boolean_query(terms), BEST, count=False).hits
        return [self._searcher.doc(address)["row"][0] for _, address in hits]


class BruteForce:
    """One product of NumPy's matrix in memory with the vector, and the ten highest of it."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        self._vectors = chunks.vectors()
        self._encode = chunks.engine.vector

    def ask(self, question: str) -> Any:
        scores = self._vectors @ self._encode(question)
        best = np.argpartition(-scores, BEST)[:BEST]
        return best[np.argsort(-scores[best])]


class FaissFlat:
    """faiss, exact."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        self._index = self._made(chunks.engine.searcher.manifest.dimension)
        vectors = chunks.engine.searcher.semantic.vectors
        for start in range(0, len(vectors), 65_536):
            self._index.add(np.array(vectors[start : start + 65_536]))
        self._encode = chunks.engine.vector

    def ask(self, question: str) -> Any:
        return self._index.search(self._encode(question)[None], BEST)[1][0]

    def _made(self, dimension: int) -> Any:
        import faiss

        return faiss.IndexFlatIP(dimension)


class FaissHnsw(FaissFlat):
    """faiss, a graph of 32 neighbours, of which 64 are followed: not exact."""

    def _made(self, dimension: int) -> Any:
        import faiss

        index = faiss.IndexHNSWFlat(dimension, 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = 64
        return index


class Txtai:
    """txtai, hybrid, otherwise as it comes; it is given our vectors of texts."""

    def __init__(self, chunks: Chunks, work: Path) -> None:
        from txtai import Embeddings

        encoder = chunks.engine.encoder
        self._known: VectorCache | None = VectorCache(chunks.indexes / "vectors.db", encoder)
        self._of_questions = self._encoding(encoder)
        self._embeddings = Embeddings(
            method="external",
            transform=lambda texts: self._vectors(texts),  # it takes a method for a class to make
            hybrid=True,
        )
        count = encoder.count_tokens
        self._embeddings.index(
            (row, with_title(title, text, count))
            for row, (title, text) in enumerate(chunks.texts())
        )
        self._known.close()
        self._known = None

    def ask(self, question: str) -> Any:
        return self._embeddings.search(question, BEST)

    def _encoding(self, encoder: Encoder) -> Callable[[list[str]], npt.NDArray[np.float32]]:
        """Return what encodes questions: the same network, as txtai runs it."""
        from txtai import Embeddings

        network = Embeddings(path=str(encoder._folder))  # type: ignore[attr-defined]
        encode: Callable[[list[str]], npt.NDArray[np.float32]] = network.batchtransform
        return encode

    def _vectors(self, texts: list[str]) -> npt.NDArray[np.float32]:
        if self._known:
            return np.array(self._known.encode(texts)[0])
        return np.asarray(self._of_questions(texts), np.float32)


class TxtaiHelped(Txtai):
    """txtai with questions encoded by our export, which is quicker than what its user gets."""

    def _encoding(self, encoder: Encoder) -> Callable[[list[str]], npt.NDArray[np.float32]]:
        return lambda texts: np.array([encoder.encode_question(text) for text in texts])


@dataclass(frozen=True, slots=True)
class Contest:
    """A peer, the part of nksearch it is compared with, its packages, and the most chunks.

    `rounds` is how often each question is asked.
    """

    name: str
    make: Callable[[Chunks, Path], Peer]
    leg: Leg
    packages: tuple[str, ...]
    most: int
    rounds: int = 3


MILLIONS = 10_000_000
CONTESTS = (
    Contest("Whoosh", Whoosh, "words", ("whoosh",), 200_000),
    Contest("SQLite FTS5", Fts5, "words", (), MILLIONS, rounds=1),
    Contest("bm25s", Bm25s, "words", ("bm25s",), 2_000_000),
    Contest("tantivy", Tantivy, "words", ("tantivy",), MILLIONS),
    Contest("NumPy product", BruteForce, "meaning", (), 2_000_000),
    Contest("faiss flat", FaissFlat, "meaning", ("faiss",), 2_000_000),
    Contest("faiss HNSW", FaissHnsw, "meaning", ("faiss",), 200_000),
    Contest("txtai hybrid", Txtai, "search", ("txtai",), 200_000),
    Contest("txtai helped", TxtaiHelped, "search", ("txtai",), 200_000),
)
