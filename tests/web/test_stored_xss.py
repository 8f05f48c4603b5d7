"""Articles that are hostile in every field, shown on every page by a real Chromium."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from nksearch.archive import Archive
from nksearch.datamodels import Article, Caption, Rejected
from nksearch.indexing import rebuild
from nksearch.store import Store

from ..conftest import WordEncoder

pytestmark = pytest.mark.browser

RUNS = "window.ran=1;alert(1)"
PAYLOADS = [
    f"<script>{RUNS}</script>",
    f'"><img src=x onerror="{RUNS}">',
    f"' onfocus='{RUNS}' autofocus x='",
    f"</title></style></textarea></main><svg onload='{RUNS}'></svg>",
    f"javascript:{RUNS}//",
    f"]]></content><script xmlns='http://www.w3.org/1999/xhtml'>{RUNS}</script>",
]


def hostile(number: int, text: str) -> Article:
    names = (
        "title source topic translated_by translation_notice subtitle byline place_line url "
        "original_url date_conflict external_id"
    ).split()
    return Article(
        text=f"Flood {text} in Sinuiju. Officials {text} came to Sinuiju on May {number + 1}.",
        published=f"2024-05-{number + 1:02}" if number % 2 else None,
        language="en",
        captions=(Caption(text=text, credit=text),),
        tags=(text,),
        address=f"javascript:{RUNS}//{number}",
        **dict.fromkeys(names, text),
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory, serving) -> Iterator[tuple[str, list[str]]]:
    """Serve an archive of hostile articles, each revised once; return its address and the ids."""
    indexes = tmp_path_factory.mktemp("hostile")
    with Store(indexes / "articles.db") as store:
        with store.transaction():
            for number, text in enumerate(PAYLOADS):
                article = hostile(number, text)
                store.put(article, touched=set())
                store.put(replace(article, text=f"{article.text} {text}"), touched=set())
                store.rejections.add(Rejected(f"/in/{text}", number + 1, text))
        rebuild(indexes, store, WordEncoder())
        ids = sorted(article.article_id for article in store.articles())
    with serving(Archive(indexes, WordEncoder())) as address:
        yield address, ids


def pages(ids: list[str]) -> list[tuple[str, int]]:
    asked = [urlencode({"question": f"Who came to Sinuiju? {text}"}) for text in PAYLOADS]
    found = [urlencode({"query": f"flood OR {text}", "topic": text}) for text in PAYLOADS]
    chosen = [urlencode({"query": "flood", "source": text, "all": "on"}) for text in PAYLOADS[:2]]
    after = urlencode({"question": "When?", "after": PAYLOADS}, doseq=True)
    return [
        *((path, 200) for path in ("/", "/search", "/search?sort=added", "/names", "/archive")),
        *((f"/?{each}", 200) for each in [*asked, after]),
        *((f"/search?{each}", 200) for each in [*found, *chosen]),
        *((f"/articles/{each}?start=0&end=30", 200) for each in ids),
        *((f"/articles/{each}/diff", 200) for each in ids[:3]),
        *((f"/names?{urlencode({'like': text})}", 200) for text in PAYLOADS[:2]),
        *((f"/names?{urlencode({'kind': text})}", 400) for text in PAYLOADS[:2]),
        *((f"/articles/{urlencode({text: ''})}", 404) for text in PAYLOADS[:2]),
    ]


def test_nothing_that_an_article_says_runs(site, visiting):
    address, ids = site
    assert len(ids) == len(PAYLOADS)
    visit = visiting(address)
    for path, status in pages(ids):
        page = visit(path, status=status)
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        assert page.evaluate("window.ran") is None, path
        foreign = page.evaluate(
            "[...document.querySelectorAll('[href],[src]')].map((each) => each.href || each.src)"
            ".filter((each) => String(each).toLowerCase().startsWith('javascript'))"
        )
        assert foreign == [], path
        inline = "document.querySelectorAll('script:not([src]), style, [onerror], [onfocus]')"
        assert page.evaluate(f"{inline}.length") == 0, path
        page.context.close()


def test_what_is_kept_of_a_hostile_question_is_text(site, visiting):
    page = visiting(site[0])(f"/?{urlencode({'question': PAYLOADS[1]})}")
    page.goto(site[0])
    assert page.locator("[data-history] a").inner_text() == PAYLOADS[1]
    assert page.evaluate("window.ran") is None
