from dataclasses import replace
from datetime import date

import pytest
from nksearch_web.filters import language_name, readable_date, web_address

from nksearch.datamodels import Excerpt, Filters, Note, Respelling


def test_the_first_page_says_what_the_archive_holds(read):
    page = read("/")
    assert page.status == 200
    (holdings,) = page.find("section", class_="archive facts")
    for fact in (
        "1,203",
        "2 January 2019",
        "3 June 2024",
        "3 undated",
        "2 with two that differ",
        "NK Times 800",
        "Korean 103",
    ):
        assert fact in holdings.text
    assert "Generation 000007" in page.find("footer")[-1].text


def test_a_question_passes_every_option_to_the_archive(read, archive):
    options = {"k": "5", "mode": "lexical", "source": "NK Times", "lang": "ko"}
    days = {"since": "2024-01-02", "until": "2024-05-06"}
    assert read("/", question="Who?", **options, **days).status == 200
    (asked,) = archive.requests
    expected = Filters(
        since=date(2024, 1, 2), until=date(2024, 5, 6), source="NK Times", language="ko"
    )
    assert (asked.question, asked.k, asked.mode) == ("Who?", 5, "lexical")
    assert expected == asked.filters


def test_the_form_keeps_what_was_asked(read):
    values = {"question": "Who?", "k": "5", "since": "2024-01-02", "until": "2024-05-06"}
    chosen = {"mode": "lexical", "source": "A source without articles", "lang": "ko"}
    page = read("/", **values, **chosen)
    assert values == {name: page.by_id(name).attributes["value"] for name in values}
    selected = [option.attributes["value"] for option in page.find("option", selected="")]
    assert [chosen["source"], chosen["lang"], chosen["mode"]] == selected


def test_the_question_takes_the_focus_only_when_it_is_empty(read):
    assert "autofocus" in read("/").by_id("question").attributes
    assert "autofocus" not in read("/", question="Who?").by_id("question").attributes


def test_the_question_is_required_and_limited(read):
    attributes = read("/").by_id("question").attributes
    assert "required" in attributes
    assert attributes["maxlength"] == "512"


@pytest.mark.parametrize("query", [{}, {"question": "Who?", "since": "2024-01-01"}])
def test_every_control_has_a_label(read, query):
    page = read("/", **query)
    labelled = {label.attributes["for"] for label in page.find("label")}
    controls = [
        each
        for each in page.find("input") + page.find("select")
        if each.attributes.get("type") != "hidden"
    ]
    assert len(controls) == (9 if query else 8)
    assert labelled == {control.attributes["id"] for control in controls}
    assert labelled - {"further"} == {control.attributes["name"] for control in controls}


def test_every_sentence_is_quoted_exactly_with_its_source_and_date(read, archive):
    page = read("/", question="Who?")
    quotes = [span.text for span in page.find("span", class_="quote")]
    assert [citation.quote for citation in archive.answer.citations] == quotes
    first, second, _ = page.find("blockquote")
    assert "NK Times" in first.text
    assert "27 May 2024, 10:57" in first.text
    assert "3 June 2024" in second.text


def test_a_brief_answer_context_and_agreement_are_shown(read, archive):
    first, second, third = archive.answer.citations
    first = replace(
        first,
        brief=Excerpt(first.start, first.start + 4, "Most"),
        context=Excerpt(0, 10, "It rained."),
    )
    archive.answer = replace(
        archive.answer, citations=(first, replace(second, agrees_with=1), third)
    )
    page = read("/", question="Who?")
    (brief,) = page.find("p", class_="brief")
    assert brief.text == "Most [1]"
    quotes = [span.text for span in page.find("span", class_="quote")]
    assert [first.quote, third.quote] == quotes
    quote = page.find("blockquote")[0]
    assert "Before this: It rained." in quote.text
    assert f"Also said in {second.title}" in " ".join(quote.text.split())
    assert page.by_id("marker-2").attributes["href"] == "#passage-2"
    assert page.by_id("passage-2")
    assert "2 sentences quoted" in page.by_id("status").text


def test_a_sentence_that_is_quoted_itself_is_not_repeated_before_the_next(read, archive):
    first, second, third = archive.answer.citations
    context = Excerpt(first.start, first.end, first.quote)
    archive.answer = replace(
        archive.answer, citations=(first, second, replace(third, context=context))
    )
    assert read("/", question="Who?").find("p", class_="context") == []


def test_sentences_of_one_article_in_a_row_name_it_once(read, archive):
    first, _, third = archive.answer.citations
    archive.answer = replace(archive.answer, citations=(first, replace(third, marker=2)))
    quotes = read("/", question="Who?").find("blockquote")
    assert [third.title in each.text for each in quotes] == [False, True]


def test_markers_link_both_ways(read, archive):
    page = read("/", question="Who?")
    for citation in archive.answer.citations:
        marker = page.by_id(f"marker-{citation.marker}")
        assert f"[{citation.marker}]" == marker.text
        passage = page.by_id(marker.attributes["href"].removeprefix("#"))
        article = passage if passage.tag == "article" else passage.around[-3]
        assert citation.title in article.text
        (back,) = page.find("a", href=f"#marker-{citation.marker}")
        assert article in back.around


def test_passages_mark_exactly_what_is_quoted(read, archive):
    page = read("/", question="Who?")
    first, second, third = (citation.quote for citation in archive.answer.citations)
    assert [first, third, second] == [mark.text for mark in page.find("mark")]


def test_cited_passages_come_in_the_order_of_their_markers_and_the_others_are_folded(read):
    page = read("/", question="Who?")
    titles = [heading.text for heading in page.find("h3")]
    assert [
        title[: len(start)]
        for title, start in zip(
            titles, ["In a lecture", "회령시 장마당에", "Brief: mobi"], strict=True
        )
    ] == ["In a lecture", "회령시 장마당에", "Brief: mobi"]
    (other,) = page.find("details", class_="other")
    assert "open" not in other.attributes
    assert other in page.find("h3")[2].around
    assert other not in page.find("h3")[1].around


def test_a_title_links_to_the_cited_characters_of_its_revision(read, archive):
    page = read("/", question="Who?")
    for citation, quote in zip(archive.answer.citations, page.find("blockquote"), strict=True):
        (link,) = [
            link for link in page.find("a") if quote in link.around and link.text == citation.title
        ]
        address = link.attributes["href"]
        assert address.endswith("#cited")
        assert citation.quote == read(address.removesuffix("#cited")).by_id("cited").text


def test_passages_say_that_they_are_machine_translated(read):
    page = read("/", question="Who?")
    badges = [badge.text for badge in page.find("span", class_="badge")]
    assert badges == ["Translated by Google", "Revised: 2 of 2"]


def test_korean_text_is_marked_as_korean(read):
    page = read("/", question="Who?")
    korean = [element for element in page.elements if element.attributes.get("lang") == "ko"]
    assert [element.tag for element in korean] == ["span", "cite", "h3", "div"]
    assert all("중국산" in element.text for element in korean)
    assert [page.find("html")[0]] == [
        each for each in page.elements if each.attributes.get("lang") == "en"
    ]


def test_dates_can_be_read_by_machines(read):
    times = {
        time.attributes["datetime"]: time.text for time in read("/", question="Who?").find("time")
    }
    assert times == {"2024-05-27T10:57": "27 May 2024, 10:57", "2024-06-03": "3 June 2024"}


def test_an_article_without_date_is_called_undated(read):
    (brief,) = [each for each in read("/", question="Who?").find("article") if "Brief" in each.text]
    assert "undated" in brief.text


def test_a_refusal_gives_the_reason_and_shows_the_nearest_passages(read, archive):
    answer = archive.answer
    archive.answer = replace(answer, abstained=True, reason="Nothing on rice.", citations=())
    page = read("/", question="What does rice cost?")
    assert page.status == 200
    (box,) = page.find("section", class_="abstained")
    assert "Nothing on rice." in box.text
    assert len(answer.passages) == len(page.find("article"))
    assert page.find("details", class_="other") == []
    assert page.by_id("status").text == "No answer, 3 nearest passages"


def test_a_refusal_within_limits_offers_to_ask_the_whole_archive(read, archive):
    archive.answer = replace(archive.answer, abstained=True, reason="Nothing.", citations=())
    page = read("/", question="Rice?", since="2024-01-01", source="NK Times")
    ways = {link.text: link.attributes["href"] for link in page.find("a")}
    assert ways["Ask the whole archive"] == "/?question=Rice?&dates=off"
    assert ways["Search every source"] == "/?question=Rice?&since=2024-01-01"
    assert ways["Search all dates"] == "/?question=Rice?&source=NK+Times&dates=off"


def test_a_refusal_without_any_passage_is_complete(read, archive):
    archive.answer = replace(
        archive.answer, abstained=True, reason="Nothing.", citations=(), passages=()
    )
    page = read("/", question="Rice?")
    assert page.by_id("status").text == "No answer, 0 nearest passages"
    assert page.find("ol") == []


@pytest.mark.parametrize("query", [{}, {"question": "Who?"}, {"question": ""}])
def test_the_live_region_stands_in_the_page_from_the_start(read, query):
    assert read("/", **query).by_id("status").attributes["role"] == "status"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"question": ""}, "The question is empty"),
        ({"question": " ?! "}, "The question is empty"),
        ({"question": "x" * 513}, "513 characters"),
        ({"question": "Who?", "k": "0"}, "k must be"),
        ({"question": "Who?", "k": "ten"}, "k must be"),
        ({"question": "Who?", "mode": "magic"}, "mode must be"),
        ({"question": "Who?", "since": "yesterday"}, "since must be"),
        ({"question": "Who?", "since": "2024-02-01", "until": "2024-01-01"}, "is after until"),
    ],
)
def test_a_question_that_cannot_be_asked_stays_in_the_form_with_the_reason(read, query, message):
    page = read("/", **query)
    assert page.status == 400
    assert message in page.by_id("refused").text
    assert query["question"] == page.by_id("question").attributes["value"]


def test_dates_are_written_as_people_write_them():
    assert readable_date("2024-05-27") == "27 May 2024"
    assert readable_date("2024-05-27T10:57") == "27 May 2024, 10:57"
    assert readable_date("2025-11-24T06:30:00+00:00") == "24 November 2025, 06:30 UTC"
    assert readable_date("around 1994") == "around 1994"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd",
                "//evil.example/", "https:evil", "http://[", "", None]
)  # fmt: skip
def test_only_addresses_on_the_web_become_links(address):
    assert web_address(address) is None


def test_a_web_address_is_kept_as_it_is():
    assert web_address("https://a.example/?b=c&d") == "https://a.example/?b=c&d"


def test_languages_have_english_names_if_we_know_them():
    assert [language_name("ko"), language_name("tlh")] == ["Korean", "tlh"]


def test_a_damaged_index_is_said_to_be_damaged(read, archive):
    archive.generation, archive.index_error = None, "vectors.f32 is damaged. Run: nksearch rebuild"
    page = read("/")
    assert page.status == 503
    assert any("vectors.f32 is damaged" in element.text for element in page.find("main"))


def test_what_the_search_did_is_said_and_can_be_undone(read, archive):
    note = Note("period", "only articles published since 2024-05-01")
    archive.answer = replace(archive.answer, notes=(note,))
    page = read("/", question="Who since May?")
    [link] = [each for each in page.find("a") if note.text in each.text]
    assert "dates=off" in link.attributes["href"]
    read(link.attributes["href"])
    assert archive.requests[-1].dates is False


def test_other_spellings_are_said_and_can_be_left_out(read, archive):
    note = Note("variants", "also for Choe Son Hui, 최선희 (Choi Sun-hee)")
    respelling = Respelling("Choi Sun-hee", ("Choe Son Hui", "최선희"))
    archive.answer = replace(archive.answer, notes=(note,), respellings=(respelling,))
    page = read("/", question="Where is Choi Sun-hee?", k="5")
    links = {each.text: each.attributes["href"] for each in page.find("a")}
    read(links["Search only as written"])
    assert archive.requests[-1].variants is False
    page = read(links["Search without Choe Son Hui×"])
    assert (archive.requests[-1].without, archive.requests[-1].k) == (("Choe Son Hui",), 5)
    links = {each.text: each.attributes["href"] for each in page.find("a")}
    read(links["Search without 최선희×"])
    assert archive.requests[-1].without == ("Choe Son Hui", "최선희")
    read(links["Search again for Choe Son Hui+"])
    assert archive.requests[-1].without == ()


def test_a_name_with_many_spellings_folds_some(read, archive):
    spellings = tuple(f"Spelling {number}" for number in range(8))
    archive.answer = replace(archive.answer, respellings=(Respelling("Name", spellings),))
    page = read("/", question="Name")
    chips = page.find("a", class_="chip")
    (folded,) = page.find("details", class_="more")
    assert len(chips) == 8
    assert len([each for each in chips if folded in each.around]) == 3


def test_copies_of_a_story_are_a_click_away(read, archive):
    first, *others = archive.answer.passages
    copied = replace(first, copies=("c3brief",))
    archive.answer = replace(archive.answer, passages=(copied, *others))
    page = read("/", question="Who?")
    [link] = [each for each in page.find("a") if each.text == "1 more of this story"]
    read(link.attributes["href"])
    assert archive.requests[-1].all_copies is True
