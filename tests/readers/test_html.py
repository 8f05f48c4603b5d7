import json
import time

import pytest

from nksearch.datamodels import Caption
from nksearch.readers.files import UnreadableError
from nksearch.readers.html import read_html

FILE = "file:///page.html"
TEXT = (
    "Heavy rain flooded the river town of Sinuiju on Saturday, state media reported.",
    "Soldiers rescued more than four thousand people by boat and helicopter before dark.",
    "The water was three metres deep in the lower streets, witnesses told the agency.",
    "Officials blamed the overflow on a dam that was opened without warning upstream.",
)
KOREAN = (
    "회령시에서 열린 강연회에서 주민들은 휴대전화를 바치라는 지시를 받았다고 소식통이 전했다.",
    "강연자는 외부 소식을 퍼뜨리는 사람은 엄하게 처벌할 것이라고 거듭 경고했다고 한다.",
    "주민들은 장마당에서 쌀 가격이 다시 오르고 있어서 살기가 더 어려워졌다고 말했다.",
    "당국은 국경 지역의 단속을 강화하고 있으며 야간 통행도 금지했다고 소식통은 덧붙였다.",
)


def page(head="", title="Flood in Sinuiju", paragraphs=TEXT, above="", below=""):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>"
        "<nav><ul><li><a href='/a'>Home</a></li><li><a href='/b'>Politics</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{above}{body}</article>{below}"
        "<footer>Copyright 2024 River Post. All rights reserved.</footer></body></html>"
    )


def read(markup, **given):
    return read_html(markup.encode(), FILE, **given)


def test_the_article_is_taken_out_of_the_page():
    article = read(page())
    assert (article.title, article.text) == ("Flood in Sinuiju", "\n\n".join(TEXT))
    assert (article.address, article.url, article.language) == (FILE, None, "en")
    assert article.raw == page().encode()


def test_comments_in_the_markup_do_not_cut_sentences():
    paragraphs = [f"When <!-- -->the {text[0].lower()}{text[1:]}" for text in TEXT]
    assert read(page(paragraphs=paragraphs)).text.startswith("When the heavy rain flooded the")


def test_json_ld_tells_title_date_source_section_and_address():
    told = {
        "@graph": [
            {"@type": "WebSite", "url": "https://example.org/"},
            {
                "@type": ["NewsArticle"],
                "headline": "Flood in Sinuiju",
                "datePublished": "2024-07-28T09:30:00+09:00",
                "dateModified": "2024-08-01",
                "publisher": {"@type": "Organization", "name": "River Post"},
                "articleSection": ["Disasters", "Weather"],
                "mainEntityOfPage": {"@id": "https://example.org/2024/flood"},
            },
        ]
    }
    head = f"<script type='application/ld+json'>{json.dumps(told)}</script>"
    article = read(page(head))
    assert (article.published, article.source) == ("2024-07-28T09:30", "River Post")
    assert (article.topic, article.url) == ("Disasters", "https://example.org/2024/flood")
    assert article.address == article.url


@pytest.mark.parametrize(
    ("head", "above", "published"),
    [
        ("<meta name='article:published_time' content='2024-07-28T01:02'>", "", "2024-07-28T01:02"),
        ("<meta name='pubdate' content='20240728'>", "", "2024-07-28"),
        ("", "<time datetime='2024-07-28'>yesterday</time>", "2024-07-28"),
        ("", "<div>입력 : 2024-07-28 15:24</div>", "2024-07-28T15:24"),
        ("", "<div>Published 7:07 PM EST Jul 28, 2024</div>", "2024-07-28"),
        ("", "<div>The flood of July 28, 2024 was the worst.</div>", None),
        ("<script type='application/ld+json'>{broken</script>", "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_date_is_the_one_that_the_page_shows_or_none(head, above, published):
    assert read(page(head, above=above)).published == published


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Flood in Sinuiju - River Post</title>", "Flood in Sinuiju", "Flood in Sinuiju"),
        ("<title>Flood in Sinuiju | River Post</title>", "River Post", "Flood in Sinuiju"),
        ("<title>Flood drowns half of Sinuiju</title>", "Flood in Sinuiju", "Flood in Sinuiju"),
        ("<title>Flood in Sinuiju</title>", "", "Flood in Sinuiju"),
        ("<title>Flood | NK Watch</title>", "</h1><b>Flood</b><h1>", "Flood"),
        ("<title>Kim: we will rebuild - and fast</title>", "", "Kim: we will rebuild - and fast"),
    ],
)
def test_the_title_is_the_heading_without_the_site(head, heading, title):
    site = "<meta property='og:site_name' content='River Post'>"
    assert read(page(head + site, title=heading)).title == title


@pytest.mark.parametrize("path", ["", "/", "/index.html"])
def test_a_front_page_is_no_address_of_an_article(path):
    head = f"<link rel='canonical' href='https://example.org{path}'>"
    assert read(page(head)).address == FILE
    assert read(page(head), url="https://example.org/a").address == "https://example.org/a"


def test_an_address_that_a_browser_noted_is_taken():
    saved = "<!-- saved from url=(0026)https://example.org/flood -->\n" + page()
    assert read(saved).url == "https://example.org/flood"
    assert read("<!-- saved from url=(0013)javascript:1 -->\n" + page()).url is None


def test_captions_notices_and_pointers_are_not_the_text():
    figure = (
        "<figure><img src='a.jpg'><figcaption>The river. (Photo = River Post)</figcaption></figure>"
    )
    extra = ("Read more: Dam opened in China", "This article was translated by Google Translate.")
    article = read(page(above=figure, paragraphs=(*TEXT, *extra)))
    assert article.captions == (Caption(text="The river.", credit="River Post"),)
    assert (article.translated_by, article.text) == ("Google", "\n\n".join(TEXT))


@pytest.mark.parametrize(
    ("codec", "head", "charset"),
    [
        ("utf-8", "", None),
        ("utf-16", "", None),
        ("utf-8-sig", "<meta charset='euc-kr'>", None),
        ("cp949", "<meta charset='ks_c_5601-1987'>", None),
        ("euc-kr", '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">', None),
        ("cp949", "", "EUC-KR"),
        ("cp949", "", None),
        ("utf-8", "<meta charset='euc-kr'>", None),
        ("iso2022_kr", "<meta charset='iso-2022-kr'>", None),
    ],
)
def test_korean_pages_are_read_in_every_encoding(codec, head, charset):
    raw = page(head, "회령시 강연회", KOREAN).encode(codec)
    assert read_html(raw, FILE, charset=charset).text == "\n\n".join(KOREAN)


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("cp1252", "The “leader’s” café in Pyongyang was opened – at last – on Monday"),
        (
            "shift_jis",
            "北朝鮮が弾道ミサイルを発射したと防衛省が発表した。日本の排他的経済水域の外に落下した",
        ),
        ("gb18030", "朝鲜昨天发射了一枚弹道导弹，韩国军方对此表示强烈谴责，并要求立即停止挑衅行为"),
    ],
)
def test_other_encodings_are_declared_or_found_out(codec, words):
    paragraphs = [f"{words} ({number})." for number in range(8)]
    for head in (f"<meta charset={codec}>", ""):
        assert words in read_html(page(head, "T", paragraphs).encode(codec), FILE).text


def test_a_cut_character_does_not_lose_a_declared_page():
    raw = page("<meta charset=utf-8>", "회령시", KOREAN).encode()
    assert "소식통이" in read_html(raw[:-40] + "가".encode()[:2], FILE).text


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<html><body></body></html>", "No text"),
        ("<html><body><script>var a = 1</script></body></html>", "No text"),
        ("<html>" + "<div>" * 99_000 + "<p>deep</p>", "No text"),
        ("<html>" + "<div>" * 101_000 + "<p>deep</p>", "More than 100,000 tags"),
        ("<html><body " + "a=b " * 60_000 + ">", "Not a page: one tag"),
        ("<html><body>" + "<p>word</p>" * 500_000, "Larger than 5 MB"),
        ("<html>\0<body>text", "Binary"),
    ],
)
def test_what_holds_no_article_is_rejected_soon(markup, reason):
    begun = time.perf_counter()
    with pytest.raises(UnreadableError, match=reason):
        read(markup)
    assert time.perf_counter() - begun < 20


def test_pictures_written_into_the_page_do_not_count():
    picture = f"<img src='data:image/png;base64,{'A' * 6_000_000}'>"
    assert read(page(below=picture)).text == "\n\n".join(TEXT)
