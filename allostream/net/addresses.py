"""Which addresses are public: an address is refused unless it is known to lead to the open Internet.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6890 (special-purpose registries), RFC 6598
(carrier-grade NAT), RFC 6052 and 8215 (NAT64), RFC 3056 and 7526 (6to4, withdrawn), RFC 4380 (Teredo), RFC 7450
(multicast tunnelling), RFC 9637 (documentation). The standard library's `is_global` is the base; the networks below are
what its versions do not all know, or what it calls global although no public server is there.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NEVER_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # carrier-grade NAT
        "192.0.0.0/24",  # protocol assignments, among them anycast services of the own network
        "192.31.196.0/24",  # AS112, answers for private names
        "192.52.193.0/24",  # automatic multicast tunnelling
        "192.88.99.0/24",  # 6to4 relays, withdrawn
        "192.175.48.0/24",  # AS112
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
UNICAST_V6 = IPv6Network("2000::/3")  # the only range from which public servers get addresses
NEVER_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, among them Teredo, which wraps an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which wraps an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # an experiment that ended in 2006 (RFC 3701)
        "3fff::/20",  # documentation
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
LAST_32_BITS = 0xFFFF_FFFF


def is_public(text: str) -> bool:
    """Whether this IP address, in its usual text, is one that we may connect to; False for any other text."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return _is_public_v4(address) if isinstance(address, IPv4Address) else _is_public_v6(address)


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in network for network in NEVER_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    if address in NAT64:  # a network without IPv4 reaches public IPv4 servers through these
        return _is_public_v4(IPv4Address(int(address) & LAST_32_BITS))
    return address in UNICAST_V6 and address.is_global and not any(address in network for network in NEVER_V6)
