import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.days import parse_days
from nksearch.errors import UsageError
from nksearch.finding.queries import (
    MAX_DEPTH,
    MAX_QUERY,
    MAX_TERMS,
    Both,
    Either,
    Limit,
    Node,
    Not,
    Words,
    parse_query,
)


def shown(node: Node | None) -> str:
    """A query with all its parentheses."""
    if isinstance(node, Words):
        text = f'"{node.text}"' if node.phrase else node.text + "*" * node.prefix
        return f"title:{text}" if node.title else text
    if isinstance(node, Limit):
        return f"{node.field}:{node.value}"
    if isinstance(node, Not):
        return f"-{shown(node.part)}"
    if isinstance(node, Both | Either):
        return f"({(' & ' if isinstance(node, Both) else ' | ').join(map(shown, node.parts))})"
    return ""


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("", ""),
        ("flood", "flood"),
        ("flood sinuiju", "(flood & sinuiju)"),
        ("flood AND sinuiju", "(flood & sinuiju)"),
        ("flood OR rain sinuiju", "(flood | (rain & sinuiju))"),
        ("(flood OR rain) sinuiju", "((flood | rain) & sinuiju)"),
        ("flood NOT sinuiju", "(flood & -sinuiju)"),
        ("flood -sinuiju", "(flood & -sinuiju)"),
        ("NOT NOT flood", "flood"),
        ("-(a OR b)", "-(a | b)"),
        ("Sino-Korean not and or", "(Sino-Korean & not & and & or)"),
        ("“mobile phones” x", '("mobile phones" & x)'),
        ("sanction* 핵*", "(sanction* & 핵*)"),
        ("title:flood Title:'x", "(title:flood & title:'x)"),
        ('title:"two words" -source:"NK Times"', '(title:"two words" & -source:NK Times)'),
        ("date:2024-05 lang:ko topic:econ", "(date:2024-05 & lang:ko & topic:econ)"),
        ("http://x.example/date:5 note:this", "(http://x.example/date:5 & note:this)"),
    ],
)
def test_a_query_means(text: str, understood: str) -> None:
    query = parse_query(text)
    assert (understood, None) == (shown(query.tree), query.trouble)


@pytest.mark.parametrize(
    ("text", "words", "trouble"),
    [
        ("(flood rain", "(flood & rain)", "is not closed"),
        ("flood) rain", "(flood & rain)", "not opened"),
        ("flood OR", "(flood)", "nothing beside it"),
        ("AND flood", "(flood)", "nothing beside it"),
        ("flood NOT", "(flood)", "nothing beside it"),
        ('"flood rain', "(flood & rain)", "quotation mark"),
        ("title: flood", "(flood)", "nothing behind it"),
        ("() flood", "(flood)", "parenthesis is empty"),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "(a)", "deeper than"),
        ("OR", "", "nothing beside it"),
    ],
)
def test_what_is_no_query_is_read_as_its_words(text: str, words: str, trouble: str) -> None:
    query = parse_query(text)
    assert words == shown(query.tree)
    assert query.trouble and trouble in query.trouble


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * (MAX_QUERY + 1), "513 characters"),
        (" ".join("x" * (MAX_TERMS + 1)), "more than 32 words"),
        ("ab*", "3 letters before"),
        ("date:yesterday", "must be like 2024"),
        ("date:2024-13", "must be like 2024"),
        ("date:2024-05..2024-04", "ends before it begins"),
    ],
)
def test_what_cannot_be_searched_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_query(text)


def test_operators_are_no_words() -> None:
    assert len(parse_query(" OR ".join("x" * MAX_TERMS)).words()) == MAX_TERMS


def test_words_know_where_they_stand() -> None:
    text = 'flood "in two towns" NOT rain*'
    found = parse_query(text).words()
    assert ["flood", '"in two towns"', "rain*"] == [text[each.start : each.end] for each in found]
    assert [each.text for each in parse_query(text).words(wanted=True)] == ["flood", "in two towns"]


PIECES = st.sampled_from(
    ["(", ")", '"', "AND", "OR", "NOT", "-", "a", "bc", "title:", "date:", "2024", "*", " ", "핵"]
)


@given(st.lists(PIECES, max_size=300).map("".join) | st.text(max_size=MAX_QUERY))
def test_anything_is_a_query_or_refused_at_once(text: str) -> None:
    assert any(_seconds_to_parse(text) < 0.5 for _ in range(3))  # under 0.005; machines stall


def _seconds_to_parse(text: str) -> float:
    begun = time.process_time()
    try:
        parse_query(text)
    except UsageError as error:
        assert str(error)
    return time.process_time() - begun


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-2-3", "2024-02-03", "2024-02-03"),
        ("2024-05..2024-08", "2024-05-01", "2024-08-31"),
        ("2024-05..", "2024-05-01", "None"),
        ("..2024", "None", "2024-12-31"),
        ("Unknown", "None", "None"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, since: str, until: str) -> None:
    days = parse_days(text)
    assert (since, until) == (str(days.since), str(days.until))


@pytest.mark.parametrize("text", ["", "..", "x..2024", "2024..x", "0000", "2024-02-30", "２０２４"])
def test_other_days_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="must be like"):
        parse_days(text)
