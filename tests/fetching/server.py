"""A server on this machine that answers as it is told, and a network in which it is allowed."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from nksearch.fetching import Network
from nksearch.fetching.addresses import Address

HERE = ip_address("127.0.0.1")
Send = Callable[[bytes], None]
Answer = Callable[[str, Send], None]  # of a path; sends bytes


def network(
    *, allowed: Callable[[Address], bool] = lambda _: True, tls: ssl.SSLContext | None = None
) -> Network:
    """Return a network in which every name is this machine."""
    return Network(resolve=lambda host, port: [HERE], is_allowed=allowed, tls=tls)


def page(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Return an answer with these headers and the length of its body."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


@contextmanager
def serving(
    answer: Answer, *, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Serve, one connection after another; yield the port and the requests, as they come in."""
    listening = socket.create_server(("127.0.0.1", 0))
    requests: list[str] = []

    def serve() -> None:
        while True:
            try:
                connected, _ = listening.accept()
            except OSError:
                return
            try:
                with tls.wrap_socket(connected, server_side=True) if tls else connected as stream:
                    requests.append(stream.recv(65536).decode())
                    if requests[-1]:
                        answer(requests[-1].split()[1], stream.sendall)
            except OSError:
                connected.close()  # the client has gone: it saw enough

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], requests
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=10)
