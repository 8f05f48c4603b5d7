"""Phrases against what can be read in the texts themselves."""

import numpy as np
import pytest

from nksearch.datamodels import Chunk
from nksearch.phrases import PhraseIndex, PhraseWriter

WORDS = "of the flood river of the of dam".split()


def chunk(number: int, title: str, text: str) -> Chunk:
    return Chunk(
        article_id=f"a{number}", revision=1, start=0, end=len(text), title=title, text=text
    )


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    def some(count: int, first: int) -> str:
        return " ".join(WORDS[(first * first + n * first // 3) % len(WORDS)] for n in range(count))

    return [(some(3, n), some(12, 2 * n + 1)) for n in range(300)]


@pytest.fixture(scope="module")
def phrases(tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]) -> PhraseIndex:
    """Return an index of two segments."""
    old, new = (
        tmp_path_factory.mktemp(name, numbered=False) / "lexical" for name in ("old", "new")
    )
    for place, before, size in ((old, None, 250), (new, old, len(texts))):
        place.mkdir()
        writer = PhraseWriter(place, before)
        if before:
            writer.take(range(250))
        writer.add(chunk(n, *texts[n]) for n in range(250 if before else 0, size))
        writer.finish()
    return PhraseIndex(new, rows=len(texts))


@pytest.mark.parametrize(
    "phrase", ["the", "of the", "flood river", "of the of the", "the of the", "of of", "dam dam"]
)
def test_rows_with_a_phrase_are_those_whose_text_has_it(phrases, texts, phrase):
    def has(text: str) -> bool:
        return f" {phrase} " in f" {text} "

    expected = [n for n, parts in enumerate(texts) if any(map(has, parts))]
    titled = [n for n, (title, _) in enumerate(texts) if has(title)]
    assert sorted(phrases.rows_with(phrase.split()).tolist()) == expected
    assert sorted(phrases.rows_with(phrase.split(), title=True).tolist()) == titled
    among = np.arange(0, 300, 7, dtype=np.uint32)
    found = phrases.rows_with(phrase.split(), among=among).tolist()
    assert sorted(found) == [n for n in expected if n % 7 == 0]


def test_words_that_are_nowhere_are_in_no_row(phrases):
    for words in (["flood", "xyzzy"], ["xyzzy"], []):
        assert phrases.rows_with(words).tolist() == []
