import time

import pytest

from nksearch.datamodels import Article
from nksearch.readers import read

RSS = """<?xml version="1.0" encoding="{codec}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>강변 소식</title><link>https://example.org/</link><language>ko</language>
<item><title>첫째 &amp; 제목</title><link>https://example.org/1</link><guid>1</guid>
<pubDate>Mon, 27 May 2024 10:57:00 +0900</pubDate><category>정치</category>
<description>짧은 글.</description>
<content:encoded><![CDATA[<p>첫째 문단이다. <b>굵은</b> 글.</p><p>둘째 문단.<br>새 줄.</p>]]>
</content:encoded></item>
<item><title>둘째</title><link>https://example.org/2</link>
<description>둘째 글이다.</description></item>
<item><title>글이 없다</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>River Post</title>
<entry><title type="html">A &lt;i&gt;title&lt;/i&gt;</title><id>tag:1</id>
<link rel="alternate" href="https://example.org/a"/><published>2024-05-27T10:57:00Z</published>
<content type="html">&lt;p&gt;The river rose.&lt;/p&gt;</content></entry></feed>"""


def rows(tmp_path, data, name="feed.xml"):
    path = tmp_path / name
    path.write_bytes(data)
    return list(read(path))


@pytest.mark.parametrize("codec", ["utf-8", "euc-kr", "utf-16"])
def test_entries_of_rss_are_articles(tmp_path, codec):
    first, second, third = rows(tmp_path, RSS.format(codec=codec).encode(codec))
    assert first.text == "첫째 문단이다. 굵은 글.\n\n둘째 문단.\n새 줄."
    assert (first.title, first.published) == ("첫째 & 제목", "2024-05-27T10:57")
    assert (first.source, first.topic, first.language) == ("강변 소식", "정치", "ko")
    assert (first.address, second.text) == ("https://example.org/1", "둘째 글이다.")
    assert (third.line, third.reason[:7]) == (3, "No text")
    assert b"<title>\xeb\x91\x98" in second.raw
    assert "첫째" not in second.raw.decode()


def test_entries_of_atom_are_articles(tmp_path):
    (article,) = rows(tmp_path, ATOM.encode(), "feed")
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("A title", "The river rose.")
    assert (article.source, article.external_id) == ("River Post", "tag:1")


def test_entities_that_grow_or_read_files_are_refused(tmp_path):
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    reading = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for doctype in (laughs, reading):
        data = (
            f"{doctype}<rss><channel><item><description>&b;&x;</description></item></channel></rss>"
        )
        (row,) = rows(tmp_path, data.encode())
        assert row.reason.startswith("The feed defines entities")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<rss><channel></channel></rss>", "No entry"),
        (b"<rss><channel><item></chan", "No text"),
        (b"<?xml version='1.0'?><rss>", "Not a valid feed"),
        (b"<?xml version='1.0'?><office:document>", "XML that is neither"),
    ],
)
def test_what_is_no_feed_says_so(tmp_path, data, reason):
    (row,) = rows(tmp_path, data)
    assert row.reason.startswith(reason)


def test_deep_markup_in_an_entry_stops_nothing(tmp_path):
    deep = "&lt;b&gt;" * 50_000 + "text"
    item = f"<item><title>A</title><description>{deep}</description></item>"
    data = f"<rss><channel>{item}</channel></rss>"
    assert len(rows(tmp_path, data.encode())) == 1


def test_entries_without_end_take_no_long_time(tmp_path):
    begun = time.perf_counter()
    found = rows(tmp_path, b"<rss><channel>" + b"<item><title>a</title>" * 20_000)
    assert time.perf_counter() - begun < 30
    assert not any(isinstance(row, Article) for row in found)


def test_an_entry_says_who_wrote_it_and_what_it_is_about(tmp_path):
    entry = (
        '<author><name>Han Sol</name></author><category term="flood"/><category term="boats"/>'
        "<published>"
    )
    (article,) = rows(tmp_path, ATOM.replace("<published>", entry, 1).encode())
    assert (article.byline, article.tags) == ("Han Sol", ("flood", "boats"))
    assert article.published_from == "record"
