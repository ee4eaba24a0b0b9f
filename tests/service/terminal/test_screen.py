from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from service.terminal.board import Board
from service.terminal.screen import draw, write
from service.terminal.stream import Lost, Opened, Received, Sign
from tests.fakes.clock import FakeClock
from tests.service.terminal.toy import event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest


async def stream(*signs: Sign) -> AsyncIterator[Sign]:
    for sign in signs:
        yield sign


async def test_on_a_pipe_every_frame_is_one_line(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """It is handed on as it came, unless it would be several lines."""
    broken = json.dumps(event(title="é"), indent=1)
    await write(stream(Opened(), Received('{"a" :"é"}', {}), Received(broken, event(title="é"))))
    out, err = capsysbinary.readouterr()

    first, second = out.splitlines()
    assert first == '{"a" :"é"}'.encode()
    assert json.loads(second) == event(title="é")
    assert err == b""


async def test_on_a_pipe_trouble_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads frames gets nothing but frames; the first connection is nothing to tell."""
    await write(stream(Opened(), Lost("connection refused", 1.25), Opened()))

    assert capsys.readouterr() == ("", "gateway: connection refused; trying again in 1.2 s\ngateway: connected\n")


async def test_on_a_terminal_events_stand_above_the_table() -> None:
    """Each with its time; the data of services has rows instead."""
    shown = StringIO()
    console = Console(file=shown, force_terminal=True, color_system=None, width=100, height=30)
    notice = event("system", notice="failover", message="a -> b (HTTP 503)")
    signs = stream(Opened(), Received("", event("news")), Received("", notice), Lost("closed with 1012", 2.0), Opened())
    await draw(signs, Board(["news"], "ws://x/ws"), console, FakeClock(auto=True))

    told = [line.partition("Z  ")[2].rstrip() for line in shown.getvalue().splitlines() if "Z  " in line]
    assert told == ["failover: a -> b (HTTP 503)", "closed with 1012; trying again in 2.0 s", "connected"]
