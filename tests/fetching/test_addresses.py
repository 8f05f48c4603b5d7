from ipaddress import ip_address

import pytest

from nksearch.fetching.addresses import is_public, resolve


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2002:101:101::1", "64:ff9b::1.1.1.1",
     "::ffff:1.1.1.1"],
)  # fmt: skip
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.9.1", "169.254.169.254"),  # noqa: S104
        *("172.16.0.1", "192.168.1.1", "192.0.0.9", "192.0.2.1", "192.88.99.1", "198.18.0.1"),
        *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1"),
        *("2001:db8::1", "3fff::1", "2001::1", "100::1", "5f00::1"),
        # of IPv4 in IPv6: mapped, compatible, 6to4, NAT64, NAT64 of a local network
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::1"),
        *("64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1.1.1.1"),
    ],
)
def test_all_others_are_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "::1"])
def test_this_machine_is_found_out_however_it_is_written(host: str) -> None:
    assert not any(map(is_public, resolve(host, 80)))
