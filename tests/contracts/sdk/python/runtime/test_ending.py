from __future__ import annotations

from ssl import SSLCertVerificationError

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import (
    ConnectionClosedError,
    InvalidMessage,
    InvalidStatus,
    InvalidUpgrade,
    InvalidURI,
)
from websockets.frames import Close
from websockets.http11 import Response

from contracts.sdk.python.runtime.ending import of_close, of_refusal


def refusal(status: int, **headers: str) -> InvalidStatus:
    fields = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return InvalidStatus(Response(status, "", fields))


@pytest.mark.parametrize(("code", "is_final"), [(1008, True), (1012, False), (4000, False)])
def test_the_contract_says_which_codes_are_final(code: int, is_final: bool) -> None:  # noqa: FBT001
    """Codes of the contract that forbid it are final; all others, and unknown ones, are not."""
    ending = of_close(ConnectionClosedError(Close(code, "why"), None), {1008})

    assert (ending.code, ending.is_final, ending.reason) == (code, is_final, f"the gateway closed with {code}: why")


def test_a_connection_without_a_goodbye_broke() -> None:
    """There is no code then; what this side said, such as that pings were not answered, is the reason."""
    assert of_close(ConnectionClosedError(None, None), {1006}).reason == "the connection broke"
    ending = of_close(ConnectionClosedError(None, Close(1011, "keepalive ping timeout")), {1011})

    assert (ending.reason, ending.code, ending.is_final) == (
        "the connection broke: keepalive ping timeout",
        None,
        False,
    )


@pytest.mark.parametrize(
    ("error", "at_first", "later"),
    [
        (refusal(401), True, True),
        (refusal(403), True, True),
        (refusal(404), True, False),
        (refusal(200), True, False),
        (refusal(408), False, False),
        (refusal(425), False, False),
        (refusal(429), False, False),
        (refusal(500), False, False),
        (refusal(503), False, False),
        (OSError("refused"), False, False),
        (TimeoutError(), False, False),
        (EOFError(), False, False),
        (InvalidMessage("nothing came"), False, False),
        (ConnectionClosedError(None, None), False, False),
        (InvalidUpgrade("Upgrade", "http"), True, False),
        (InvalidURI("x", "no"), True, False),
        (SSLCertVerificationError("self-signed"), True, False),
    ],
)
def test_what_will_not_pass_is_final(error: Exception, at_first: bool, later: bool) -> None:  # noqa: FBT001
    """A wrong address is final while it never worked; a refused token always is."""
    endings = [of_refusal(error, was_open=was_open) for was_open in (False, True)]

    assert [ending.is_final for ending in endings] == [at_first, later]
    assert all(ending.reason for ending in endings)


@pytest.mark.parametrize(("text", "pause_s"), [("7", 7.0), ("soon", 0.0), ("", 0.0), ("-1", 0.0), ("9" * 400, 300.0)])
def test_a_gateway_may_ask_to_be_left_alone(text: str, pause_s: float) -> None:
    """`Retry-After` in seconds is heeded, up to five minutes."""
    assert of_refusal(refusal(503, Retry_After=text), was_open=True).retry_after_s == pause_s


def test_each_who_waits_gets_an_exception_of_its_own() -> None:
    """Exceptions carry tracebacks, which two tasks must not share."""
    ending = of_refusal(refusal(401), was_open=False)

    assert ending.error() is not ending.error()
    assert (str(ending.error()), ending.error().status) == ("the gateway refused the connection with HTTP 401", 401)
