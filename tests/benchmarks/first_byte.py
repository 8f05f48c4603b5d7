"""Milliseconds from a request to the first byte of an answer's page, and what asking takes of it.

    python tests/benchmarks/first_byte.py --indexes DIR [--rounds 20] QUESTION...

Serves the archive on this machine as `nksearch serve` does. Each question is asked of the archive
directly and, in turn, over HTTP, alone and as a follow-up of the first question; medians are told.
The first empty page of a generation, for which the examples are made, is timed once.
"""

import argparse
import http.client
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from nksearch_web import create_app
from nksearch_web.server import create_server

from nksearch.archive import Archive
from nksearch.request import parse_request


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def first_byte(port: int, **values: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    address = f"/?{urlencode(values)}" if values else "/"

    def ask() -> None:
        connection.request("GET", address)
        connection.sock.recv(1)

    taken = milliseconds(ask)
    connection.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indexes", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("questions", nargs="+")
    given = parser.parse_args()
    archive = Archive.open(given.indexes)
    archive.prepare()
    server = create_server(create_app(archive), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    port = server.effective_port
    print(f"first empty page {first_byte(port):.1f}, second {first_byte(port):.1f}")  # noqa: T201
    before = given.questions[0]
    for question in given.questions:
        asked, alone, follow_up = [], [], []
        for _ in range(given.rounds):
            request = parse_request({"question": question})
            asked.append(milliseconds(lambda request=request: archive.ask(request)))
            alone.append(first_byte(port, question=question))
            follow_up.append(first_byte(port, question=question, after=before))
        told = [statistics.median(each) for each in (asked, alone, follow_up)]
        print("asked {:.1f}, page {:.1f}, page of a follow-up {:.1f}:".format(*told), question)  # noqa: T201


if __name__ == "__main__":
    main()
