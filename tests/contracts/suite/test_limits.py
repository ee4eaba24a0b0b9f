"""How the suite behaves to a gateway that has limits."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
import pytest

from contracts.suite.allowance import Allowance, of_handshakes
from contracts.suite.fault import Unseen
from contracts.suite.groups import GROUPS
from contracts.suite.pace import Pace
from contracts.suite.recorder import Recorder
from contracts.suite.refused import Refused
from contracts.suite.relay import Relay
from contracts.suite.runner import judge_live
from contracts.suite.target import Target
from contracts.suite.traffic import Session
from tests.contracts.saboteurs.honest import Honest
from tests.contracts.saboteurs.resources import Answer
from tests.contracts.saboteurs.serving import serving
from tests.contracts.suite.run import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from contracts.document import Document, Endpoint
    from contracts.suite.clause import Check

LIVE = [check for check in GROUPS["LIM"] if check.kind == "live"]
SCALE = 0.05
PATIENCE_S = 3.0


class Busy(Honest):
    """Refuses the first handshakes."""

    refusals = 1
    refused_with = 429
    after = "1"

    def admit(self, path: str) -> Endpoint | Answer:
        if not self.refusals:
            return super().admit(path)
        self.refusals -= 1
        headers = {"Retry-After": self.after} if self.after else {}
        return Answer(b"{}", self.refused_with, "application/problem+json", headers)


class Full(Busy):
    """Has no room for a while."""

    refused_with = 503


class Closed(Busy):
    """Does not say when to come again."""

    after = ""


class Away(Busy):
    """Asks to be left alone for longer than anybody waits."""

    after = "60"


class Stern(Busy):
    """Refuses for another reason, whenever one comes."""

    refused_with = 403


@asynccontextmanager
async def reaching(gateway: Honest, document: Document = DOCUMENT) -> AsyncIterator[Target]:
    async with serving(gateway) as url, aiohttp.ClientSession() as session:
        yield Target(
            url=url,
            document=document,
            pace=Pace(document, SCALE),
            recorder=Recorder(Session(url, "", SCALE, document.version)),
            session=session,
            handshakes=of_handshakes(document.limits),
            patience_s=PATIENCE_S,
            seed=0,
            examples=1,
        )


@pytest.mark.parametrize("kind", [Busy, Full])
async def test_who_is_told_to_come_again_does(kind: type[Busy]) -> None:
    """429 and 503 with `Retry-After` are for a while; the refusal is on record, with what it says."""
    async with reaching(kind(DOCUMENT, SCALE)) as target:
        async with target.open("/ws") as probe:
            assert probe.greeting.kind == "connection_established"
        (refused,) = target.recorder.traffic.of("refused")

        assert refused.headers == {"content-type": "application/problem+json", "retry-after": "1"}


@pytest.mark.parametrize("kind", [Closed, Away, Stern])
async def test_a_refusal_that_does_not_pass_is_told_at_once(kind: type[Busy]) -> None:
    """Without a time, with one beyond the patience, or for another reason: nobody tries again."""
    gateway = kind(DOCUMENT, SCALE)
    async with reaching(gateway) as target:
        with pytest.raises(Refused):
            async with target.dial("/ws"):
                pass
        assert len(list(target.recorder.traffic.of("refused"))) == 1


async def test_handshakes_keep_to_the_limits() -> None:
    """A client that has used them up waits, and is refused none."""
    gateway = Honest(DOCUMENT, SCALE)
    async with reaching(gateway) as hasty:
        target = replace(hasty, handshakes=Allowance(per_s=50, at_once=2))
        for _ in range(8):
            async with target.dial("/ws"):
                pass
        opened = [entry.elapsed_s for entry in target.recorder.traffic.of("opened")]

        assert opened[-1] - opened[1] >= 6 / 50 - 0.01
        assert not list(target.recorder.traffic.of("refused"))


async def test_a_relay_lends_one_connection_until_it_is_spent() -> None:
    """Nobody makes more mistakes on a connection than are allowed, however many there are to make."""
    assert DOCUMENT.limits is not None
    count = DOCUMENT.limits.mistakes_per_min * 2
    gateway = Honest(DOCUMENT, SCALE)
    used: list[int] = []
    async with reaching(gateway) as target, Relay(target, "/ws") as relay:
        for _ in range(count):
            async with relay.turn() as probe:
                assert (await probe.ask("nothing")).kind == "error"
                used.append(probe.number)

    shares = [used.count(number) for number in set(used)]
    assert 1 < len(shares) < count
    assert max(shares) < DOCUMENT.limits.mistakes_per_min
    assert not [entry for entry in target.recorder.traffic.of("closed") if entry.code == 1008]


async def test_a_relay_does_not_lend_again_what_went_wrong() -> None:
    """A reply that comes late must not be taken for that to the next frame."""
    async with reaching(Honest(DOCUMENT, SCALE)) as target, Relay(target, "/ws") as relay:
        with pytest.raises(Unseen):
            async with relay.turn() as first:
                raise Unseen("no answer came")
        async with relay.turn() as second:
            assert second.number != first.number


@pytest.mark.parametrize("check", LIVE, ids=lambda check: check.clause.id)
async def test_a_document_without_limits_demands_none(check: Check) -> None:
    """Older documents state none, and nothing is tried."""
    older = replace(DOCUMENT, limits=None)
    async with reaching(Honest(DOCUMENT, SCALE), older) as target:
        result = await judge_live(check, target)

        assert (result.status, result.because) == ("unseen", None)
        assert not list(target.recorder.traffic.of("opened"))
