from dataclasses import replace

import pytest


def test_an_article_shows_everything_that_is_known_of_it(read, archive):
    lecture = archive.articles[0]
    page = read(f"/articles/{lecture.article_id}")
    assert page.status == 200
    assert [lecture.title] == [heading.text for heading in page.find("h1")]
    (article,) = page.find("article")
    for fact in (
        "NK Times",
        "27 May 2024, 10:57",
        "English",
        "Society",
        "Translated by Google",
        lecture.translation_notice,
        "Article a1lecture, revision 1",
    ):
        assert fact in article.text


def test_captions_stand_apart_from_the_text(read, archive):
    lecture = archive.articles[0]
    page = read(f"/articles/{lecture.article_id}")
    (aside,) = page.find("aside")
    (text,) = page.find("div", class_="text")
    for caption in lecture.captions:
        assert caption.text in aside.text
        assert caption.text not in text.text


def test_the_original_address_is_a_link_that_tells_nothing(read, archive):
    lecture = archive.articles[0]
    (link,) = read(f"/articles/{lecture.article_id}").find("a", rel="noopener noreferrer")
    assert lecture.url == link.attributes["href"]


def test_a_path_on_somebodys_disk_is_not_shown(read, archive):
    market = archive.articles[1]
    page = read(f"/articles/{market.article_id}")
    assert page.find("a", rel="noopener noreferrer") == []
    assert market.address not in page.find("article")[0].text


def test_a_dangerous_address_is_never_a_link(read, archive):
    archive.articles[0] = replace(archive.articles[0], url="javascript:alert(1)", address=None)
    page = read(f"/articles/{archive.articles[0].article_id}")
    assert [link for link in page.find("a") if "javascript" in link.attributes["href"]] == []


def test_the_text_is_whole_and_in_paragraphs(read, archive):
    lecture = archive.articles[0]
    page = read(f"/articles/{lecture.article_id}")
    (text,) = page.find("div", class_="text")
    paragraphs = [each.text.removeprefix("\n") for each in page.find("p") if text in each.around]
    assert lecture.text == "\n\n".join(paragraphs)
    assert page.find("mark") == []


def test_korean_articles_are_marked_as_korean(read, archive):
    page = read(f"/articles/{archive.articles[1].article_id}")
    korean = [element.tag for element in page.elements if element.attributes.get("lang") == "ko"]
    assert korean == ["h1", "div", "span"]  # the span names a day


def test_the_mark_is_exactly_the_cited_characters(read, archive):
    text = archive.articles[0].text
    for start, end in [
        (0, 1),
        (3, 40),
        (len(text) - 5, len(text)),
        (text.index("camps"), len(text) - 60),
    ]:
        page = read(f"/articles/{archive.articles[0].article_id}", start=start, end=end)
        assert text[start:end] == "\n\n".join(mark.text for mark in page.find("mark"))
        assert page.find("mark")[0] is page.by_id("cited")


def test_a_citation_across_paragraphs_is_marked_in_each(read, archive):
    text = archive.articles[0].text
    start, end = text.index("said."), text.index("He called")
    page = read(f"/articles/{archive.articles[0].article_id}", start=start, end=end)
    marks = page.find("mark")
    assert text[start:end].split() == " ".join(mark.text for mark in marks).split()
    assert len(marks) == 2
    assert len([mark for mark in marks if mark.attributes.get("id") == "cited"]) == 1


def test_the_whole_text_can_be_cited(read, archive):
    text = archive.articles[0].text
    page = read(f"/articles/{archive.articles[0].article_id}", start=0, end=len(text))
    assert text == "\n\n".join(mark.text for mark in page.find("mark"))


@pytest.mark.parametrize(
    "query",
    [
        {"start": "0"},
        {"end": "5"},
        {"start": "5", "end": "5"},
        {"start": "9", "end": "5"},
        {"start": "-1", "end": "5"},
        {"start": "0", "end": "1000000"},
        {"start": "0", "end": "9" * 5000},
        {"start": "a", "end": "b"},
        {"start": "٣", "end": "٤"},
        {"start": "1e3", "end": "1e4"},
        {"revision": "first"},
        {"revision": "9" * 30},
    ],
)
def test_a_citation_that_cannot_be_is_refused(read, archive, query):
    page = read(f"/articles/{archive.articles[0].article_id}", **query)
    assert page.status == 400
    assert page.find("mark") == []


def test_a_citation_of_nothing_but_white_space_is_refused(read, archive):
    at = archive.articles[0].text.index("\n\n")
    page = read(f"/articles/{archive.articles[0].article_id}", start=at, end=at + 2)
    assert page.status == 400


def test_an_older_revision_says_so_and_links_to_the_current_one(read, archive):
    market = archive.articles[1]
    archive.older = [replace(market, revision=1, text="처음 판.")]
    page = read(f"/articles/{market.article_id}", revision=1)
    assert "처음 판." in page.find("div", class_="text")[0].text
    (link,) = [link for link in page.find("a") if "current one" in link.text]
    assert f"/articles/{market.article_id}" == link.attributes["href"]
    assert "current one" not in read(f"/articles/{market.article_id}").find("article")[0].text


def test_an_unknown_article_or_revision_is_not_found(read, archive):
    assert read("/articles/nobody").status == 404
    assert read(f"/articles/{archive.articles[0].article_id}", revision=9).status == 404


def test_who_wrote_it_and_where_its_dates_come_from(read, archive):
    archive.articles[0] = replace(
        archive.articles[0],
        subtitle="Housewives had to listen",
        byline="Han Sol",
        place_line="Hoeryong",
        tags=("lecture", "phones"),
        original_url="https://nktimes.example/ko/1",
        published_from="page",
        date_conflict="2024-06-03 (address)",
    )
    page = read(f"/articles/{archive.articles[0].article_id}")
    (article,) = page.find("article")
    for fact in ("Housewives had to listen", "By Han Sol", "Hoeryong", "lecture, phones"):
        assert fact in article.text
    assert "The date is from a line of the page" in article.text
    assert "2024-06-03 (address)" in article.text
    addresses = [each.attributes["href"] for each in page.find("a", rel="noopener noreferrer")]
    assert "https://nktimes.example/ko/1" in addresses


def test_a_date_of_unknown_origin_may_be_contradicted_too(read, archive):
    archive.articles[0] = replace(
        archive.articles[0], published="2199-02-05", published_from=None, date_conflict=None
    )
    page = read(f"/articles/{archive.articles[0].article_id}")
    notice = page.find("p", class_="notice")[0]
    assert notice.text.startswith("Another day stands elsewhere: ")
    assert "(day of ingest)" in notice.text


def test_the_dates_in_the_text_are_listed(read, archive):
    (details,) = read(f"/articles/{archive.articles[0].article_id}").find("details", class_="days")
    assert "2024-05-25" in details.text
    assert "“May 25”" in details.text


def test_a_text_without_dates_has_no_list_of_them(read, archive):
    archive.articles[0] = replace(archive.articles[0], text="Koryolink has many customers.")
    page = read(f"/articles/{archive.articles[0].article_id}")
    assert page.find("details", class_="days") == []


def test_an_article_says_that_it_changed_and_when(read, archive):
    market = archive.articles[1]
    page = read(f"/articles/{market.article_id}")
    assert "Changed once, on 24 November 2025: see what changed." in page.find("article")[0].text
    (link,) = [link for link in page.find("a") if link.text == "see what changed"]
    assert link.attributes["href"] == f"/articles/{market.article_id}/diff?from=1&to=2"
    archive.articles[1] = replace(market, revision=4)
    assert "Changed 3 times, last on 24" in read(f"/articles/{market.article_id}").find("p")[1].text
    assert "hanged" not in read("/articles/c3brief").find("article")[0].text


def test_an_article_that_was_only_read_anew_is_not_said_to_have_changed(read, archive):
    market = archive.articles[1]
    archive.read_anew = "2025-11-25T10:00"
    text = read(f"/articles/{market.article_id}").find("p")[1].text
    assert text == "Read anew from the same source on 25 November 2025: see what changed."
    archive.articles[1] = replace(market, revision=3)
    text = read(f"/articles/{market.article_id}").find("p")[1].text
    assert text.startswith(
        "Changed once, on 24 November 2025; read anew from the same source on 25"
    )
    archive.older = [replace(market, text="처음 판.")]
    diff = f"/articles/{market.article_id}/diff"
    notice = "not the source changed"
    assert notice in read(diff, **{"from": 2, "to": 3}).find("p", class_="notice")[0].text
    archive.older = [replace(market, text="처음 판.", raw=b"other")]
    notices = read(diff, **{"from": 2, "to": 3}).find("p", class_="notice")
    assert not any(notice in each.text for each in notices)


def test_what_changed_is_shown_word_by_word(read, archive):
    lecture = archive.articles[0]
    archive.older = [lecture]
    old, new = "<b>residents</b> & others", "people"
    text = lecture.text.replace("residents", new)
    archive.articles[0] = replace(lecture, revision=2, title="<i>New</i>", text=text)
    archive.older = [replace(lecture, text=lecture.text.replace("residents", old))]
    page = read(f"/articles/{lecture.article_id}/diff")
    assert page.status == 200
    text = page.find("div", class_="text diff")[0].text
    assert [each.text for each in page.find("ins")][1:] == [new] * len(page.find("ins")[1:])
    assert "<b>residents</b> & others" in text and page.find("b") == page.find("i") == []
    assert (page.find("del")[0].text, page.find("ins")[0].text) == (lecture.title, "<i>New</i>")
    assert " […] " in text


def test_a_diff_that_cannot_be_is_refused(read, archive):
    address = f"/articles/{archive.articles[1].article_id}/diff"
    assert read(address, **{"from": "x"}).status == 400
    assert read(address, **{"from": 1, "to": 9}).status == 404
    assert read("/articles/nobody/diff").status == 404
