"""Records of answers, over archives that change between asking and asking again."""

import json
import os
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.config import Settings
from nksearch.datamodels import Article
from nksearch.errors import NksearchError, UsageError
from nksearch.indexing import rebuild
from nksearch.recording.files import read_records, record_file
from nksearch.recording.record import Record, ask_and_record, record_from_json, record_to_json
from nksearch.recording.replay import replay
from nksearch.request import Request, parse_request
from nksearch.store import Store

from ..conftest import WordEncoder

NAMES = "Anju Kusong Hamhung Wonsan Sariwon Kaesong Nampo Chongjin Hyesan Kanggye".split()


def article(number: int, *, more: str = "") -> Article:
    """One of many articles; each has words that no other has."""
    place = f"{NAMES[number % 10]}{'abcdefghijkl'[number // 10]}"
    return Article(
        title=f"Plant {place}",
        text=f"{more}Workers opened plant{number} in {place}. It makes {number + 2} cars{number}.",
        published="2024-07-31",
        language="en",
        address=f"https://example.org/{number}",
        url=f"https://example.org/{number}",
    )


def question(number: int) -> Request:
    return Request(question=f"Who opened plant{number}?", mode="lexical")


def put(store: Store, *articles: Article) -> None:
    with store.transaction():
        for each in articles:
            store.put(each, touched=set())


def recorded(store: Store, indexes: Path, count: int) -> tuple[Archive, list[Record]]:
    put(store, *(article(number) for number in range(count)))
    rebuild(indexes, store, WordEncoder())
    archive = Archive(indexes, WordEncoder())
    return archive, [ask_and_record(archive, question(number))[1] for number in range(count)]


def check_records(store: Store, indexes: Path, count: int) -> None:
    archive, records = recorded(store, indexes, count)
    assert all(len(each.citations) == 1 for each in records)

    rebuild(indexes, store, WordEncoder())
    again = [replay(each, archive) for each in records]
    assert [each.changes for each in again] == [()] * count
    assert {each.kind for found in again for each in found.information} == {"build"}

    put(store, article(7, more="News came late. "))
    rebuild(indexes, store, WordEncoder())
    again = [replay(each, archive) for each in records]
    assert [number for number, each in enumerate(again) if not each.same] == [7]
    cited = next(each.text for each in again[7].changes if each.kind == "citation")
    assert cited.endswith("has revision 2: the quote stands at characters 16-51.")


def test_after_a_change_exactly_the_records_that_it_touches_say_so(
    store: Store, indexes: Path
) -> None:
    check_records(store, indexes, 20)


@pytest.mark.slow
def test_a_hundred_records_survive_a_rebuild(store: Store, indexes: Path) -> None:
    check_records(store, indexes, 100)


def kinds_and_texts(record: Record, archive: Archive) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in replay(record, archive).changes:
        found.setdefault(each.kind, []).append(each.text)
    return found


def test_a_quote_that_is_gone_is_named_with_what_is_quoted_now(store: Store, indexes: Path) -> None:
    archive, records = recorded(store, indexes, 3)
    changed = replace(article(1), text="Soldiers opened plant1 in Kusonga.")
    put(store, changed)
    before = kinds_and_texts(records[1], archive)  # not searchable yet, but known
    assert list(before) == ["citation"]
    assert before["citation"][0].endswith("has revision 2: the quote stands there no more.")
    rebuild(indexes, store, WordEncoder())
    after = kinds_and_texts(records[1], archive)
    assert after["quotes"][0] == "The sentence of [1] is not quoted any more."
    assert after["quotes"][1].startswith("[1] is new: article ")
    gone, new = after["passage"]
    assert "was number 1 with score" in gone and "is not found now" in gone
    assert "“Plant Kusonga”" in new and "is new, number 1 with score" in new


def test_a_passage_that_comes_first_does_not_make_the_others_move(
    store: Store, indexes: Path
) -> None:
    archive, _ = recorded(store, indexes, 3)
    request = Request(question="workers opened cars in Anjua", mode="lexical")
    record = ask_and_record(archive, request)[1]
    put(store, replace(article(0), text="Workers opened cars. In Anjua!", url="u", address="u"))
    rebuild(indexes, store, WordEncoder())
    assert len(kinds_and_texts(record, archive)["passage"]) == 1


def test_passages_that_pass_one_another_are_named(archive: Archive) -> None:
    answer, record = ask_and_record(archive, Request(question="flood phone border visit"))
    assert len(answer.passages) == 3
    first, second, third = record.passages
    swapped = replace(record, passages=(second, first, third))
    [moved] = kinds_and_texts(swapped, archive)["passage"]
    assert "was number " in moved and " and is number " in moved


def test_refusals_are_compared(archive: Archive) -> None:
    refused = ask_and_record(archive, Request(question="Does Elvis live?"))[1]
    assert refused.abstained and replay(refused, archive).same
    other = replace(refused, reason="Another reason.")
    assert "was “Another reason.”" in kinds_and_texts(other, archive)["refusal"][0]
    silent = replace(refused, abstained=False, reason=None)
    assert "now the archive does not say" in kinds_and_texts(silent, archive)["refusal"][0]


def test_another_archive_says_which_articles_it_lacks(archive: Archive) -> None:
    record = ask_and_record(archive, Request(question="When did the flood hit Sinuiju?"))[1]
    [span] = record.citations
    elsewhere = replace(record, citations=(replace(span, article_id="0" * 16),))
    assert kinds_and_texts(elsewhere, archive)["citation"] == [
        f"[1] article {'0' * 16}: revision 1 is not in this archive."
    ]
    forged = replace(record, citations=(replace(span, text_sha256="0" * 64),))
    assert "is not the text that was cited" in kinds_and_texts(forged, archive)["citation"][0]


def test_a_relative_date_means_the_day_of_the_record(archive: Archive) -> None:
    request = Request(question="floods last month", asked_on=date(2024, 8, 15), k=3)
    record = ask_and_record(archive, request)[1]
    assert record.request["asked_on"] == "2024-08-15"
    assert replay(record, archive).same
    assert record_from_json(json.loads(json.dumps(record_to_json(record)))) == record


def test_a_record_says_what_a_follow_up_was_asked_as(archive: Archive) -> None:
    request = parse_request({"question": "When was it?", "conversation": ["flood in Sinuiju"]})
    record = ask_and_record(archive, request)[1]
    assert record.asked_as == "When was it? (flood, Sinuiju)"
    assert record_from_json(json.loads(json.dumps(record_to_json(record)))) == record
    assert replay(record, archive).information == ()
    [told] = replay(replace(record, asked_as="?"), archive).information
    assert told.text == "It was asked as “?” and is asked as “When was it? (flood, Sinuiju)”."


def test_a_setting_that_changed_is_named(archive: Archive, indexes: Path) -> None:
    record = ask_and_record(archive, Request(question="When did the flood hit Sinuiju?"))[1]
    bold = Archive(indexes, WordEncoder(), settings=Settings(answer_threshold=0.99))
    found = replay(record, bold)
    assert "refusal" in {each.kind for each in found.changes}
    assert [each.text for each in found.information] == [
        "The answer threshold was None and is 0.99."
    ]
    other = replace(record, build=replace(record.build, vocabulary="0", answer_model="0"))
    told = [each.text for each in replay(other, archive).information]
    assert [text.partition(" was 0")[0] for text in told] == ["The vocabulary", "The answer model"]


@pytest.mark.parametrize(
    ("values", "kind", "text"),
    [
        ({"brief": (0, 1)}, "brief", "The brief answer in [1] is not the one it was."),
        ({"context": (0, 1)}, "context", "The sentence before [1] is not the one it was."),
        ({"agrees_with": 1}, "agreement", "What [1] agrees with is not what it was."),
    ],
)
def test_what_is_shown_with_a_quote_is_compared(
    archive: Archive, values: dict[str, object], kind: str, text: str
) -> None:
    record = ask_and_record(archive, Request(question="When did the flood hit Sinuiju?"))[1]
    [cited] = record.citations
    changed = replace(record, citations=(replace(cited, **values),))  # type: ignore[arg-type]
    assert kinds_and_texts(changed, archive) == {kind: [text]}
    differing = kinds_and_texts(replace(record, differing=(1,)), archive)
    assert differing == {"agreement": ["The articles that differ were 1 and are 0."]}


def test_a_sentence_that_stands_twice_is_compared_by_its_place(store: Store, indexes: Path) -> None:
    twice = "Workers opened plant9. It makes cars. Workers opened plant9."
    put(store, Article(title="Plant", text=twice, language="en"))
    rebuild(indexes, store, WordEncoder())
    archive = Archive(indexes, WordEncoder())
    record = ask_and_record(archive, question(9))[1]
    [cited] = record.citations
    assert (cited.start, cited.end) == (0, 22) and replay(record, archive).same
    moved = replace(record, citations=(replace(cited, start=38, end=60),))
    assert kinds_and_texts(moved, archive) == {
        "quotes": ["The sentence of [1] is quoted from characters 0-22, not 38-60."]
    }


def test_only_a_plain_file_is_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="pipe is no plain file"):
        record_file(pipe, overwrite=True).__enter__()
    assert pipe.is_fifo()


def test_a_record_holds_no_text_of_an_article(archive: Archive, tmp_path: Path) -> None:
    record = ask_and_record(archive, Request(question="When did the flood hit Sinuiju?"))[1]
    with record_file(tmp_path / "r.json") as save:
        save(record)
    assert "July 2024" not in (tmp_path / "r.json").read_text("utf-8")
    assert read_records(tmp_path / "r.json") == [record]


def test_a_file_is_written_whole_or_not_at_all(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    record = ask_and_record(archive, Request(question="floods"))[1]
    with pytest.raises(RuntimeError), record_file(path) as save:
        save(record)
        raise RuntimeError
    assert list(tmp_path.glob("*.json")) == list(tmp_path.glob(".r*")) == []
    path.write_text("precious")
    with pytest.raises(UsageError, match="add --overwrite to replace it"):
        record_file(path).__enter__()
    with record_file(path, overwrite=True) as save:
        save(record)
        assert path.read_text() == "precious"
    assert read_records(path) == [record]
    with pytest.raises(NksearchError, match="Cannot write"):
        record_file(tmp_path / "none" / "r.json").__enter__()


def test_a_file_that_appears_meanwhile_is_not_replaced(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    with pytest.raises(UsageError, match="exists"), record_file(path):
        path.write_text("precious")
    assert path.read_text() == "precious"


def no_links(*_: object) -> None:
    raise PermissionError("no hard links")


def test_a_file_system_without_links_gets_its_file_too(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    path = tmp_path / "r.json"
    record = ask_and_record(archive, Request(question="floods"))[1]
    with record_file(path) as save:
        save(record)
    assert read_records(path) == [record]
    path.unlink()
    test_a_file_that_appears_meanwhile_is_not_replaced(archive, tmp_path)


def test_only_errors_of_its_own_writing_are_those_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError, match="head"), record_file(tmp_path / "r.json"):
        raise BrokenPipeError("head")


def broken(record: Record, **values: object) -> str:
    return json.dumps(record_to_json(record) | values)


def test_what_is_no_record_is_refused_in_one_sentence(archive: Archive, tmp_path: Path) -> None:
    record = ask_and_record(archive, Request(question="When did the flood hit Sinuiju?"))[1]
    wrong_score = [{"chunk_id": "x", "score": "high"}]
    for content, message in {
        "": "holds no record",
        "{": "r.json:1 is not JSON",
        "[" * 100_000: "is not JSON",
        "[]": "is not one of an answer",
        '{"question": "x"}': "is not one of an answer",
        '{"format": 2}': "is incomplete",
        broken(record, format=1): "has format '1' and this nksearch reads 2",
        broken(record, format=True): "has format 'True' and",
        broken(record, format=2.0): "has format '2.0' and",
        broken(record, differing=[2]): "is incomplete",
        broken(record, differing=[True]): "is incomplete",
        **{
            broken(record, **{part: [asdict(getattr(record, part)[0]) | {name: value}]}): message
            for part, name, value, message in (
                ("citations", "revision", 10**30, "is incomplete"),
                ("citations", "start", -1, "is incomplete"),
                ("citations", "brief", [1], "is incomplete"),
                ("citations", "brief", [1, 10**30], "is incomplete"),
                ("citations", "context", 5, "is incomplete"),
                ("citations", "agrees_with", 0, "is incomplete"),
                ("citations", "agrees_with", 9, "is incomplete"),
                ("passages", "score", float("nan"), "is incomplete"),
                ("passages", "score", float("inf"), "is incomplete"),
                ("passages", "score", 10**400, "is incomplete"),
            )
        },
        broken(record, request={"question": ""}): "is incomplete or was changed by hand",
        broken(record, request=[]): "is incomplete",
        broken(record, passages=wrong_score): "is incomplete",
        broken(record, build=None): "is incomplete",
        broken(record, abstained="no"): "is incomplete",
        broken(record, recorded=5): "is incomplete",
        broken(record, extra=1): "is incomplete",
        broken(record) + "\n[]": "r.json:2 is not one",
        "\x00": "is not JSON",
    }.items():
        path = tmp_path / "r.json"
        path.write_text(content)
        with pytest.raises(UsageError) as caught:
            read_records(path)
        assert message in str(caught.value) and "\n" not in str(caught.value)
    path.write_bytes(b"\xff")
    with pytest.raises(UsageError, match="no UTF-8"):
        read_records(path)
