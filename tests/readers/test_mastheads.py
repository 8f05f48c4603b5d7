import pytest

from nksearch.readers.mastheads import Masthead, find_masthead, find_source


@pytest.mark.parametrize(
    ("tagline", "source"),
    [
        ("NK Times reports only facts that local sources have confirmed.", "NK Times"),
        ("The Border Post is an independent paper on the north.", "Border Post"),
        ("A brief written for the Hamgyong archive from public sources.", "Hamgyong archive"),
        ("Restated for the Hamgyong archive; the source stands at the end.", "Hamgyong archive"),
        ("Hamgyong archive: background on the northern provinces.", "Hamgyong archive"),
        ("국경소식: 북녘 소식을 직접 모아 전하는 곳입니다.", "국경소식"),
        ("국경소식은 확인된 사실만을 골라서 전합니다.", "국경소식"),
        ("Independent news from inside the country.", None),
        ("Home", None),
    ],
)
def test_a_tagline_names_who_publishes(tagline, source):
    assert find_source(Masthead(end=0, taglines=(tagline,)), []) == source


@pytest.mark.parametrize(
    ("line", "title", "published"),
    [
        ("신년사 전문 2005/01/01 08:17송고", "신년사 전문", "2005-01-01T08:17"),
        ("A speech 2005-01-01 08:17", "A speech", "2005-01-01T08:17"),
        ("The flood of 2005/01/01", "The flood of 2005/01/01", None),
    ],
)
def test_when_an_agency_sent_it_is_no_part_of_the_title(line, title, published):
    masthead = find_masthead([line, "", "The first sentence of a long text, which tells the news."])
    assert (masthead.title, masthead.published) == (title, published)


def test_the_credit_that_recurs_in_the_tagline_is_the_source():
    masthead = Masthead(end=0, taglines=("Reports from the border by Border Post.",), site="Else")
    assert find_source(masthead, [None, "KCNA", "Border Post"]) == "Border Post"


def test_without_a_tagline_the_site_behind_the_title_is_the_source():
    assert find_source(Masthead(end=0, site="Border Post"), ["KCNA"]) == "Border Post"


@pytest.mark.parametrize("between", [[], ["05/27/2024 10:57"], ["By Han Sol", "May 27, 2024"]])
def test_a_title_may_stand_twice_with_its_date_between(between):
    lines = ["Home", "", "A plain title here", *between, "A plain title here", "", "Text."]
    masthead = find_masthead(lines)
    assert (masthead.title, masthead.end) == ("A plain title here", len(lines) - 2)
    assert (masthead.published or "2024-05-27")[:10] == "2024-05-27"


def test_a_text_without_a_title_has_no_masthead():
    assert find_masthead(["It rained all day.", "", "It snowed later."]) == Masthead(end=0)
    assert find_masthead([]) == Masthead(end=0)
