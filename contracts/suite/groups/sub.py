"""SUB: what a connection is subscribed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.suite.clause import MUST, live
from contracts.suite.conversation import demand, names, status, subscribe, unsubscribe
from contracts.suite.fault import Broken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.suite.evidence import Seen
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

SUBSCRIBED = "#/components/schemas/SubscriptionData"
RULES = "#/info/description"


@live("SUB-01", MUST, "`subscribe` is answered with `subscription_confirmed`, which lists the service.", SUBSCRIBED)
async def subscribing_is_confirmed(target: Target) -> None:
    """Subscribe every service, one after the other."""
    async with target.open(target.manual) as probe:
        scope = target.document.endpoints[target.manual].scope
        for number, service in enumerate(scope, 1):
            came = await probe.ask("subscribe", service=service)
            if came.kind != "subscription_confirmed":
                raise Broken(probe.fault(f"subscribing is answered with {came.kind!r}", "subscription_confirmed", came))
            demand(probe, came, "service", service)
            _demand_list(probe, came, scope[:number])


@live("SUB-02", MUST, "Subscribing twice is confirmed twice and changes nothing.", RULES)
async def subscribing_twice_changes_nothing(target: Target) -> None:
    """Subscribe one service two times."""
    async with target.open(target.manual) as probe:
        service = _two(target, target.manual)[0]
        first = names(await subscribe(probe, service))
        again = await probe.ask("subscribe", service=service)
        if again.kind != "subscription_confirmed":
            raise Broken(probe.fault(f"the second time it is answered with {again.kind!r}", "a confirmation", again))
        _demand_list(probe, again, first)


@live("SUB-03", MUST, "`all` subscribes every service in scope and lists them in the document's order.", RULES)
async def all_is_the_whole_scope(target: Target) -> None:
    """Subscribe `all` at every address that subscribes nothing by itself, on top of a service from the end."""
    for path, endpoint in target.document.endpoints.items():
        if endpoint.auto:
            continue
        async with target.open(path) as probe:
            await subscribe(probe, endpoint.scope[-1])
            came = await subscribe(probe, "all")
            if names(came) != list(endpoint.scope):
                raise Broken(probe.fault(f"`subscriptions` is {names(came)}", f"{list(endpoint.scope)}", came))


@live(
    "SUB-04", MUST, "`unsubscribe` is answered with `unsubscription_confirmed`, which no longer lists it.", SUBSCRIBED
)
async def unsubscribing_is_confirmed(target: Target) -> None:
    """Subscribe two services and leave one."""
    async with target.open(target.manual) as probe:
        one, other = _two(target, target.manual)
        await subscribe(probe, one)
        await subscribe(probe, other)
        came = await probe.ask("unsubscribe", service=one)
        if came.kind != "unsubscription_confirmed":
            raise Broken(probe.fault(f"leaving is answered with {came.kind!r}", "unsubscription_confirmed", came))
        demand(probe, came, "service", one)
        _demand_list(probe, came, [other])


@live("SUB-05", MUST, "After `all`, leaving one service leaves the others subscribed.", RULES)
async def one_of_all_can_be_left(target: Target) -> None:
    """Subscribe `all`, and leave each service in turn."""
    async with target.open(target.group) as probe:
        await subscribe(probe, "all")
        left = list(target.document.endpoints[target.group].scope)
        while left:
            _demand_list(probe, await unsubscribe(probe, left.pop(0)), left)


@live("SUB-06", MUST, "Unsubscribing `all` clears every subscription, that of `system` too.", RULES)
async def all_can_be_left(target: Target) -> None:
    """Subscribe two services and `system`, and leave `all`."""
    async with target.open(target.manual) as probe:
        for service in (*_two(target, target.manual), "system"):
            await subscribe(probe, service)
        _demand_list(probe, await unsubscribe(probe, "all"), [])
        _demand_list(probe, await status(probe), [])


@live("SUB-07", MUST, "Leaving what was not subscribed is confirmed and changes nothing.", RULES)
async def leaving_what_was_not_subscribed_changes_nothing(target: Target) -> None:
    """Subscribe one service and leave another."""
    async with target.open(target.manual) as probe:
        one, other = _two(target, target.manual)
        await subscribe(probe, one)
        came = await probe.ask("unsubscribe", service=other)
        if came.kind != "unsubscription_confirmed":
            raise Broken(probe.fault(f"it is answered with {came.kind!r}", "unsubscription_confirmed", came))
        _demand_list(probe, came, [one])


@live("SUB-08", MUST, "`system` can be subscribed at every address, and `all` does not include it.", RULES)
async def system_is_apart(target: Target) -> None:
    """Subscribe `all` and then `system` at every address."""
    for path, endpoint in target.document.endpoints.items():
        async with target.open(path) as probe:
            if "system" in names(await subscribe(probe, "all")):
                raise Broken(probe.fault("`all` includes `system`", f"{list(endpoint.scope)}"))
            came = await probe.ask("subscribe", service="system")
            if came.kind != "subscription_confirmed" or "system" not in names(came):
                raise Broken(probe.fault("`system` cannot be subscribed", "`system` among `subscriptions`", came))


@live("SUB-09", MUST, "Connections do not share their subscriptions.", RULES)
async def connections_are_apart(target: Target) -> None:
    """Subscribe different services on two connections."""
    async with target.open(target.manual) as one, target.open(target.manual) as other:
        first, second = _two(target, target.manual)
        await subscribe(one, first)
        await subscribe(other, second)
        _demand_list(one, await status(one), [first])
        _demand_list(other, await status(other), [second])


@live("SUB-10", MUST, "What an address subscribed by itself can be left.", RULES)
async def automatic_subscriptions_can_be_left(target: Target) -> None:
    """Leave the services of every address that subscribes by itself."""
    for path, endpoint in target.document.endpoints.items():
        if endpoint.auto:
            async with target.open(path) as probe:
                first, *others = endpoint.scope
                came = await probe.ask("unsubscribe", service=first)
                if came.kind != "unsubscription_confirmed":
                    raise Broken(probe.fault(f"it is answered with {came.kind!r}", "unsubscription_confirmed", came))
                _demand_list(probe, came, others)


def _two(target: Target, path: str) -> tuple[str, str]:
    first, second, *_ = target.document.endpoints[path].scope
    return first, second


def _demand_list(probe: Probe, came: Seen, expected: Iterable[str]) -> None:
    """Demand the same subscriptions in whatever order; the order is SUB-03's business."""
    listed = names(came)
    if sorted(listed) != sorted(expected):
        fault = probe.fault(f"`subscriptions` is {listed}", f"{list(expected)}", came, "/data/subscriptions")
        raise Broken(fault)
