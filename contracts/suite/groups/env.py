"""ENV: every frame of the gateway is one message of the contract. Seen in all traffic of a run.

A frame counts for the first of the clauses 01, 02, 03, 04, 06, 05, 07 that it fails; see contracts.suite.inspection.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from contracts.suite import inspection
from contracts.suite.clause import MUST, observed
from contracts.suite.fault import Fault, Unseen
from contracts.suite.instant import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.evidence import Evidence, Seen
    from contracts.suite.inspection import Inspection

RULES: Final = "#/info/description"
PRESENT: Final = timedelta(minutes=5)
"""How far two honest clocks may be apart."""
INDEX: Final = re.compile(r"/\d+(?=/|$)")


@observed(
    inspection.FRAME, MUST, "Every frame is one JSON object in a text frame, with no key twice and no NaN.", RULES
)
def frames_are_json_objects(evidence: Evidence) -> Iterator[Fault]:
    """Read every frame strictly."""
    return _failing(evidence, inspection.FRAME)


@observed(
    inspection.ENVELOPE,
    MUST,
    "Every frame has the four keys `service`, `type`, `data`, `timestamp`, and no others.",
    RULES,
)
def envelopes_have_four_keys(evidence: Evidence) -> Iterator[Fault]:
    """Count the keys."""
    return _failing(evidence, inspection.ENVELOPE)


@observed(
    inspection.MESSAGE, MUST, "`service` and `type` of every frame are those of a message of its address.", "#/channels"
)
def frames_are_messages_of_their_address(evidence: Evidence) -> Iterator[Fault]:
    """Look for the message in the channel."""
    return _failing(evidence, inspection.MESSAGE)


@observed(
    inspection.INSTANT,
    MUST,
    "Every instant is written in UTC with milliseconds and `Z`.",
    "#/components/schemas/Timestamp",
)
def instants_have_one_form(evidence: Evidence) -> Iterator[Fault]:
    """Look at every value that the document calls an instant, `data` included."""
    return _failing(evidence, inspection.INSTANT)


@observed(inspection.DATA, MUST, "`data` fits the schema of its message, formats included.", "#/components/schemas")
def data_fits_its_schema(evidence: Evidence) -> Iterator[Fault]:
    """Validate every frame by JSON Schema."""
    return _failing(evidence, inspection.DATA)


@observed(inspection.NULL, MUST, "A value that is not known is absent, or null where the schema says so.", RULES)
def nulls_stand_where_they_may(evidence: Evidence) -> Iterator[Fault]:
    """Look at every null of the frames that do not fit."""
    return _failing(evidence, inspection.NULL)


@observed(
    inspection.UNDECLARED, MUST, "No frame has fields that the document does not declare.", "#/components/schemas"
)
def fields_are_declared(evidence: Evidence) -> Iterator[Fault]:
    """Validate every frame by schemas that are sealed: readers tolerate more, but a gateway must not send it."""
    return _failing(evidence, inspection.UNDECLARED)


@observed("ENV-08", MUST, "Timestamps are of the present, and those of replies never run backwards.", RULES)
def timestamps_are_of_the_present(evidence: Evidence) -> Iterator[Fault]:
    """Compare every timestamp with the clock of whoever verifies, and those of a connection with each other.

    Updates may overtake replies or be overtaken; their own order is UPD-09's business.
    """
    if not any(instant(_timestamp(frame)) for frame in evidence.frames):
        raise Unseen("no timestamp could be read")
    replies = _kinds(evidence) | {"connection_established", "welcome"}
    newest: dict[int, Seen] = {}
    for frame in evidence.frames:
        yield from _of_another_time(frame, evidence)
        if frame.kind not in replies or frame.comes_unasked or instant(_timestamp(frame)) is None:
            continue
        before = newest.setdefault(frame.entry.connection, frame)
        if _timestamp(frame) < _timestamp(before):
            expected = f"not before {_timestamp(before)}, that of the frame before"
            yield _fault(frame, "the timestamp runs backwards", expected, "/timestamp")
        newest[frame.entry.connection] = frame


def _of_another_time(frame: Seen, evidence: Evidence) -> Iterator[Fault]:
    interval_s = evidence.pace.interval_s(frame.service) if frame.service in evidence.document.services else 0.0
    # Whoever subscribes late is told late that there is no data.
    oldest = None if frame.comes_unasked else frame.entry.moment - PRESENT - timedelta(seconds=interval_s)
    newest = frame.entry.moment + PRESENT
    values = (("/timestamp", _timestamp(frame)), ("/data/timestamp", frame.data.get("timestamp")))
    for pointer, value in values if frame.is_update else values[:1]:
        if (at := instant(value)) is not None and (at > newest or (oldest is not None and at < oldest)):
            came = frame.entry.moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            yield _fault(frame, f"{value} is not of the present", f"about {came}, when it came", pointer)


def _failing(evidence: Evidence, clause: str) -> Iterator[Fault]:
    """Yield one fault for each message and place, however many frames have it. Raises Unseen when there is no frame."""
    if not evidence.inspections:
        raise Unseen("no frame was seen")
    found: dict[tuple[str, str, str], list[Fault]] = {}
    for inspected in evidence.inspections:
        if inspected.clause == clause:
            place, fault = _of(inspected)
            found.setdefault(place, []).append(fault)
    for first, *others in found.values():
        more = f" (and in {len(others)} more like this one)" if others else ""
        yield Fault(first.problem + more, first.expected, first.path, came=first.came, pointer=first.pointer)


def _of(inspected: Inspection) -> tuple[tuple[str, str, str], Fault]:
    """Describe a frame's first violation, with what makes it the same as that of another frame."""
    frame, violation = inspected.frame, inspected.violations[0]
    name = "" if inspected.message is None else inspected.message.name
    kind = "" if inspected.message else f"{frame.service} {frame.kind}"
    place = (name or kind, INDEX.sub("/*", violation.pointer), "" if inspected.message else violation.problem)
    return place, _fault(frame, violation.problem, _expected(inspected), violation.pointer)


def _expected(inspected: Inspection) -> str:
    if inspected.message is not None:
        return f"{inspected.message.name}, as #/components/schemas/{inspected.message.schema} says"
    if inspected.clause == inspection.ENVELOPE:
        return f"{', '.join(inspection.KEYS)}"
    return "a JSON object in a text frame" if inspected.clause == inspection.FRAME else "a message of the address"


def _fault(frame: Seen, problem: str, expected: str, pointer: str) -> Fault:
    return Fault(problem, expected, frame.entry.path, came=frame.entry.text, pointer=pointer)


def _timestamp(frame: Seen) -> str:
    value = frame.value.get("timestamp") if isinstance(frame.value, dict) else None
    return value if isinstance(value, str) else ""


def _kinds(evidence: Evidence) -> set[str]:
    replies = (evidence.document.messages[name] for name in evidence.document.replies)
    return {kind for reply in replies if (kind := reply.const("type")) is not None}
