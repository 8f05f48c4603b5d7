import json
from pathlib import Path

import pytest

from nksearch.ingest import files, ingest
from nksearch.store import Store


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


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

    def stop(path: Path) -> None:
        if path.name == "c.txt":
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
