"""The root command, and what all commands print with."""

import json
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Any

import click

from nksearch.errors import BusyError, NksearchError, UsageError
from nksearch.text import STEERING, one_line

_FAILURE, _USAGE, _BUSY = 1, 2, 75  # exit codes
CHANGED = 3  # exit code of what worked and found something changed
SURE_SECONDS = 3.0  # after which the time that is left is worth telling
_WIDEST = 100  # columns of text that are comfortable to read
_COLOUR = re.compile("(\x1b\\[(?:0|1|31;9|32;1)m)")  # what `show` and `diff` mark with

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class Program(click.Group):
    """The root command: our errors become one line and an exit code, a bug keeps its traceback.

    Other packages add commands through entry points of the group `nksearch.commands`.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of our commands and of those that other packages add."""
        return [*self.commands, *(entry.name for entry in _added_commands())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; those of other packages are imported when they are asked for."""
        for entry in _added_commands():
            if entry.name == cmd_name:
                command: click.Command = entry.load()
                return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            with _stopping_tidily():
                return super().invoke(ctx)
        except NksearchError as error:
            say(f"Error: {error}", err=True)
            ctx.exit(_exit_code(error))


def _added_commands() -> Iterable[Any]:
    return sorted(entry_points(group="nksearch.commands"), key=lambda entry: entry.name)


@contextmanager
def _stopping_tidily() -> Iterator[None]:
    """Let SIGTERM end the program as an error does, so that it removes what is half made."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _exit_code(error: NksearchError) -> int:
    if isinstance(error, UsageError):
        return _USAGE
    return _BUSY if isinstance(error, BusyError) else _FAILURE


def check_answered(failed: int) -> None:
    """Raise NksearchError when some of many questions could not be answered."""
    if failed:
        one = "1 question" if failed == 1 else f"{failed} of the questions"
        raise NksearchError(f"{one} could not be answered; the errors say why.")


@contextmanager
def spinner(label: str) -> Iterator[Any]:
    """Show on one line of a terminal what is being done."""
    terminal = sys.stderr.isatty()

    def tell(what: str) -> None:
        if terminal:
            click.echo(
                f"\r\x1b[2K{label} {_harmless(one_line(what))[: _WIDEST - len(label)]}",
                nl=False,
                err=True,
            )

    try:
        yield tell
    finally:
        if terminal:
            click.echo("\r\x1b[2K", nl=False, err=True)


def duration(seconds: float) -> str:
    """Return a time for people."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line of standard output."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "")
    click.echo(escaped(json.dumps(value, ensure_ascii=not unicode)))


def escaped(text: str) -> str:
    """Return JSON that means the same, with what could steer a terminal as `\\u` and digits."""
    return STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print text for people on standard output, or standard error.

    Articles, questions and names of files may hold what steers a terminal or turns the direction of
    writing around: only our own colours get through, and these only where they are shown.
    """
    parts = _COLOUR.split(text) if styled() and not err else [text]
    parts[::2] = map(_harmless, parts[::2])
    click.echo("".join(parts), err=err, nl=nl)


def _harmless(text: str) -> str:
    return STEERING.sub("", text)


def styled() -> bool:
    """Tell whether standard output shows bold words."""
    context = click.get_current_context(silent=True)
    wanted = context is None or context.find_root().color is not False
    return wanted and sys.stdout.isatty()


def width() -> int:
    """Return how many columns of text to print."""
    return min(shutil.get_terminal_size().columns, _WIDEST)
