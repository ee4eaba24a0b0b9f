"""Respawn: a small parent that starts the gateway again when it dies.

It says why the gateway died, and waits longer each time it dies early. A gateway that ends well, or that cannot work
(exit code 2), is not started again. Signals go on to the gateway, which drains.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from service.errors import GatewayError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.clock import Clock

__all__ = ["HEALTHY_S", "WAITS_S", "Parent", "Process", "respawn"]

MISTAKE = 2
"""The exit code of a configuration that cannot work: it would not work the next time either."""
WAITS_S = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
HEALTHY_S = 60.0
"""Whoever has lived so long begins at the shortest wait again."""
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

_log = structlog.get_logger(__name__)


class Parent(Protocol):
    """Whoever starts the gateway."""

    @property
    def is_ending(self) -> bool:
        """Whether it was asked to end."""

    def run(self, command: Sequence[str]) -> int:
        """Run a command to its end; return its exit code, or the negative number of the signal that killed it."""

    def wait(self, seconds: float) -> bool:
        """Sleep, and wake when asked to end. Returns whether that is so."""


def respawn(arguments: Sequence[str], parent: Parent, clock: Clock) -> None:
    """Run `gateway` with these arguments until it ends well, or until the parent is asked to end.

    Raises GatewayError when it was asked to end and did not end well, SystemExit with the code of a mistake.
    """
    deaths = 0
    while True:
        begun = clock.monotonic()
        code = parent.run([sys.executable, "-m", "service", *arguments])
        if code == 0:
            return
        if code == MISTAKE:
            raise SystemExit(MISTAKE)
        if parent.is_ending:
            break
        lived_s = clock.monotonic() - begun
        deaths = 0 if lived_s > HEALTHY_S else deaths
        wait_s = WAITS_S[min(deaths, len(WAITS_S) - 1)]
        deaths += 1
        _log.error("the gateway died", how=_ending(code), lived_s=round(lived_s, 1), again_in_s=wait_s)
        if parent.wait(wait_s):
            break
    raise GatewayError(f"the gateway {_ending(code)}")


class Process:
    """This process, from when it is made: signals that it gets go on to the gateway. Implements Parent."""

    def __init__(self) -> None:
        self._asked = Event()
        self._child: subprocess.Popen[bytes] | None = None
        for number in SIGNALS:
            signal.signal(number, self._forward)

    @property
    def is_ending(self) -> bool:
        """Whether it was asked to end."""
        return self._asked.is_set()

    def run(self, command: Sequence[str]) -> int:
        """Run a command to its end. It has a process group of its own, so that Ctrl-C reaches it once, from here."""
        with subprocess.Popen(  # noqa: S603  our own command
            command,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  there is one thread
        ) as child:
            self._child = child
            _log.info("the gateway is started", pid=child.pid)
            if self.is_ending:
                child.terminate()
            code = child.wait()
            self._child = None
        return code

    def wait(self, seconds: float) -> bool:
        """Sleep, and wake when asked to end. Returns whether that is so."""
        return self._asked.wait(seconds)

    def _forward(self, number: int, _: Any) -> None:
        self._asked.set()
        if self._child is not None:
            self._child.send_signal(number)


def _end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent dies (prctl(2)): nobody else would end the gateway then."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _ending(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
