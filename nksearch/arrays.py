"""Arrays on disk, written part by part, so that none has to be in memory whole."""

from pathlib import Path

import numpy as np
import numpy.typing as npt


class ArrayFile:
    """A file as `np.save` writes it of one array, written part by part.

    `kind` is the type of its numbers or records; each element is an array of `shape` if it is not
    one of these alone.
    """

    def __init__(self, path: Path, kind: npt.DTypeLike, *, shape: tuple[int, ...] = ()) -> None:
        self._kind = np.dtype(kind)
        self._shape = shape
        self._length = 0
        self._file = path.open("wb")
        self._write_header()

    def __len__(self) -> int:
        return self._length

    def append(self, part: npt.NDArray[np.generic]) -> None:
        """Write the next elements."""
        self._file.write(part.astype(self._kind, copy=False).tobytes())
        self._length += len(part)

    def close(self) -> None:
        """Finish the file."""
        if not self._file.closed:
            self._file.seek(0)  # NumPy leaves space in the header for any length
            self._write_header()
            self._file.close()

    def _write_header(self) -> None:
        np.lib.format.write_array_header_1_0(
            self._file,
            {
                "descr": np.lib.format.dtype_to_descr(self._kind),
                "fortran_order": False,
                "shape": (self._length, *self._shape),
            },
        )


def save(path: Path, array: npt.NDArray[np.generic]) -> None:
    """Write an array as `np.save` does, which may not notice that the disk is full.

    NumPy closes the C library's file behind an array without looking at whether that worked.
    """
    file = ArrayFile(path, array.dtype, shape=array.shape[1:])
    file.append(array)
    file.close()
