"""Clients of a server that is really running: ordinary ones, slow ones, and very many of them."""

import argparse
import asyncio
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

HOST = "127.0.0.1"
FORMS = ("Who is {}?", "What happened with {}?", "When did {} visit?", "How many of {} were there?")
PATIENCE = 30.0  # seconds
KINDS = ("headers", "bodies", "readers")  # of slow clients


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status (0 for a broken connection), after how many seconds, the head."""

    status: int
    seconds: float
    head: str = ""
    body: bytes = b""


async def get(port: int, path: str, *, patience: float = PATIENCE) -> Reply:
    """Ask for a path over a connection of its own."""
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 22)
            writer.write(request_head("GET", path, "Connection: close\r\n\r\n"))
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
            writer.close()
    except (OSError, TimeoutError):
        return Reply(0, time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    status = int(head.split()[1]) if head.startswith(b"HTTP/1.") else 0
    return Reply(status, seconds, head.decode("latin-1"), body)


def request_head(method: str, path: str, further: str = "") -> bytes:
    """Return the first bytes of a request, up to what is given further."""
    return f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n{further}".encode()


def questions(names: Sequence[str]) -> Iterator[str]:
    """Yield paths of different questions about names in a mixed order, without end."""
    names = random.Random(9).sample(names, len(names))  # noqa: S311 (no secret)
    for number in count():
        form = FORMS[number % len(FORMS)]
        name = names[number // len(FORMS) % len(names)]
        asked_on = f"2024-01-{number % 28 + 1:02}"
        yield f"/api/query?question={quote(form.format(name))}&asked_on={asked_on}"


async def names_of(port: int) -> list[str]:
    """Return the names of the served archive, of which questions can be made."""
    reply = await get(port, "/api/names?n=500")
    return [each["name"] for each in json.loads(reply.body)["names"]]


def allow_many_files() -> None:
    """Let this process have as many connections as the system permits it."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def served(indexes: Path, *options: str) -> Iterator[tuple[int, int]]:
    """Run `nksearch serve` for an indexes directory; yield its port and its process id."""
    program = [sys.executable, "-m", "nksearch", "--indexes", str(indexes), "serve"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [*program, "--port", "0", "--json", *options], stdout=subprocess.PIPE, env=environment
    ) as server:
        assert server.stdout
        try:
            url = json.loads(server.stdout.readline())["url"]
            yield int(url.rpartition(":")[2]), server.pid
        finally:
            server.terminate()
            server.wait(timeout=30)


def options(description: str) -> argparse.ArgumentParser:
    """Return the options that all measurements of a server have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--indexes", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", type=Path)
    return parser


def tell(given: argparse.Namespace, measure: Callable[..., Coroutine[Any, Any, Any]]) -> None:
    """Measure the server at a port, or one that is started for it; print and write the figures."""
    allow_many_files()
    with (
        nullcontext((given.port, None)) if given.port else served(given.indexes) as (port, process)
    ):
        found = json.dumps(asyncio.run(measure(port, process=process)), indent=1)
    print(found)  # noqa: T201 (a script)
    if given.json:
        given.json.write_text(found)


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which this share of the values lies, nan where there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


def milliseconds(values: Iterable[float]) -> dict[str, float]:
    """Return how many seconds there are, and their median, 99th percentile and maximum in ms."""
    ordered = sorted(values)
    if not ordered:
        return {"n": 0}
    kinds = (statistics.median(ordered), percentile(ordered, 0.99), ordered[-1])
    names = ("median", "p99", "max")
    return {"n": len(ordered), **{a: round(1000 * b, 1) for a, b in zip(names, kinds, strict=True)}}


class SlowClients:
    """Connections that send or read a byte now and then, and come back when they are dropped."""

    def __init__(
        self, port: int, how_many: int, *, pause: float = 1.0, kinds: Sequence[str] = KINDS
    ) -> None:
        self.port, self.pause = port, pause
        self.open = self.dropped = self.refused = 0
        self._wanted = [kinds[number % len(kinds)] for number in range(how_many)]
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "SlowClients":
        for number, kind in enumerate(self._wanted):
            self._tasks.append(asyncio.create_task(self._again_and_again(kind)))
            if number % 20 == 19:
                await asyncio.sleep(0.05)
        await asyncio.sleep(self.pause)
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _again_and_again(self, kind: str) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            connection.setblocking(False)
            connected = False
            try:
                await asyncio.wait_for(loop.sock_connect(connection, (HOST, self.port)), PATIENCE)
                connected = True
                self.open += 1
                await self._dawdle(kind, connection)
            except (OSError, TimeoutError):
                self.dropped += connected
                self.refused += not connected
            finally:
                self.open -= connected
                connection.close()
            await asyncio.sleep(self.pause)

    async def _dawdle(self, kind: str, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        begin = {
            "headers": request_head("GET", "/", "X-Slow: "),
            "bodies": request_head(
                "POST",
                "/api/query",
                "Content-Type: application/json\r\nContent-Length: 900\r\n\r\n",
            ),
            "readers": request_head("GET", "/api/openapi.json", "\r\n"),
        }
        await loop.sock_sendall(connection, begin[kind])
        while True:
            await asyncio.sleep(self.pause)
            if kind == "readers":
                if not await loop.sock_recv(connection, 1):
                    raise ConnectionResetError
            else:
                await loop.sock_sendall(connection, b"x")
                with suppress(BlockingIOError):
                    if not connection.recv(4096):  # the server has had enough
                        raise ConnectionResetError


def resources(process: int) -> dict[str, Any]:
    """Return the open files and the megabytes of memory of a process and those it started."""
    files, memory = 0, 0
    for each in family(process):
        with suppress(OSError):
            files += len(list(Path(f"/proc/{each}/fd").iterdir()))
            pages = int(Path(f"/proc/{each}/statm").read_text().split()[1])
            memory += pages * os.sysconf("SC_PAGE_SIZE")
    return {"files": files, "megabytes": round(memory / 1e6)}


def family(process: int) -> list[int]:
    """Return the id of a process and of those that it has started."""
    with suppress(OSError):
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [process, *(one for child in found for one in family(int(child)))]
    return [process]
