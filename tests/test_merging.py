"""Merging tables of postings, and writing arrays part by part."""

from pathlib import Path

import numpy as np
import pytest

from nksearch.merging import GONE, ArrayFile, Table, merged


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
    found = listed(*merged(BEFORE, np.array([0, 2, 3], np.uint32), NEW))
    assert found == [(3, 2, 2), (7, 0, 1), (7, 1, 4), (7, 2, 1), (8, 1, 1), (9, 3, 5)]


@pytest.mark.parametrize("block", [1, 100])
def test_terms_that_only_documents_had_that_are_gone_go(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.merging._BLOCK", block)
    tables = list(merged(BEFORE, np.array([0, GONE, GONE], np.uint32), NEW))
    assert listed(*tables) == [(7, 0, 1), (7, 1, 4), (8, 1, 1)]
    assert [7, 8] == [int(key) for each in tables for key in each.keys]


def test_nothing_merged_with_nothing_is_nothing() -> None:
    assert listed(*merged(table(), np.empty(0, np.uint32), table())) == []


@pytest.mark.parametrize("parts", [[], [0], [3, 0, 120_000]])
def test_a_file_written_in_parts_is_that_of_the_whole_array(
    parts: list[int], tmp_path: Path
) -> None:
    array = np.arange(sum(parts), dtype="<u4")
    file = ArrayFile(tmp_path / "parts.npy", "<u4")
    for part in np.split(array, np.cumsum(parts)[:-1]) if parts else ():
        file.append(part)
    file.close()
    np.save(tmp_path / "whole.npy", array)
    assert (tmp_path / "parts.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()
