"""Texts to build corpora of: those of a folder, or generated ones; repeats of them, varied."""

import random
import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from nksearch.analysis import content
from nksearch.chunking import chunk
from nksearch.datamodels import Article, Chunk, StoredArticle
from nksearch.evaluation.collection import file_of, read_objects
from nksearch.ingest import ingest
from nksearch.models.encoder import Encoder
from nksearch.store import Store
from nksearch.text import sentence_spans

VARIED = 0.2  # share of the words of a repeat that are others than in its source

_VOCABULARY = 40_000  # words of generated texts
_SENTENCES = (15, 60)  # of a generated article
_WORDS = (6, 30)  # of a generated sentence
_WORD = re.compile(r"(?<!\w)[a-z]{3,}(?!\w)")
_ONSETS = "b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w y z".split()
_RHYMES = "a ack ain al an ar e ead el en er est i ick in ing is o old on or ound u un us".split()


def of_folder(folder: Path) -> list[StoredArticle]:
    """Return the articles of a folder's corpus.jsonl as `ingest` makes them, in order of id.

    Raises:
        UsageError: there is no such file.
    """
    with (
        TemporaryDirectory(prefix="nksearch-speed-") as work,
        Store(Path(work, "articles.db")) as store,
    ):
        ingest([file_of(folder, "corpus.jsonl")], store)
        return list(store.articles())


def generated(seed: int) -> Iterator[StoredArticle]:
    """Yield articles without end, whose words are as rare as Zipf's law has it."""
    known = _words(seed)
    sums = list(accumulate(1 / rank for rank in range(1, len(known) + 1)))

    def sentence(rng: random.Random, length: int) -> str:
        drawn = [known[bisect(sums, rng.random() * sums[-1])] for _ in range(length)]
        return " ".join(drawn).capitalize()

    for number in count():
        rng = random.Random(f"{seed} article {number}")  # noqa: S311 (the same texts every time)
        lengths = [rng.randint(*_WORDS) for _ in range(rng.randint(*_SENTENCES))]
        text = " ".join(f"{sentence(rng, length)}." for length in lengths)
        yield stored(Article(title=sentence(rng, 7), text=text, language="en"))


@cache
def _words(seed: int) -> list[str]:
    """Return words made of syllables, the frequent ones first."""
    rng = random.Random(f"{seed} words")  # noqa: S311
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        parts = rng.choices((1, 2, 3), (2, 5, 3))[0]
        words.setdefault("".join(rng.choice(_ONSETS) + rng.choice(_RHYMES) for _ in range(parts)))
    return list(words)


def stored(article: Article) -> StoredArticle:
    """Return an article as chunking wants it, before any store has it."""
    names = ("title", "text", "published", "source", "language", "topic", "external_id")
    values = {name: getattr(article, name) for name in names}
    return StoredArticle(**values, article_id="", revision=1, ingested="")


class Corpus:
    """Articles with exactly `size` chunks: sources, then their varied repeats.

    The sources are the first of `articles` that together have `real` chunks. A repeat has other
    words of the sources, as many tokens long, where `VARIED` of its own stood, so that it has as
    many sentences and chunks as its source.
    """

    def __init__(
        self, articles: Iterator[StoredArticle], encoder: Encoder, *, real: int, seed: int
    ) -> None:
        self._count, self._window = encoder.count_tokens, encoder.max_tokens
        self._seed = seed
        self.sources: list[StoredArticle] = []
        chunks = 0
        for article in articles:
            own = len(self.chunks(article))
            if own:
                self.sources.append(article)
                chunks += own
            if chunks >= real:
                break
        self._words: dict[int, list[str]] = {}
        self._tokens: dict[str, int] = {}
        self._learn_words()

    def chunks(self, article: StoredArticle) -> list[Chunk]:
        """Return the chunks of an article as a rebuild makes them."""
        return chunk(article, count_tokens=self._count, max_tokens=self._window)

    def articles(self, size: int) -> Iterator[tuple[int, StoredArticle, list[Chunk]]]:
        """Yield (number of the source, article, its chunks) until there are `size` chunks."""
        left, seen = size, set[str]()
        for turn in count():
            before = left
            for number, source in enumerate(self.sources):
                article = self._placed(source, turn, number)
                chunks = self.chunks(article)
                if len(chunks) > left:
                    article, chunks = self._cut(article, left)
                if chunks and article.text not in seen:
                    seen.add(article.text)
                    left -= len(chunks)
                    yield number, article, chunks
                if not left:
                    return
            if left == before:
                raise ValueError("These texts have no words that could be varied.")

    def sample(self, count: int) -> Iterator[tuple[StoredArticle, StoredArticle]]:
        """Yield some sources, each with its first repeat."""
        for number, source in enumerate(self.sources[:count]):
            yield source, self._placed(source, 1, number)

    def _placed(self, source: StoredArticle, turn: int, number: int) -> StoredArticle:
        rng = random.Random(f"{self._seed} {turn} {number}")  # noqa: S311
        address = f"https://example.org/{self._seed}/{turn}/{number}"
        day = f"{rng.randint(2000, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        placed = replace(
            source, address=address, url=address, published=source.published or day, raw=b""
        )
        if not turn:
            return placed
        title, text = (self._varied(each, rng) for each in (source.title, source.text))
        return replace(placed, title=title, text=text, external_id=None)

    def _varied(self, text: str, rng: random.Random) -> str:
        def other(match: re.Match[str]) -> str:
            word = match[0]
            if rng.random() >= VARIED or word not in self._tokens:
                return word
            return rng.choice(self._words[self._tokens[word]])

        return _WORD.sub(other, text)

    def _cut(self, article: StoredArticle, wanted: int) -> tuple[StoredArticle, list[Chunk]]:
        """Return the longest beginning of an article that has this many chunks, or no chunks."""
        ends = [match.end() for match in re.finditer(r"\S+", article.text)]

        def size(end: int) -> int:
            return len(self.chunks(replace(article, text=article.text[:end])))

        fitting = ends[: bisect(ends, wanted, key=size)]
        if fitting and size(fitting[-1]) == wanted:
            shorter = replace(article, text=article.text[: fitting[-1]])
            return shorter, self.chunks(shorter)
        return article, []

    def _learn_words(self) -> None:
        """Keep the running words by their number of tokens, frequent ones as often as they are."""
        running = [word for each in self.sources for word in _WORD.findall(each.text)]
        distinct = sorted(set(running))
        self._tokens = dict(zip(distinct, self._count(distinct), strict=True)) if distinct else {}
        for word in running:
            self._words.setdefault(self._tokens[word], []).append(word)


def whole_questions(
    folder: Path | None, sources: Sequence[StoredArticle], number: int, seed: int
) -> list[str]:
    """Return the questions of the folder's queries.jsonl, or else parts of sentences as such."""
    if folder and any((folder / name).is_file() for name in ("queries.jsonl", "queries.jsonl.gz")):
        asked = [
            str(values["text"]) for _, values in read_objects(file_of(folder, "queries.jsonl"))
        ]
        return asked[:number]
    return _made(sources, number, seed, lambda sentence, _: " ".join(sentence.split()[:12]) + "?")


def six_terms(sources: Sequence[StoredArticle], number: int, seed: int) -> list[str]:
    """Return questions of six words that carry meaning and stand in one sentence."""

    def six(sentence: str, rng: random.Random) -> str | None:
        words = {term.text: sentence[term.start : term.end] for term in content(sentence)}
        chosen = rng.sample(sorted(words), 6) if len(words) >= 6 else []
        return " ".join(words[term] for term in chosen) or None

    return _made(sources, number, seed, six)


def _made(
    sources: Sequence[StoredArticle],
    number: int,
    seed: int,
    make: Callable[[str, random.Random], str | None],
) -> list[str]:
    rng = random.Random(f"{seed} questions")  # noqa: S311
    chosen = rng.sample(sources, min(number, len(sources)))
    pool = [each.text[start:end] for each in chosen for start, end in sentence_spans(each.text)]
    rng.shuffle(pool)
    made = (make(sentence, rng) for sentence in pool)
    return list(islice(dict.fromkeys(each for each in made if each and len(each) < 500), number))
