"""A server as `nksearch serve` runs it, with an encoder that costs time but no work:

    python -m tests.faults.serving INDEXES

The address is printed once it answers, as JSON; the process that answers is replaced after seconds
instead of half a minute.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nksearch_web import create_app
from nksearch_web.server import Server
from nksearch_web.supervisor import Patience, Supervisor, Tie, listen

from nksearch.archive import Archive
from nksearch.models.encoder import Vectors
from tests.benchmarks.clients import HOST
from tests.conftest import ROOT, WordEncoder

SECONDS_A_QUESTION = 0.05
SHORT = Patience(between_checks=0.3, for_check=1, for_health=3, before_next=0.1)


class SlowEncoder(WordEncoder):
    """An encoder that takes a while for each question, and half a minute for some."""

    def encode_question(self, text: str) -> Vectors:
        time.sleep(30 if "for ever" in text else SECONDS_A_QUESTION)
        return super().encode_question(text)


def main(indexes: Path) -> None:
    with listen(HOST, 0) as listening:

        def work(tie: Tie) -> None:
            server = Server(create_app(Archive(indexes, SlowEncoder())), listening)
            tie.ready(server.stop)
            server.run()

        def announce() -> None:
            print(json.dumps({"port": listening.getsockname()[1]}), flush=True)  # noqa: T201

        Supervisor(work, listening, announce=announce, patience=SHORT).run()


@contextmanager
def serving(indexes: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """Run this program; yield the port and the process that watches over the server."""
    program = [sys.executable, "-m", "tests.faults.serving", str(indexes)]
    with subprocess.Popen(
        program, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())["port"], process
        finally:
            process.terminate()
            process.communicate(timeout=60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
