"""A hand-made archive, the application over it, the application served, and a real browser."""

import shutil
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from nksearch_web import create_app
from nksearch_web.server import create_server
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as BrowserPage
from werkzeug.test import TestResponse

from nksearch.archive import Archive
from nksearch.datamodels import (
    Answer,
    Article,
    Caption,
    Citation,
    Entity,
    EntityKind,
    Passage,
    Rejected,
    Spelling,
    StoredArticle,
)
from nksearch.errors import UnknownArticleError
from nksearch.finding.hits import Listing
from nksearch.finding.related import Neighbour, Related
from nksearch.indexing import rebuild
from nksearch.request import Request, SearchRequest
from nksearch.revisions import History
from nksearch.store import Store
from nksearch.text import sentence_spans

from ..conftest import WordEncoder

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LECTURE = StoredArticle(
    article_id="a1lecture",
    revision=1,
    ingested="2025-11-24T06:30:00+00:00",
    title="In a lecture, officials call users of foreign phones “human trash”",
    text="\n\n".join(
        [
            "A political lecture was held in Hoeryong on May 25, residents of the city said. "
            "It was aimed at housewives and members of the women’s union.",
            "The speaker said that people who use Chinese mobile phones sell the secrets of the "
            "country. He called on everyone to report them to the party committee.",
            *(
                f"Lecture number {number} of this kind was held in the year {1995 + number}. "
                "Residents of the city listened to it in the house of culture, as they had "
                "listened to the ones before, and went home when it was over."
                for number in range(1, 13)
            ),
            "Most of those who were caught with Chinese phones were sent to political prison "
            "camps on charges of espionage, the source said.",
            "Others follow in their footsteps all the same.",
        ]
    ),
    published="2024-05-27T10:57",
    source="NK Times",
    url="https://nktimes.example/lecture?id=1&lang=en",
    language="en",
    topic="Society",
    translated_by="Google",
    translation_notice="This article was translated by Google, so it may differ from the Korean.",
    captions=(
        Caption(text="Hoeryong seen from the Chinese side of the river", credit="NK Times"),
        Caption(text="A watch post"),
    ),
    address="https://nktimes.example/lecture?id=1&lang=en",
)
MARKET = StoredArticle(
    article_id="b2market",
    revision=2,
    ingested="2025-11-24T06:31:00+00:00",
    title="회령시 장마당에서 중국산 손전화기 단속",
    text="회령시 장마당에서 지난주 단속이 있었다. "
    "중국산 손전화기를 쓰던 주민 세 명이 보위부에 체포됐다.\n"
    "주민들은 단속이 더 심해질 것이라고 말했다.",
    published="2024-06-03",
    source="Border Daily",
    language="ko",
    address="file:///archive/market.txt",
)
BRIEF = StoredArticle(
    article_id="c3brief",
    revision=1,
    ingested="2025-11-24T06:32:00+00:00",
    title="Brief: mobile networks",
    text="Koryolink was founded in 2008. It serves the area within the country only.",
    language="en",
)


def passage_of(article: StoredArticle, quote: str, *, rank: int) -> Passage:
    """Return the paragraphs around `quote`, from the start of the sentence before it."""
    at = article.text.index(quote)
    start = max((left for left, right in sentence_spans(article.text) if right < at), default=0)
    end = min(at + len(quote) + 90, len(article.text))
    return Passage(
        rank=rank,
        chunk_id=f"{article.article_id}.{article.revision}:{start}-{end}",
        article_id=article.article_id,
        revision=article.revision,
        start=start,
        end=end,
        text=article.text[start:end],
        title=article.title,
        date=article.published,
        source=article.source,
        url=article.url,
        language=article.language,
        translated_by=article.translated_by,
        score=1 / rank,
    )


def citation_of(passage: Passage, quote: str, *, marker: int) -> Citation:
    """Return the citation of `quote`, which `passage` contains."""
    start = passage.start + passage.text.index(quote)
    shared = ("article_id", "revision", "chunk_id", "title", "date", "source", "url")
    return Citation(
        marker=marker,
        start=start,
        end=start + len(quote),
        quote=quote,
        translated_by=passage.translated_by,
        **{name: getattr(passage, name) for name in shared},
    )


CAMPS = (
    "Most of those who were caught with Chinese phones were sent to political prison camps on "
    "charges of espionage, the source said."
)
FOLLOWERS = "Others follow in their footsteps all the same."
ARRESTS = "중국산 손전화기를 쓰던 주민 세 명이 보위부에 체포됐다."
QUESTION = "What happens to people caught with Chinese mobile phones?"


def some_answer() -> Answer:
    """Return an answer of three sentences from two passages; a third passage is not cited."""
    lecture = passage_of(LECTURE, CAMPS, rank=1)
    brief = passage_of(BRIEF, "It serves", rank=2)
    market = passage_of(MARKET, ARRESTS, rank=3)
    return Answer(
        question=QUESTION,
        abstained=False,
        reason=None,
        citations=(
            citation_of(lecture, CAMPS, marker=1),
            citation_of(market, ARRESTS, marker=2),
            citation_of(lecture, FOLLOWERS, marker=3),
        ),
        passages=(lecture, brief, market),
    )


def some_refusal() -> Answer:
    """Return what the archive says when it has no answer."""
    return replace(
        some_answer(),
        abstained=True,
        reason="No sentence of the nearest passages speaks of the price of rice.",
        citations=(),
    )


def some_entity(kind: EntityKind, name: str, articles: int = 3, **known: Any) -> Entity:
    """Return an entity with one spelling and no coordinates, if nothing else is said."""
    spellings = (Spelling(spelling=name, articles=articles),)
    nothing = {"hangul": None, "spellings": spellings, "first": None, "last": None}
    values = nothing | {"latitude": None, "longitude": None} | known
    return Entity(kind=kind, name=name, articles=articles, **values)


def some_entities() -> list[Entity]:
    """Return two places, a person in three spellings, and a term."""
    spelled = {"Choe Son Hui": 30, "Choi Sun-hee": 5, "최선희": 2}
    return [
        some_entity("place", "Pyongyang", 500, hangul="평양시", latitude=39.03, longitude=125.75),
        some_entity(
            "person",
            "Choe Son Hui",
            36,
            hangul="최선희",
            spellings=tuple(Spelling(spelling=s, articles=n) for s, n in spelled.items()),
            first=date(2019, 1, 2),
            last=date(2024, 6, 3),
        ),
        some_entity("place", "Sinuiju City", 20, hangul="신의주시", latitude=40.1, longitude=124.4),
        some_entity("term", "장마당", 1),
    ]


def neighbour_of(article: StoredArticle) -> Neighbour:
    """Return an article as it is named beside another one."""
    names = ("article_id", "title", "source", "language")
    return Neighbour(date=article.published, **{name: getattr(article, name) for name in names})


@dataclass
class FakeArchive:
    """What the application needs of an archive; set `error` to make every call fail."""

    answer: Answer = field(default_factory=some_answer)
    articles: list[StoredArticle] = field(default_factory=lambda: [LECTURE, MARKET, BRIEF])
    older: list[StoredArticle] = field(default_factory=list)
    read_anew: str | None = None
    names: list[Entity] = field(default_factory=some_entities)
    error: Exception | None = None
    requests: list[Request] = field(default_factory=list)
    index_error: str | None = None
    generation: dict[str, object] | None = field(
        default_factory=lambda: {
            "name": "000007",
            "created": "2025-11-24T06:40:00+00:00",
            "chunks": 4711,
            "encoder": "all-MiniLM-L6-v2",
        }
    )

    def ask(self, request: Request) -> Answer:
        self._fail()
        self.requests.append(request)
        return replace(self.answer, question=request.question)

    def entities(self, *, kind: EntityKind | None = None, like: str | None = None) -> list[Entity]:
        self._fail()
        return [
            each
            for each in self.names
            if kind in (None, each.kind)
            and (not like or any(like in spelling.spelling for spelling in each.spellings))
        ]

    def article(self, article_id: str, revision: int | None = None) -> StoredArticle:
        self._fail()
        for article in [*self.articles, *self.older]:
            if article.article_id == article_id and revision in (None, article.revision):
                return article
        raise UnknownArticleError(f"No article {article_id}.")

    def newest_revisions(self, article_ids: Collection[str]) -> dict[str, int]:
        return {each: self.article(each).revision for each in article_ids}

    def history(self, article_id: str) -> History:
        newest = self.article(article_id)
        changes = newest.revision - 1 - (self.read_anew is not None)
        return History(changes, newest.ingested if changes else None, self.read_anew)

    def related(self, article_id: str) -> Related | None:
        self._fail()
        found = {each.article_id: neighbour_of(each) for each in self.articles}
        return Related(
            similar=tuple(each for each in found.values() if each.article_id != article_id),
            copies=(),
            previous=found.get("a1lecture"),
            next=None,
        )

    def find(self, request: SearchRequest) -> Listing:
        """Find nothing: searches are tested with a real archive."""
        self._fail()
        facets = dict.fromkeys(("source", "topic", "lang", "month"), ())
        return Listing(
            query=request.query,
            total=0,
            articles=0,
            page=1,
            size=request.size,
            sort="date",
            hits=(),
            facets=facets,
            undated=0,
        )

    def rejected(self) -> list[Rejected]:
        self._fail()
        return []

    def manifest(self) -> None:
        self._fail()

    def damage(self) -> str | None:
        return self.index_error

    def two_revisions(
        self, article_id: str, old: int | None = None, new: int | None = None
    ) -> tuple[StoredArticle, StoredArticle]:
        after = self.article(article_id, new)
        return self.article(article_id, after.revision - 1 if old is None else old), after

    def status(self, *, sizes=True) -> dict[str, object]:
        self._fail()
        return {
            "indexes": "/srv/indexes",
            "articles": 1203,
            "damaged": 0,
            "undated": 3,
            "date_conflicts": 2,
            "dates_from": {"page": 4},
            "first_date": "2019-01-02",
            "last_date": "2024-06-03",
            "revisions": 1204,
            "addresses": 1300,
            "last_ingested": "2025-11-24T06:32:00+00:00",
            "topics": {},
            "months": {"2019-01": 1000, "2024-06": 200},
            "sources": {"NK Times": 800, "Border Daily": 403},
            "languages": {"en": 1100, "ko": 103},
            "generation": self.generation,
            "index_error": self.index_error,
            "disk": {"articles": 5000, "generations": 20, "vectors": 0, "encoders": 0},
            "memory": None,
            "rebuild_needed": False,
        }

    def _fail(self) -> None:
        if self.error:
            raise self.error


def library_articles() -> Iterator[Article]:
    """Yield forty articles of three years on floods and phones, one in Korean, one undated."""
    for number in range(38):
        topic = ("flood", "phone")[number % 2]
        yield Article(
            title=f"A {topic} in town {number}",
            text=f"People of town {number} spoke of the {topic} for {number + 2} days.\n\n"
            f"Officials from Sinuiju came to see the {topic} and left again.",
            published=f"{2022 + number // 14}-{1 + number % 12:02}-15",
            source=("River Post", "Border Desk", "NK Times")[number % 3],
            topic=("Society", "Economy")[number % 2],
            language="en",
            url=f"https://example.org/{number}",
            address=f"https://example.org/{number}",
        )
    yield Article(
        title="신의주의 홍수",
        text="신의주에서 홍수가 났다. 주민들은 대피했다.",
        published="2024-08-01",
        source="강변 신문",
        language="ko",
    )
    yield Article(
        title="=SUM(1) <b>flood</b>", text="An undated & odd flood & <i>phone</i>.", language="en"
    )


@pytest.fixture
def library(indexes: Path, store: Store, encoder: Any) -> Archive:
    """Return a real archive of these articles, searchable."""
    with store.transaction():
        for article in library_articles():
            store.put(article, touched=set())
    rebuild(indexes, store, encoder)
    return Archive(indexes, encoder)


@pytest.fixture
def library_client(library: Archive) -> FlaskClient:
    return create_app(library).test_client()


VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass
class Element:
    """An element of a page: its tag, attributes, the text inside and the elements around it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    around: tuple["Element", ...] = ()


class Page(HTMLParser):
    """A page, taken apart as a browser does: character references become characters again."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.status = response.status_code
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, "", tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open.pop().tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def find(self, tag: str, **wanted: str) -> list[Element]:
        """Return the elements of this tag that have these attributes (`class_` for `class`)."""
        named = {name.rstrip("_"): value for name, value in wanted.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and named.items() <= element.attributes.items()
        ]

    def by_id(self, name: str) -> Element:
        """Return the one element with this id."""
        (found,) = [each for each in self.elements if each.attributes.get("id") == name]
        return found


Read = Callable[..., Page]
Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive()


@pytest.fixture
def app(archive: FakeArchive) -> Flask:
    return create_app(archive)  # type: ignore[arg-type]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def read(client: FlaskClient) -> Read:
    """Return the page at an address; keywords become its query."""

    def read(path: str, **query: object) -> Page:
        return Page(client.get(path, query_string=query or None))

    return read


@pytest.fixture(scope="session")
def serving() -> Serve:
    """Serve an archive (any archive, the real one too) as `nksearch serve` does."""

    @contextmanager
    def serve(archive: Any, **options: Any) -> Iterator[str]:
        server = create_server(create_app(archive, **options), host="127.0.0.1", port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.stop()
        thread.join(timeout=30)

    return serve


@pytest.fixture
def address(archive: FakeArchive, serving: Serve) -> Iterator[str]:
    """Return the address at which the hand-made archive is served."""
    with serving(archive) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real headless Chromium; its absence is a failure, not a reason to skip."""
    found = [path for name in CHROMIUM_NAMES if (path := shutil.which(name))]
    if not found:
        pytest.fail(f"No Chromium here (looked for {', '.join(CHROMIUM_NAMES)}). Install chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found[0], args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


Visit = Callable[..., BrowserPage]


@pytest.fixture
def visiting(browser: Browser) -> Iterator[Callable[[str], Visit]]:
    """Make a function that opens a page of a site; all that goes wrong there fails the test.

    That is what the console says (policies that are broken too) and requests to other origins. An
    answer with an expected status of failure is said on the console by the browser itself.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def at(site: str) -> Visit:
        def visit(path: str = "/", *, status: int = 200, **options: Any) -> BrowserPage:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
            contexts.append(context)
            page = context.new_page()

            def heard(text: str) -> None:
                if status < 400 or f"responded with a status of {status}" not in text:
                    complaints.append(text)

            page.on("console", lambda message: heard(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "request",
                lambda request: (
                    request.url.startswith(f"{site}/") or complaints.append(request.url)
                ),
            )
            response = page.goto(f"{site}{path}")
            assert response
            assert response.status == status
            return page

        return visit

    yield at
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(address: str, visiting: Callable[[str], Visit]) -> Visit:
    """Open a page of the hand-made archive."""
    return visiting(address)


NEWS = {
    "Flood in Sinuiju": (
        "2024-07-31",
        "A flood hit Sinuiju in July 2024. Soldiers rescued 4,200 people by boat from the islands."
        "\n\nKim Jong Un visited Sinuiju on Monday.",
    ),
    "Minister in Moscow": (
        "2024-11-04",
        "Choe Son Hui visited Moscow in November 2024. She met the foreign minister of Russia.",
    ),
    "Choi Sun-hee returns": (
        "2024-11-08",
        "Choi Sun-hee returned to Pyongyang on Thursday by train.",
    ),
    "Market in Hyesan": (
        "2023-03-14",
        "The market in Hyesan closed at four in the afternoon. Traders stayed until dusk.",
    ),
    "Phones at the border": (
        "2023-05-02",
        "Traders use Chinese phones near the border. Police caught six of them in May.",
    ),
}


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return a real archive of a few articles, with an encoder that counts words."""
    indexes = tmp_path_factory.mktemp("news")
    with Store(indexes / "articles.db") as store:
        with store.transaction():
            for title, (day, text) in NEWS.items():
                address = f"https://post.example/{title.replace(' ', '-')}"
                values = {"source": "River Post", "language": "en", "address": address}
                found = Article(title=title, text=text, published=day, url=address, **values)
                store.put(found, touched=set())
        rebuild(indexes, store, WordEncoder())
    return Archive(indexes, WordEncoder())


@pytest.fixture(scope="session")
def newsroom(news: Archive, serving: Serve) -> Iterator[str]:
    """Return the address at which the real archive is served."""
    with serving(news) as url:
        yield url
