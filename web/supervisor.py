"""Two processes: one answers requests, the other replaces it when it ends or no longer answers.

The one that watches holds the socket at which the other listens, so that clients who come meanwhile
wait instead of being refused. It has no model, no thread and no request, and so little to break.
"""

import http.client
import logging
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

import click

BACKLOG = 4096  # connections that wait to be taken
_LOG = logging.getLogger(__name__)
_READY = b"r"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for what, in seconds."""

    between_checks: float = 5.0
    for_check: float = 10.0
    for_health: float = 30.0
    for_start: float = 300.0
    for_end: float = 15.0
    before_next: float = 1.0


class Tie:
    """What ties the process that works to the one that watches it."""

    def __init__(self, watcher: socket.socket) -> None:
        self._watcher = watcher

    def ready(self, stop: Callable[[], None]) -> None:
        """Say that requests are answered from now on; `stop` is called when that shall end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop())
        threading.Thread(target=self._follow, args=(stop,), daemon=True).start()
        self._watcher.send(_READY)

    def _follow(self, stop: Callable[[], None]) -> None:
        with suppress(OSError):
            self._watcher.recv(1)  # returns when the process that watches has ended
        stop()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        click.ClickException: the port cannot be had; the message says what to do.
    """
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise click.ClickException(
            f"Cannot listen on {host}:{port}: {reason}. Choose another --port."
        ) from error


class Supervisor:
    """Runs `work` in a process of its own, which answers at the socket that listens."""

    def __init__(
        self,
        work: Callable[[Tie], None],
        listening: socket.socket,
        *,
        announce: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self._work = work
        self._listening = listening
        self._announce = announce
        self._patience = patience or Patience()
        self._was_ready = False

    def run(self) -> None:
        """Return when SIGTERM or SIGINT has come and the work is ended; in its process too.

        Raises:
            SystemExit: the work could not begin; its process has said why.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)
        while True:
            ours, theirs = socket.socketpair()
            process = os.fork()
            if not process:
                ours.close()
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                signal.signal(signal.SIGINT, _ignore)  # whoever watches will say it
                return self._work(Tie(theirs))
            theirs.close()
            with ours:
                try:
                    self._watch(process, ours)
                    code = self._ended(process)
                except KeyboardInterrupt:
                    return self._end(process, ours)
            if not self._was_ready:
                sys.exit(code if code > 0 else 1)
            try:
                _LOG.error("The server has ended (%d) and is started again.", code)
                time.sleep(self._patience.before_next)
            except KeyboardInterrupt:
                return None

    def _watch(self, process: int, worker: socket.socket) -> None:
        """Return when the process has ended; kill it when it has not answered for too long."""
        works, until = False, time.monotonic() + self._patience.for_start
        while time.monotonic() < until:
            if select.select([worker], [], [], self._patience.between_checks)[0]:
                if not worker.recv(1):
                    return
                works = True
                if not self._was_ready:
                    self._announce()
                self._was_ready = True
                until = time.monotonic() + self._patience.for_health
            elif works and self._answers():
                until = time.monotonic() + self._patience.for_health
        _LOG.error("The server does not answer any more: it is ended.")
        os.kill(process, signal.SIGKILL)

    def _ended(self, process: int) -> int:
        """Return the exit code of a process that ends; kill it when it does not come to an end."""
        until = time.monotonic() + self._patience.for_end
        while time.monotonic() < until:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.kill(process, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def _answers(self) -> bool:
        host, port = self._listening.getsockname()
        connection = http.client.HTTPConnection(host, port, timeout=self._patience.for_check)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _end(self, process: int, worker: socket.socket) -> None:
        """Let the process finish what it is answering, if it does so in time."""
        self._listening.close()
        with suppress(KeyboardInterrupt):  # a second one ends the waiting
            os.kill(process, signal.SIGTERM)
            until = time.monotonic() + self._patience.for_end
            while (left := until - time.monotonic()) > 0:
                if select.select([worker], [], [], left)[0] and not worker.recv(1):
                    break
        os.kill(process, signal.SIGKILL)  # nothing to one that has ended
        os.waitpid(process, 0)


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _ignore(number: int, frame: object) -> None:
    """Do nothing; unlike SIG_IGN, this is not passed on to programs that are started."""
