from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from service.simulator.coins import load_coins
from service.simulator.faults import (
    AnyFault,
    Cut,
    ErrorBody,
    Frozen,
    Garbage,
    Html,
    Latency,
    Oversize,
    Recovered,
    Reset,
    Silence,
    Skew,
    Status,
    Truncated,
)
from service.simulator.host import Host, Tally
from service.simulator.http import Ask, Reply
from service.simulator.market import Market
from service.simulator.providers.binance import BINANCE
from service.simulator.providers.coinbase import COINBASE
from service.simulator.providers.coingecko import COINGECKO
from service.simulator.providers.coinpaprika import COINPAPRIKA
from service.simulator.providers.kraken import KRAKEN
from service.simulator.providers.outlets import CHANNELS, OUTLETS
from tests.fakes.clock import START, FakeClock
from tests.service.simulator.world import ask

if TYPE_CHECKING:
    from service.simulator.upstream import Upstream

BITCOIN = {
    "binance": ask("/api/v3/ticker/24hr", ("symbol", "BTCUSDT")),
    "coinbase": ask("/api/v3/brokerage/market/products", ("product_ids", "BTC-USD")),
    "coingecko": ask(
        "/simple/price", ("vs_currencies", "usd"), ("ids", "bitcoin"), ("include_last_updated_at", "true")
    ),
    "coinpaprika": ask("/tickers/btc-bitcoin"),
    "kraken": ask("/0/public/Ticker", ("pair", "XBTUSD")),
}


class Stand:
    def __init__(self, upstream: Upstream, *faults: AnyFault, seed: int = 7) -> None:
        self.clock = FakeClock()
        self.host = Host(upstream, Market(seed, load_coins()), self.clock, faults)

    def ask(self) -> Reply:
        return self.host.respond(BITCOIN[self.host.upstream.name])[0]

    def said(self) -> Any:
        return msgspec.json.decode(self.ask().body)


@pytest.mark.parametrize("upstream", [BINANCE, COINBASE, KRAKEN])
def test_exchanges_move_with_time(upstream: Upstream) -> None:
    """A second later the price is another; at the same moment it is the same."""
    stand = Stand(upstream)
    first, again = stand.ask().body, stand.ask().body
    stand.clock.jump(1)

    assert first == again != stand.ask().body


@pytest.mark.parametrize("upstream", [BINANCE, COINBASE, COINGECKO, COINPAPRIKA, KRAKEN])
def test_seed_and_clock_decide(upstream: Upstream) -> None:
    """The same seed and readings give the same answers; another seed gives others."""
    one, same, other = Stand(upstream), Stand(upstream), Stand(upstream, seed=8)
    for stand in (one, same, other):
        stand.clock.jump(400)

    assert one.ask() == same.ask()
    assert one.ask().body != other.ask().body


def test_cache_repeats_the_body_until_it_is_old() -> None:
    """CoinGecko's front repeats a body for 60 s and tells its age; then comes a new one."""
    stand = Stand(COINGECKO)
    first = stand.ask()
    stand.clock.jump(59.5)
    hit = stand.ask()
    stand.clock.jump(0.5)
    after = stand.ask()

    assert ("cf-cache-status", "MISS") in first.headers
    assert hit.body == first.body
    assert {("age", "59"), ("cf-cache-status", "HIT")} <= set(hit.headers)
    assert after.body != first.body
    assert ("cf-cache-status", "MISS") in after.headers


def test_cache_goes_by_the_whole_question() -> None:
    """Another query is another entry."""
    stand = Stand(COINGECKO)
    stand.ask()

    reply, _ = stand.host.respond(ask("/simple/price", ("vs_currencies", "usd"), ("ids", "ethereum")))

    assert list(msgspec.json.decode(reply.body)) == ["ethereum"]


def test_cache_does_not_keep_complaints() -> None:
    """A refused question is looked at anew each time."""
    stand = Stand(COINGECKO)
    replies = [stand.host.respond(ask("/simple/price"))[0] for _ in range(2)]

    assert [dict(reply.headers)["cf-cache-status"] for reply in replies] == ["MISS", "MISS"]


def test_cache_is_bounded() -> None:
    """Of many questions the oldest entries go first."""
    stand = Stand(COINGECKO)

    def status(number: int) -> str:
        query = (("vs_currencies", "usd"), ("ids", f"coin{number}"))
        reply, _ = stand.host.respond(ask("/simple/price", *query, x_cg_demo_api_key="k"))
        return dict(reply.headers)["cf-cache-status"]

    for number in range(65):
        status(number)

    assert (status(64), status(1), status(0)) == ("HIT", "HIT", "MISS")


def test_coinpaprika_holds_its_numbers() -> None:
    """Its numbers and instants are renewed every five minutes."""
    stand = Stand(COINPAPRIKA)
    first = stand.said()
    stand.clock.jump(299)
    held = stand.said()
    stand.clock.jump(1)

    assert first == held
    assert stand.said()["last_updated"] == "2026-11-23T10:35:00Z"


def test_limit_answers_in_the_providers_way() -> None:
    """Kraken lets a few through at once, then refuses with HTTP 200, and forgives with time."""
    stand = Stand(KRAKEN)
    answers = [stand.said()["error"] for _ in range(4)]
    stand.clock.jump(1.01)

    assert answers == [[], [], [], ["EAPI:Rate limit exceeded"]]
    assert stand.said()["error"] == []
    assert stand.host.tally == Tally(requests=5, refused=1)


def test_binance_bans_who_goes_on() -> None:
    """429 until its patience ends, then 418; both with the time to wait, the weight in every answer."""
    stand = Stand(replace(BINANCE, limits=(replace(BINANCE.limits[0], most=5),)))
    stand.clock.jump(10)
    replies = [stand.ask() for _ in range(2 + 21)]

    assert [reply.status for reply in replies] == [200] * 2 + [429] * 20 + [418]
    assert [dict(reply.headers)["x-mbx-used-weight-1m"] for reply in replies[:3]] == ["2", "4", "4"]
    assert dict(replies[2].headers)["retry-after"] == "50"
    assert dict(replies[-1].headers)["retry-after"] == "120"


def test_second_limit_counts_too() -> None:
    """A provider may have several limits; the one that is over speaks."""
    haste, month = COINPAPRIKA.limits
    stand = Stand(replace(COINPAPRIKA, limits=(haste, replace(month, most=12))))
    statuses = []
    for _ in range(13):
        statuses.append(stand.ask().status)
        stand.clock.jump(0.2)

    assert statuses == [200] * 12 + [402]


def test_only_get_is_answered() -> None:
    """Another method is a 405."""
    reply, _ = Stand(COINBASE).host.respond(Ask("/x", method="POST"))

    assert reply.status == 405


def test_fault_is_told_to_the_delivery() -> None:
    """The fault that acts comes with the answer, and is counted."""
    stand = Stand(BINANCE, Silence(count=1))

    assert stand.host.respond(BITCOIN["binance"])[1] == Silence(count=1)
    assert stand.host.respond(BITCOIN["binance"])[1] is None
    assert stand.host.tally == Tally(requests=2, spoiled=1)


def test_fault_heals_by_time() -> None:
    """After `for_s` the provider is well."""
    stand = Stand(BINANCE, Status(status=503, for_s=20))
    stand.clock.jump(19)
    before = stand.ask().status
    stand.clock.jump(1)

    assert (before, stand.ask().status) == (503, 200)


def test_play_begins_now() -> None:
    """A fault that is set later counts its time from then."""
    stand = Stand(BINANCE)
    stand.clock.jump(100)
    stand.host.play((Html(for_s=10),))
    stand.clock.jump(9)

    assert stand.host.script().left_s(stand.host.uptime_s()) == pytest.approx(1)
    assert b"<html" in stand.ask().body


def test_recovered_spoils_nothing() -> None:
    """A pause is not a fault."""
    stand = Stand(BINANCE, Recovered(for_s=10), Html())
    during = stand.ask().status
    tally = stand.host.tally
    stand.clock.jump(10)

    assert (during, tally) == (200, Tally(requests=1))
    assert b"<html" in stand.ask().body


def test_probability_spoils_a_part() -> None:
    """A fault of probability one third spoils about every third answer, the same ones for the same seed."""
    stand, same = Stand(COINBASE, Html(probability=1 / 3)), Stand(COINBASE, Html(probability=1 / 3))
    spoiled = []
    for _ in range(300):
        stand.clock.jump(1)
        same.clock.jump(1)
        spoiled.append(b"<html" in stand.ask().body)
        assert (b"<html" in same.ask().body) == spoiled[-1]

    assert 70 < sum(spoiled) < 130
    assert stand.host.tally.spoiled == sum(spoiled)


def test_latency_is_drawn_between_its_bounds() -> None:
    """Each answer has its own, the same ones for the same seed; without an upper bound all have the same."""
    fault = Latency(seconds=2, up_to=5, count=100)
    stand, same, other = Stand(COINBASE, fault), Stand(COINBASE, fault), Stand(COINBASE, fault, seed=8)
    drawn, again, others = (
        [each.host.respond(BITCOIN["coinbase"])[1] for _ in range(100)] for each in (stand, same, other)
    )
    seconds = [late.seconds for late in drawn if isinstance(late, Latency)]

    assert drawn == again != others
    assert len(set(seconds)) == 100
    assert 2 <= min(seconds) < 2.2
    assert 4.8 < max(seconds) <= 5
    assert stand.host.script().current is None
    assert Stand(COINBASE, Latency(seconds=3)).host.respond(BITCOIN["coinbase"])[1] == Latency(seconds=3)


def test_count_is_of_spoiled_answers() -> None:
    """Answers that the fault lets pass do not use up its count."""
    stand = Stand(COINBASE, Html(probability=0.5, count=10))
    for _ in range(100):
        stand.clock.jump(1)
        stand.ask()

    assert stand.host.tally.spoiled == 10


def test_frozen_stops_numbers_and_instants() -> None:
    """The last answer before the fault is repeated, with its instant, and all goes on afterwards."""
    stand = Stand(BINANCE)
    before = stand.said()
    stand.host.play((Frozen(for_s=100),))
    stand.clock.jump(99)
    during = stand.said()
    stand.clock.jump(1)
    after = stand.said()

    assert during == before
    assert after["lastPrice"] != before["lastPrice"]
    assert after["closeTime"] == before["closeTime"] + 100_000


def test_frozen_from_the_start_stops_at_the_first_answer() -> None:
    """If nothing was asked before, the first answer is the one that is repeated."""
    stand = Stand(KRAKEN, Frozen())
    first = stand.said()
    stand.clock.jump(50)

    assert stand.said() == first


@pytest.mark.parametrize("fault", [Reset(), Truncated(), Cut(), Oversize(), Garbage(), Status(status=200)])
def test_who_has_an_answer_is_not_spared(fault: AnyFault) -> None:
    """Where all is well the answer would be 304; there would be nothing to break."""
    channel = CHANNELS[0]
    host = Host(OUTLETS[0], Market(7, load_coins()), FakeClock())
    first, _ = host.respond(ask(channel.path))
    marked = ask(channel.path, if_none_match=dict(first.headers)["etag"])
    well, _ = host.respond(marked)
    host.play((fault,))
    spoiled, _ = host.respond(marked)

    assert (well.status, well.body) == (304, b"")
    assert spoiled.status == 200
    assert spoiled.body


@pytest.mark.parametrize("fault", [Frozen(), Latency(seconds=1), Silence()])
def test_what_is_only_late_or_old_can_be_unchanged(fault: AnyFault) -> None:
    """Nothing else shows such a fault."""
    channel = CHANNELS[0]
    host = Host(OUTLETS[0], Market(7, load_coins()), FakeClock())
    first, _ = host.respond(ask(channel.path))
    host.play((fault,))

    assert host.respond(ask(channel.path, if_none_match=dict(first.headers)["etag"]))[0].status == 304


def test_skew_moves_the_instants() -> None:
    """Prices go on, instants are wrong by so many seconds, in cached answers too."""
    stand = Stand(COINGECKO)
    right = stand.said()["bitcoin"]
    stand.host.play((Skew(seconds=-90, count=1),))
    wrong, mended = stand.said()["bitcoin"], stand.said()["bitcoin"]

    assert wrong["last_updated_at"] == right["last_updated_at"] - 90
    assert wrong["usd"] == right["usd"]
    assert mended == right


@pytest.mark.parametrize(
    ("upstream", "expected"),
    [
        (BINANCE, {"code": -1003}),
        (COINBASE, {"message": "Public rate limit exceeded"}),
        (COINGECKO, {"status": {"error_code": 429, "error_message": "You've exceeded the Rate Limit."}}),
        (COINPAPRIKA, {"error": "too many requests"}),
        (KRAKEN, {"error": ["EAPI:Rate limit exceeded"]}),
    ],
)
def test_error_body_is_the_providers_own(upstream: Upstream, expected: dict[str, Any]) -> None:
    """HTTP 200 with the form in which this provider says that something is wrong."""
    reply = Stand(upstream, ErrorBody()).ask()
    said = msgspec.json.decode(reply.body)

    assert reply.status == 200
    assert expected.items() <= said.items()


ECHO = replace(
    COINBASE, answer=lambda asked, world: Reply(200, (), asked.body + b" %d" % world.second), methods=("POST",)
)


def test_an_upstream_is_asked_by_its_own_methods() -> None:
    """What was posted reaches it; whoever asks in another way gets its complaint."""
    host = Stand(ECHO).host

    assert host.respond(Ask("/", method="POST", body=b"x"))[0].body == b"x 0"
    assert host.respond(Ask("/"))[0].status == 405


def test_cache_goes_by_what_was_posted() -> None:
    """Another body is another question."""
    stand = Stand(replace(ECHO, cached_s=60))
    bodies = []
    for body in (b"x", b"y", b"x"):
        bodies.append(stand.host.respond(Ask("/", method="POST", body=body))[0].body)
        stand.clock.jump(1)

    assert bodies == [b"x 0", b"y 1", b"x 0"]


def test_the_pace_is_measured_over_any_pause() -> None:
    """Machines stop for a moment between two looks at the clock; all hosts of a world have one pace all the same."""
    clock = FakeClock()
    pauses_s = iter([0.0, 0.4])
    clock.at = lambda deadline: START + timedelta(seconds=deadline * 0.05 + next(pauses_s))  # type: ignore[method-assign]
    paces = replace(ECHO, answer=lambda _, world: Reply(200, (), str(world.pace).encode()))

    assert Host(paces, Market(7, load_coins()), clock).respond(Ask("/", method="POST"))[0].body == b"0.05"


@pytest.mark.parametrize("scale", [1.0, 0.05])
def test_a_host_dates_its_past(scale: float) -> None:
    """By whole seconds of its start and by the pace of its clock; a wrong clock is wrong about the past too."""
    clock = FakeClock(at=START.replace(microsecond=700_000))
    clock.at = lambda deadline: START + timedelta(seconds=deadline * scale)  # type: ignore[method-assign]  # its pace
    dates = replace(ECHO, answer=lambda _, world: Reply(200, (), world.instant(20).isoformat().encode()))
    host = Host(dates, Market(7, load_coins()), clock)
    clock.jump(50)
    said = [host.respond(Ask("/", method="POST"))[0].body]
    host.play((Skew(seconds=-90),))
    said.append(host.respond(Ask("/", method="POST"))[0].body)

    instants = [datetime.fromisoformat(each.decode()) for each in said]
    assert instants == [START + timedelta(seconds=20 * scale), START + timedelta(seconds=20 * scale - 90)]
