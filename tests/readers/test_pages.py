import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.datamodels import Article, Caption
from nksearch.readers.files import UnreadableError
from nksearch.readers.pages import read_page

BODY = (
    "Traders in Chongjin closed their stalls on Monday after an inspection, residents said.\n\n"
    "The inspectors asked for receipts. “Nobody had any,” one trader said.\n\n"
    "The market opened again two days later."
)
FULL_PAGE = f"""Border Post publishes only what two sources have confirmed.

Market in Chongjin closes after inspection

Market in Chongjin closes after inspection

03/14/2023 08:05

By Han Sol

Share Facebook Twitter

A market street in Chongjin, March 2023. (Photo = Border Post)

{BODY}

***This article was translated by Papago, so names may differ from the Korean article.

Facebook Twitter Print

Related Articles

Rice prices rise in Hyesan

Leave a Comment

Your email address will not be published. Required fields are marked *

Name *

최근 글
"""


def page(text: str) -> Article:
    return read_page(text.encode(), "file:///page.txt")


def test_a_full_page_gives_the_article_and_nothing_else():
    raw = FULL_PAGE.encode()
    expected = Article(
        title="Market in Chongjin closes after inspection",
        text=BODY,
        published="2023-03-14T08:05",
        source="Border Post",
        language="en",
        translated_by="Papago",
        translation_notice=(
            "This article was translated by Papago, so names may differ from the Korean article."
        ),
        captions=(Caption(text="A market street in Chongjin, March 2023.", credit="Border Post"),),
        address="file:///page.txt",
        byline="Han Sol",
        published_from="page",
        raw=raw,
    )
    assert expected == read_page(raw, "file:///page.txt")


def test_a_korean_page_gives_the_same_parts():
    article = page(
        "국경소식은 확인된 사실만 전합니다.\n\n"
        "청진 시장, 검열 뒤 문 닫아\n\n청진 시장, 검열 뒤 문 닫아\n\n"
        "입력 2023.03.14 08:05\n\n한솔 기자\n\n청진의 장마당 골목. [사진=국경소식]\n\n"
        "청진의 상인들이 월요일에 매대를 닫았다고 주민들이 전했다.\n\n"
        "시장은 이틀 뒤에 다시 열렸다.\n\n"
        "※ 이 기사는 구글 번역기로 번역되었습니다.\n\n댓글 남기기\n\n인기 기사\n"
    )
    assert article.title == "청진 시장, 검열 뒤 문 닫아"
    assert article.text == (
        "청진의 상인들이 월요일에 매대를 닫았다고 주민들이 전했다.\n\n시장은 이틀 뒤에 다시 열렸다."
    )
    assert article.published == "2023-03-14T08:05"
    assert article.source == "국경소식"
    assert article.language == "ko"
    assert article.translated_by == "Google"
    assert article.captions == (Caption(text="청진의 장마당 골목.", credit="국경소식"),)


def test_plain_paragraphs_stay_whole_and_lend_the_title():
    article = page(BODY)
    assert article.text == BODY
    assert article.title == (
        "Traders in Chongjin closed their stalls on Monday after an inspection, residents said."
    )
    assert (article.published, article.source, article.translated_by) == (None, None, None)


def test_a_first_line_that_stands_apart_and_is_no_sentence_is_the_title():
    article = page(f"Market in Chongjin closes\n\n2023-03-14\n\n{BODY}")
    assert article.title == "Market in Chongjin closes"
    assert article.published == "2023-03-14"
    assert article.text == BODY


def test_the_first_line_of_wrapped_text_is_not_a_title():
    wrapped = (
        "Traders in Chongjin closed\ntheir stalls on Monday after\nan inspection of the place."
    )
    assert page(wrapped).text == wrapped


def test_a_title_before_a_date_needs_no_copy_and_the_tagline_goes():
    article = page(
        "The Border Post is an independent paper.\n\nMarket closes\n\nMay 27, 2024\n\n" + BODY
    )
    assert (article.title, article.source, article.published) == (
        "Market closes",
        "Border Post",
        "2024-05-27",
    )
    assert article.text == BODY


def test_the_name_of_the_site_behind_the_title_is_the_source():
    article = page(f"Market closes - Border Post\n\nMarket closes\n\n{BODY}")
    assert (article.title, article.source, article.text) == ("Market closes", "Border Post", BODY)


def test_an_agency_that_is_credited_for_a_photo_is_not_the_source():
    article = page(
        f"Market closes today\n\nMarket closes today\n\nA stall. (Photo: KCNA)\n\n{BODY}"
    )
    assert article.source is None
    assert article.captions == (Caption(text="A stall.", credit="KCNA"),)


def test_a_refrain_in_a_speech_is_not_a_title():
    speech = "We have won the battle for grain.\n\nApplause\n\nApplause\n\nWe shall win again."
    assert page(speech).text == speech


def test_a_subtitle_with_a_date_stays_and_gives_the_date():
    article = page(f"New Year address\n\nEditorial - January 1, 1970\n\n{BODY}")
    assert article.published == "1970-01-01"
    assert article.text == f"Editorial - January 1, 1970\n\n{BODY}"


def test_lines_that_are_sentences_become_paragraphs():
    assert page(f"Market closes\n{'One trader left early. ' * 4}\nThe rest stayed.").text == (
        f"{('One trader left early. ' * 4).strip()}\n\nThe rest stayed."
    )


def test_a_list_of_articles_within_the_text_does_not_end_it():
    text = f"{BODY}\n\nRelated articles\n\nRice prices rise\n\n{BODY}"
    assert page(text).text == text


@pytest.mark.parametrize(
    "heading",
    [
        "Leave a Reply",
        "Post Comment",
        "3 Comments",
        "COMMENTS (12)",
        "댓글 남기기",
        "댓글 3개",
        "댓글",
    ],
)
def test_everything_from_the_comments_on_goes(heading):
    comment = "I was there and it was quite different, let me tell you how it really went that day."
    assert page(f"{BODY}\n\n{heading}\n\n{comment}").text == BODY


@pytest.mark.parametrize(
    "heading",
    [
        *("Recent Posts", "Latest news", "Popular articles", "Most read", "Related stories"),
        *(
            "You may also like",
            "최근 글",
            "인기 기사",
            "많이 본 뉴스",
            "관련기사",
            "최신 뉴스 더보기",
        ),
    ],
)
def test_lists_of_other_articles_at_the_end_go(heading):
    assert page(f"{BODY}\n\n{heading}\n\nRice prices rise in Hyesan\nWho is next?").text == BODY


def test_the_sources_named_at_the_end_of_a_page_stay():
    text = f"{BODY}\n\nSources: Yonhap, Reuters"
    assert page(f"A title here\n\nA title here\n\n{text}\n\nLeave a Comment").text == text


def test_scraps_at_the_end_of_a_plain_text_stay():
    text = f"{BODY}\n\nChongjin, March 2023"
    assert page(text).text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A title here\n\nA title here\n\n05/27/2024", "No text"),
        ("A title here\n\nA title here\n\n(Photo = Border Post)", "No text"),
        ("word " * 1_000_001, "longer than 5 MB"),
    ],
)
def test_a_page_without_text_or_with_too_much_is_refused(text, reason):
    with pytest.raises(UnreadableError, match=reason):
        page(text)


SENTENCES = st.lists(
    st.sampled_from("market border trader phone 시장 국경 winter rice 2019 won".split()),
    min_size=2,
    max_size=60,
).map(lambda words: f"{' '.join(words).capitalize()}.")


@given(st.lists(SENTENCES, min_size=1, max_size=12, unique=True), st.sampled_from(["\n\n", "\n"]))
def test_any_text_keeps_its_paragraphs(paragraphs, between):
    article = page(between.join(paragraphs))
    assert article.text.split("\n\n") == paragraphs


@given(st.lists(SENTENCES, min_size=1, max_size=12, unique=True))
def test_a_web_page_keeps_its_paragraphs(paragraphs):
    head = (
        "Border Post reports from inside.\n\nA plain title\n\nA plain title\n\n05/27/2024 10:57\n\n"
    )
    article = page(head + "\n\n".join(paragraphs) + "\n\n\nLeave a Comment\n\n최근 글")
    assert article.text == "\n\n".join(paragraphs)


@given(st.text())
def test_no_text_that_is_not_furniture_vanishes(text):
    try:
        article = page(text)
    except UnreadableError:
        return
    assert article.text
    assert article.title
