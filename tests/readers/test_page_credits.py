import pytest

from nksearch.readers.html import read_html
from nksearch.readers.tags import clean_tags

TEXT = "".join(
    f"<p>The river rose by {n} metres on that day, and soldiers rescued {n} families by boat"
    " from the roofs of their houses, residents of the town said.</p>"
    for n in range(3, 9)
)


def read(head: str = "", before: str = "", after: str = ""):
    page = (
        f"<html lang='en'><head><title>Flood in Sinuiju</title>{head}</head><body><article>"
        f"<h1>Flood in Sinuiju</h1>{before}{TEXT}{after}</article></body></html>"
    )
    return read_html(page.encode(), "file:///river.html")


@pytest.mark.parametrize(
    ("head", "before", "byline"),
    [
        ("<meta name='author' content='By Han Sol'>", "", "Han Sol"),
        ("", "<div class='x'><span>By</span> <a href='/han'>Han Sol</a></div>", "Han Sol"),
        ("<meta name='author' content='Ri Song-hui'>", "<p>By Han Sol</p>", "Han Sol"),
        ("<meta name='article:author' content='https://social.example/han'>", "", None),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",'
            ' "author": {"@id": "#1"}}, {"@id": "#1", "@type": "Person", "name": "Han Sol"}]}'
            "</script>",
            "",
            "Han Sol",
        ),
    ],
)
def test_who_wrote_it(head: str, before: str, byline: str | None) -> None:
    assert read(head, before).byline == byline


def test_a_subtitle_is_the_description_or_marked_as_one_and_not_in_the_text() -> None:
    said = "Soldiers came with boats from three provinces"
    described = f"<meta property='og:description' content='{said}'>"
    assert read("", f"<div class='article-subtitle'>{said}</div>").subtitle == said
    assert read(described).subtitle is None
    assert read("", "", f"<h3 class='subhead'>{said}</h3>").subtitle is None


def test_tags_of_links_and_meta_tags() -> None:
    article = read(
        "<meta property='article:tag' content='Flood'>"
        "<meta property='article:tag' content='Boats'>",
        after="<footer><a rel='tag' href='/t/1'>#Sinuiju</a></footer>",
    )
    assert article.tags == ("Sinuiju", "Flood", "Boats")
    assert clean_tags(["flood, Flood", "@post-id:1", "a_video", "x" * 60]) == ("flood",)


def test_the_original_of_a_translation() -> None:
    link = "<p><a href='https://a.example/ko/1'>{}</a></p>"
    assert read(after=link.format("원문 보기")).original_url == "https://a.example/ko/1"
    assert read(after=link.format("Read in Korean")).original_url == "https://a.example/ko/1"
    assert read(after=link.format("Original article")).original_url is None
    note = "<p>* This article was translated by Papago.</p>"
    translated = read(before=note, after=link.format("Original article"))
    assert translated.original_url == "https://a.example/ko/1"


def test_a_printed_day_of_change_is_no_conflict() -> None:
    published = "<meta property='article:published_time' content='2024-05-27'>"
    changed = "<meta property='article:modified_time' content='2024-06-27'>"
    shown = "<p>June 27, 2024</p>"
    assert read(published, shown).date_conflict == "2024-06-27 (page)"
    assert read(published + changed, shown).date_conflict is None
