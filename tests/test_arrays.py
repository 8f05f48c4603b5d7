"""Arrays written part by part are the files that NumPy writes of whole ones."""

from pathlib import Path

import numpy as np
import pytest

from nksearch.arrays import ArrayFile


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


def test_elements_may_be_records_or_arrays(tmp_path: Path) -> None:
    for name, whole in (
        ("records", np.array([(b"a", 1), (b"bc", 2)], [("id", "S16"), ("n", "<u4")])),
        ("arrays", np.arange(12, dtype="<u4").reshape(4, 3)),
    ):
        file = ArrayFile(tmp_path / "parts.npy", whole.dtype, shape=whole.shape[1:])
        file.append(whole[:1])
        file.append(whole[1:])
        assert len(whole) == len(file)
        file.close()
        file.close()
        np.save(tmp_path / f"{name}.npy", whole)
        assert (tmp_path / f"{name}.npy").read_bytes() == (tmp_path / "parts.npy").read_bytes()
