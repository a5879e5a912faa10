"""Which addresses are public."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.net.addresses import is_public

PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4007:80e::200e", "64:ff9b::8.8.8.8"]
NOT_PUBLIC = {
    "0.0.0.0": "this network",  # noqa: S104 - a row of the table, nothing listens
    "10.1.2.3": "private",
    "100.64.0.1": "carrier-grade NAT",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "169.254.169.254": "link-local, where clouds keep their keys",
    "172.16.0.1": "private",
    "192.0.0.9": "protocol assignment",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4 relay",
    "192.168.0.1": "private",
    "192.31.196.1": "AS112",
    "192.52.193.1": "multicast tunnelling",
    "192.175.48.1": "AS112",
    "198.51.100.1": "documentation",
    "203.0.113.1": "documentation",
    "239.255.255.250": "multicast, where devices at home listen",
    "198.18.0.1": "benchmarks",
    "224.0.0.1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "IPv4-compatible",
    "::ffff:127.0.0.1": "IPv4-mapped",
    "::ffff:8.8.8.8": "IPv4-mapped, which no name server gives",
    "64:ff9b::127.0.0.1": "NAT64 of loopback",
    "64:ff9b::a9fe:a9fe": "NAT64 of link-local",
    "64:ff9b:1::8.8.8.8": "NAT64 of the own network",
    "100::1": "discard",
    "2001::1": "Teredo",
    "2001:db8::1": "documentation",
    "2002:7f00:1::": "6to4 of loopback",
    "3fff::1": "documentation",
    "3ffe::1": "an experiment that ended",
    "100:0:0:1::1": "dummy",
    "2001:2::1": "benchmarks",
    "2001:3::1": "multicast tunnelling",
    "2001:10::1": "ORCHID, no addresses of hosts",
    "2001:20::1": "ORCHID, no addresses of hosts",
    "2001:30::1": "drones",
    "2001:4:112::1": "AS112",
    "2620:4f:8000::1": "AS112",
    "4000::1": "given to nobody",
    "::ffff:0:7f00:1": "IPv4-translated",
    "fd00:ec2::254": "where a cloud keeps its keys",
    "5f00::1": "segment routing",
    "fc00::1": "unique local",
    "fd12:3456::1": "unique local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local with its zone",
    "2606:4700::1111%eth0": "a zone makes no sense on a public address",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "": "no address",
    "127.1": "no usual text of an address",
    "0x7f000001": "no usual text of an address",
    "2130706433": "no usual text of an address",
    "example.org": "a name",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC, ids=lambda text: text or "empty")
def test_any_other_is_refused(address):
    assert not is_public(address), NOT_PUBLIC[address]


@given(st.integers(0, 2**32 - 1))
def test_wrapping_an_address_never_makes_it_public(number):
    plain = IPv4Address(number)
    assert not is_public(f"::ffff:{plain}")
    assert not is_public(f"::{plain}")
    assert not is_public(str(IPv6Address(0x2002 << 112 | number << 80)))
    assert is_public(f"64:ff9b::{plain}") == is_public(str(plain))


@given(st.integers(0, 2**32 - 1))
def test_nothing_private_is_public(number):
    address = IPv4Address(number)
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert not is_public(str(address))
