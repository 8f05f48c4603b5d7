import io

import pytest

from nksearch.readers import files


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"", ("", "utf-8")),
        ("시장".encode(), ("시장", "utf-8")),
        ("시장".encode("utf-8-sig"), ("시장", "utf-8")),
        (b"\xff\xfe" + "시장".encode("utf-16-le"), ("시장", "utf-16-le")),
        (b"\xfe\xff" + "시장".encode("utf-16-be"), ("시장", "utf-16-be")),
        ("시장은 이틀 뒤에".encode("cp949"), ("시장은 이틀 뒤에", "cp949")),
    ],
)
def test_the_encoding_is_told_by_mark_or_content(data, decoded):
    assert files.decode(data) == decoded


def test_a_limit_is_exact():
    assert files.read_whole(io.BytesIO(b"abc"), 3, "shorten it") == b"abc"
    with pytest.raises(files.UnreadableError, match="shorten it"):
        files.read_whole(io.BytesIO(b"abcd"), 3, "shorten it")


def test_the_size_of_an_article_is_counted_in_bytes():
    files.check_article_size("a" * files.MAX_ARTICLE)
    with pytest.raises(files.UnreadableError, match="5 MB"):
        files.check_article_size("가" * (files.MAX_ARTICLE // 3 + 1))
