"""What a server answers, and how fast it refuses, when five times as much is asked as it can do.

    python -m tests.benchmarks.overload --indexes DIR [--times 5] [--seconds 20] [--json FILE]

First the capacity: answers a second to clients that ask one question after the other. Then
questions arrive at random moments, as often as is told, whatever has become of those before; what
is answered within the time that a reader waits counts as done. Meanwhile health and a static file
are asked for. With `--port` a server is measured that runs already.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from tests.benchmarks.clients import (
    Reply,
    get,
    milliseconds,
    names_of,
    options,
    questions,
    resources,
    tell,
)

CLIENTS = 4  # that find out the capacity
IN_TIME = 2.0  # seconds that a reader waits
SIDE_PATHS = ("/healthz", "/static/style.css")


async def capacity(port: int, paths: Iterator[str], seconds: float) -> float:
    """Return the answers a second to a few clients, each asking one question after the other."""
    loop = asyncio.get_running_loop()
    until, answered = loop.time() + seconds, 0

    async def client() -> None:
        nonlocal answered
        while loop.time() < until:
            reply = await get(port, next(paths))
            answered += reply.status == 200

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return answered / seconds


async def arrive(port: int, paths: Iterator[str], rate: float, seconds: float) -> list[Reply]:
    """Ask `rate` questions a second at random moments; return all replies."""
    loop, chance = asyncio.get_running_loop(), random.Random(9)  # noqa: S311 (no secret)
    until, at, tasks = loop.time() + seconds, loop.time(), []
    while at < until:
        at += chance.expovariate(rate)
        await asyncio.sleep(max(0.0, at - loop.time()))
        tasks.append(asyncio.create_task(get(port, next(paths))))
    return list(await asyncio.gather(*tasks))


async def ask_beside(port: int, done: asyncio.Event) -> list[Reply]:
    """Ask for what needs no question, ten times a second, until told to stop."""
    replies = []
    while not done.is_set():
        replies += [await get(port, path) for path in SIDE_PATHS]
        await asyncio.sleep(0.2)
    return replies


async def measure(
    port: int,
    *,
    times: float,
    seconds: float,
    process: int | None = None,
    names: Sequence[str] = (),
) -> dict[str, Any]:
    """Return capacity, and what becomes of questions (about names) that are `times` as many."""
    paths = questions(names or await names_of(port))
    await capacity(port, paths, seconds / 2)  # until all is loaded
    can = await capacity(port, paths, seconds / 2)
    done = asyncio.Event()
    beside = asyncio.create_task(ask_beside(port, done))
    replies = await arrive(port, paths, times * can, seconds)
    done.set()
    others = await beside
    good = [each for each in replies if each.status == 200]
    refused = [each for each in replies if each.status == 503]
    in_time = sum(each.seconds < IN_TIME for each in good)
    return {
        "capacity": round(can, 1),
        "arrivals": round(len(replies) / seconds, 1),
        "goodput": round(in_time / seconds, 1),
        "goodput_share": round(in_time / seconds / can, 3),
        "statuses": dict(Counter(str(each.status) for each in replies)),
        "answers": milliseconds(each.seconds for each in good),
        "refusals": milliseconds(each.seconds for each in refused),
        "say_when": all("retry-after:" in each.head.lower() for each in refused),
        "beside": milliseconds(each.seconds for each in others),
        "beside_failed": sum(each.status != 200 for each in others),
        **(resources(process) if process else {}),
    }


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--times", type=float, default=5)
    given = parser.parse_args()
    tell(given, partial(measure, times=given.times, seconds=given.seconds))


if __name__ == "__main__":
    main()
