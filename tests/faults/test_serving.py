"""The server under slow clients, under too many questions, hanging, ending, and publishing."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.store import Store
from tests.benchmarks import overload, slow_clients
from tests.benchmarks.clients import (
    Reply,
    SlowClients,
    allow_many_files,
    family,
    get,
    request_head,
)
from tests.conftest import WordEncoder

from .harness import articles
from .program import main
from .serving import serving

pytestmark = [pytest.mark.fault, pytest.mark.slow]

SOAK = "NKSEARCH_SOAK" in os.environ
# An answer has at most 100 passages: eight articles and one more in each cycle.
SLOW, SECONDS, CYCLES, CLIENTS = (2000, 20, 90, 16) if SOAK else (300, 4, 8, 8)
NAMES = [f"flood {number}" for number in range(500)]
PATH = "/api/query?question=Which+flood+hit+town+{}&k=100&all=on"

Record = Callable[[str, object], None]
Running = tuple[int, "Popen[str]"]


@pytest.fixture
def indexes(tmp_path: Path) -> Path:
    articles(tmp_path / "new.jsonl", range(1, 9))
    assert main(tmp_path / "indexes", tmp_path / "new.jsonl") == 0
    return tmp_path / "indexes"


@pytest.fixture
def running(indexes: Path) -> Iterator[Running]:
    allow_many_files()
    with serving(indexes) as server:
        yield server


def test_slow_clients_keep_nobody_waiting(running: Running, record_property: Record) -> None:
    port, process = running
    slow = SlowClients(port, SLOW, pause=1)
    found = asyncio.run(
        slow_clients.measure(port, slow, seconds=SECONDS, process=process.pid, names=NAMES)
    )
    assert found["open"] == SLOW
    assert found["dropped"] == found["refused"] == 0
    assert found["alone"]["failed"] == found["beside"]["failed"] == 0
    assert found["ratio"] < 3
    record_property("kind", "slow clients")
    record_property("slow clients", SLOW)
    record_property("questions beside them", found["beside"]["n"])


def test_too_many_questions_cost_nothing_but_refusals(
    running: Running, record_property: Record
) -> None:
    port, process = running
    found = asyncio.run(
        overload.measure(port, times=5, seconds=SECONDS, process=process.pid, names=NAMES)
    )
    assert set(found["statuses"]) == {"200", "503"}
    assert found["say_when"]
    assert found["beside_failed"] == 0
    assert found["goodput_share"] > 0.8
    assert 3 * found["refusals"]["median"] < found["answers"]["median"]
    record_property("kind", "five times as many questions as can be answered")
    record_property("answered", found["answers"]["n"])
    record_property("refused", found["refusals"]["n"])
    record_property("failed otherwise", 0)


async def ask_until(port: int, done: asyncio.Event) -> list[Reply]:
    replies = []
    while not done.is_set():
        replies.append(await get(port, PATH.format(len(replies)), patience=60))
    return replies


def test_publishing_fails_no_request(
    tmp_path: Path, indexes: Path, running: Running, record_property: Record
) -> None:
    def publish() -> None:
        with Store(indexes / "articles.db") as store:
            for number in range(9, 9 + CYCLES):
                articles(tmp_path / "new.jsonl", [number])
                ingest([tmp_path / "new.jsonl"], store)
                rebuild(indexes, store, WordEncoder())

    async def ask_and_publish() -> list[Reply]:
        done = asyncio.Event()
        asking = [asyncio.create_task(ask_until(running[0], done)) for _ in range(CLIENTS)]
        await asyncio.to_thread(publish)
        done.set()
        return [reply for replies in await asyncio.gather(*asking) for reply in replies]

    replies = asyncio.run(ask_and_publish())
    assert {200} == {each.status for each in replies}
    found = [json.loads(each.body)["passages"] for each in replies]
    numbers = [{int(each["title"].removeprefix("Flood ")) for each in one} for one in found]
    assert all(one == set(range(1, len(one) + 1)) for one in numbers)
    assert max(map(len, numbers)) > 8
    record_property("kind", "requests to the server while generations are published")
    record_property("requests", len(replies))
    record_property("cycles", CYCLES)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_server_that_ends_or_hangs_is_replaced(
    running: Running, record_property: Record, number: signal.Signals
) -> None:
    port, process = running
    worker = family(process.pid)[1]
    os.kill(worker, number)
    reply = asyncio.run(get(port, PATH.format(1), patience=60))
    if reply.status == 0:  # its connection was taken by the process that hung
        reply = asyncio.run(get(port, PATH.format(1), patience=60))
    assert reply.status == 200
    assert family(process.pid)[1] != worker
    record_property("kind", "servers that end or hang")
    record_property("replaced", 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_being_answered_is_finished_before_the_end(
    running: Running, number: signal.Signals
) -> None:
    port, process = running

    async def ask_and_stop() -> tuple[list[Reply], Reply]:
        asking = [asyncio.create_task(get(port, PATH.format(n))) for n in range(6)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_head("GET", "/", "X-Slow: "))
        await asyncio.sleep(0.08)
        process.send_signal(number)
        replies = await asyncio.gather(*asking)
        assert await reader.read() == b""  # what was only half asked is not waited for
        writer.close()
        return replies, await get(port, "/healthz")

    begun = time.monotonic()
    replies, after = asyncio.run(ask_and_stop())
    assert process.wait(timeout=30) == 0
    assert {200} == {each.status for each in replies}
    assert after.status == 0
    assert time.monotonic() - begun < 30  # not the patience with what does not end


def test_an_end_is_not_waited_for_without_limit(running: Running) -> None:
    port, process = running

    async def ask_and_stop() -> Reply:
        asking = asyncio.create_task(get(port, "/api/query?question=A+flood+for+ever"))
        await asyncio.sleep(0.3)
        process.terminate()
        return await asking

    assert asyncio.run(ask_and_stop()).status == 0
    assert process.wait(timeout=30) == 0


def test_the_server_ends_with_the_process_that_watches_it(running: Running) -> None:
    _, process = running
    worker = family(process.pid)[1]
    process.kill()
    process.wait()
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.1)
    pytest.fail("It lives on.")
