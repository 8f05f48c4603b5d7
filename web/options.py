"""Options of `nksearch serve` that say who can reach it, and what is logged."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_ACCESS = (
    click.option(
        "--trusted-host",
        "trusted_hosts",
        multiple=True,
        metavar="NAME",
        help="Name by which browsers reach it, as news.example.org; may be given again.",
    ),
    click.option(
        "--proxies",
        type=click.IntRange(0, 9),
        default=0,
        show_default=True,
        help="Proxies before it that set X-Forwarded-For and -Proto; browsers use HTTPS then.",
    ),
    click.option(
        "--insecure-http", is_flag=True, help="Let passwords travel in the clear, without HTTPS."
    ),
)
_LOG = (
    click.option(
        "--log",
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        metavar="FILE",
        help="Write a line of JSON for every request; - is standard error.",
    ),
    click.option(
        "--log-questions", is_flag=True, help="Log what was asked, not only how long it is."
    ),
)


def access_options(command: F) -> F:
    """Add what `nksearch_web.access.access_of` wants to know beside the address."""
    return _with(_ACCESS, command)


def log_options(command: F) -> F:
    """Add `--log` and `--log-questions`."""
    return _with(_LOG, command)


def _with(options: tuple[Callable[[F], F], ...], command: F) -> F:
    for option in reversed(options):
        command = option(command)
    return command
