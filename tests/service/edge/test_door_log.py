from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from service.edge.door import LINES_AT_ONCE, LINES_PER_S, Door
from service.edge.policy import Policy
from service.errors import AccessDenied
from service.gateway.identity import Identity
from tests.fakes.authority import FakeAuthority
from tests.fakes.clock import FakeClock
from tests.fakes.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def logs() -> Iterator[list[Any]]:
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def authority() -> FakeAuthority:
    return FakeAuthority(Identity("ada", frozenset({"stream"})))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def door(authority: FakeAuthority, clock: FakeClock) -> Door:
    return Door(Policy(), authority, clock)


async def test_a_refusal_is_logged_without_what_was_brought(
    door: Door, authority: FakeAuthority, logs: list[dict[str, Any]]
) -> None:
    """The operator reads who was refused, where and why: no token, no query, no more of the path than there is."""
    authority.answer = AccessDenied("The token is not known")
    await door.admit(upgrade("/ws", ("authorization", "Bearer hunter2"), query="token=hunter3"), draining=False)

    assert logs == [
        {
            "event": "refused",
            "log_level": "info",
            "path": "/ws",
            "address": "203.0.113.9",
            "status": 401,
            "reason": "The token is not known",
            "unlogged": 0,
        }
    ]


async def test_a_line_of_the_log_is_short(door: Door, logs: list[dict[str, Any]]) -> None:
    """Whoever asks for an endless path does not write it into the log."""
    await door.admit(upgrade("/" + "x" * 10_000), draining=False)

    assert len(str(logs)) < 400


async def test_a_flood_of_refusals_does_not_fill_the_disk(
    door: Door, clock: FakeClock, logs: list[dict[str, Any]]
) -> None:
    """So many lines at once, so many a second; the next line says how many are missing."""
    for _ in range(LINES_AT_ONCE + 100):
        await door.admit(upgrade("/ws/nothing"), draining=False)
    assert len(logs) == LINES_AT_ONCE
    clock.jump(1 / LINES_PER_S)
    await door.admit(upgrade("/ws/nothing"), draining=False)

    assert [line["unlogged"] for line in logs] == [0] * LINES_AT_ONCE + [100]


async def test_a_guest_is_no_line_of_the_door(door: Door, logs: list[dict[str, Any]]) -> None:
    """Who came in is logged with its id, elsewhere."""
    await door.admit(upgrade(), draining=False)

    assert logs == []
