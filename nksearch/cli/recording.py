"""Asking with `--record FILE`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nksearch.archive import Archive
from nksearch.datamodels import Answer
from nksearch.errors import UsageError
from nksearch.recording.files import record_file
from nksearch.recording.record import ask_and_record
from nksearch.request import Request


@contextmanager
def recorded(
    archive: Archive, path: Path | None, *, overwrite: bool
) -> Iterator[Callable[[Request], Answer]]:
    """Give what asks the archive and, if a file is named, saves a record of each answer there.

    Whoever stops in the middle, or the program that reads the answers, keeps what was recorded.

    Raises:
        UsageError: nothing is to be recorded, and yet a file to be replaced.
    """
    if path is None:
        if overwrite:
            raise UsageError("--overwrite needs --record FILE.")
        yield archive.ask
        return
    asked, stopped = 0, None
    with record_file(path, overwrite=overwrite) as save:

        def ask(request: Request) -> Answer:
            nonlocal asked
            answer, record = ask_and_record(archive, request)
            save(record)
            asked += 1
            return answer

        try:
            yield ask
        except (KeyboardInterrupt, BrokenPipeError) as error:
            if not asked:
                raise
            stopped = error
    if stopped:
        raise stopped
