"""Conversation: commands whose right answer is another clause's business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.suite.fault import Broken, Unseen

if TYPE_CHECKING:
    from contracts.suite.evidence import Seen
    from contracts.suite.probe import Probe

__all__ = ["demand", "names", "ping", "script", "status", "subscribe", "unsubscribe"]


def demand(probe: Probe, came: Seen, key: str, expected: Any) -> None:
    """Demand that a member of `data` equals a value. Raises Broken."""
    found = came.data.get(key)
    if found != expected:
        raise Broken(probe.fault(f"`{key}` is {found!r}", f"{expected!r}", came, f"/data/{key}"))


def names(frame: Seen, key: str = "subscriptions") -> list[str]:
    """Return the names that a member of `data` lists; none when it is no list."""
    found = frame.data.get(key)
    return [str(name) for name in found] if isinstance(found, list) else []


def script(service: str) -> tuple[tuple[str, dict[str, Any], str], ...]:
    """Return every command with its fields, and the kind of its reply."""
    return (
        ("subscribe", {"service": service}, "subscription_confirmed"),
        ("get_status", {}, "status"),
        ("unsubscribe", {"service": service}, "unsubscription_confirmed"),
        ("ping", {"data": {"custom": "data"}}, "pong"),
    )


async def subscribe(probe: Probe, service: str, **fields: Any) -> Seen:
    """Subscribe, and return the confirmation. Raises Unseen when it is none."""
    return await _ask(probe, "subscribe", "subscription_confirmed", "SUB-01", service=service, **fields)


async def unsubscribe(probe: Probe, service: str, **fields: Any) -> Seen:
    """Unsubscribe, and return the confirmation. Raises Unseen when it is none."""
    return await _ask(probe, "unsubscribe", "unsubscription_confirmed", "SUB-04", service=service, **fields)


async def status(probe: Probe, **fields: Any) -> Seen:
    """Ask for the status. Raises Unseen when it is none."""
    return await _ask(probe, "get_status", "status", "CMD-01", **fields)


async def ping(probe: Probe, **fields: Any) -> Seen:
    """Ask for a sign of life. Raises Unseen when there is none."""
    return await _ask(probe, "ping", "pong", "CMD-01", **fields)


async def _ask(probe: Probe, action: str, kind: str, because: str, **fields: Any) -> Seen:
    came = await probe.ask(action, **fields)
    if came.kind != kind:
        fault = probe.fault(f"{action} was answered with {came.kind or 'a frame without type'}", kind, came)
        raise Unseen(fault.problem, because, fault)
    return came
