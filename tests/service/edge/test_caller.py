from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.edge.caller import caller, is_local
from tests.fakes.upgrade import upgrade

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8:feed::/48"))
PROXY = ("10.0.0.1", "40000")
STRANGER = "198.51.100.7"
FORGED = st.lists(st.one_of(st.ip_addresses().map(str), st.sampled_from(["", "unknown", "_hidden", "a b"])), max_size=5)


def called(*hops: str, peer: tuple[str, str] = PROXY) -> str:
    """Tell who calls when each of these is an X-Forwarded-For."""
    return caller(upgrade("/ws", *(("x-forwarded-for", hop) for hop in hops), peer=peer), PROXIES)


@given(FORGED)
def test_who_is_no_proxy_is_not_believed(hops: list[str]) -> None:
    """Whatever a stranger writes into X-Forwarded-For, it is counted as itself."""
    assert called(*hops, peer=(STRANGER, "1")) == STRANGER


@given(FORGED)
def test_what_stands_before_the_caller_may_be_invented(hops: list[str]) -> None:
    """The trusted proxy wrote the last address; the caller wrote the others."""
    assert called(*hops, STRANGER) == STRANGER
    assert called(", ".join([*hops, STRANGER])) == STRANGER


@given(FORGED, st.lists(st.ip_addresses(network="10.0.0.0/8").map(str), max_size=3))
def test_a_chain_of_proxies_is_followed_to_its_beginning(hops: list[str], chain: list[str]) -> None:
    """Trusted proxies behind one another are passed over, however many there are."""
    assert called(*hops, STRANGER, *chain) == STRANGER


def test_a_proxy_that_calls_for_itself_is_the_caller() -> None:
    """Without X-Forwarded-For, or with nothing but proxies in it, it is the first of them."""
    assert called() == "10.0.0.1"
    assert called("10.0.0.9, 10.0.0.8") == "10.0.0.9"


def test_a_proxy_is_known_in_both_ways_of_writing_its_address() -> None:
    """`::ffff:10.0.0.1` is 10.0.0.1, as a server on both kinds of IP has it."""
    assert called(STRANGER, peer=("::ffff:10.0.0.1", "1")) == STRANGER
    assert called(STRANGER, peer=("2001:db8:feed::1", "1")) == STRANGER


def test_a_caller_by_ipv6_is_its_site() -> None:
    """Whoever has a /64 has as many addresses as it likes, and is one caller."""
    assert called("2001:db8:1:2::a") == called("2001:db8:1:2:ffff::b") == "2001:db8:1:2::"


def test_without_a_proxy_nobody_is_believed() -> None:
    """That is the default."""
    scope = upgrade("/ws", ("x-forwarded-for", STRANGER), peer=PROXY)

    assert caller(scope, ()) == "10.0.0.1"


@pytest.mark.parametrize("client", [None, ("", "0"), ("a socket of Unix", "0")])
def test_who_has_no_address_is_counted_all_the_same(client: tuple[str, str] | None) -> None:
    """A server on a Unix socket names no peer; nothing is raised, and no header is believed for it."""
    scope = upgrade("/ws", ("x-forwarded-for", STRANGER)) | {"client": client}

    assert caller(scope, PROXIES) == (client[0] if client else "")
    assert not is_local(scope)


@given(st.ip_addresses())
def test_local_is_who_calls_from_this_machine(address: object) -> None:
    """By its address alone, of both kinds."""
    parsed = ip_address(str(address))

    assert is_local(upgrade(peer=(str(address), "1"))) == ((getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback)


@pytest.mark.parametrize("loopback", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_who_calls_through_a_proxy_on_this_machine_is_not_local(loopback: str) -> None:
    """The proxy is; whoever is behind it may be anybody."""
    direct = upgrade(peer=(loopback, "1"))
    forwarded = [upgrade("/ws", (name, "x"), peer=(loopback, "1")) for name in ("x-forwarded-for", "forwarded")]

    assert is_local(direct)
    assert not any(map(is_local, forwarded))


@pytest.mark.parametrize(
    ("hop", "address"),
    [
        ("198.51.100.7:50123", STRANGER),
        ("[2001:db8:1:2::a]:50123", "2001:db8:1:2::"),
        ("[2001:db8:1:2::a]", "2001:db8:1:2::"),
        ("2001:db8:1:2::a", "2001:db8:1:2::"),
    ],
)
def test_the_port_of_a_caller_does_not_count(hop: str, address: str) -> None:
    """Some proxies write it too; each of a caller's connections has another one."""
    assert called(hop) == address
    assert called(hop, "10.0.0.3:81") == address
