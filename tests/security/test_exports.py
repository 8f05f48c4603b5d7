"""Hostile titles, sources and addresses in every file that other programs read."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date

import feedparser
import pytest
from lxml import etree
from nksearch_web import create_app

from nksearch.archive import Archive
from nksearch.datamodels import Article
from nksearch.indexing import rebuild
from nksearch.references import FORMATS
from nksearch.request import parse_request
from nksearch.store import Store
from nksearch.text import STEERING

from ..conftest import WordEncoder

pytestmark = pytest.mark.security

COMMAND = "cmd|'/C calc'!A0"
BEGINNINGS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "＝",
    "＋",
    "－",
    "＠",
    "\u202e=",
    "\ufeff=",
]
BEGINNINGS += ["\x1b=", "\x00+", "\u2028@", "\u00a0-", '"=', "'=", ";=", ",="]
MARKUP = [
    "</title><script>alert(1)</script>]]>",
    "\x00\x0b\ufffe\uffff\ud800 & <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]> &e;",
    "}},\n@misc{other, title = {x}}",
    "\\input{/etc/passwd} \\write18{id} $x$ %",
    "ER  - \r\nTY  - NEWS\r\nTI  - other",
    "](javascript:alert(1)) ![x](http://evil.example/x.png) [^1]: <img src=x onerror=alert(1)>",
    '", "URL": "http://evil.example", "x": "',
    "# Title\n\n---\n| a | b |\n`code` <http://evil.example>",
    'a"; filename=evil.exe\r\nSet-Cookie: a=b',
]
TEXTS = [*(f"{each}{COMMAND}" for each in BEGINNINGS), *MARKUP]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    indexes = tmp_path_factory.mktemp("exports")
    with Store(indexes / "articles.db") as store:
        with store.transaction():
            for number, text in enumerate(TEXTS):
                sound = text.encode(errors="ignore").decode()
                names = ("title", "source", "topic", "url", "translated_by")
                article = Article(
                    text=f"Flood {sound} hit town {number}. Soldiers {sound} came {number} times.",
                    published="2024-05-01",
                    language="en",
                    address=f"file:///{number}",
                    **dict.fromkeys(names, sound),
                )
                store.put(article, touched=set())
        rebuild(indexes, store, WordEncoder())
    return Archive(indexes, WordEncoder())


def test_hostile_text_stays_text_in_every_export(
    archive: Archive, record_property: Callable[[str, object], None]
) -> None:
    client = create_app(archive).test_client()
    cells = 0
    for number in range(len(TEXTS)):
        question = f"How many times came soldiers to town {number}?"
        answer = archive.ask(parse_request({"question": question, "all": "on"}))
        for name, form in FORMATS.items():
            path = f"/citations/{name}"
            response = client.get(path, query_string={"question": question, "all": "on"})
            named = response.headers["Content-Disposition"]
            assert named == f"attachment; filename=nksearch-citations.{form.suffix}"
            written = form.write(answer, date(2024, 11, 24))
            assert STEERING.sub("", written.replace("\r\n", "\n")) == written.replace("\r\n", "\n")
        cells += _checked_cells(FORMATS["csv"].write(answer, date(2024, 11, 24)))
        entries = FORMATS["bibtex"].write(answer, date(2024, 11, 24))
        assert len(re.findall(r"(?m)^@", entries)) == len(answer.citations)
        records = FORMATS["ris"].write(answer, date(2024, 11, 24))
        assert len(re.findall(r"(?m)^TY  - ", records)) == len(answer.citations)
        items = json.loads(FORMATS["csl-json"].write(answer, date(2024, 11, 24)))
        assert all(not each.get("URL") for each in items)
    cells += _checked_cells(client.get("/search.csv").data.decode("utf-8-sig"))
    record_property("kind", "terminal and exports")
    record_property("payloads", len(TEXTS))
    record_property("cells", cells)


def _checked_cells(table: str) -> int:
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert len({len(row) for row in rows}) == 1
    texts = [cell for row in rows[1:] for cell in row if not re.fullmatch(r"-?[\d.]+", cell)]
    assert [each for each in texts if re.match(r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n]", each)] == []
    return len(texts)


def test_a_feed_of_hostile_articles_is_sound(archive: Archive) -> None:
    client = create_app(archive).test_client()
    for text in ("", *TEXTS):
        query = text.encode(errors="ignore").decode()
        response = client.get("/search.atom", query_string={"query": query})
        if response.status_code == 400:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = etree.fromstring(response.data, parser)
        assert tree.getroottree().docinfo.doctype == ""
        assert {each.tag.partition("}")[0] for each in tree.iter()} == {
            "{http://www.w3.org/2005/Atom"
        }
        feed = feedparser.parse(response.data)
        assert not feed.bozo
        links = [link.href for entry in feed.entries for link in entry.links]
        assert all(link.startswith("http://localhost/articles/") for link in links)


def test_search_results_as_json_are_json(archive: Archive) -> None:
    client = create_app(archive).test_client()
    for path in ("/search.json", "/api/search"):
        assert json.loads(client.get(path).data)["total"] > 0
