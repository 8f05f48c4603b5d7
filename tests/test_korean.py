"""Common Korean questions find their sentences, however they are spaced, inflected and spelled."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from nksearch_web import create_app

from nksearch.archive import Archive
from nksearch.cli import main
from nksearch.datamodels import Article
from nksearch.indexing import rebuild
from nksearch.request import parse_request
from nksearch.store import Store

from .conftest import WordEncoder

# What Korean papers of both sides print, and how it is asked for.
SENTENCES = {
    "핵시험을 단행하였다.": ["핵", "핵 시험", "핵시험은", "핵은"],
    "김정은동지께서 공장을 현지지도하시였다.": [
        "김정은",
        "김 정은",
        "김정은이",
        "김정은의 현지지도",
    ],
    "로동신문은 사설을 실었다.": ["로동신문", "노동신문", "로동 신문", "노동신문이"],
    "녀성동맹 일군들이 모였다.": ["녀성", "여성", "여성동맹", "녀성은"],
    "리설주녀사가 참석하였다.": ["리설주", "이설주", "리설주는", "Ri Sol Ju"],
    "량강도 혜산시에 눈이 내렸다.": ["혜산", "혜산시", "양강도", "량강도에서", "Hyesan"],
}
OTHERS = ("날씨가 맑겠다.", "쌀값이 올랐다.", "학생들이 노래를 불렀다.")
QUESTIONS = [(form, text) for text, forms in SENTENCES.items() for form in forms]
Ask = Callable[[str], str]


@pytest.fixture
def archive(store: Store, indexes: Path, encoder: WordEncoder) -> Archive:
    with store.transaction():
        for text in (*SENTENCES, *OTHERS):
            store.put(Article(title="", text=text, language="ko", raw=text.encode()), touched=set())
    rebuild(indexes, store, encoder)
    return Archive(indexes, encoder)


def in_the_archive(archive: Archive, question: str) -> str:
    return archive.ask(parse_request({"question": question})).passages[0].text


def in_the_shell(archive: Archive, question: str) -> str:
    found = CliRunner().invoke(
        main, ["--indexes", str(archive.indexes), "query", question, "--json"]
    )
    return str(json.loads(found.stdout)["passages"][0]["text"])


def in_a_batch(archive: Archive, question: str) -> str:
    found = CliRunner().invoke(
        main, ["--indexes", str(archive.indexes), "query", "-"], input=question
    )
    return str(json.loads(found.stdout)["passages"][0]["text"])


def in_the_api(archive: Archive, question: str) -> str:
    found = create_app(archive).test_client().get("/api/query", query_string={"question": question})
    return str(found.get_json()["passages"][0]["text"])


def on_the_page(archive: Archive, question: str) -> str:
    page = create_app(archive).test_client().get("/", query_string={"question": question}).text
    return min(SENTENCES, key=lambda text: page.find(text[-9:]) % 10**9)


@pytest.mark.parametrize("ask", [in_the_archive, in_the_shell, in_a_batch, in_the_api, on_the_page])
def test_korean_questions_find_their_sentence(
    archive: Archive, ask: Callable[[Archive, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.archive.load_encoder", lambda *_, **__: WordEncoder())
    assert {form: ask(archive, form) for form, _ in QUESTIONS} == dict(QUESTIONS)
