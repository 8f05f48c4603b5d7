"""Connections of the server: refusals carry our headers, and it is known who keeps us waiting."""

import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from .security import HEADERS


class _Refusal(ErrorTask):  # type: ignore[misc] # waitress is not typed
    """An answer to a malformed request: waitress gives it itself."""

    def execute(self) -> None:
        self.response_headers.extend(HEADERS.items())
        super().execute()


class Channel(HTTPChannel):  # type: ignore[misc] # waitress is not typed
    """A connection of waitress."""

    error_task_class = _Refusal

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.server.polling.look_at(self)
        self.waiting_since = time.time()
        """Since when the client has kept us waiting, if it does."""

    @property
    def is_served(self) -> bool:
        """Whether a request is worked on."""
        return bool(self.requests)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on the way in either direction."""
        return not self.requests and self.request is None and not self.total_outbufs_len

    def service(self) -> None:
        """Answer a request."""
        super().service()
        self.waiting_since = time.time()

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send what can be sent now; only the loop closes connections, never a thread beside it."""
        sent: int = super().send(data, do_close=do_close and self.server.in_loop())
        return sent

    def drop(self) -> None:
        """Close the connection when the loop comes by."""
        self.will_close = True
        self.server.polling.look_at(self)

    def del_channel(self, map: dict[int, Any] | None = None) -> None:
        """Be taken out of the loop: called before the connection is closed."""
        self.server.polling.forget(self)
        super().del_channel(map)
