"""Quotes against the store, over texts that are hard to count in."""

import json
import random
import unicodedata
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.citations import page_at
from nksearch.datamodels import Article
from nksearch.formatting import answer_to_json, answer_to_text
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.request import Request
from nksearch.store import Store

from .conftest import WordEncoder

ENGLISH = (
    "A flood hit {place} in {year}. Soldiers rescued {number} people by boat, the agency said.",
    "“The market in {place} was closed,” Mr. Pak said. “Nobody sold {number} phones there!”",
    "The co\u00adopera\u00adtive of {place} sent {number} tractors 🚜🇰🇵 to the border.",
    "Café owners of {place} visited the naïve façade of the museum in {year}... {number} came.",
)
KOREAN = (
    "{place}에서 {year}년에 홍수가 났다. 주민 {number}명이 대피했다고 통신이 전했다.",
    "{place} 장마당에서 손전화기 {number}대가 팔렸다.소식통은 {year}년의 일이라고 말했다.",
    "“미사일 {number}발이 {place}에서 발사됐다”고 한다. 👩‍👩‍👧‍👦 국경은 {year}년에 닫혔다.",
)
PLACES = ("Sinuiju", "Hyesan", "신의주", "혜산", "Kanggye", "강계", "Chŏngjin", "Wŏnsan")
WORDS = (
    *"flood market phones border missile visit tractors museum soldiers people rescued".split(),
    *"홍수 장마당 손전화기 미사일 국경 주민 통신 대피 closed cooperative façade".split(),
)


def hard_text(rng: random.Random) -> str:
    """Return a text of some paragraphs, decomposed or composed, with line ends of some system."""
    sentences = [
        rng.choice(ENGLISH + KOREAN).format(
            place=rng.choice(PLACES), year=rng.randint(1995, 2025), number=rng.randint(2, 9999)
        )
        for _ in range(rng.randint(2, 9))
    ]
    glue = rng.choice(["\r\n", "\n\n", "\r", " ", " \t\n", "\u2028", "\n\n\n\n"])
    return unicodedata.normalize(rng.choice(["NFC", "NFD"]), glue.join(sentences))


@pytest.mark.slow
def test_of_a_thousand_questions_every_quote_is_the_stored_text(
    tmp_path: Path, indexes: Path, store: Store
) -> None:
    rng = random.Random(1948)  # noqa: S311 (not for secrets)
    rows = [{"title": f"제목 {number}", "text": hard_text(rng)} for number in range(200)]
    dump = tmp_path / "dump.jsonl"
    dump.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert ingest([dump], store).added > 190
    rebuild(indexes, store, WordEncoder())
    archive = Archive(indexes, WordEncoder())
    quoted = decomposed = 0
    for _ in range(1000):
        asked = rng.sample(WORDS, rng.randint(1, 4)) + rng.sample(PLACES, 1)
        question = unicodedata.normalize(rng.choice(["NFC", "NFD"]), " ".join(asked))
        answer = archive.ask(Request(question=question, k=3))
        for each in answer.citations:
            text = store.get(each.article_id, each.revision).text
            assert text[each.start : each.end] == each.quote
            quoted += 1
            decomposed += "\r" in each.quote or not unicodedata.is_normalized("NFC", each.quote)
    assert (quoted > 1000, decomposed) == (True, 0)


def test_a_citation_of_a_document_says_its_page(
    indexes: Path, store: Store, encoder: WordEncoder
) -> None:
    text = "The market of Sinuiju was open.\n\nA flood hit Hyesan in May."
    document = Article(title="Report", text=text, language="en", page_starts=(0, 33, 33))
    with store.transaction():
        store.put(document, touched=set())
    rebuild(indexes, store, encoder)
    answer = Archive(indexes, encoder).ask(Request(question="What hit Hyesan?"))
    assert [(each.quote, each.page) for each in answer.quoted] == [
        ("A flood hit Hyesan in May.", 3)
    ]
    assert "A flood hit Hyesan in May. [1] (p. 3)" in answer_to_text(answer, width=80)
    assert answer_to_json(answer)["citations"][0]["page"] == 3


def test_pages_are_told_by_where_they_begin() -> None:
    article = Article(title="T", text="One two three", page_starts=(0, 4, 4, 8))
    assert [page_at(article, at) for at in (0, 3, 4, 7, 8, 12)] == [1, 1, 3, 3, 4, 4]
    assert page_at(Article(title="T", text="One"), 0) is None
