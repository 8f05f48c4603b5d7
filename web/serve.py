"""The command `nksearch serve`: the web application on this machine only."""

from __future__ import annotations

import ipaddress
import json
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch.errors import NksearchError

if TYPE_CHECKING:
    from socket import socket

    from flask import Flask

    from nksearch.archive import Archive

    from .supervisor import Tie


def _loopback(context: click.Context, parameter: click.Parameter, host: str) -> str:
    """Return the address that `host` names, if only this machine can reach it."""
    address = "127.0.0.1" if host == "localhost" else host
    try:
        is_ours = ipaddress.IPv4Address(address).is_loopback
    except ValueError:
        is_ours = False
    if not is_ours:
        raise click.BadParameter(
            f"nksearch has no authentication yet, so it listens only where no other machine can "
            f"reach it: 127.0.0.1 or localhost, not {host!r}."
        )
    return address


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=_loopback,
    help="Loopback address to listen on.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--allow-rebuild", is_flag=True, help="Let the page of the archive rebuild the indexes."
)
@click.option("--json", "as_json", is_flag=True, help='Print {"url": ...} once it listens.')
@click.pass_obj
def serve(indexes: Path, host: str, port: int, allow_rebuild: bool, as_json: bool) -> None:
    """Serve the web page and the JSON API on this machine until Ctrl+C."""
    from .supervisor import Supervisor, listen

    def work(tie: Tie) -> None:
        _answer_requests(indexes, host, listening, tie, allow_rebuild=allow_rebuild)

    def announce() -> None:
        _announce(f"http://{host}:{listening.getsockname()[1]}", as_json=as_json)

    with listen(host, port) as listening:
        Supervisor(work, listening, announce=announce).run()


def _answer_requests(
    indexes: Path, host: str, listening: socket, tie: Tie, *, allow_rebuild: bool
) -> None:
    from nksearch.archive import Archive

    from . import create_app
    from .rebuilding import Rebuilder, rebuild_command
    from .server import Server

    archive = Archive.open(indexes)
    may_rebuild = allow_rebuild or archive.settings.allow_rebuild
    rebuilder = Rebuilder(rebuild_command(indexes)) if may_rebuild else None
    _share_processors()
    app = create_app(archive, host=host, rebuilder=rebuilder)
    server = Server(app, listening)
    tie.ready(server.stop)
    threading.Thread(target=prepare, args=(archive, app), daemon=True).start()
    server.run()


def _share_processors() -> None:
    """Let each question have one thread: questions side by side, not threads that wait for others.

    Measured with 8 clients on two busy cores, 93,450 chunks: 30 questions a second, 10 when NumPy
    took both cores for each; with one client 16 and 9.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


def prepare(archive: Archive, app: Flask) -> None:
    """Load the encoder and find the examples before a reader has to wait for them."""
    with suppress(NksearchError):  # whoever asks will be told
        archive.prepare()
        app.extensions["examples"].of(archive.status())


def _announce(url: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"url": url}))
    click.echo(f"Serving on {url} (press Ctrl+C to stop)", err=True)
