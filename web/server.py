"""The HTTP server: waitress with limits to what a client may hold, and an orderly end."""

import logging
import resource
import socket
import threading
import time
from itertools import islice

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from . import MAX_BODY
from .channel import Channel
from .polling import Polling
from .supervisor import BACKLOG, listen

LONGEST_TRANSFER = 60.0  # seconds in which a request arrives, or an answer is read
LONGEST_END = 10.0  # seconds in which what is being answered is finished
SPARE_THREADS = 8  # for what passes without waiting: health, static files, refusals
_MOST_CONNECTIONS = 8192
_OTHER_FILES = 256  # of the archive, its models, the program
_DROPPED = 32  # connections at a time, when there are too many

_WAITRESS = {
    "backlog": BACKLOG,
    "channel_timeout": 20,
    "cleanup_interval": 5,
    "clear_untrusted_proxy_headers": False,  # `Access` says how many proxies are believed
    "ident": "",
    "max_request_body_size": 2 * MAX_BODY,  # Flask refuses with a page what is between
    "max_request_header_size": 65_536,
}


class Server(TcpWSGIServer):  # type: ignore[misc] # waitress is not typed
    """Answers requests to `app` at a socket that listens, in threads.

    waitress takes requests in, and sends answers, without a thread for each: clients that are slow
    at it cost a place among the connections only. When those run short, clients that keep us
    waiting longest make room.
    """

    channel_class = Channel

    def __init__(self, app: Flask, listening: socket.socket) -> None:
        gate = app.extensions["gate"]
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(gate.places + gate.queue + SPARE_THREADS)
        super().__init__(
            app,
            {},
            _sock=listening,
            dispatcher=dispatcher,
            adj=Adjustments(connection_limit=_connections(), **_WAITRESS),
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )
        self._stopping = False
        self._loop: int | None = None  # the thread of `run`
        self.polling = Polling()
        self.polling.look_at(self.trigger)
        # It warns of every short wait, and of what is given up at the end.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)

    def run(self) -> None:
        """Serve until `stop` is called, and finish what is being answered then."""
        self._loop = threading.get_ident()
        while not self._stopping:
            self.polling.look_at(self)
            self.polling.turn(1)
        self.accepting = False
        self.polling.look_at(self)
        self.del_channel()
        self.socket.close()
        until = time.monotonic() + LONGEST_END
        while self._finishing() and time.monotonic() < until:
            self.polling.turn(0.1)
        wasyncore.close_all(self._map)
        self.polling.close()
        self.task_dispatcher.set_thread_count(0)

    def in_loop(self) -> bool:
        """Tell whether the calling thread is the one of `run`."""
        return threading.get_ident() == self._loop

    def stop(self) -> None:
        """Make `run` return soon; may be called from a signal handler."""
        if not self._stopping:
            self._stopping = True
            self.pull_trigger()

    def readable(self) -> bool:
        """Tell whether another connection can be taken; make room if not."""
        if len(self._map) >= self.adj.connection_limit:
            idle = [each for each in self.active_channels.values() if not each.is_served]
            idle.sort(key=lambda channel: channel.waiting_since)
            for channel in islice(idle, _DROPPED):
                channel.drop()
        return bool(super().readable())

    def maintenance(self, now: float) -> None:
        """Drop clients that were silent, or have kept us waiting, for too long."""
        for channel in list(self.active_channels.values()):
            if channel.is_idle or channel.is_served:
                channel.waiting_since = now
            silent = now - channel.last_activity > self.adj.channel_timeout
            late = now - channel.waiting_since > LONGEST_TRANSFER
            if (silent or late) and not channel.is_served:
                channel.drop()

    def _finishing(self) -> bool:
        """Tell whether something is still answered or sent; drop all other connections."""
        channels = list(self.active_channels.values())
        for channel in channels:
            if not channel.is_served and not channel.total_outbufs_len:
                channel.drop()
        return bool(channels)


def create_server(app: Flask, *, host: str, port: int) -> Server:
    """Return a server for `app` that listens already; raises as `listen`."""
    return Server(app, listen(host, port))


def _connections() -> int:
    """Let this process open as many files as it may; return how many connections that allows."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    limits = [each for each in (wanted, most) if each != resource.RLIM_INFINITY]
    if now != resource.RLIM_INFINITY and now < min(limits):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(limits), most))
    return max(min(limits) - _OTHER_FILES, _OTHER_FILES)
