import pytest

from nksearch.readers import furniture


@pytest.mark.parametrize(
    "line",
    [
        "By Han Sol",
        "By Han Sol and Kim Duri",
        "BY Han Sol, staff reporter",
        "한솔 기자",
        "한솔 기자 han@post.example",
    ],
)
def test_bylines_name_only_who_wrote(line):
    assert furniture.is_byline(line)


@pytest.mark.parametrize(
    "line", ["By Monday the market was open.", "그는 신문사 기자 출신이다.", ""]
)
def test_sentences_are_no_bylines(line):
    assert not furniture.is_byline(line)


@pytest.mark.parametrize(
    "line", ["Share", "Share this article", "Facebook Twitter KakaoTalk", "공유하기 URL 복사"]
)
def test_share_rows_are_made_of_buttons(line):
    assert furniture.is_share_row(line)


@pytest.mark.parametrize("line", ["Share prices rose", "Print runs were short.", "", "X"])
def test_other_lines_are_no_share_rows(line):
    assert not furniture.is_share_row(line)


@pytest.mark.parametrize(
    "line",
    ["© 2024 Border Post", "All rights reserved.", "무단전재 및 재배포 금지", "* * *", "Next page"],
)
def test_scraps_are_no_part_of_a_text(line):
    assert furniture.is_scrap(line)


@pytest.mark.parametrize(
    "line",
    ["It rained.", "Sources: Yonhap", "출처: 연합뉴스", "He said, “It rained.”", "비가 왔다."],
)
def test_sentences_and_sources_are_no_scraps(line):
    assert not furniture.is_scrap(line)


@pytest.mark.parametrize(
    "line", ["Comments on the law differ", "Leave a light on", "의견", "댓글이 많다."]
)
def test_lines_about_comments_do_not_open_them(line):
    assert not furniture.opens_comments(line)


@pytest.mark.parametrize("line", ["Recent floods", "Top officials", "관련 법", "최근 글이 실렸다."])
def test_lines_about_news_do_not_open_a_list(line):
    assert not furniture.opens_list(line)


@pytest.mark.parametrize(
    "line",
    ["Read more: Dam opened in China", "SEE ALSO: The flood", "관련기사 : 수해 복구", "▶더보기>"],
)
def test_pointers_name_another_article(line):
    assert furniture.points_elsewhere(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read more about it in the report.",
        "See: it rained.",
        "Related: he said so.",
        "더보기 없이 끝났다.",
        "",
    ],
)
def test_sentences_are_no_pointers(line):
    assert not furniture.points_elsewhere(line)
