"""The command `nksearch serve`: the web application on this machine only."""

from __future__ import annotations

import ipaddress
import json
import logging
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from nksearch.errors import NksearchError

if TYPE_CHECKING:
    from flask import Flask

    from nksearch.archive import Archive

# 300 slow connections make default waitress unreachable: accept many, poll them, drop the idle.
_WAITRESS = {
    "threads": 8,
    "connection_limit": 2000,
    "asyncore_use_poll": True,
    "channel_timeout": 20,
    "ident": "",
}


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
    from nksearch.archive import Archive

    from . import create_app
    from .rebuilding import Rebuilder, rebuild_command

    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    archive = Archive.open(indexes)
    may_rebuild = allow_rebuild or archive.settings.allow_rebuild
    rebuilder = Rebuilder(rebuild_command(indexes)) if may_rebuild else None
    _share_processors()
    try:
        app = create_app(archive, host=host, rebuilder=rebuilder)
        server = create_server(app, host=host, port=port)
        _announce(f"http://{host}:{server.effective_port}", as_json=as_json)
        threading.Thread(target=prepare, args=(archive, app), daemon=True).start()
        server.run()
    except KeyboardInterrupt:
        return


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


def create_server(app: Flask, *, host: str, port: int) -> Any:
    """Return a waitress server for `app` that listens already; call its `run`.

    Raises:
        click.ClickException: the port cannot be had; the message says what to do.
    """
    import waitress.server

    from . import MAX_BODY
    from .channel import Channel

    try:
        server = waitress.server.create_server(
            app, host=host, port=port, max_request_body_size=2 * MAX_BODY, **_WAITRESS
        )
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port."
        ) from error
    server.channel_class = Channel
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every short wait
    return server


def _announce(url: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"url": url}))
    click.echo(f"Serving on {url} (press Ctrl+C to stop)", err=True)


def _stop(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
