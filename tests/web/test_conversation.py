"""Conversations that an address carries, and the examples of an empty page, from a real archive."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from nksearch_web import create_app
from nksearch_web.conversation import MAX_AFTER, Dialogue
from nksearch_web.examples import Examples
from nksearch_web.presentation import cited_as
from nksearch_web.serve import prepare

from nksearch.datamodels import Note

from .conftest import LECTURE, Page, citation_of, passage_of


@pytest.fixture
def ask(news):
    """Return the page of a real archive at an address; keywords become its query."""
    client = create_app(news).test_client()
    return lambda path="/", **query: Page(client.get(path, query_string=query or None))


def quotes(page):
    return [each.text for each in page.find("span", class_="quote")]


def links(page):
    return {" ".join(each.text.split()): each.attributes["href"] for each in page.find("a")}


def sent(page, **form):
    """Return what a form of the page sends besides its visible fields."""
    (found,) = page.find("form", **form)
    hidden = [each for each in page.find("input", type="hidden") if found in each.around]
    return [(each.attributes["name"], each.attributes["value"]) for each in hidden]


def test_a_follow_up_is_completed_from_what_was_asked_before_and_says_so(ask):
    page = ask(after="Who visited Moscow?", question="When was that?")
    assert quotes(page) == ["Choe Son Hui visited Moscow in November 2024."]
    (chip,) = [each for each in page.find("a", class_="chip") if "Moscow" in each.text]
    assert "When was that? (visited, Moscow)" in chip.text
    (earlier,) = page.find("details")[:1]
    assert "Who visited Moscow?" in earlier.text
    assert "Choe Son Hui visited Moscow" in earlier.text


def test_a_pronoun_is_understood_from_an_earlier_answer(ask, news):
    page = ask(after="Who visited Moscow?", question="What did she visit?")
    assert any("(Choe Son Hui" in each.text for each in page.find("a", class_="chip"))


def test_a_follow_up_can_be_asked_as_typed_and_completed_again(ask):
    page = ask(after="Who visited Moscow?", question="When was that?")
    (typed,) = [
        each.attributes["href"]
        for each in page.find("a", class_="chip")
        if each.text.startswith("Ask as typed")
    ]
    page = ask(typed)
    assert page.find("section", class_="abstained")
    (back,) = [
        each.attributes["href"]
        for each in page.find("a", class_="chip")
        if each.text.startswith("Do not ask as typed")
    ]
    assert quotes(ask(back)) == ["Choe Son Hui visited Moscow in November 2024."]


def test_a_completed_question_can_be_edited(ask):
    page = ask(after="Who visited Moscow?", question="When was that?", k="5")
    assert page.by_id("completed").attributes["value"] == "When was that? (visited, Moscow)"
    expected = [("after", "Who visited Moscow?"), ("k", "5"), ("typed", "on")]
    assert sorted(sent(page, class_="line")) == expected


def test_the_next_question_keeps_all_before_it(ask):
    page = ask(after=["Who?", "When?"], question="Where?", source="River Post", without="DPRK")
    assert sent(page, class_="further") == [
        ("source", "River Post"), ("after", "Who?"), ("after", "When?"), ("after", "Where?"),
        ("without", "DPRK"),
    ]  # fmt: skip
    page = ask(after="Who?", question="Where?", typed="on")
    assert sent(page, class_="further") == [("after", "Who?"), ("after", "/as-is Where?")]


def test_a_question_asked_as_typed_stays_so_when_others_follow(ask):
    page = ask(after=["Who visited Moscow?", "/as-is When was that?"], question="What hit Sinuiju?")
    second = page.find("details")[1]
    assert "When was that?" in second.text
    assert "no answer" in second.text
    hrefs = [
        each.attributes["href"]
        for each in page.find("a")
        if each.text == "This answer with its passages"
    ]
    asked = parse_qs(urlsplit(hrefs[1]).query)
    assert asked == {
        "after": ["Who visited Moscow?"], "question": ["When was that?"], "typed": ["on"]
    }  # fmt: skip


def test_a_conversation_has_bounds(ask):
    many = [f"Question {number}?" for number in range(MAX_AFTER)]
    page = ask(after=many, question="Last?")
    kept = [value for name, value in sent(page, class_="further") if name == "after"]
    assert kept == [*many[1:], "Last?"]
    assert ask(after=[*many, "One more?"], question="Last?").status == 400


def test_an_earlier_question_that_cannot_be_asked_is_refused(ask):
    page = ask(after="?!", question="Who?")
    assert page.status == 400
    assert "The question is empty" in page.by_id("refused").text


def test_an_answer_with_what_was_asked_before_costs_one_search_when_it_follows(archive, app):
    dialogue = Dialogue(archive)
    with app.test_request_context():
        dialogue.ask({"question": "Who?"}, generation="1")
        dialogue.ask({"question": "When?", "after": ["Who?"]}, generation="1")
        assert len(archive.requests) == 2
        dialogue.ask({"question": "When?", "after": ["Who?"]}, generation="2")
    assert len(archive.requests) == 4


def test_the_citations_of_a_follow_up_can_be_downloaded(ask, news):
    page = ask(after="Who visited Moscow?", question="When was that?")
    client = create_app(news).test_client()
    assert "Choe Son Hui visited Moscow" in client.get(links(page)["CSV"]).text


def test_examples_come_from_the_archive_and_are_answered(ask, news):
    examples = Examples(news).of(news.status())
    assert examples == [
        "Who is Choe Son Hui?",
        "Who is Kim Jong Un?",
        "What happened in Hyesan?",
        "What happened in Pyongyang?",
        "Choi Sun-hee returns",
    ]
    page = ask()
    for each in examples:
        assert quotes(ask(links(page)[each])), each


def test_examples_are_made_once_for_a_generation(archive):
    examples = Examples(archive)
    examples.of(archive.status())
    made = len(archive.requests)
    assert made > 0
    examples.of(archive.status())
    assert len(archive.requests) == made
    archive.generation = {"name": "000008"}
    examples.of(archive.status())
    assert len(archive.requests) == 2 * made


def test_examples_are_found_before_the_first_reader_comes(archive, app, read):
    archive.prepare = lambda: None
    prepare(archive, app)
    made = len(archive.requests)
    assert made > 0
    read("/")
    assert len(archive.requests) == made


def test_a_citation_is_copied_with_what_it_needs():
    citation = citation_of(passage_of(LECTURE, "Others follow", rank=1), "Others follow", marker=1)
    assert cited_as(citation) == (
        "“Others follow” In a lecture, officials call users of foreign phones “human trash”, "
        "NK Times, 27 May 2024, 10:57, https://nktimes.example/lecture?id=1&lang=en "
        "(translated by Google)"
    )
    bare = replace(citation, source=None, date=None, url=None, translated_by=None, title="T")
    assert cited_as(bare) == "“Others follow” T, undated"


def test_a_refusal_says_what_may_help(read, archive):
    archive.answer = replace(
        archive.answer,
        abstained=True,
        reason="Nothing.",
        citations=(),
        notes=(Note("period", "only articles of May"), Note("variants", "also for DPRK")),
    )
    page = read("/", question="Rice in May?", mode="lexical")
    (ways,) = page.find("ul", class_="ways")
    told = [" ".join(each.text.split()) for each in page.find("li") if ways in each.around]
    assert told == [
        "Other words: the name of a person or a place, or the thing itself",
        "Search all dates",
        "Search by words and by meaning",
        "Search names only as written",
        "List the articles that have any of its words",
        "Look a name up in all its spellings",
    ]


def test_limits_are_chips_that_each_remove_one_thing(read, archive):
    values = {"since": "2024-01-02", "source": "NK Times", "lang": "ko", "mode": "lexical"}
    page = read("/", question="Who?", **values, dates="off", all="on", asked_on="2024-05-06")
    chips = {each.text: each.attributes["href"] for each in page.find("a", class_="chip")}
    assert list(chips) == [
        f"Search without {text}×"
        for text in ("since 2 January 2024", "NK Times", "Korean", "by words only", "all dates",
                     "every copy of a story", "asked on 6 May 2024")
    ]  # fmt: skip
    asked = parse_qs(urlsplit(chips["Search without Korean×"]).query)
    assert asked.keys() == {"question", "since", "source", "mode", "dates", "all", "asked_on"}


def test_the_navigation_has_the_parts_that_there_are(read):
    page = read("/names")
    (nav,) = page.find("nav", class_="site")
    parts = {each.text: each.attributes for each in page.find("a") if nav in each.around}
    assert parts["Ask"] == {"href": "/"}
    assert parts["Names"] == {"href": "/names", "aria-current": "page"}
