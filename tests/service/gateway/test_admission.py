from __future__ import annotations

from collections import Counter
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contracts.generated.catalog import LIMITS
from service.gateway.admission import RETRY_S, Admission, TooMany, origin_of

SMALL = replace(LIMITS, connections_per_address=3, handshakes_per_s=2, handshakes_at_once=5)
MAX_CONNECTIONS = 7
ADDRESSES = st.sampled_from([f"192.0.2.{number}" for number in range(4)])
ENDLESS = 1_000_000
SITES = st.integers(2, 2**64 - 1)
"""The /64 of IPv6, without those in which IPv4 addresses are written."""


def fill(admission: Admission, address: str, count: int, now: float = 0.0) -> list[TooMany | None]:
    return [admission.enter(address, now) for _ in range(count)]


def test_an_address_has_its_share() -> None:
    """A hundred connections, and one more when one has left; other addresses have theirs."""
    admission = Admission(replace(LIMITS, handshakes_at_once=ENDLESS), ENDLESS)
    refused = fill(admission, "192.0.2.1", 101)[-1]
    other = admission.enter("192.0.2.2", 0.0)
    admission.leave("192.0.2.1")
    again = admission.enter("192.0.2.1", 0.0)

    assert refused == TooMany("connections from this address", 100, RETRY_S)
    assert (other, again, admission.total) == (None, None, 101)


def test_the_gateway_has_its_bound() -> None:
    """Nobody comes in any more once it is full, from whatever address."""
    admission = Admission(LIMITS, 5)
    inside = [admission.enter(f"192.0.2.{number}", 0.0) for number in range(5)]
    refused = admission.enter("192.0.2.9", 0.0)
    admission.leave("192.0.2.0")

    assert inside == [None] * 5
    assert refused == TooMany("gateway is full", 5, RETRY_S)
    assert admission.enter("192.0.2.9", 0.0) is None


def test_handshakes_have_a_rate() -> None:
    """Whoever comes and goes a hundred times at once is told to wait; whoever has waited so long comes in."""
    admission = Admission(LIMITS, ENDLESS)
    for _ in range(LIMITS.handshakes_at_once):
        assert admission.enter("192.0.2.1", 0.0) is None
        admission.leave("192.0.2.1")
    refused = admission.enter("192.0.2.1", 0.0)

    assert refused == TooMany("handshakes from this address", LIMITS.handshakes_per_s, 1)
    assert admission.enter("192.0.2.2", 0.0) is None
    assert admission.enter("192.0.2.1", 0.0 + refused.retry_after_s) is None


def test_who_is_refused_takes_no_place() -> None:
    """However often somebody knocks in vain, once one has left there is room for one."""
    admission = Admission(replace(LIMITS, handshakes_at_once=ENDLESS), 1)
    fill(admission, "192.0.2.1", 1000)
    admission.leave("192.0.2.1")

    assert admission.total == 0
    assert fill(admission, "192.0.2.1", 2) == [None, TooMany("gateway is full", 1, RETRY_S)]


def test_addresses_that_have_gone_are_forgotten() -> None:
    """A million addresses that each came once leave no million buckets behind. White-box: memory is the point."""
    admission = Admission(SMALL, ENDLESS)
    most = 0
    for number in range(20_000):
        address = str(IPv4Address(number))
        admission.enter(address, float(number))
        admission.leave(address)
        most = max(most, len(admission._handshakes))

    assert most <= 4 * SMALL.connections_per_address
    assert admission._connections == {}


def test_an_address_that_is_busy_is_not_forgotten() -> None:
    """Others who come and go in their thousands do not give it a new bucket."""
    admission = Admission(SMALL, ENDLESS)
    for _ in range(SMALL.handshakes_at_once):
        admission.enter("192.0.2.1", 0.0)
        admission.leave("192.0.2.1")
    for number in range(5000):
        admission.enter(str(IPv4Address(number)), 0.0)

    refused = admission.enter("192.0.2.1", 0.0)

    assert refused is not None
    assert refused.kind == "handshakes from this address"


class Comings(RuleBasedStateMachine):
    """Callers who come, are refused, and leave, beside plain counts."""

    def __init__(self) -> None:
        super().__init__()
        self.admission = Admission(SMALL, MAX_CONNECTIONS)
        self.inside: Counter[str] = Counter()
        self.tries: dict[str, list[float]] = {}
        self.now = 0.0

    @rule(seconds=st.floats(0.0, 10.0))
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    @rule(address=ADDRESSES)
    def come(self, address: str) -> None:
        """Come in, or be refused for a reason that is true."""
        refused = self.admission.enter(address, self.now)
        if refused is None:
            self.inside[address] += 1
            self.tries.setdefault(address, []).append(self.now)
        elif refused.kind == "connections from this address":
            assert self.inside[address] == SMALL.connections_per_address
        elif refused.kind == "gateway is full":
            assert self.inside.total() == MAX_CONNECTIONS
        else:
            assert refused.retry_after_s >= 1

    @precondition(lambda self: self.inside.total())
    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        """Leave."""
        address = data.draw(st.sampled_from(sorted(self.inside.elements())))
        self.admission.leave(address)
        self.inside[address] -= 1

    @invariant()
    def counts(self) -> None:
        """Hold everybody who is in and nobody else, never more than allowed, handshakes within their rate."""
        assert self.admission.total == self.inside.total() <= MAX_CONNECTIONS
        assert all(count <= SMALL.connections_per_address for count in self.inside.values())
        for moments in self.tries.values():
            recent = [moment for moment in moments if moment > self.now - 10]
            assert len(recent) <= SMALL.handshakes_at_once + SMALL.handshakes_per_s * 10 + 1

    def teardown(self) -> None:
        """Leave, all of them: nothing is left. White-box: a count that stays would be a leak."""
        for address in self.inside.elements():
            self.admission.leave(address)

        assert (self.admission.total, self.admission._connections) == (0, {})


TestComings = Comings.TestCase


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_itself_however_it_is_written(address: IPv4Address) -> None:
    """Also as `::ffff:a.b.c.d`, in both spellings."""
    mapped = IPv6Address(f"::ffff:{address}")

    assert origin_of(str(address)) == origin_of(str(mapped)) == origin_of(mapped.exploded) == str(address)


@given(SITES, st.integers(0, 2**64 - 1))
def test_an_ipv6_site_is_one_caller(site: int, host: int) -> None:
    """All addresses of a /64 count as one; the next /64 is another."""
    first, same, neighbour = (
        IPv6Address((network << 64) | end) for network, end in ((site, 0), (site, host), (site ^ 1, host))
    )

    assert origin_of(str(same)) == origin_of(same.exploded) == origin_of(str(first)) == str(first)
    assert origin_of(str(neighbour)) != origin_of(str(same))


@pytest.mark.parametrize("text", ["", "unknown", "_hidden", "1.2.3", "1.2.3.4:80", "[::1]", "a" * 1000])
def test_what_is_no_address_counts_as_it_is(text: str) -> None:
    """Nothing is raised for it, and two of them are two."""
    assert origin_of(text) == text
