"""Ending: a command that runs until somebody has seen enough."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine

__all__ = ["run_until_told"]


def run_until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends by itself, or by Ctrl-C, SIGTERM or the end of whoever reads: these are no failure here."""
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        try:
            asyncio.run(_cancellable(work))
        except BrokenPipeError:
            _forget_output()


async def _cancellable(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work, name="work")
    loop = asyncio.get_running_loop()
    # A terminal gets its cursor back only when the block that hid it is left.
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    output = _pipe()
    if output is not None:
        # A pipe that nobody reads any more counts as readable. The next frame may be a minute away.
        loop.add_reader(output, task.cancel)
    try:
        await task
    finally:
        if output is not None:
            loop.remove_reader(output)


def _pipe() -> int | None:
    """Return the descriptor of standard output, if it is a pipe."""
    try:
        output = sys.stdout.fileno()
    except OSError:
        return None
    return output if stat.S_ISFIFO(os.fstat(output).st_mode) else None


def _forget_output() -> None:
    """Let the interpreter flush what is left into nothing; it would complain of the pipe."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
