from __future__ import annotations

import subprocess
import sys

import pytest

from service.tracing import UNTRACED


async def test_what_nobody_listens_to_changes_nothing() -> None:
    """Whatever is told to it is forgotten, and nobody need find out anything for it."""
    with UNTRACED.span("command", "server", {"gateway.service": "news"}) as span:
        span.rename("command ping")
        span.set("gateway.result", "ok")
        span.fail("nobody hears it")

        assert not span.is_recording
    await UNTRACED.close()


def test_an_error_leaves_the_block_as_it_came() -> None:
    """Who is not traced fails as before."""
    with pytest.raises(ZeroDivisionError), UNTRACED.span("tick news", "internal"):
        raise ZeroDivisionError


def test_a_gateway_without_traces_does_without_opentelemetry() -> None:
    """The SDK is an extra: neither the command line nor the application imports it."""
    program = "import sys, service.cli, service.app; print([n for n in sys.modules if n.startswith('opentelemetry.')])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
