from __future__ import annotations

from typing import TYPE_CHECKING

from service.publishers.mirror import Mirror
from tests.fakes.clock import START

if TYPE_CHECKING:
    from service.publishers.publisher import Origin


def test_a_mirror_always_has_something_to_say() -> None:
    """From the start, of the instant it is asked at, and without trouble."""
    origin: Origin[str] = Mirror(lambda at: at.isoformat())

    assert origin.collect(START) == "2026-11-23T10:30:00+00:00"
    assert origin.settled()
    assert origin.trouble() is None


def test_the_first_update_may_wait() -> None:
    """Until whoever made the mirror is content."""
    ready: list[bool] = []
    origin = Mirror(lambda at: "update", lambda: bool(ready))
    assert not origin.settled()

    ready.append(True)
    assert origin.settled()
