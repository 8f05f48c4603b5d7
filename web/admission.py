"""Admission: a few requests are worked on at a time, a few wait, the others are told to come back.

Answering takes the processors. Who would wait long is therefore refused at once, which costs next
to nothing, and those who are let in are answered as fast as ever.
"""

import os
import threading
from collections import deque

from flask import Flask, g, request

from nksearch.deadlines import time_limit
from nksearch.errors import NksearchError

WAITING = 8  # for each that is worked on
LONGEST_WAIT = 5.0  # seconds
LONGEST_ANSWER = 30.0  # seconds from the moment that work on a request begins
_FREE = ("accounts", "health")


class OverloadedError(NksearchError):
    """More is asked at this moment than can be answered soon."""

    def __init__(self) -> None:
        super().__init__("More is asked at this moment than can be answered. Ask again soon.")


class Gate:
    """Lets `places` threads through at a time; at most `queue` others wait, first come first.

    Serving the last one first instead would let those wait longest, for nothing, who came first:
    the queue is so short that nobody's patience ends in it.
    """

    def __init__(self, places: int, queue: int, *, longest_wait: float = LONGEST_WAIT) -> None:
        self.places, self.queue = places, queue
        self._longest_wait = longest_wait
        self._free = places
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def enter(self) -> None:
        """Return when the calling thread may go on; it must `leave` afterwards.

        Raises:
            OverloadedError: too many wait, or it has waited too long.
        """
        with self._lock:
            if self._free:
                self._free -= 1
                return
            if len(self._waiting) >= self.queue:
                raise OverloadedError
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(self._longest_wait):
            return
        with self._lock:
            if turn.is_set():  # just now
                return
            self._waiting.remove(turn)
        raise OverloadedError

    def leave(self) -> None:
        """Make room for the next."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


def gate_of_this_machine() -> Gate:
    """Return a gate that lets one request through for each processor."""
    processors = os.cpu_count() or 1
    return Gate(processors, WAITING * processors)


def register(app: Flask) -> Gate:
    """Put a gate before all that takes long: not static files, health and addresses unknown.

    Logging in has limits of its own, and is possible while many ask.
    """
    gate = gate_of_this_machine()
    app.before_request(lambda: _enter(gate))
    app.teardown_request(lambda _: _leave(gate))
    return gate


def _enter(gate: Gate) -> None:
    if request.endpoint in (None, "static") or request.blueprint in _FREE:
        return
    gate.enter()
    g.time_limit = time_limit(LONGEST_ANSWER)
    g.time_limit.__enter__()


def _leave(gate: Gate) -> None:
    limit = g.pop("time_limit", None)
    if limit:
        limit.__exit__(None, None, None)
        gate.leave()
