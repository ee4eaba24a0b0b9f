from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from contracts.generated.catalog import CLOSE_CODES
from service.edge.connection import Connection
from service.edge.desk import Desk
from service.edge.expiry import NOTICE_S, due, watch_expiry
from service.gateway.hub import Hub, Outcome
from service.gateway.identity import Identity
from tests.fakes.authority import FakeAuthority
from tests.fakes.clock import START, FakeClock
from tests.fakes.server_send import ServerSend
from tests.fakes.session import session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from contracts.validator import Validator
    from service.gateway.session import Session


def client(client_id: str, expires_s: float | None, *topics: str) -> Session:
    """Make the session of a client whose token expires so many seconds after START."""
    expires_at = None if expires_s is None else START + timedelta(seconds=expires_s)
    identity = Identity(client_id, frozenset({"stream"}), expires_at)
    return replace(session("/ws", *topics), client_id=client_id, identity=identity)


@pytest.mark.parametrize(
    ("expires_s", "is_told", "is_closed"),
    [
        (None, False, False),
        (NOTICE_S + 0.001, False, False),
        (NOTICE_S, True, False),
        (0.001, True, False),
        (0.0, False, True),
        (-3600.0, False, True),
    ],
)
def test_a_client_is_told_a_minute_before_and_closed_at_the_end(
    expires_s: float | None, *, is_told: bool, is_closed: bool
) -> None:
    """A token is good up to its last moment, and whoever has heard that it ends soon can bring another one."""
    expiry = due([client("a", expires_s, "system")], START)

    assert (bool(expiry.to_tell), bool(expiry.to_close)) == (is_told, is_closed)


def test_only_listeners_of_system_are_told() -> None:
    """Whoever has not asked for notices gets none, and is closed all the same."""
    sessions = [client("a", 30, "news"), client("b", 30, "system"), client("c", -1, "news")]
    expiry = due(sessions, START)

    assert (list(expiry.to_tell), list(expiry.to_close)) == (["b"], ["c"])


def test_a_client_is_told_once() -> None:
    """The notice does not come again each second."""
    sessions = [client("a", 30, "system")]
    first = due(sessions, START)
    second = due(sessions, START + timedelta(seconds=1), first.told)

    assert (list(first.to_tell), list(second.to_tell)) == (["a"], [])


def test_whoever_asks_for_notices_in_the_last_minute_is_told_then() -> None:
    """It is not too late for them; leaving and coming back brings no second notice."""
    before = due([client("a", 30, "news")], START)
    after = due([client("a", 30, "news", "system")], START, before.told)
    gone = due([client("a", 30, "news")], START, after.told)
    back = due([client("a", 30, "system")], START, gone.told)

    assert [bool(each.to_tell) for each in (before, after, gone, back)] == [False, True, False, False]


def test_those_who_have_gone_are_forgotten() -> None:
    """What is remembered is no more than the clients there are."""
    first = due([client("a", 30, "system"), client("b", 1, "system")], START)
    second = due([client("b", 1, "system")], START + timedelta(seconds=2), first.told)

    assert first.told == {"a", "b"}
    assert second.told == frozenset()


@given(
    st.lists(st.tuples(st.floats(0.5, 200), st.booleans()), max_size=5),
    st.lists(st.floats(0.1, 5), min_size=50, max_size=100),
)
def test_everybody_is_told_at_most_once_and_closed_in_the_end(
    clients: list[tuple[float, bool]], steps: list[float]
) -> None:
    """At whatever moments one looks: no notice after the end or twice, no end before its time, none forgotten."""
    sessions = [client(str(n), end, *(["system"] if asks else [])) for n, (end, asks) in enumerate(clients)]
    told: frozenset[str] = frozenset()
    notices: list[str] = []
    elapsed = 0.0
    for step in [*steps, 200.0]:
        elapsed += step
        expiry = due(sessions, START + timedelta(seconds=elapsed), told)
        told = expiry.told
        notices += expiry.to_tell

        ends = {item.client_id: clients[int(item.client_id)][0] for item in sessions}
        # A microsecond is the shortest time that an instant can tell.
        assert all(elapsed >= ends[each] - 1e-5 for each in expiry.to_close)
        assert all(-1e-5 < ends[each] - elapsed < NOTICE_S + 1e-5 for each in expiry.to_tell)
        sessions = [item for item in sessions if item.client_id not in expiry.to_close]

    assert sessions == []
    assert len(notices) == len(set(notices))
    assert all(clients[int(each)][1] for each in notices)


class Guest:
    """A client at a desk, greeted long ago, that takes everything at once."""

    def __init__(self, desk: Desk, subject: str, expires_s: float | None, *topics: str) -> None:
        self.send = ServerSend()
        self.reader = asyncio.create_task(asyncio.Event().wait())
        self.connection = Connection(self.send, self.reader)
        self.connection.open()
        self.connection.client_id = subject
        desk.enter(self.connection)
        desk.hub.join(Outcome(client(subject, expires_s, *topics), ()), self.connection)

    @property
    def notices(self) -> list[str]:
        """What the notices were about."""
        return [json.loads(text)["data"]["notice"] for text in self.send.texts]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(clock: FakeClock) -> Desk:
    return Desk(Hub(), clock, "demo", authority=FakeAuthority(RuntimeError("nobody is asked")), timer=clock)


@pytest.fixture
async def watch(desk: Desk, clock: FakeClock) -> AsyncIterator[asyncio.Task[None]]:
    with capture_logs():
        task = asyncio.create_task(watch_expiry(desk))
        await clock.settle()
        yield task
        task.cancel()
        await asyncio.wait({task})


async def test_a_connection_gets_its_notice_and_then_its_end(
    desk: Desk, clock: FakeClock, watch: asyncio.Task[None]
) -> None:
    """A minute before the end the notice comes, once, and the connection is closed with 4401 within a second of it."""
    guest = Guest(desk, "a", 100, "system")
    await clock.advance(39)
    assert guest.notices == []
    await clock.advance(1)
    assert guest.notices == ["token_expiry"]
    await guest.send.complete()
    await clock.advance(59)
    assert not guest.reader.cancelled()
    await clock.advance(1)

    assert guest.notices == ["token_expiry"]
    assert guest.connection.closing is CLOSE_CODES["token_expired"]
    assert guest.reader.cancelled()


async def test_nobody_else_is_closed(desk: Desk, clock: FakeClock, watch: asyncio.Task[None]) -> None:
    """One token that ends costs the others nothing, and a client that is not greeted yet is none of its business."""
    gone, stays, endless = Guest(desk, "a", 5), Guest(desk, "b", 500), Guest(desk, "c", None)
    coming = Connection(ServerSend(), gone.reader)
    desk.enter(coming)
    await clock.advance(10)

    assert gone.connection.closing is not None
    assert [each.connection.closing for each in (stays, endless)] == [None, None]
    assert coming.closing is None


async def test_a_client_that_is_closed_already_keeps_its_reason(
    desk: Desk, clock: FakeClock, watch: asyncio.Task[None]
) -> None:
    """The close frame says why it was closed first."""
    guest = Guest(desk, "a", 5)
    guest.connection.close(CLOSE_CODES["service_restart"])
    await clock.advance(10)

    assert guest.connection.closing is CLOSE_CODES["service_restart"]


async def test_ten_thousand_notices_are_one_frame(desk: Desk, clock: FakeClock, watch: asyncio.Task[None]) -> None:
    """Tokens that were made together end together; what they are told is encoded once."""
    guests = [Guest(desk, str(number), 60, "system") for number in range(20)]
    await clock.advance(1)

    assert len({id(guest.send.events[0]) for guest in guests}) == 1


async def test_the_notice_is_an_event_of_the_contract(
    desk: Desk, clock: FakeClock, watch: asyncio.Task[None], sealed: Validator
) -> None:
    """It is an update of `system`, and holds nothing of the token."""
    guest = Guest(desk, "ada", 30, "system")
    await clock.advance(1)
    verdict = sealed.event("/ws", guest.send.texts[0])

    assert verdict, verdict.violations
    assert "ada" not in guest.send.texts[0]


async def test_where_no_tokens_are_asked_for_nobody_is_looked_at(clock: FakeClock) -> None:
    """The watch goes on without a look at the clients: there may be ten thousand."""
    desk = Desk(Hub(), clock, "demo", timer=clock)
    desk.hub.sessions = None  # type: ignore[assignment, method-assign]
    task = asyncio.create_task(watch_expiry(desk))
    await clock.advance(10)

    assert not task.done()
    task.cancel()
