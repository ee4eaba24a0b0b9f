from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import aiohttp
import pytest

from contracts.suite.clause import MUST, live, observed, written
from contracts.suite.fault import Broken, Fault, Unseen
from contracts.suite.runner import SHOWN, judge, judge_live

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document
    from contracts.suite.evidence import Evidence
    from contracts.suite.target import Target

NOWHERE: Any = None
ODD = Fault("odd", expected="even")


def yielding(count: int) -> Any:
    @written("DOC-99", MUST, "Faults are counted.", "#/info")
    def check(document: Document) -> Iterator[Fault]:
        return (Fault(str(number)) for number in range(count))

    return check


def raising(error: Exception | None) -> Any:
    @live("CON-99", MUST, "Errors are told apart.", "#/info")
    async def check(target: Target) -> None:
        if error is not None:
            raise error

    return check


def test_no_fault_is_a_clause_kept() -> None:
    """A check that yields nothing has found nothing."""
    assert judge(yielding(0), NOWHERE).status == "kept"


def test_many_faults_are_shown_in_part_and_counted_in_whole() -> None:
    """A report of a thousand frames would help nobody."""
    result = judge(yielding(SHOWN + 7), NOWHERE)

    assert (result.status, len(result.faults), result.more) == ("broken", SHOWN, 7)
    assert result.faults[0].problem == "0"


def test_an_observed_check_without_an_occasion_is_unseen() -> None:
    """What did not come up was not seen; it is neither kept nor broken."""

    @observed("UPD-99", MUST, "Nothing came up.", "#/info")
    def check(evidence: Evidence) -> Iterator[Fault]:
        raise Unseen("nothing came up")

    result = judge(check, NOWHERE)

    assert (result.status, result.reason, result.faults) == ("unseen", "nothing came up", ())


def test_what_was_found_before_the_occasion_ended_was_found() -> None:
    """A check that yields a fault and then sees no more has broken its clause."""

    @observed("UPD-99", MUST, "One fault, then nothing.", "#/info")
    def check(evidence: Evidence) -> Iterator[Fault]:
        yield ODD
        raise Unseen("nothing more came up")

    result = judge(check, NOWHERE)

    assert (result.status, result.faults) == ("broken", (ODD,))


async def test_a_live_check_that_returns_is_kept() -> None:
    """Returning is enough."""
    assert (await judge_live(raising(None), NOWHERE)).status == "kept"


async def test_a_live_check_that_raises_broken_has_its_fault() -> None:
    """The fault goes into the result as it is."""
    result = await judge_live(raising(Broken(ODD)), NOWHERE)

    assert (result.status, result.faults) == ("broken", (ODD,))


async def test_what_hides_behind_another_clause_keeps_its_fault() -> None:
    """Should that clause turn out to be kept, the fault is there to be shown."""
    result = await judge_live(raising(Unseen("no greeting", "CON-02", ODD)), NOWHERE)

    assert (result.status, result.because, result.faults) == ("unseen", "CON-02", (ODD,))


@pytest.mark.parametrize("error", [aiohttp.ClientConnectionError("gone"), ConnectionResetError("gone"), TimeoutError()])
async def test_a_gateway_that_is_gone_does_not_open_its_addresses(error: Exception) -> None:
    """The check cannot go on, and CON-01 says why, or this clause is broken."""
    result = await judge_live(raising(error), NOWHERE)

    assert (result.status, result.because) == ("unseen", "CON-01")
    assert result.faults[0].problem.startswith("the connection failed: ")


async def test_a_mistake_of_the_suite_is_no_fault_of_the_gateway() -> None:
    """What is neither Broken nor Unseen goes through."""
    with pytest.raises(ZeroDivisionError):
        await judge_live(raising(ZeroDivisionError()), cast("Target", None))
