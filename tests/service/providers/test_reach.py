"""Which addresses may be connected to."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.providers.reach import REACHES, AddressInfo, OutOfReach, Reach, is_public, opener

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)

PUBLIC = ["1.1.1.1", "8.8.8.8", "104.16.0.1", "172.15.255.255", "172.32.0.0", "223.255.255.255"]
PUBLIC_V6 = ["2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "2003::1", "2606:4700::1111%eth0"]

SPECIAL = {
    "this network": "0.0.0.0/8",
    "private 10": "10.0.0.0/8",
    "shared, where Alibaba's metadata is": "100.64.0.0/10",
    "loopback": "127.0.0.0/8",
    "link-local, where most metadata is": "169.254.0.0/16",
    "private 172": "172.16.0.0/12",
    "protocols, where Oracle's metadata is": "192.0.0.0/24",
    "documentation 1": "192.0.2.0/24",
    "6to4 relays": "192.88.99.0/24",
    "private 192": "192.168.0.0/16",
    "benchmarks": "198.18.0.0/15",
    "documentation 2": "198.51.100.0/24",
    "documentation 3": "203.0.113.0/24",
    "multicast": "224.0.0.0/4",
    "reserved, broadcast": "240.0.0.0/4",
    "Azure's platform": "168.63.129.16/32",
    "unspecified and loopback v6": "::/127",
    "compatible with v4": "::/96",
    "local NAT64": "64:ff9b:1::/48",
    "discard": "100::/64",
    "Teredo": "2001::/32",
    "benchmarks v6": "2001:2::/48",
    "documentation v6": "2001:db8::/32",
    "documentation v6, new": "3fff::/20",
    "6to4": "2002::/16",
    "segment routing": "5f00::/16",
    "unique local, where Amazon's metadata is": "fc00::/7",
    "link-local v6": "fe80::/10",
    "site-local": "fec0::/10",
    "multicast v6": "ff00::/8",
}


def info(address: str) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443))


@pytest.mark.parametrize("address", PUBLIC + PUBLIC_V6)
def test_hosts_of_the_internet_are_public(address: str) -> None:
    """Those beside the ranges that are not, too."""
    assert is_public(address)


@pytest.mark.parametrize("network", SPECIAL.values(), ids=SPECIAL)
def test_special_ranges_are_not_public(network: str) -> None:
    """From their first address to their last."""
    addresses = ip_network(network)

    assert not any(is_public(str(addresses[place])) for place in (0, addresses.num_addresses // 2, -1))


@given(V4 | V6)
def test_whatever_python_calls_special_is_not_public(address: IPv4Address | IPv6Address) -> None:
    """A second opinion, whichever Python it comes from; the embedded addresses are judged by what they embed."""
    embedded = address in ip_network("::ffff:0:0/96") or address in ip_network("64:ff9b::/96")
    if (address.is_private or address.is_multicast or address.is_reserved or not address.is_global) and not embedded:
        assert not is_public(str(address))


@given(V4, st.sampled_from(["::ffff:0:0", "64:ff9b::"]))
def test_an_embedded_address_is_judged_as_itself(address: IPv4Address, prefix: str) -> None:
    """Mapped ones and those behind NAT64 lead to the IPv4 address that they carry."""
    carrying = IPv6Address(int(IPv6Address(prefix)) + int(address))

    assert is_public(str(carrying)) is is_public(str(address))


@given(V4)
def test_old_tunnels_are_not_public(address: IPv4Address) -> None:
    """6to4 carries an IPv4 address in its middle; no provider lives behind it any more."""
    assert not is_public(str(IPv6Address((0x2002 << 112) | (int(address) << 80) | 1)))


@pytest.mark.parametrize("address", ["fe80::1%eth0", "::1%lo", "::ffff:127.0.0.1%eth0", "64:ff9b::a00:1%25"])
def test_a_zone_changes_nothing(address: str) -> None:
    """RFC 4007 §11: it says by which interface, not to whom."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "1.1.1.1.", "::g"]
)
def test_only_addresses_are_judged(text: str) -> None:
    """A name, or a way to write an address that only some understand, is none."""
    with pytest.raises(ValueError, match=r"."):
        is_public(text)


@given(V4 | V6, st.sampled_from(REACHES))
def test_a_socket_is_opened_within_reach_alone(address: IPv4Address | IPv6Address, reach: Reach) -> None:
    """Public and private part the addresses between them; any takes all."""
    within = {"public": is_public(str(address)), "private": not is_public(str(address)), "any": True}[reach]
    if within:
        opener(reach)(info(str(address))).close()
        return
    with pytest.raises(OutOfReach) as caught:
        opener(reach)(info(str(address)))

    assert str(address) not in str(caught.value)
