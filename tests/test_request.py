from datetime import date

import pytest

from nksearch.datamodels import Filters, Turn
from nksearch.errors import UsageError
from nksearch.request import Request, parse_request, request_values


def test_a_request_has_defaults_for_what_is_not_given() -> None:
    expected = Request(question="who?", k=10, mode="hybrid", filters=Filters())
    assert parse_request({"question": " who?\n", "since": "", "k": None}) == expected


def test_every_option_is_read() -> None:
    values = {
        "question": "북한?",
        "k": "3",
        "mode": "lexical",
        "since": "2024-01-01",
        "until": "2024-12-31",
        "date": "conflict",
        "source": "KCNA",
        "lang": "ko",
    }
    filters = Filters(
        since=date(2024, 1, 1),
        until=date(2024, 12, 31),
        source="KCNA",
        language="ko",
        date_state="conflict",
    )
    assert parse_request(values) == Request(question="북한?", k=3, mode="lexical", filters=filters)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"question": ""}, "question is empty"),
        ({"question": " ?! "}, "question is empty"),
        ({"question": "x" * 513}, "513 characters; at most 512"),
        ({"question": 7}, "question must be text, not 7"),
        ({"question": "q", "k": "0"}, "k must be a whole number from 1 to 100, not '0'"),
        ({"question": "q", "k": 101}, "not 101"),
        ({"question": "q", "k": "1e309"}, "not '1e309'"),
        ({"question": "q", "k": True}, "not True"),
        ({"question": "q", "k": 2.5}, "not 2.5"),
        ({"question": "q", "mode": "best"}, "one of hybrid, lexical, semantic, not 'best'"),
        ({"question": "q", "since": "May"}, "since must be a day such as 2024-05-27, not 'May'"),
        ({"question": "q", "until": 20240527}, "until must be a day"),
        ({"question": "q", "since": "2024-02-02", "until": "2024-02-01"}, "is after until"),
        ({"question": "q", "date": "none"}, "date must be unknown or conflict, not 'none'"),
        ({"question": "q", "date": "unknown", "since": "2024-01-01"}, "leave out since and until"),
        ({"question": "q", "source": ["a"]}, "source must be text"),
        ({"question": "q", "without": 7}, "without must be a spelling or a list"),
        ({"question": "q", "without": ["a"] * 65}, "a list of at most 64"),
        ({"question": "q", "without": [7]}, "without must name spellings as text, not 7"),
        ({"question": "q", "conversation": "who?"}, "must be a list of at most 20"),
        ({"question": "q", "conversation": ["a"] * 21}, "must be a list of at most 20"),
        ({"question": "q", "conversation": [7]}, "Each part of conversation must be a question"),
        ({"question": "q", "conversation": [{"answer": "a"}]}, "must be a question, or an object"),
        ({"question": "q", "conversation": [{"question": 7}]}, "question must be text, not 7"),
        ({"question": "q", "conversation": [{"question": "a", "b": 1}]}, "Each part of conver"),
        ({"question": "q", "conversation": ["x" * 513]}, "may have 512 characters"),
        (
            {"question": "q", "conversation": [{"question": "a", "answer": "x" * 10_001}]},
            "an answer 10000. Shorten it",
        ),
        ({"question": "q", "colour": "red"}, "Unknown option 'colour'"),
    ],
)
def test_what_cannot_be_used_is_named(values: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_request(values)
    assert message in str(caught.value)


def test_a_request_can_be_made_again_from_its_values() -> None:
    filters = Filters(since=date(2024, 1, 2), until=date(2024, 3, 4), source="KCNA", language="ko")
    for request in (
        Request(question="who?", asked_on=date(2020, 2, 29)),
        Request(question="x", k=3, mode="lexical", filters=filters, dates=False, all_copies=True),
        Request(question="x", without=("Choi Sun-hee", "최선희")),
        Request(question="x", filters=Filters(date_state="unknown")),
        Request(question="x", conversation=(Turn("who?"), Turn("why?", "Because."))),
    ):
        assert parse_request(request_values(request)) == request


def test_a_conversation_is_a_list_of_questions_with_or_without_answers() -> None:
    values = {
        "question": "q",
        "conversation": ["who\n came?", {"question": "why?", "answer": "So"}],
    }
    assert parse_request(values).conversation == (Turn("who came?"), Turn("why?", "So"))


def test_a_pasted_headline_is_repaired_as_articles_are() -> None:
    request = parse_request(
        {"question": "Respected ComradeKim Jong Un visits\u00ad \ufb02ood area"}
    )
    assert request.question == "Respected Comrade Kim Jong Un visits flood area"
