import gzip
import json
import re

import pytest

from nksearch.datamodels import Article
from nksearch.readers import read
from nksearch.repair import repair
from nksearch.text import normalise

from .conftest import SHARED

shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared collections in {SHARED}")

GLUED = {
    "The respected ComradeKim Jong Un": "The respected Comrade Kim Jong Un",
    "the statues ofKim Il SungandKim Jong Il.": "the statues of Kim Il Sung and Kim Jong Il.",
    "Kim Jong Unvisited": "Kim Jong Un visited",
    "atKim Il SungSquare": "at Kim Il Sung Square",
    "theKim Il Sung-Kim Jong IlFoundation": "the Kim Il Sung-Kim Jong Il Foundation",
    "At the meeting,Kim Jong Un said": "At the meeting, Kim Jong Un said",
    "in Juche 113 (2024),Kim Jong Unwas": "in Juche 113 (2024), Kim Jong Un was",
}
CLEAN = (
    "Kim Jong Un's sister spoke; Kim Jong Un, 40, did not. (Kim Il Sung died in 1994.)",
    "Books on Kim Jong Unism, Kim Il Sungists and the “Kim Jong Il” flower.",
    "McCune and YouTube, kWh and iPhone, DeSantis and KCNA stay as they are.",
    "김정은 동지께서 회령시를 찾으시였다. Kim Jong-un visited Hoeryong.",
    "It was Kim Jong Ung, a farmer, who met Kim Jong Una.",
    "A 👨‍👩‍👧 family, ½ fish, œuvre and Æsop.",
    # Quotes are the publisher's, also where one is straight and one is curly.
    "“We saw it\" and \"we did not,” they said; ``so'' is 'this' and ‘that’, „und das“, « cela ».",
)


@pytest.mark.parametrize("glued", GLUED)
def test_words_glued_to_names_come_apart(glued):
    assert repair(glued) == GLUED[glued]


@pytest.mark.parametrize("clean", CLEAN)
def test_clean_text_stays_byte_for_byte(clean):
    assert repair(clean) == clean


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the in\u00adter\u00adKo\u00adrean talks", "the interKorean talks"),
        ("the \ufb01rst o\ufb03cer \ufb02ed the sta\ufb00", "the first officer fled the staff"),
        ("Sinu\u200biju \u2060town", "Sinuiju town"),
        ("\u202erailed\u202c, \u2067liar\u2069 and \u200fliar", "railed, liar and liar"),
    ],
)
def test_marks_of_typesetting_are_dropped(before, after):
    assert repair(before) == after


@pytest.mark.parametrize("text", [*GLUED, *CLEAN])
def test_what_is_repaired_needs_no_second_repair(text):
    assert repair(repair(text)) == repair(text)


def test_the_bytes_that_were_read_stay(tmp_path):
    raw = b'{"title": "ComradeKim Jong Un", "text": "It was\xc2\xad ComradeKim Jong Un."}'
    (tmp_path / "a.json").write_bytes(raw)
    (article,) = read(tmp_path / "a.json")
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Comrade Kim Jong Un", "It was Comrade Kim Jong Un.")
    assert article.raw == raw


@shared
def test_no_join_is_left_in_the_scraped_dump_and_the_rest_is_untouched():
    path = SHARED / "eval" / "kcna" / "raw" / "headlines.json"
    rows = [row["story_text"] for row in json.loads(path.read_bytes()) if row["story_text"]]
    joined = re.compile(r"\wKim (?:Il|Jong)\b|Kim (?:Il Sung|Jong (?:Il|Un))[^\W_]|,Kim ")
    repaired = [row.text for row in read(path) if isinstance(row, Article)]
    assert [text for text in repaired if joined.search(text)] == []
    clean = [text for text in map(normalise, rows) if text and not joined.search(text)]
    assert len(clean) > 600
    assert set(clean) <= set(repaired)


@shared
@pytest.mark.parametrize("name", ["realtimeqa", "clapnq", "mtragun", "xquad", "korquad", "time"])
def test_other_collections_lose_only_marks_that_no_reader_sees(name):
    (path,) = (SHARED / "eval" / name).glob("corpus.jsonl*")
    opened = gzip.open if path.suffix == ".gz" else open
    marks = re.compile("[\u00ad\ufb00-\ufb06\u200b\u2060\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    with opened(path, "rt") as lines:
        for text in (json.loads(line)["text"] for line in lines):
            assert repair(text) == text or marks.search(text)
