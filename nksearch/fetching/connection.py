"""Connections to addresses that were checked, of which no single step outlives the deadline."""

import socket
import ssl
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from io import BufferedReader, RawIOBase
from typing import Any

from nksearch.fetching.addresses import Address

_CONNECT_SECONDS = 10.0  # for each address


class PinnedConnection(HTTPConnection):
    """A connection to the first of `addresses` that answers; `host` is what the server is called.

    With `tls`, its certificate must be valid for that name. `deadline` is of `time.monotonic`.
    """

    def __init__(
        self,
        host: str,
        port: int,
        addresses: Sequence[Address],
        *,
        deadline: float,
        tls: ssl.SSLContext | None,
    ) -> None:
        super().__init__(f"[{host}]" if ":" in host else host, port)
        self.default_port = 443 if tls else 80  # which the header Host leaves out
        self._name = host
        self._addresses = addresses
        self._deadline = deadline
        self._tls = tls
        self._connection: socket.socket | None = None

    def connect(self) -> None:
        """Connect to one of the addresses, without asking for the name again.

        Raises:
            OSError: none answers, or the certificate is not valid.
        """
        connected = self._connected()
        try:
            if self._tls:
                connected.settimeout(_left(self._deadline))
                connected = self._tls.wrap_socket(connected, server_hostname=self._name)
        except BaseException:
            connected.close()
            raise
        self._connection = connected
        self.sock: Any = _TimedSocket(connected, self._deadline)

    def hang_up(self) -> None:
        """Close the connection; `close` leaves it open for a response that is being read."""
        self.close()
        if self._connection:
            self._connection.close()

    def _connected(self) -> socket.socket:
        failed: OSError = ConnectionError("it has no address")
        for address in self._addresses:
            family = socket.AF_INET if address.version == 4 else socket.AF_INET6
            opened = socket.socket(family, socket.SOCK_STREAM)
            opened.settimeout(min(_CONNECT_SECONDS, _left(self._deadline)))
            try:
                opened.connect((str(address), self.port))
                return opened
            except OSError as error:
                opened.close()
                failed = error
        raise ConnectionError("cannot be reached") from failed


class _TimedSocket:
    """What http.client needs of a socket; every wait ends at the deadline."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(_Received(self._socket, self._deadline))

    def close(self) -> None:
        """Leave that to `hang_up`."""


class _Received(RawIOBase):
    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._socket.settimeout(_left(self._deadline))
        return self._socket.recv_into(buffer)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    return left
