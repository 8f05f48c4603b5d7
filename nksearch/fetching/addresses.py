"""Addresses of the internet: what a name resolves to, and which of them are public."""

import socket
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

Address = IPv4Address | IPv6Address

# What versions of Python differ in, or count as global though no page is there.
_NOT_PUBLIC_4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = (
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)
_NAT64 = IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host, in the order in which the system would try them.

    Raises:
        OSError: the name is not known.
        UnicodeError: it cannot be a name.
    """
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(each) for each in dict.fromkeys(str(row[4][0]) for row in rows)]


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet, not to a machine or network of ours.

    An IPv6 address that carries one of IPv4 (mapped, 6to4, NAT64) is what it carries.
    """
    if isinstance(address, IPv4Address):
        return (
            address.is_global
            and not (address.is_multicast or address.is_reserved)
            and not any(address in network for network in _NOT_PUBLIC_4)
        )
    carried = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        carried = IPv4Address(int(address) & 0xFFFFFFFF)
    if carried is not None:
        return is_public(carried)
    return address in _GLOBAL_UNICAST and not any(address in network for network in _NOT_PUBLIC_6)
