import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.text import (
    hangul_share,
    normalise,
    one_line,
    paragraph_spans,
    sentence_before,
    sentence_spans,
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Another thing!", ["One thing.", "Another thing!"]),
        ("Mr. Kim met Gen. Pak on Aug. 15.", ["Mr. Kim met Gen. Pak on Aug. 15."]),
        ("The U.S. Army left the U.S. He flew.", ["The U.S. Army left the U.S.", "He flew."]),
        ("J. R. Ri came at 3.5 p.m. on Sunday.", ["J. R. Ri came at 3.5 p.m. on Sunday."]),
        ("No. 39 is an office. He said no. Five left.",
         ["No. 39 is an office.", "He said no.", "Five left."]),
        ("“Go.” He left. “What?” he asked.", ["“Go.”", "He left.", "“What?” he asked."]),
        ('He said "no." Then "yes." came.', ['He said "no."', 'Then "yes." came.']),
        ("He stopped. \"Next one,\" he said.", ["He stopped.", '"Next one," he said.']),
        ("word one . Next two .", ["word one .", "Next two ."]),
        ("So enemies.” .", ["So enemies.” ."]),
        ("and so on ... and more.", ["and so on ... and more."]),
        ("1. Introduction is here. More.", ["1. Introduction is here.", "More."]),
        ("김정은이 말했다.그는 갔다. 언제인가?", ["김정은이 말했다.", "그는 갔다.", "언제인가?"]),
        ('"우리는 간다."고 말했다. 끝.', ['"우리는 간다."고 말했다.', "끝."]),
        ("다리는 2020. 5. 5. 열렸다. 끝.", ["다리는 2020. 5. 5. 열렸다.", "끝."]),
        ("It opened 2020. 5. 5. Next.", ["It opened 2020. 5. 5.", "Next."]),
        ("It opened in 2020. 5 came.", ["It opened in 2020.", "5 came."]),
        ("日本。中国！", ["日本。", "中国！"]),
        ("A wrapped line that\ngoes on. New", ["A wrapped line that\ngoes on.", "New"]),
        ("A heading\nA paragraph.\n\nAnother", ["A heading", "A paragraph.", "Another"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet=st.sampled_from("ab A.B!?\"”'“ \n다요.。…U.S1,가"), max_size=60))
def test_sentences_hold_every_character_but_white_space_once_and_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@given(st.text(max_size=80))
def test_sentences_lie_within_paragraphs_and_have_no_white_space_around_them(text: str) -> None:
    paragraphs = paragraph_spans(text)
    for start, end in sentence_spans(text):
        assert any(left <= start and end <= right for left, right in paragraphs)
        assert text[start:end] == text[start:end].strip()


def test_normalised_text_has_composed_hangul_line_feeds_and_no_control_characters() -> None:
    decomposed = unicodedata.normalize("NFD", "평양")
    text = f"\ufeff{decomposed}\r\nnext\x00 line \x1b[31m  \r\n\r\n\r\n\r\nend\ud800"
    assert normalise(text) == "평양\nnext line [31m\n\nend"


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_one_line_folds_white_space() -> None:
    assert one_line(" a\n\tb\u00a0 c ") == "a b c"


@pytest.mark.parametrize(("text", "share"), [("평양", 1.0), ("ab 평양", 0.5), ("12 .", 0.0)])
def test_hangul_share_counts_letters_only(text: str, share: float) -> None:
    assert hangul_share(text) == share


@pytest.mark.parametrize("text", ["A" + "." * 100_000 + "x", "." * 100_000, '."' * 50_000 + "x"])
def test_endless_stops_do_not_stop_the_program(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentence_spans(text)) == text


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("", ""),
        ("One thing. Another. ", "Another. "),
        ("One thing.\n\n", "One thing.\n\n"),
        ("word " * 400 + "end. ", ""),
        ("word " * 400 + "end. Another. ", "Another. "),
    ],
)
def test_the_sentence_before_is_given_where_it_is_whole(text: str, before: str) -> None:
    assert before == sentence_before(f"{text}Next.", len(text))
