import json
from pathlib import Path

import pytest

from nksearch.config import prepare_indexes, store_path
from nksearch.ingest import Progress, files, ingest, preview
from nksearch.store import Store


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def test_an_archive_in_a_folder_is_not_read_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A title\n\nIt happened.")
    with Store(store_path(prepare_indexes(tmp_path / "indexes"))) as own:
        ingest([tmp_path], own)
        assert (own.count(), list(own.rejections)) == (1, [])


def test_folders_are_read_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".git/x.txt", ".hidden"):
        write(tmp_path / name, "Text.")
    names = [path.relative_to(tmp_path).as_posix() for path in files([tmp_path])]
    assert names == ["a.txt", "b/1.txt", "b/2.txt"]


def test_the_parts_of_a_saved_page_are_no_articles(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/frame.html", "a.txt", "other_files/b.txt"):
        write(tmp_path / name, "Text.")
    names = [path.relative_to(tmp_path).as_posix() for path in files([tmp_path])]
    assert names == ["a.txt", "page.html", "other_files/b.txt"]


def test_one_bad_record_never_stops_the_others(tmp_path: Path, store: Store) -> None:
    rows = [
        {"title": "A", "text": "Text of A."},
        {"title": "B"},
        {"title": "C", "text": "Text of C."},
    ]
    path = write(tmp_path / "dump.jsonl", "\n".join(json.dumps(row) for row in rows))
    empty = write(tmp_path / "empty.txt", "")
    report = ingest([path, empty], store)
    assert (report.added, report.total) == (2, 4)
    assert [(each.path, each.line) for each in report.rejected] == [
        (str(path), 2),
        (str(empty), None),
    ]


def test_the_counts_add_up_and_a_second_run_changes_nothing(tmp_path: Path, store: Store) -> None:
    row = {"id": "1", "title": "A", "text": "Text of A."}
    dump = write(tmp_path / "dump.jsonl", "\n".join([json.dumps(row)] * 3))
    first, second = ingest([dump], store), ingest([dump], store)
    assert (first.added, first.duplicates, first.total) == (1, 2, 3)
    assert (second.added, second.unchanged, second.duplicates) == (0, 1, 2)


def test_a_changed_page_is_a_revision(tmp_path: Path, store: Store) -> None:
    page = write(tmp_path / "page.txt", "A title\n\nThe first text of this page.")
    ingest([page], store)
    write(page, "A title\n\nThe corrected text of this page.")
    assert ingest([page], store).changed == 1


def test_what_was_committed_before_a_crash_stays(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.ingest._COMMIT_EVERY", 1)
    pages = tmp_path / "pages"
    for name in "abc":
        write(pages / f"{name}.txt", f"Title {name}\n\nThe text of page {name}.")

    def stop(progress: Progress) -> None:
        if progress.path.name == "c.txt" and not progress.compared:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([pages], store, progress=stop)
    assert store.count() == 2
    assert ingest([pages], store).added == 1


def test_links_to_folders_are_not_followed_but_listed(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "pages"
    write(folder / "page.txt", "Title\n\nThe text of a page.")
    (folder / "again").symlink_to(folder)
    report = ingest([folder], store)
    assert (report.added, [each.path for each in report.rejected]) == (1, [str(folder / "again")])


def test_rejections_are_kept_until_their_file_is_read_again(tmp_path: Path, store: Store) -> None:
    dump = write(tmp_path / "a" / "dump.jsonl", '{"text": "One."}\n{"title": "B"}\n{}\n')
    empty = write(tmp_path / "a" / "empty.txt", "")
    ingest([tmp_path / "a"], store)
    kept = [(each.path, each.line, each.format) for each in store.rejections]
    assert kept == [
        (str(dump), 2, "JSON Lines"),
        (str(dump), 3, "JSON Lines"),
        (str(empty), None, "unknown"),
    ]
    write(dump, '{"text": "One."}\n')
    ingest([dump], store)
    assert [each.path for each in store.rejections] == [str(empty)]


def test_counts_are_told_for_each_format_and_reason(tmp_path: Path, store: Store) -> None:
    write(tmp_path / "in" / "a.jsonl", '{"text": "One."}\n{"text": "One."}\n{]\n{"a": ]\n')
    write(tmp_path / "in" / "b.csv", "title,text\nB,Two.\n")
    report = ingest([tmp_path / "in"], store)
    assert report.formats["JSON Lines"] == {
        "added": 1, "changed": 0, "unchanged": 0, "duplicates": 1, "rejected": 2,
    }  # fmt: skip
    assert report.formats["CSV"]["added"] == 1
    assert sum(count for *_, count in report.reasons()) == 2


def test_a_preview_says_what_each_file_would_become(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"text": "One."}\n{}\n')
    write(tmp_path / "b.txt", "A title\n\nText.")
    write(tmp_path / "c.bin", "\0")
    first, second, third = preview([tmp_path])
    assert (first.formats, first.articles, len(first.rejected)) == (("JSON Lines",), 1, 1)
    assert (second.formats, second.titles) == (("text",), ("A title",))
    assert (third.articles, third.rejected[0].reason[:6]) == (0, "Binary")


def test_a_batch_ends_before_it_holds_too_much(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.ingest._COMMIT_BYTES", 1)
    commits = []
    transaction = store.transaction
    monkeypatch.setattr(store, "transaction", lambda: commits.append(1) or transaction())
    for name in "abc":
        write(tmp_path / "in" / f"{name}.txt", f"Title {name}\n\nThe text of page {name}.")
    assert ingest([tmp_path / "in"], store).added == 3
    assert len(commits) == 3
