from __future__ import annotations

import resource

import pytest
from structlog.testing import capture_logs

from service.edge.descriptors import RESERVE, make_room

UNLIMITED = resource.RLIM_INFINITY


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """Stand in for the system: `now` is the soft and the hard limit."""
    held = {"now": (1024, 4096)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: held["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: held.update(now=pair))
    return held


@pytest.mark.parametrize(
    ("before", "clients", "after"),
    [
        ((1024, 4096), 2000, 2000 + RESERVE),
        ((1024, UNLIMITED), 10_000, 10_000 + RESERVE),
        ((1024, 4096), 100, 1024),
        ((UNLIMITED, UNLIMITED), 10_000, UNLIMITED),
        ((1024, 4096), 3896, 4096),
    ],
)
def test_the_limit_is_raised_as_far_as_clients_need(
    limit: dict[str, tuple[int, int]], before: tuple[int, int], clients: int, after: int
) -> None:
    """The soft limit grows to what is needed, never shrinks, and the hard one stays; nothing is complained of."""
    limit["now"] = before
    with capture_logs() as lines:
        room = make_room(clients)

    assert (room, limit["now"], lines) == (after, (after, before[1]), [])


def test_a_system_that_allows_fewer_is_told_of(limit: dict[str, tuple[int, int]]) -> None:
    """The gateway takes what it gets, and says in one line what to do."""
    with capture_logs() as lines:
        room = make_room(10_000)

    assert (room, limit["now"]) == (4096, (4096, 4096))
    assert [(line["log_level"], line["open_files"], line["max_connections"]) for line in lines] == [
        ("warning", 4096, 10_000)
    ]
