"""What an ordinary question takes while very many slow clients hold connections.

    python -m tests.benchmarks.slow_clients --indexes DIR [--slow 2000] [--seconds 20] [--json FILE]

A third of them send the head of a request byte by byte, a third its body, a third read what was
sent to them so. With `--port` a server is measured that runs already.
"""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from tests.benchmarks.clients import (
    KINDS,
    SlowClients,
    get,
    milliseconds,
    names_of,
    options,
    questions,
    resources,
    tell,
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
    parser = options(__doc__)
    parser.add_argument("--slow", type=int, default=2000)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds from byte to byte")
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    given = parser.parse_args()

    async def measured(port: int, *, process: int | None) -> dict[str, Any]:
        slow = SlowClients(port, given.slow, pause=given.pause, kinds=given.kinds)
        return await measure(port, slow, seconds=given.seconds, process=process)

    tell(given, measured)


if __name__ == "__main__":
    main()
