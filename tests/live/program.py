"""Program: a `gateway` command as its own process, its output in two files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.live.deadline import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

__all__ = ["COMMAND", "TROUBLE", "Program", "environment"]

COMMAND = Path(sys.executable).with_name("gateway")
TROUBLE = ("Traceback", "panicked", '"level": "error"', '"level": "critical"', "never retrieved", "never awaited")
"""What the output of a gateway that works never holds."""


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment, with these settings of the gateway and no others."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return {**inherited, **settings}


class Program:
    """A running command. As a context manager it ends by SIGTERM, and then must have ended well.

    `directory` is where it runs and where its output goes; a `.env` there would count.
    """

    def __init__(
        self,
        *arguments: str,
        directory: Path,
        settings: Mapping[str, str] | None = None,
        command: Sequence[str | Path] = (COMMAND,),
    ) -> None:
        self._out = directory / "stdout"
        self._err = directory / "stderr"
        self._is_signalled = False
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                [*command, *arguments], cwd=directory, env=environment(settings or {}), stdout=out, stderr=err
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
            self._process.wait()
            return
        if not self._is_signalled:
            self.signal(signal.SIGTERM)
        self.check_end()

    @property
    def out(self) -> str:
        """What it has written to standard output."""
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """What it has written to standard error."""
        return self._err.read_text(encoding="utf-8")

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._is_signalled = True
        self._process.send_signal(number)

    def exit_code(self, *, seconds: float = PATIENCE_S) -> int:
        """Wait for its end. A process that does not end is killed, and the test fails."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise

    def check_end(self) -> None:
        """Assert that it ended with 0 and complained of nothing."""
        code = self.exit_code()
        output = self.out + self.err
        assert code == 0, f"exit code {code}: {output[-4000:]}"
        assert [word for word in TROUBLE if word in output] == [], output[-4000:]
