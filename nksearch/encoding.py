"""Encoding: the vectors of new chunks and of those taken over, in the order of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from nksearch.chunking import title_in_window, with_title
from nksearch.datamodels import Chunk
from nksearch.models.cache import VectorCache
from nksearch.models.encoder import Encoder, Vectors
from nksearch.semantic import SemanticIndex, SemanticWriter
from nksearch.text import sentence_spans

_BLOCK = 512  # chunks that wait to be encoded together


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows of the index of an earlier build."""

    before: SemanticIndex
    rows: range


class BlockEncoder:
    """Encodes chunks in blocks and has the semantic index written."""

    def __init__(self, encoder: Encoder, cache: VectorCache, writer: SemanticWriter) -> None:
        self._encoder = encoder
        self._cache = cache
        self._writer = writer
        self._block: list[Sequence[Chunk] | Taken] = []
        self._waiting = 0
        self.encoded = 0  # chunks

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Append the chunks of an article."""
        self._block.append(chunks)
        self._waiting += len(chunks)
        if self._waiting >= _BLOCK:
            self._write()

    def take(self, before: SemanticIndex, rows: range) -> None:
        """Append rows of the index of an earlier build."""
        last = self._block[-1] if self._block else None
        if isinstance(last, Taken) and last.rows.stop == rows.start:
            self._block[-1] = Taken(before, range(last.rows.start, rows.stop))
        else:
            self._block.append(Taken(before, rows))

    def finish(self) -> None:
        """Write everything to disk."""
        self._write()
        self._writer.close()

    def close(self) -> None:
        """Release the files, also when the index was not finished."""
        self._cache.close()
        self._writer.close()

    def _write(self) -> None:
        new = [chunk for part in self._block if not isinstance(part, Taken) for chunk in part]
        count = self._encoder.count_tokens
        titles = {title: title_in_window(title, count) for title in {chunk.title for chunk in new}}
        texts = [with_title(titles[chunk.title], chunk.text, count) for chunk in new]
        of_chunks, encoded = self._cache.encode(texts)
        self.encoded += encoded
        sentences = self._sentences(new)
        for part in self._block:
            if isinstance(part, Taken):
                self._writer.take(part.before, part.rows)
                continue
            self._writer.add_article(of_chunks[: len(part)])
            of_chunks = of_chunks[len(part) :]
            for start in range(0, len(part), _BLOCK):
                vectors = list(islice(sentences, min(_BLOCK, len(part) - start)))
                self._writer.add_sentences(list(map(len, vectors)), np.concatenate(vectors))
        self._block.clear()
        self._waiting = 0

    def _sentences(self, chunks: Sequence[Chunk]) -> Iterator[Vectors]:
        """Yield the vectors of the sentences of each chunk; a long article has very many."""
        for start in range(0, len(chunks), _BLOCK):
            texts = [_sentences(chunk.text) for chunk in chunks[start : start + _BLOCK]]
            vectors, _ = self._cache.encode([text for each in texts for text in each])
            yield from np.split(vectors, np.cumsum([len(each) for each in texts[:-1]]))


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]
