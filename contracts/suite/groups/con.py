"""CON: connecting, the greeting, addresses that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.suite.clause import MUST, SHOULD, live
from contracts.suite.fault import Broken, Fault
from contracts.suite.probe import Refused

if TYPE_CHECKING:
    from contracts.suite.target import Target

NOWHERE = "/ws/there-is-no-such-address"
GOING_ON = "#/info/description"


@live("CON-01", MUST, "Every address of the contract opens.", "#/channels")
async def addresses_open(target: Target) -> None:
    """Connect to each."""
    for path in target.document.endpoints:
        try:
            async with target.dial(path):
                pass
        except Refused as refused:
            answer = f"{refused} {refused.body}"
            raise Broken(Fault("the address does not open", "101 Switching Protocols", path, came=answer)) from refused


@live("CON-02", MUST, "The first frame of a connection is `connection_established`.", GOING_ON)
async def greeting_comes_first(target: Target) -> None:
    """Read the first frame at each address."""
    for path in target.document.endpoints:
        async with target.dial(path) as probe:
            first = await probe.receive()
            if first is None:
                raise Broken(probe.fault("nothing came", "connection_established"))
            if first.kind != "connection_established":
                raise Broken(probe.fault(f"the first frame is {first.kind}", "connection_established", first))


@live("CON-08", MUST, "An address that does not exist is refused with 404, before the upgrade.", "#/channels")
async def unknown_addresses_are_refused(target: Target) -> None:
    """Connect to an address that is not in the document."""
    try:
        async with target.dial(NOWHERE) as probe:
            raise Broken(probe.fault("an address opens that is not in the contract", "HTTP 404"))
    except Refused as refused:
        if refused.status != 404:  # noqa: PLR2004  RFC 9110
            raise Broken(Fault(f"HTTP {refused.status}", "HTTP 404", NOWHERE)) from refused


@live(
    "CON-09", SHOULD, "A plain GET of an address is answered with 426, not with an error of the server.", "#/channels"
)
async def plain_requests_are_told_to_upgrade(target: Target) -> None:
    """GET an address as a browser would."""
    answer = await target.get(target.manual)
    if answer.status != 426:  # noqa: PLR2004  RFC 9110
        raise Broken(answer.fault(f"HTTP {answer.status}", "HTTP 426 Upgrade Required"))
