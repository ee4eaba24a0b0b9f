from __future__ import annotations

import sys
from signal import SIGKILL, SIGTERM
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from service.errors import GatewayError
from service.respawn import HEALTHY_S, WAITS_S, respawn
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Sequence


class Script:
    """A parent whose child has given lives, each its length in seconds and its exit code."""

    def __init__(self, *lives: tuple[float, int], is_ending: bool = False) -> None:
        self.lives = list(lives)
        self.is_ending = is_ending
        self.clock = FakeClock()
        self.commands: list[list[str]] = []
        self.waits: list[float] = []

    def run(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        seconds, code = self.lives.pop(0)
        self.clock.jump(seconds)
        return code

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return False


def test_a_gateway_that_ends_well_is_not_started_again() -> None:
    """One life, the arguments handed on."""
    script = Script((5.0, 0))
    respawn(["serve", "--port", "1"], script, script.clock)

    assert script.commands == [[sys.executable, "-m", "service", "serve", "--port", "1"]]


def test_each_early_death_makes_the_wait_longer() -> None:
    """It grows to half a minute and no further; each death is told with its cause."""
    script = Script(*[(1.0, -SIGKILL)] * 8, (1.0, 0))
    with capture_logs() as lines:
        respawn(["serve"], script, script.clock)

    assert script.waits == [*WAITS_S, WAITS_S[-1], WAITS_S[-1]]
    assert {line["how"] for line in lines} == {"was killed by SIGKILL"}


def test_after_a_long_life_the_wait_is_short_again() -> None:
    """A gateway that dies once a day is back within a second each time."""
    script = Script((1.0, 1), (1.0, 1), (HEALTHY_S + 1, 1), (1.0, 1), (1.0, 0))
    respawn(["serve"], script, script.clock)

    assert script.waits == [WAITS_S[0], WAITS_S[1], WAITS_S[0], WAITS_S[1]]


def test_a_mistake_ends_it_with_the_code_of_a_mistake() -> None:
    """What cannot work now cannot work in a second either."""
    script = Script((0.1, 2))
    with pytest.raises(SystemExit) as ended:
        respawn(["serve"], script, script.clock)

    assert (ended.value.code, script.waits) == (2, [])


def test_whoever_asks_it_to_end_learns_how_it_ended() -> None:
    """A gateway that does not end well when asked is not started again, and not hidden."""
    script = Script((1.0, -SIGTERM), (1.0, 0), is_ending=True)
    with pytest.raises(GatewayError, match="the gateway was killed by SIGTERM"):
        respawn(["serve"], script, script.clock)

    assert len(script.commands) == 1
