"""The command `nksearch serve`: the web application, on this machine or behind a login."""

from __future__ import annotations

import ipaddress
import json
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nksearch.errors import NksearchError

from .options import access_options, log_options

if TYPE_CHECKING:
    from socket import socket

    from flask import Flask

    from nksearch.archive import Archive

    from .access import Access
    from .supervisor import Tie


def _address(context: click.Context, parameter: click.Parameter, host: str) -> str:
    """Return the address that `host` names."""
    address = "127.0.0.1" if host == "localhost" else host
    try:
        return str(ipaddress.IPv4Address(address))
    except ValueError:
        raise click.BadParameter(
            f"It must be an address of this machine such as 127.0.0.1, not {host!r}."
        ) from None


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=_address,
    help="Address to listen on; others than loopback only with users: nksearch user add.",
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
@access_options
@log_options
@click.option("--json", "as_json", is_flag=True, help='Print {"url": ...} once it listens.')
@click.pass_obj
def serve(
    indexes: Path,
    /,
    host: str,
    port: int,
    allow_rebuild: bool,
    log: Path | None,
    log_questions: bool,
    as_json: bool,
    **reached: Any,
) -> None:
    """Serve the web page and the JSON API until Ctrl+C.

    Without users (nksearch user add), everybody on this machine is answered and nobody else; with
    users, only those who log in.
    """
    from .access import access_of
    from .logs import configure
    from .supervisor import Supervisor, listen

    access = access_of(indexes, host=host, **reached)
    configure(log)
    served = partial(
        _answer_requests,
        indexes,
        access=access,
        allow_rebuild=allow_rebuild,
        log_questions=log_questions,
    )
    users = len(access.accounts.users.all()) if access.accounts else 0
    with listen(host, port) as listening:
        url = f"http://{host}:{listening.getsockname()[1]}"
        Supervisor(
            partial(served, listening),
            listening,
            announce=partial(_announce, url, users=users, as_json=as_json),
        ).run()


def _answer_requests(
    indexes: Path,
    listening: socket,
    tie: Tie,
    *,
    access: Access,
    allow_rebuild: bool,
    log_questions: bool,
) -> None:
    from nksearch.archive import Archive

    from . import create_app
    from .rebuilding import Rebuilder, rebuild_command
    from .server import Server

    archive = Archive.open(indexes)
    may_rebuild = allow_rebuild or archive.settings.allow_rebuild
    rebuilder = Rebuilder(rebuild_command(indexes)) if may_rebuild else None
    _share_processors()
    app = create_app(archive, access=access, rebuilder=rebuilder, log_questions=log_questions)
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


def _announce(url: str, *, users: int, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"url": url, "users": users}))
    to = f", with a login for {users} user{'s' * (users > 1)}" if users else ""
    click.echo(f"Serving on {url}{to} (press Ctrl+C to stop)", err=True)
