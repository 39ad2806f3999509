"""Which addresses a redirect may lead to."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.collect.public_addresses import is_public

PUBLIC = ["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.0", "198.17.0.1", "2606:4700::1111"]
INTERNAL = [
    *("127.0.0.1", "127.255.255.254", "::1"),  # loopback
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1", "fec0::1"),  # private
    *("169.254.169.254", "fe80::1", "fe80::1%eth0"),  # link-local; the first is where clouds keep their secrets
    *("0.0.0.0", "0.1.2.3", "::", "255.255.255.255"),  # noqa: S104  # of this machine, or of all
    *("100.64.0.1", "100.127.255.255"),  # behind a provider's NAT
    *("198.18.0.1", "192.0.2.1", "203.0.113.1", "2001:db8::1", "240.0.0.1"),  # tests, examples, the future
    *("224.0.0.1", "239.255.255.255", "232.1.1.1", "ff02::1", "ff0e::1"),  # many at once
    *("::7f00:1", "2001:0:7f00:1::", "4000::1"),  # IPv4-compatible (deprecated), Teredo, not given out
    *("", "localhost", "127.1", "2130706433", "0x7f000001", "1.1.1.1:80", "[::1]"),  # no addresses
]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INTERNAL)
def test_an_address_of_a_machine_or_its_network_is_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_ipv4_within_ipv6_is_judged_by_itself(address: IPv4Address) -> None:
    high, low = int(address) >> 16, int(address) & 0xFFFF
    for written in (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{high:x}:{low:x}::1"):
        assert is_public(written) == is_public(str(address))
