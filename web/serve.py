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

from .options import access_options, log_options

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
    "clear_untrusted_proxy_headers": False,  # `Access` says how many proxies are believed
}


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

    Without users (nksearch user add) everybody on this machine is answered and nobody else; with
    users, only who logs in.
    """
    from nksearch.archive import Archive

    from . import create_app
    from .access import access_of
    from .logs import configure
    from .rebuilding import Rebuilder, rebuild_command

    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    access = access_of(indexes, host=host, **reached)
    configure(log, warnings=access.accounts is not None or log is not None)
    archive = Archive.open(indexes)
    may_rebuild = allow_rebuild or archive.settings.allow_rebuild
    rebuilder = Rebuilder(rebuild_command(indexes)) if may_rebuild else None
    _share_processors()
    try:
        app = create_app(archive, access=access, rebuilder=rebuilder, log_questions=log_questions)
        server = create_server(app, host=host, port=port)
        users = len(access.accounts.users.all()) if access.accounts else 0
        _announce(f"http://{host}:{server.effective_port}", users=users, as_json=as_json)
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


def _announce(url: str, *, users: int, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"url": url, "users": users}))
    to = f", with a login for {users} user{'s' * (users > 1)}" if users else ""
    click.echo(f"Serving on {url}{to} (press Ctrl+C to stop)", err=True)


def _stop(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
