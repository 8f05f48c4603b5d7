"""A time limit for the work of one thread, looked at between the stages of an answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from nksearch.errors import OverdueError

_end: ContextVar[float | None] = ContextVar("end of the time limit", default=None)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let `check_time` raise once so many seconds have passed, in this thread."""
    token = _end.set(monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def check_time() -> None:
    """Do nothing while there is time.

    Raises:
        OverdueError: the time limit has passed; there is none unless someone set one.
    """
    end = _end.get()
    if end is not None and monotonic() > end:
        raise OverdueError(
            "This takes longer than one request may take. Ask for less, or ask again later."
        )
