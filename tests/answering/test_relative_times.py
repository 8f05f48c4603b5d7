from dataclasses import replace

import pytest

from nksearch.answering import answer
from nksearch.answering.agreement import Said, agree
from nksearch.answering.brief import brief_answer
from nksearch.answering.evidence import sentences_of, take_apart
from nksearch.datamodels import Answer, Found
from nksearch.formatting import brief_line
from nksearch.request import as_turn

from .passages import passage, weight_in

QUESTION = "When did the mill close?"
ON = "2024-07-18"  # a Thursday


def answered(text: str, *, on: str | None = ON, question: str = QUESTION, **more) -> Answer:
    """Answer from one passage, published on a day."""
    found = Found((replace(passage(text, date=on), **more),))
    weight = weight_in(text, question)
    return answer(question, found, weight=weight, similarity=lambda _: None, threshold=0)


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("Seven years ago today the mill closed.", "18 July 2017 (“Seven years ago today”)"),
        ("Seven years ago today, the mill closed.", "18 July 2017 (“Seven years ago today”)"),
        ("The mill closed on the 15th.", "15 July 2024 (“the 15th”)"),
        ("The mill closed on Tuesday.", "16 July 2024 (“Tuesday”)"),
        ("The mill closed last December.", "December 2023 (“last December”)"),
        ("The mill closed last month, its workers said.", "June 2024 (“last month”)"),
        ("The mill closed in October last year.", "October 2023 (“October last year”)"),
        ("The mill closed in May last year.", "May 2023 (“May last year”)"),
        ("Twelve years ago today the mill closed.", "18 July 2012 (“Twelve years ago today”)"),
        ("The mill closed last year.", "2023 (“last year”)"),
        ("The mill closed in May 2011.", "May 2011"),
    ],
)
def test_a_relative_time_is_shown_with_what_it_means(text: str, brief: str) -> None:
    assert brief_line(answered(text)) == f"{brief} [1]"


@pytest.mark.parametrize(
    "text",
    [
        "The mill closed last April.",  # of this year or of the last
        "The mill closed two years ago.",
        "The mill closed almost a year ago today.",
        "The mill closed yesterday.",  # of the dateline, or of publication
        "The mill closed on Thursday.",  # today, or a week ago
        "The mill closed on the 25th.",  # of June: too long ago to be sure
        "The mill closed late last year.",
        "The mill closed last summer.",
        "The mill has been closed since last year.",
        "The mill, which closed before last year's flood, opened.",
        "The closed mill of last year burned.",
        "Last month officials said that the mill closed.",
        "In an interview last month he said the mill closed.",
        "The mill built last year closed.",
        "The mill closed after it burned last year.",
        "“The mill closed last year,” he said.",
        "The mill closed last year and opened last month.",
        "The mill closed last year, or in 2021.",
        "The mill did not close last year.",
        "The mill will close this year.",
        "It closed the mill Wednesday and foresaw six more closures this year.",
        "It closed the mill and foresaw six openings this year.",
        "It dashed hopes that the mill had closed earlier this year.",
        "‘The mill closed last year,’ he said.",
        "«The mill closed last year», he said.",
        "He said 'the mill closed last year'.",
        "The mill closed following a fire last year.",
        "The mill closed despite protests last month.",
        "The mill nearly closed last month.",
        "The mill stayed closed last month.",
        "The mill is closed this month.",
        "The mill closed later this year.",
        "The mill marked the anniversary of its close last month.",
        "When the mill closes on Tuesday, all come.",
        "They struck a deal to close the mill on Tuesday.",
    ],
)
def test_what_is_not_sure_is_not_worked_out(text: str) -> None:
    assert [each.brief_date for each in answered(text).citations] == [None]
    assert "(“" not in brief_line(answered(text))


def test_a_day_of_publication_must_be_sure() -> None:
    text = "The mill closed last year."
    assert answered(text).citations[0].brief_date == "2023"
    assert answered(text, on=None).citations[0].brief_date is None
    assert answered(text, date_conflict="2021-05-01").citations[0].brief_date is None
    dated = "SINUIJU, May 3 (AP) - The mill closed last year."
    assert answered(dated, start=0).citations[0].brief_date is None


def test_the_characters_of_a_relative_time_stand_in_the_article() -> None:
    text = "It was cold. The mill closed last year."
    (citation,) = answered(text).citations
    assert citation.brief is not None
    assert citation.brief.quote == "last year"
    assert text[citation.brief.start - 100 : citation.brief.end - 100] == "last year"


@pytest.mark.parametrize(
    ("other", "agrees"),
    [
        ("The mill closed in May 2021.", False),
        ("The mill closed in May 2023.", True),
        ("The mill closed last December.", True),
        ("The mill closed last month.", False),
        ("The mill closed two years ago.", None),
    ],
)
def test_relative_times_are_compared_between_articles(other: str, agrees: bool | None) -> None:
    asked = take_apart(QUESTION, weight_in(QUESTION))
    passages = [passage(text, date=ON) for text in ("The mill closed last year.", other)]
    found = sentences_of(asked, passages, lambda _: None)
    one, two = (Said(each, brief_answer(asked, each)) for each in found)
    assert agree(asked, one, two) is agrees
    assert agree(asked, two, one) is agrees


def test_articles_that_differ_in_a_relative_time_are_set_side_by_side() -> None:
    texts = ("The mill closed last year.", "The mill closed in May 2021.")
    found = answer(
        QUESTION,
        Found(tuple(passage(text, date=ON, rank=rank) for rank, text in enumerate(texts, 1))),
        weight=weight_in(QUESTION),
        similarity=lambda _: None,
        threshold=0,
    )
    assert "The articles differ: " in brief_line(found)
    assert "2023 (“last year”)" in brief_line(found)


def test_a_conversation_keeps_what_a_relative_time_means() -> None:
    assert as_turn(answered("The mill closed last year.")).answer.startswith("2023 ")
