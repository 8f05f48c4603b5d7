import json

import pytest

from nksearch.datamodels import Article, Rejected
from nksearch.readers import read


def rows(tmp_path, data, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read(path))


def texts(found):
    return [row.text if isinstance(row, Article) else (row.line, row.reason) for row in found]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_columns_are_named_as_fields_of_records_are(tmp_path, codec, mark):
    text = "시장이 다시 열렸다고 소식통이 말했다."
    lines = [
        ["Headline", "Story Text", "Date", "link"],
        ["제목", text, "2024-05-27", "https://example.org/1"],
    ]
    table = "\r\n".join(mark.join(line) for line in lines)
    (article,) = rows(tmp_path, table.encode(codec))
    assert (article.title, article.text) == ("제목", text)
    assert (article.published, article.address) == ("2024-05-27", "https://example.org/1")


def test_quoted_cells_hold_commas_lines_and_quotes(tmp_path):
    table = 'title,text\nA,"One, two.\n\n""Three"" four."\nB,Five.\n'
    first, second = rows(tmp_path, table)
    assert (first.text, second.text) == ('One, two.\n\n"Three" four.', "Five.")
    assert first.raw == b'A,"One, two.\n\n""Three"" four."'


def test_a_table_is_told_by_its_header_too(tmp_path):
    (article,) = rows(tmp_path, "id,title,text\n1,A,Text.\n", "dump")
    assert isinstance(article, Article)
    (article,) = rows(tmp_path, "Title, text and more\n\nA note of no table.", "note")
    assert article.text == "A note of no table."


def test_bad_rows_never_stop_the_others(tmp_path):
    found = rows(tmp_path, "title,text\nA,One.\nB,Two,three.\nC,\n\nD,Four.\n")
    assert texts(found)[0] == "One."
    assert [row.line for row in found if isinstance(row, Rejected)] == [3, 4]
    assert found[-1].text == "Four."


def test_what_follows_a_broken_quote_or_encoding_is_listed(tmp_path):
    first, broken = rows(tmp_path, 'title,text\nA,One.\nB,"Two\n')
    assert (first.text, broken.line) == ("One.", 3)
    assert broken.reason.startswith("Not a valid table")
    lines = b"title,text\n" + b"A,A line of plain text.\n" * 5000 + b"B,\xff\xfe\n"
    *good, last = rows(tmp_path, lines)
    assert all(isinstance(row, Article) for row in good)
    assert last.reason.startswith("Not text in one encoding")


def test_a_table_without_text_says_what_it_needs(tmp_path):
    (row,) = rows(tmp_path, "name,age\nKim,3\n")
    assert row.reason.startswith("No text")
    assert json.dumps(row.reason)
