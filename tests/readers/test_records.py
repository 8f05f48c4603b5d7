import json
from pathlib import Path

import pytest

from nksearch.datamodels import Article, Caption, Rejected
from nksearch.readers import read

TEXT = "The market opened again two days later, residents said."


def read_text(tmp_path: Path, text: str, name: str = "records.json") -> list[Article | Rejected]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(read(path))


def read_record(tmp_path: Path, **fields: object) -> Article:
    (article,) = read_text(tmp_path, json.dumps([{"text": TEXT, **fields}]))
    assert isinstance(article, Article)
    return article


def test_a_record_gives_every_part_of_an_article(tmp_path):
    record = json.dumps(
        {
            "_id": 7,
            "link": "https://post.example/7",
            "headline": "Market\n opens",
            "date": 1703376000000,
            "story_text": f"{TEXT}\r\n\r\n\r\nTwo sources confirmed it.",
            "publisher": {"@type": "Organization", "name": "Border Post"},
            "category": ["Markets", "Chongjin"],
            "lang": "EN-us",
            "caption": "A stall. (Photo = Border Post)",
            "translated_by": "Papago",
            "sub_title": "Three days late",
            "authors": ["Han Sol", {"name": "Ri Song-hui"}],
            "tags": "market, won",
            "original_url": "https://post.example/ko/7",
            "unknown": [1, 2],
        }
    )
    assert read_text(tmp_path, f"[{record}]") == [
        Article(
            title="Market opens",
            text=f"{TEXT}\n\nTwo sources confirmed it.",
            published="2023-12-24",
            source="Border Post",
            url="https://post.example/7",
            language="en",
            topic="Markets",
            translated_by="Papago",
            captions=(Caption(text="A stall.", credit="Border Post"),),
            external_id="7",
            address="https://post.example/7",
            subtitle="Three days late",
            byline="Han Sol, Ri Song-hui",
            tags=("market", "won"),
            original_url="https://post.example/ko/7",
            published_from="record",
            raw=record.encode(),
        )
    ]


@pytest.mark.parametrize(
    "name", ["text", "Body", "story_text", "content", "ARTICLE", "articleBody"]
)
def test_the_text_may_stand_in_any_of_these_fields(tmp_path, name):
    (article,) = read_text(tmp_path, json.dumps([{"text": " ", name: TEXT}]))
    assert isinstance(article, Article)
    assert article.text == TEXT


def test_a_list_of_paragraphs_is_joined(tmp_path):
    assert read_record(tmp_path, text=["One.", "Two."]).text == "One.\n\nTwo."


@pytest.mark.parametrize("name", ["date", "pubDate", "published_at", "datePublished", "timestamp"])
def test_the_date_may_stand_in_any_of_these_fields(tmp_path, name):
    assert read_record(tmp_path, **{name: "05/27/2024 10:57"}).published == "2024-05-27T10:57"


def test_a_date_that_cannot_be_read_is_left_out(tmp_path):
    assert read_record(tmp_path, date="soon").published is None
    assert read_record(tmp_path, date="soon", timestamp=1703376000).published == "2023-12-24"


def test_without_a_title_the_first_sentence_is_one(tmp_path):
    assert read_record(tmp_path).title == TEXT
    assert read_record(tmp_path, text=f"{'market ' * 40}.").title == f"{'market ' * 16}market…"


def test_without_a_language_it_is_detected(tmp_path):
    assert read_record(tmp_path, text="시장이 이틀 뒤에 다시 열렸다.").language == "ko"
    assert read_record(tmp_path, text="시장이 이틀 뒤에 다시 열렸다.", lang="??").language == "ko"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "//x.example", "http://", "http://[", 7, None],
)
def test_only_addresses_of_web_pages_are_kept(tmp_path, url):
    assert read_record(tmp_path, url=url).url is None
    assert read_record(tmp_path, url=url, link="https://x.example/1").url == "https://x.example/1"


def test_a_record_without_url_is_addressed_by_file_and_id(tmp_path):
    uri = (tmp_path / "records.json").resolve().as_uri()
    assert read_record(tmp_path, id="a/1 b").address == f"{uri}#a/1%20b"
    assert read_record(tmp_path).address is None


def test_records_without_text_are_rejected_with_their_number(tmp_path):
    path = str(tmp_path / "records.json")
    read_back = read_text(tmp_path, json.dumps([{"text": TEXT}, {"title": "x"}, 7, {"text": None}]))
    reason = "No text: a record needs one in text, body, story_text or content."
    assert read_back[1:] == [
        Rejected(path, 2, reason, "JSON"),
        Rejected(
            path, 3, "Not a record: a JSON object with fields such as title and text.", "JSON"
        ),
        Rejected(path, 4, reason, "JSON"),
    ]


def test_raw_is_the_records_own_bytes(tmp_path):
    text = '[ {"text": "\\uc2dc\\uc7a5 장마당"} ,\n  {"text":"b"}\n]'
    records = read_text(tmp_path, text)
    assert [record.raw.decode() for record in records if isinstance(record, Article)] == [
        '{"text": "\\uc2dc\\uc7a5 장마당"}',
        '{"text":"b"}',
    ]


def test_json_lines_count_every_line(tmp_path):
    path = str(tmp_path / "a.jsonl")
    lines = ['{"text": "One."}', "", "{broken", '{"text": "Four."} x', '  {"text": "Five."}']
    first, *rejected, last = read_text(tmp_path, "\ufeff" + "\r\n".join(lines), "a.jsonl")
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.text, last.text, last.raw) == ("One.", "Five.", b'{"text": "Five."}')
    assert [(row.path, row.line) for row in rejected if isinstance(row, Rejected)] == [
        (path, 3),
        (path, 4),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.txt", "a"])
def test_json_lines_are_told_by_their_content(tmp_path, name):
    lines = '{"text": "One."}\n{"text": "Two."}\n'
    texts = [item.text for item in read_text(tmp_path, lines, name) if isinstance(item, Article)]
    assert texts == ["One.", "Two."]


def test_json_lines_are_told_behind_a_very_long_line(tmp_path):
    lines = "".join(json.dumps({"text": f"{n} {'word ' * 30_000}"}) + "\n" for n in range(3))
    assert [row.text[0] for row in read_text(tmp_path, lines) if isinstance(row, Article)] == [
        *("0", "1", "2"),
    ]


def test_an_object_with_a_list_of_records_is_that_list(tmp_path):
    text = '{"count": 2, "tags": ["a"], "articles": [{"text": "One."}, {"no": 1}, {"text":"3."}]}'
    one, two, three = read_text(tmp_path, text)
    assert isinstance(one, Article)
    assert isinstance(three, Article)
    assert (one.text, two, three.raw) == (
        "One.",
        Rejected(
            str(tmp_path / "records.json"),
            2,
            "No text: a record needs one in text, body, story_text or content.",
            "JSON",
        ),
        b'{"text":"3."}',
    )


def test_of_several_lists_the_one_with_texts_is_read(tmp_path):
    text = '{"authors": [{"name": "Han Sol"}], "items": [{"text": "One."}]}'
    (article,) = read_text(tmp_path, text)
    assert isinstance(article, Article)
    assert article.text == "One."


def test_one_object_with_text_is_one_article(tmp_path):
    text = '{\n "text": "One.",\n "images": [{"href": "a.jpg"}]\n}'
    (article,) = read_text(tmp_path, text)
    assert isinstance(article, Article)
    assert (article.text, article.raw.decode()) == ("One.", text)


def test_what_comes_before_a_broken_item_is_read(tmp_path):
    first, broken = read_text(tmp_path, '[{"text": "One."}, {"text": }, {"text": "Three."}]')
    assert isinstance(first, Article)
    assert isinstance(broken, Rejected)
    assert broken.line == 2
    assert broken.reason.endswith("The rest of the file was not read.")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[]", None, "Empty"),
        ("{}", None, "No text"),
        ('"text"', None, "Not a record"),
        ("{", None, "Not valid JSON"),
        ("words", None, "Not valid JSON"),
        ('{"text": "a"} more', None, "more after the end of the value (line 1)"),
        ('[{"text": "a"}', 1, "no comma or ] behind this item (line 1)"),
        ("[" * 100_000, 1, "Nested too deeply"),
        ('{"a": [{"text": "x"}], "b": [{"text": "y"}]}', None, "Several lists of records (a, b)"),
    ],
)
def test_a_document_that_is_no_list_of_records_says_why(tmp_path, text, line, reason):
    rejected = read_text(tmp_path, text)[-1]
    assert isinstance(rejected, Rejected)
    assert (rejected.line, reason in rejected.reason) == (line, True)


def test_odd_numbers_and_fields_named_twice_are_read(tmp_path):
    text = (
        '[{"id": ' + "9" * 5_000 + ', "date": NaN, "timestamp": 1e999, "text": "a", "text": "b"},'
        ' {"id": -Infinity, "text": "tab\there"},'
        ' {"text": "lone \\ud800 surrogate", "id": "\\udc00"}]'
    )
    articles = [row for row in read_text(tmp_path, text) if isinstance(row, Article)]
    assert [article.text for article in articles] == ["b", "tab\there", "lone  surrogate"]
    assert [article.external_id for article in articles] == ["9" * 5_000, None, None]
    assert [article.published for article in articles] == [None, None, None]


def test_a_nested_field_does_not_raise(tmp_path):
    nested = "[" * 400 + "]" * 400
    (article,) = read_text(tmp_path, f'[{{"title": {nested}, "text": "One."}}]')
    assert isinstance(article, Article)
    assert article.title == "One."


def test_a_record_that_is_too_long_is_rejected_alone(tmp_path):
    long, short = read_text(tmp_path, json.dumps([{"text": "ab " * 1_700_000}, {"text": "One."}]))
    assert isinstance(long, Rejected)
    assert (long.line, "longer than 5 MB" in long.reason) == (1, True)
    assert isinstance(short, Article)


def test_a_line_that_is_too_long_is_rejected_alone(tmp_path):
    lines = '{"text": "One."}\n{"text": "' + "ab " * 7_000_000 + '"}\n{"text": "Three."}'
    one, two, three = read_text(tmp_path, lines, "a.jsonl")
    assert isinstance(two, Rejected)
    assert (two.line, two.reason) == (
        2,
        "The line is longer than 20 MB: a record must be shorter.",
    )
    assert isinstance(one, Article)
    assert isinstance(three, Article)


def test_a_record_without_a_source_is_of_the_site_of_its_address(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(
        '{"text": "Text one.", "url": "https://www.example.org/1"}\n'
        '{"text": "Text two.", "url": "https://www.example.org/2", "source": "Post"}\n'
        '{"text": "Text three."}\n'
    )
    sources = [item.source for item in read(path) if isinstance(item, Article)]
    assert sources == ["example.org", "Post", None]
