"""Logins made slow for whoever fails often: by name and by address, for all servers together."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from nksearch.accounts.sessions import connected
from nksearch.accounts.tokens import digest

MOST_KNOWN = 10_000  # names and addresses; those that failed longest ago are forgotten
_IPV6_HOUSEHOLD = 64  # bits of an address that its owner cannot choose


@dataclass(frozen=True, slots=True)
class Limit:
    """After `free` failures each further one doubles the wait, from 1 second to `longest`.

    One failure is forgotten every `forget` seconds, little by little.
    """

    free: int
    longest: float
    forget: float

    def left(self, count: float, since: float) -> float:
        """Return how many of `count` failures still count, `since` seconds after the last one."""
        return max(0.0, count - max(0.0, since) / self.forget)

    def wait(self, count: float) -> float:
        """Return the seconds to wait after this many failures."""
        over = count - self.free
        return 0.0 if over < -0.5 else min(self.longest, 2.0 ** min(over, 60.0))


# A stranger can slow down the logins of someone whose name is known, to one in five minutes; and
# guess at one password in five minutes. An office shares an address, so that has more to spare.
BY_NAME = Limit(free=5, longest=300, forget=300)
BY_ADDRESS = Limit(free=20, longest=900, forget=60)


class Throttle:
    """Failed logins, in the file of the sessions (see `Sessions`, which makes it).

    Raises:
        NksearchError: by every method: the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def attempt(self, name: str, address: str, *, now: float) -> float:
        """Count an attempt as failed before it is known, and return 0; or the seconds to wait.

        Counting first lets nobody try many at once. A refused attempt is not counted.
        """
        limits = _limits(name, address)
        with connected(self._path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            counts, waits = {}, [0.0]
            for who, limit in limits.items():
                query = "SELECT count, last FROM failures WHERE who = ?"
                count, last = connection.execute(query, (who,)).fetchone() or (0.0, now)
                last = min(last, now)  # the clock was put back
                waits.append(last + limit.wait(count) - now if count else 0.0)
                counts[who] = limit.left(count, now - last) + 1
            if max(waits) <= 0:
                for who, count in counts.items():
                    connection.execute("REPLACE INTO failures VALUES (?, ?, ?)", (who, count, now))
                connection.execute(
                    "DELETE FROM failures WHERE who IN (SELECT who FROM failures"
                    " ORDER BY last DESC, who LIMIT -1 OFFSET ?)",
                    (MOST_KNOWN,),
                )
            connection.execute("COMMIT")
        return max(waits)

    def succeeded(self, name: str, address: str) -> None:
        """Forget what is counted for a name, and for an address the attempt that succeeded."""
        by_name, by_address = _limits(name, address)
        with connected(self._path) as connection:
            connection.execute("DELETE FROM failures WHERE who = ?", (by_name,))
            connection.execute(
                "UPDATE failures SET count = max(0, count - 1) WHERE who = ?", (by_address,)
            )


def _limits(name: str, address: str) -> dict[str, Limit]:
    return {digest(f"name {name}"): BY_NAME, digest(f"address {_network(address)}"): BY_ADDRESS}


def _network(address: str) -> str:
    """Return the address, of IPv6 only the part that is given to a household."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, _IPV6_HOUSEHOLD), strict=False))
