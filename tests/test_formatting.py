from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.archive import Archive
from nksearch.datamodels import Excerpt
from nksearch.formatting import (
    answer_to_json,
    answer_to_text,
    brief_line,
    marked,
)
from nksearch.request import Request


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("abcdef", False)]),
        ([(1, 3)], [("a", False), ("bc", True), ("def", False)]),
        ([(4, 6), (0, 2)], [("ab", True), ("cd", False), ("ef", True)]),
        ([(0, 4), (2, 6)], [("abcd", True), ("ef", True)]),
        ([(5, 99)], [("abcde", False), ("f", True)]),
    ],
)
def test_marked_cuts_text_at_its_quotes(
    spans: list[tuple[int, int]], expected: list[tuple[str, bool]]
) -> None:
    assert marked("abcdef", spans) == expected


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_marked_segments_are_the_whole_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(segment for segment, _ in marked(text, spans)) == text


def test_the_json_of_an_answer_has_the_names_of_the_contract(archive: Archive) -> None:
    found = answer_to_json(archive.ask(Request(question="When did the flood hit Sinuiju?")))
    names = ["question", "answer", "abstained", "reason", "support", "differing", "notes"]
    assert list(found) == [*names, "citations", "passages"]
    both = {"chunk_id", "article_id", "start", "end", "title", "date", "source", "url"}
    assert both | {"marker", "quote"} <= found["citations"][0].keys()
    assert both | {"rank", "text", "language", "score"} <= found["passages"][0].keys()


def test_an_answer_on_a_terminal_has_markers_and_passages(archive: Archive) -> None:
    text = answer_to_text(
        archive.ask(Request(question="Who caught traders with phones at the border?")),
        width=80, style=("<b>", "</b>"),
    )  # fmt: skip
    assert text.startswith("Traders use Chinese phones near the border. [1]\n\n")
    assert "<b>Traders use Chinese phones near the border.</b> Police" in text
    assert "Border Desk, 2023-05-02 08:30 (translated by Google)" in text


def test_a_brief_answer_stands_first_and_what_differs_is_said(archive: Archive) -> None:
    found = archive.ask(Request(question="When did the flood hit Sinuiju?"))
    first = found.citations[0]
    assert answer_to_text(found, width=80).startswith(f"July 2024 [1]\n\n{first.quote} [1]")
    other = replace(first, marker=2, brief=replace(first.brief, quote="June 2024"))
    differing = replace(found, citations=(first, other), differing=(1, 2))
    assert brief_line(differing) == "The articles differ: July 2024 [1]; June 2024 [2]."
    assert answer_to_json(differing)["differing"] == [1, 2]


def test_context_and_agreement_stand_around_the_quote(archive: Archive) -> None:
    found = archive.ask(Request(question="When did the flood hit Sinuiju?"))
    first = replace(found.citations[0], context=Excerpt(0, 4, "Rain fell."))
    other = replace(first, marker=2, agrees_with=1, title="Another", context=None)
    text = answer_to_text(replace(found, citations=(first, other)), width=80)
    assert f"    Before this: Rain fell.\n{first.quote} [1]\n    Also said in: Another (" in text
    assert "[2]" not in replace(found, citations=(first, other)).text


def test_a_refusal_on_a_terminal_says_why_and_shows_what_is_nearest(archive: Archive) -> None:
    text = answer_to_text(archive.ask(Request(question="Does Elvis live?")), width=80)
    assert text.startswith("The archive does not say. ")


def test_an_explanation_tells_what_each_index_thinks(archive: Archive) -> None:
    found = archive.ask(Request(question="Chinese phones near the border"))
    assert "By words" in answer_to_text(found, width=80, explain=True)
    assert ", number 1." in answer_to_text(found, width=80, explain=True)
    assert "By words" not in answer_to_text(found, width=80)
    evidence = answer_to_json(found, explain=True)["passages"][0]["evidence"]
    assert evidence["lexical_rank"] == evidence["semantic_rank"] == 1
    assert "evidence" not in answer_to_json(found)["passages"][0]


def test_what_a_search_did_is_said_with_the_way_to_undo_it(archive: Archive) -> None:
    request = Request(question="phones in May 2023", asked_on=date(2024, 1, 1))
    text = answer_to_text(archive.ask(request), width=80)
    assert "Searched only articles published 2023-05-01 to 2023-06-07 (“in May 2023”)" in text
    assert "(--no-dates searches" in text
