"""What an ordinary question takes while very many slow clients hold connections.

    python -m tests.benchmarks.slow_clients --indexes DIR [--slow 2000] [--seconds 20] [--json FILE]

A third of them send the head of a request byte by byte, a third its body, a third read what was
sent to them so. With `--port` a server is measured that runs already.
"""

import argparse
import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.clients import (
    KINDS,
    SlowClients,
    allow_many_files,
    get,
    milliseconds,
    names_of,
    questions,
    resources,
    served,
)

REST = 0.05  # seconds between two questions


async def ask_in_turn(port: int, paths: Iterator[str], seconds: float) -> dict[str, Any]:
    """Ask one question after the other; return what they took and how many failed."""
    loop = asyncio.get_running_loop()
    replies, until = [], loop.time() + seconds
    while loop.time() < until:
        replies.append(await get(port, next(paths)))
        await asyncio.sleep(REST)
    answered = milliseconds(each.seconds for each in replies if each.status == 200)
    return answered | {"failed": sum(each.status != 200 for each in replies)}


async def measure(
    port: int,
    slow: SlowClients,
    *,
    seconds: float,
    process: int | None = None,
    names: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what questions (about names) take without and with slow clients."""
    paths = questions(names or await names_of(port))
    for path in islice(paths, 20):
        await get(port, path)
    alone = await ask_in_turn(port, paths, seconds / 2)
    async with slow:
        held = slow.open
        beside = await ask_in_turn(port, paths, seconds)
        counts = {"open": slow.open, "dropped": slow.dropped, "refused": slow.refused}
        used = resources(process) if process else {}
    ratio = round(beside.get("median", float("inf")) / alone["median"], 2)
    return {
        "alone": alone,
        "beside": beside,
        "ratio": ratio,
        "open_at_first": held,
        **counts,
        **used,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indexes", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--slow", type=int, default=2000)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds from byte to byte")
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    allow_many_files()
    with (
        nullcontext((given.port, None)) if given.port else served(given.indexes) as (port, process)
    ):
        slow = SlowClients(port, given.slow, pause=given.pause, kinds=given.kinds)
        found = asyncio.run(measure(port, slow, seconds=given.seconds, process=process))
    print(json.dumps(found, indent=1))  # noqa: T201 (a script)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
