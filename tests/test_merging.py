"""Merging tables of postings, and putting them aside on disk."""

from pathlib import Path

import numpy as np
import pytest

from nksearch.merging import GONE, Part, Runs, Table, merged


def table(*postings: tuple[int, int, int]) -> Table:
    keys, documents, counts = np.array(postings, np.uint64).reshape(-1, 3).T
    return Table.of(keys, documents.astype(np.uint32), counts.astype(np.uint16))


def listed(*tables: Table) -> list[tuple[int, int, int]]:
    return [
        (int(key), document, count)
        for each in tables
        for key, start, end in zip(each.keys, each.offsets[:-1], each.offsets[1:], strict=True)
        for document, count in zip(
            each.documents[start:end].tolist(), each.counts[start:end].tolist(), strict=True
        )
    ]


BEFORE = table((7, 0, 1), (3, 1, 2), (7, 1, 1), (9, 2, 5))  # term, document, count
NEW = table((7, 1, 4), (8, 1, 1))


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_postings_are_renumbered_and_put_in_order(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.merging._BLOCK", block)
    found = listed(*merged([Part(BEFORE, np.array([0, 2, 3], np.uint32)), Part(NEW)]))
    assert found == [(3, 2, 2), (7, 0, 1), (7, 1, 4), (7, 2, 1), (8, 1, 1), (9, 3, 5)]


@pytest.mark.parametrize("block", [1, 100])
def test_terms_that_only_documents_had_that_are_gone_go(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.merging._BLOCK", block)
    tables = list(merged([Part(BEFORE, np.array([0, GONE, GONE], np.uint32)), Part(NEW)]))
    assert listed(*tables) == [(7, 0, 1), (7, 1, 4), (8, 1, 1)]
    assert [7, 8] == [int(key) for each in tables for key in each.keys]


def test_nothing_merged_with_nothing_is_nothing() -> None:
    assert listed(*merged([])) == []
    assert listed(*merged([Part(table(), np.empty(0, np.uint32)), Part(table())])) == []


@pytest.mark.parametrize("run", [1, 3, 100])
def test_postings_put_aside_come_back_as_if_they_had_not_been(
    run: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.merging._RUN", run)
    documents = [[3, 7], [], [7], [1, 3, 9], [9]]
    runs = Runs(tmp_path)
    for number, terms in enumerate(documents):
        keys = np.array(terms, np.uint64)
        runs.add(number, keys, np.full(len(terms), number + 1, np.uint16))
    parts = runs.parts()
    assert {1: 4, 3: 3, 100: 1}[run] == len(parts)
    expected = sorted((t, n, n + 1) for n, terms in enumerate(documents) for t in terms)
    assert expected == listed(*merged(parts))
    runs.close()
    assert list(tmp_path.iterdir()) == []


def test_nothing_put_aside_is_no_part(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    assert runs.parts() == []
    runs.close()
