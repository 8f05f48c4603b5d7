"""Connections whose refusals carry our headers too: waitress answers malformed requests itself."""

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from .security import HEADERS


class _Refusal(ErrorTask):  # type: ignore[misc] # waitress is not typed
    def execute(self) -> None:
        self.response_headers.extend(HEADERS.items())
        super().execute()


class Channel(HTTPChannel):  # type: ignore[misc] # waitress is not typed
    """A connection of waitress."""

    error_task_class = _Refusal
