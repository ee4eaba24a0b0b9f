"""Terminal: a command that is looked at by a person, on a terminal of so many columns."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
from typing import TYPE_CHECKING, Self

from tests.live.deadline import PATIENCE_S, until
from tests.live.program import COMMAND, environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

__all__ = ["SHOW_CURSOR", "Terminal"]

UP = re.compile(r"\x1b\[\d*A")
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""Commands to the terminal (ECMA-48 §5.4)."""
SHOW_CURSOR = "\x1b[?25h"
CTRL_C = b"\x03"
CHUNK_BYTES = 65_536


class Terminal:
    """Runs `gateway` with these arguments, as the leader of a session of its own."""

    def __init__(
        self, *arguments: str, directory: Path, columns: int = 80, settings: Mapping[str, str] | None = None
    ) -> None:
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        self._seen = b""
        self._process = subprocess.Popen(
            [COMMAND, *arguments],
            cwd=directory,
            env=_without_size(environment({"TERM": "xterm-256color", **(settings or {})})),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  no thread of this process holds a lock that it needs
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def raw(self) -> str:
        """All that was written so far."""
        while select.select([self._ours], [], [], 0)[0]:
            try:
                chunk = os.read(self._ours, CHUNK_BYTES)
            except OSError:
                # The other end is closed.
                break
            self._seen += chunk
        return self._seen.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """The same without commands to the terminal; what was overwritten is still there, on lines before."""
        return ESCAPE.sub("", UP.sub("\n", self.raw)).replace("\r", "")

    def wait_for(self, words: str) -> str:
        """Wait until these words were shown, and return all text."""
        return self.wait_for_match(re.compile(re.escape(words)))

    def wait_for_match(self, pattern: re.Pattern[str]) -> str:
        """Wait until something like this was shown, and return all text."""
        try:
            return until(lambda: text if pattern.search(text := self.text) else None, repr(pattern.pattern))
        except AssertionError as error:
            raise AssertionError(f"{error}; seen: {self.text[-3000:]}") from None

    def press_ctrl_c(self) -> None:
        """Interrupt it from the keyboard."""
        os.write(self._ours, CTRL_C)

    def exit_code(self) -> int:
        """Wait for its end."""
        until(self._has_ended, "its end", seconds=PATIENCE_S)
        return self._process.wait()

    def _has_ended(self) -> bool:
        # Who does not read holds up who writes.
        return bool(self.raw) and self._process.poll() is not None


def _without_size(variables: dict[str, str]) -> dict[str, str]:
    """Leave out what tells programs another size than the terminal's; a test runner sets it for its workers."""
    return {name: value for name, value in variables.items() if name not in {"COLUMNS", "LINES"}}


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
