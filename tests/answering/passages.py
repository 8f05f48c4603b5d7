"""Passages and answers that can be followed by hand."""

import numpy as np

from nksearch.answering import answer
from nksearch.answering.evidence import Question, Sentence, sentences_of, take_apart
from nksearch.datamodels import Answer, Evidence, Found, Note, Passage


def passage(
    text: str, *, title: str = "", rank: int = 1, date: str | None = None, lexical: float = 0.8
) -> Passage:
    """A passage of an article of its own, from its hundredth character on."""
    return Passage(
        rank=rank,
        chunk_id=f"{rank:016x}.1:100-{100 + len(text)}",
        article_id=f"{rank:016x}",
        revision=1,
        start=100,
        end=100 + len(text),
        text=text,
        title=title,
        date=date,
        source=None,
        url=None,
        language="en",
        translated_by=None,
        score=1.0,
        evidence=Evidence(lexical=lexical, lexical_rank=rank, semantic=None, semantic_rank=None),
    )


def found(*texts: str, notes: tuple[Note, ...] = ()) -> Found:
    """Each text as a passage."""
    return Found(tuple(passage(text, rank=rank) for rank, text in enumerate(texts, 1)), notes)


def weight_in(*texts: str):
    """Every word of the texts weighs 1, an unknown one 2."""
    known = " ".join(texts).lower()
    return lambda term: 1.0 if term and term in known else 2.0


def by_words(question: str, *texts: str, threshold: float | None = None) -> Answer:
    """Answer without an encoder."""
    return answer(
        question,
        found(*texts),
        weight=weight_in(*texts),
        similarity=lambda _: None,
        threshold=threshold,
    )


def sentences(question: str, *texts: str) -> tuple[Question, list[Sentence]]:
    """The sentences of the texts with their evidence, without an encoder."""
    asked = take_apart(question, weight_in(*texts))
    return asked, sentences_of(asked, found(*texts).passages, lambda _: None)


def quotes(answered: Answer) -> list[str]:
    return [citation.quote for citation in answered.quoted]


def cosines(*values: float):
    return lambda _: np.array(values, np.float32)
