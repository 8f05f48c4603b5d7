import zipfile
from pathlib import Path

import pytest

from nksearch.datamodels import Article
from nksearch.ingest import ingest
from nksearch.ingest.furniture import Furniture, learn
from nksearch.readers import Reading, read_with_format
from nksearch.repetitions import Repetitions
from nksearch.store import Store

from . import site


def texts(store: Store) -> dict[str, str]:
    return {article.title: article.text for article in store.articles()}


def page(title: str, *lines: str) -> Reading:
    text = "\n\n".join(lines)
    return Reading("HTML", Article(title=title, text=text, url="https://post.example/a"))


def cleaned(batch: list[Reading], one: Reading) -> list[str]:
    learnt = learn(batch)
    reading = Furniture(lambda name: learnt.get(name, Repetitions())).clean(one)
    assert isinstance(reading.item, Article)
    return reading.item.text.split("\n\n")


@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_the_furniture_of_a_site_goes_and_no_sentence_of_an_article(
    tmp_path: Path, store: Store, suffix: str
) -> None:
    site.fill(tmp_path / "in", suffix)
    report = ingest([tmp_path / "in"], store)
    expected = {site.title(n): "\n\n".join(site.sentences(n)) for n in range(site.PAGES)}
    assert texts(store) == expected
    names = {each.site for each in report.furniture}
    assert names == {"post.example" if suffix == ".html" else "River Post"}
    words = {each.words: each for each in report.furniture}
    letter = words["Never miss a story"]
    assert letter.pages == site.PAGES
    assert letter.characters == site.PAGES * sum(map(len, site.NEWSLETTER))


def test_the_order_of_files_changes_nothing_and_pages_read_again_are_unchanged(
    tmp_path: Path, store: Store
) -> None:
    site.fill(tmp_path / "in", ".html")
    paths = sorted((tmp_path / "in").iterdir())
    ingest(paths, store)
    with Store(tmp_path / "other.db") as other:
        ingest(paths[::-1], other)
        assert texts(other) == texts(store)
    for again in ([tmp_path / "in"], paths[3:4], paths[:7]):
        report = ingest(again, store)
        assert (report.unchanged, report.added, report.changed) == (report.total, 0, 0)


def test_a_new_page_of_a_known_site_loses_its_furniture(tmp_path: Path, store: Store) -> None:
    site.fill(tmp_path / "in", ".txt")
    ingest([tmp_path / "in"], store)
    new = tmp_path / "new.txt"
    new.write_text(site.plain(site.PAGES + 8), "utf-8")
    ingest([new], store)
    assert texts(store)[site.title(site.PAGES + 8)] == "\n\n".join(site.sentences(site.PAGES + 8))


OWN = [f"A report of its own, number {n}, on what happened." for n in range(20)]


def test_what_stands_on_few_pages_stays() -> None:
    few = [page(f"Title {n}", OWN[n], *["Menu", "Weather"] * (n < 4)) for n in range(8)]
    assert cleaned(few, few[0]) == [OWN[0], "Menu", "Weather"]
    rare = [page(f"Title {n}", OWN[n], *["Menu", "Weather"] * (n < 5)) for n in range(20)]
    assert cleaned(rare, rare[0]) == [OWN[0], "Menu", "Weather"]


def test_a_phrase_that_stands_among_an_articles_own_sentences_stays() -> None:
    phrase = "The report did not say when."
    batch = [page(f"Title {n}", OWN[n], phrase, f"More of {n}.") for n in range(9)]
    assert cleaned(batch, batch[0]) == [OWN[0], phrase, "More of 0."]


def test_an_article_saved_again_and_again_stays() -> None:
    batch = [page("One title", OWN[0], OWN[1], f"Version {n}.") for n in range(9)]
    assert cleaned(batch, batch[0]) == [OWN[0], OWN[1], "Version 0."]


def test_what_was_most_read_on_other_pages_stays_on_its_own() -> None:
    box = ["Most clicked", "Title 0", OWN[0], "Title 1", OWN[1]]
    batch = [page(f"Title {n}", OWN[n], f"More of {n}.", *box) for n in range(9)]
    assert cleaned(batch, batch[0]) == [OWN[0], "More of 0."]


def test_one_title_of_another_page_is_no_list() -> None:
    batch = [page(f"Title {n}", OWN[n], "Weather", "Sport") for n in range(9)]
    digest = page("Digest", OWN[10], "Title 3", OWN[11], "Title 4", OWN[12])
    assert cleaned([*batch, digest], digest)[:5] == [
        OWN[10],
        "Title 3",
        OWN[11],
        "Title 4",
        OWN[12],
    ]


def test_a_page_of_nothing_but_furniture_is_left_as_it_is() -> None:
    batch = [page(f"Title {n}", OWN[n], "Weather", "Sport") for n in range(9)]
    assert cleaned(batch, page("Empty", "Weather", "Sport")) == ["Weather", "Sport"]


def test_pages_in_archives_are_learnt_from_and_files_without_pages_are_read_once(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.fill(tmp_path / "pages", ".txt")
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("a.json", '{"text": "A record."}')
        for path in sorted((tmp_path / "pages").iterdir()):
            archive.write(path, path.name)
    (tmp_path / "b.jsonl").write_text('{"text": "Another record."}')
    read = []
    monkeypatch.setattr(
        "nksearch.ingest.read_with_format",
        lambda path: read.append(path.name) or read_with_format(path),
    )
    report = ingest([tmp_path / "pages.zip", tmp_path / "b.jsonl"], store)
    assert read == ["pages.zip"]
    assert report.added == site.PAGES + 2
    assert texts(store)[site.title(5)] == "\n\n".join(site.sentences(5))


@pytest.mark.parametrize(
    "line", ["Comrades!", "위대한 조선로동당 만세!", "The Ministry briefed us."]
)
def test_a_sentence_that_few_articles_begin_or_end_with_stays(line: str) -> None:
    batch = [page(f"Title {n}", line, OWN[n], f"More of {n}.", line) for n in range(8)]
    assert cleaned(batch, batch[0]) == [line, OWN[0], "More of 0.", line]


def test_a_standing_sentence_goes_only_from_a_site_that_has_it_nearly_everywhere() -> None:
    line = "The armistice was never replaced by a treaty."
    some = [page(f"Title {n}", OWN[n], *[line] * (n % 2)) for n in range(20)]
    assert cleaned(some, some[1]) == [OWN[1], line]
    nearly = [page(f"Title {n}", OWN[n], *[line] * (n % 9 > 0)) for n in range(20)]
    assert cleaned(nearly, nearly[1]) == [OWN[1]]


def test_a_letter_on_some_pages_goes_with_its_heading() -> None:
    letter = ["Never miss a story", "Subscribe to our letter.", "We share no address."]
    batch = [page(f"Title {n}", OWN[n], f"More of {n}.", *letter * (n % 2)) for n in range(20)]
    assert cleaned(batch, batch[1]) == [OWN[1], "More of 1."]


@pytest.mark.parametrize("unit", [",100", ".5", " won", "%", "원", " people"])
def test_an_amount_that_has_not_changed_is_no_furniture(unit: str) -> None:
    prices = [f"{town}: 5{unit}" for town in ("Pyongyang", "Sinuiju", "Hyesan")]
    batch = [page(f"Title {n}", "Prices of rice", *prices, OWN[n]) for n in range(12)]
    assert cleaned(batch, batch[0]) == [*prices, OWN[0]]
    footer = ["Tel. 02-123-4567", "Registered 2005", "38 North"]
    batch = [page(f"Title {n}", OWN[n], *footer) for n in range(12)]
    assert cleaned(batch, batch[0]) == [OWN[0]]
