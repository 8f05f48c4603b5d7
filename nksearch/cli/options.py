"""Options that several commands share."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from nksearch.request import DATE_STATES, DEFAULT_K, MAX_K, MODES

F = TypeVar("F", bound=Callable[..., Any])

_REQUEST = (
    click.option(
        "-k",
        default=str(DEFAULT_K),
        metavar="NUMBER",
        show_default=True,
        help=f"Passages, 1 to {MAX_K}.",
    ),
    click.option(
        "--mode",
        type=click.Choice(MODES),
        default="hybrid",
        show_default=True,
        help="Search by words and meaning, by words only, or by meaning only.",
    ),
    click.option("--since", metavar="DAY", help="Only articles of this day or later (2024-05-27)."),
    click.option("--until", metavar="DAY", help="Only articles of this day or earlier."),
    click.option(
        "--date",
        type=click.Choice(DATE_STATES),
        help="Only articles without a date, or whose source has two that differ.",
    ),
    click.option("--source", metavar="NAME", help="Only articles of this source."),
    click.option("--lang", metavar="CODE", help="Only articles in this language (en, ko)."),
    click.option(
        "--asked-on",
        metavar="DAY",
        help="The day from which “last month” is meant.  [default: today]",
    ),
    click.option(
        "--no-dates", is_flag=True, help="Do not let dates in the question limit the search."
    ),
    click.option(
        "--no-variants",
        is_flag=True,
        help="Search names and terms only as the question spells them.",
    ),
    click.option(
        "--without",
        multiple=True,
        metavar="SPELLING",
        help="Do not search a name or term in this spelling; may be given again.",
    ),
    click.option(
        "--all", "every", is_flag=True, help="Show every copy of a story, not only the best."
    ),
)
_RECORD = (
    click.option(
        "--record",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Save what was asked and found, for `nksearch replay`.",
    ),
    click.option("--overwrite", is_flag=True, help="Let --record replace a file."),
)


def request_options(command: F) -> F:
    """Add what limits a question; `option_values` makes a request's values of it."""
    return _with(_REQUEST, command)


def record_options(command: F) -> F:
    """Add `--record` and `--overwrite`."""
    return _with(_RECORD, command)


def option_values(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `parse_request`, without the question, that the options say."""
    flags = {
        "dates": not options["no_dates"],
        "variants": not options["no_variants"],
        "all": options["every"],
    }
    flagged = ("no_dates", "no_variants", "every")
    return {name: value for name, value in options.items() if name not in flagged} | flags


def _with(options: tuple[Callable[[F], F], ...], command: F) -> F:
    for option in reversed(options):
        command = option(command)
    return command
