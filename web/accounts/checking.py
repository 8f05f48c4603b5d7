"""Passwords that are checked: a few at a time, and rarely for whoever fails often."""

import threading
import time
from math import ceil

from flask import request
from werkzeug.exceptions import ServiceUnavailable

from nksearch.accounts.passwords import matches
from nksearch.accounts.users import User

from ..access import Accounts

_AT_ONCE = 2  # each takes 128 MiB and a third of a second


def refusal(wait: float) -> str:
    """Return what is said to whoever has to wait so many seconds."""
    seconds = ceil(wait)
    return f"Too many attempts failed. Try again in {seconds} second{'s' if seconds != 1 else ''}."


class Checking:
    """Checks passwords for one server."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def check(self, user: User | None, name: str, password: str) -> tuple[float, bool]:
        """Return the seconds to wait before trying again, and whether the password is right.

        Without a user the answer takes as long, and is no. Nobody waits for others here: those who
        log in must not take all the threads there are.

        Raises:
            ServiceUnavailable: others are being checked.
        """
        throttle, address = self._accounts.throttle, request.remote_addr or ""
        if not self._room.acquire(blocking=False):
            raise ServiceUnavailable("Many log in just now. Try again in a moment.", retry_after=2)
        try:
            wait = throttle.attempt(name, address, now=time.time())
            if wait > 0:
                return wait, False
            kept = user.password if user else None
            right = matches(password, kept, self._accounts.users.cost)
        finally:
            self._room.release()
        if right:
            throttle.succeeded(name, address)
        return 0.0, right
