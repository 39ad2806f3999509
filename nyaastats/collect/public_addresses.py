"""Which IP addresses are of the public internet, and which of this machine, its network, or nobody."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_GLOBAL_UNICAST = ip_network("2000::/3")
"""All of IPv6 that is given out (RFC 4291, 2.4, and IANA's registry of the address space)."""
_NAT64 = ip_network("64:ff9b::/96")
"""IPv4 as a network without it writes it (RFC 6052): what a public host's name resolves to there."""


def is_public(address: str) -> bool:
    """Whether it is a public address, by which IANA's special-purpose registries are not meant; False for no address.

    An IPv6 address that holds one of IPv4 (mapped, 6to4 or NAT64) leads there, so that one is judged.
    """
    try:
        parsed = ip_address(address.partition("%")[0])  # without the interface of a link-local one
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and (embedded := _find_embedded(parsed)):
        parsed = embedded
    if isinstance(parsed, IPv6Address):
        return parsed in _GLOBAL_UNICAST and parsed.is_global
    return parsed.is_global and not parsed.is_multicast


def _find_embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour
