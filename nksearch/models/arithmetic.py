"""How vectors are worked out: precision, threads, length."""

import platform
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Precision = Literal["float32", "bfloat16"]


def fast_precision() -> Precision:
    """Return bfloat16 if the processor multiplies it natively, else float32.

    The processor's flags are read, not torch asked: the cache of vectors needs the answer when
    torch is not yet imported. Where the flags are not known (not Linux), it is float32.
    """
    if platform.machine() not in ("x86_64", "AMD64"):
        return "float32"
    try:
        processors = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return "float32"
    flags = set(processors.partition("\nflags")[2].partition("\n")[0].split())
    return "bfloat16" if flags & {"avx512_bf16", "amx_bf16"} else "float32"


@contextmanager
def threads(texts: int) -> Iterator[None]:
    """Let one thread encode one text: several wait for each other more than they work.

    Measured on two busy cores: 15 ms a question with one thread, 60 to 84 ms with two.
    """
    import torch

    before = torch.get_num_threads()
    if texts == 1:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def arithmetic(device: str, precision: str) -> AbstractContextManager[Any]:
    """Return the context, of this thread only, in which matrices are multiplied so."""
    if precision == "float32":
        return nullcontext()
    import torch

    return torch.autocast(device, dtype=torch.bfloat16)


def of_length_one(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scale rows to length 1; a row of zeros stays so, as near to everything as to nothing."""
    lengths: npt.NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return vectors / lengths
