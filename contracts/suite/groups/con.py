"""CON: connecting, the greeting, addresses that do not exist."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from contracts.suite.clause import MUST, SHOULD, live
from contracts.suite.conversation import demand, names
from contracts.suite.fault import Broken, Fault, Unseen
from contracts.suite.refused import Refused

if TYPE_CHECKING:
    from contracts.document import Endpoint
    from contracts.suite.evidence import Seen
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

NOWHERE = "/ws/there-is-no-such-address"
NORMAL = 1000


@live("CON-01", MUST, "Every address of the contract opens.", "#/channels")
async def addresses_open(target: Target) -> None:
    """Connect to each."""
    for path in target.document.endpoints:
        try:
            async with target.dial(path):
                pass
        except Refused as refused:
            came = f"{refused} {refused.body}"
            raise Broken(Fault("the address does not open", "101 Switching Protocols", path, came=came)) from refused


@live("CON-02", MUST, "The first frame of a connection is `connection_established`.", "#/info/description")
async def greeting_comes_first(target: Target) -> None:
    """Read the first frame at each address."""
    for path in target.document.endpoints:
        async with target.dial(path) as probe:
            first = await probe.receive()
            if first is None:
                raise Broken(probe.fault("nothing came", "connection_established"))
            if first.kind != "connection_established":
                raise Broken(probe.fault(f"the first frame is {first.kind!r}", "connection_established", first))


@live(
    "CON-03",
    MUST,
    "The greeting names the address, the services it carries in the document's order, and those it has subscribed.",
    "#/components/schemas/ConnectionEstablishedData",
)
async def greeting_tells_the_scope(target: Target) -> None:
    """Compare each greeting with the document; the other names of an address are CON-06's."""
    for path, endpoint in target.document.endpoints.items():
        if endpoint.alias_of is not None:
            continue
        async with target.open(path) as probe:
            demand(probe, probe.greeting, "endpoint", path)
            demand(probe, probe.greeting, "available_services", list(endpoint.scope))
            demand(probe, probe.greeting, "subscriptions", list(endpoint.scope) if endpoint.auto else [])


@live(
    "CON-04",
    MUST,
    "`welcome` is the second frame where the contract says so, as a catalogue or in short, and nowhere else.",
    "#/components/messages/WelcomeEvent",
)
async def welcome_follows_where_it_should(target: Target) -> None:
    """Read what comes between the greeting and the answer to a ping."""
    for path, endpoint in target.document.endpoints.items():
        async with target.open(path) as probe:
            await probe.send({"action": "ping"})
            first = await probe.receive()
            if first is None:
                raise Unseen("a ping was not answered", "CMD-01", probe.fault("no answer came", "pong"))
            if (first.kind == "welcome") != (endpoint.welcome is not None):
                expected = "welcome" if endpoint.welcome else "no welcome"
                raise Broken(probe.fault(f"after the greeting comes {first.kind!r}", expected, first))
            if first.kind == "welcome":
                _compare(target, endpoint, probe, first)


@live("CON-05", MUST, "No two connections have the same `client_id`.", "#/components/schemas/ConnectionEstablishedData")
async def clients_have_names_of_their_own(target: Target) -> None:
    """Connect several times to one address and once to each other."""
    seen: set[object] = set()
    for path in [target.manual] * 5 + list(target.document.endpoints):
        async with target.open(path) as probe:
            client_id = probe.greeting.data.get("client_id")
            if client_id in seen:
                problem = f"{client_id!r} was another connection's name"
                raise Broken(probe.fault(problem, "a new one", probe.greeting, "/data/client_id"))
            seen.add(client_id)


@live("CON-06", MUST, "An alias carries what its original carries.", "#/channels")
async def aliases_carry_the_same(target: Target) -> None:
    """Compare the greetings of both."""
    for path, endpoint in target.document.endpoints.items():
        if endpoint.alias_of is None:
            continue
        async with target.open(endpoint.alias_of) as original, target.open(path) as alias:
            for key in ("available_services", "subscriptions"):
                if sorted(names(alias.greeting, key)) != sorted(names(original.greeting, key)):
                    expected = f"as at {endpoint.alias_of}: {names(original.greeting, key)}"
                    raise Broken(alias.fault(f"`{key}` differs", expected, alias.greeting, f"/data/{key}"))


@live("CON-07", MUST, "Pings of the protocol are answered, and so is a close, with the same code.", "RFC 6455 §5.5")
async def protocol_is_spoken(target: Target) -> None:
    """Send a ping with a payload, then close."""
    async with target.open(target.manual) as probe:
        if not await probe.answers_ping(b"are you there?"):
            raise Broken(probe.fault("a ping of the protocol was not answered", "a pong with its payload"))
        code = await probe.hang_up(NORMAL)
        if code != NORMAL:
            raise Broken(probe.fault(f"a close with {NORMAL} was answered with {code}", f"{NORMAL}"))


@live("CON-08", MUST, "An address that does not exist is refused with 404, before the upgrade.", "#/channels")
async def unknown_addresses_are_refused(target: Target) -> None:
    """Connect to an address that is not in the document."""
    refused = await _refusal(target)
    if refused.status != HTTPStatus.NOT_FOUND:
        raise Broken(Fault(f"the refusal is HTTP {refused.status}", "HTTP 404", NOWHERE))


@live("CON-09", SHOULD, "A plain GET of an address is answered with 426 Upgrade Required.", "#/channels")
async def plain_requests_are_told_to_upgrade(target: Target) -> None:
    """GET an address as a browser would."""
    answer = await target.get(target.manual)
    if answer.status != HTTPStatus.UPGRADE_REQUIRED:
        raise Broken(answer.fault(f"it is answered with HTTP {answer.status}", "HTTP 426 Upgrade Required"))


@live("CON-10", SHOULD, "A refused connection is told why, as problem details.", "RFC 9457")
async def refusals_are_problem_details(target: Target) -> None:
    """Look at the media type of a refusal."""
    try:
        refused = await _refusal(target)
    except Broken as broken:
        raise Unseen("nothing was refused", "CON-08", broken.fault) from broken
    if not refused.content_type.startswith("application/problem+json"):
        problem = f"the refusal is of the type {refused.content_type or 'nothing'}"
        raise Broken(Fault(problem, "application/problem+json", NOWHERE))


async def _refusal(target: Target) -> Refused:
    try:
        async with target.dial(NOWHERE) as probe:
            fault = probe.fault("an address opens that is not in the contract", "HTTP 404")
    except Refused as refused:
        return refused
    raise Broken(fault)


def _compare(target: Target, endpoint: Endpoint, probe: Probe, welcome: Seen) -> None:
    usage = welcome.data.get("usage")
    used = set(usage) if isinstance(usage, dict) else set()
    unknown = used - set(target.document.actions)
    if unknown or not used:
        raise Broken(probe.fault(f"`usage` shows {sorted(used)}", f"commands: {target.document.actions}", welcome))
    if endpoint.welcome != "catalogue":
        return
    if missing := set(target.document.actions) - used:
        raise Broken(probe.fault(f"`usage` lacks {sorted(missing)}", "every command", welcome, "/data/usage"))
    catalogue: dict[str, list[str]] = {}
    for service in target.document.services.values():
        catalogue.setdefault(service.category, []).append(service.name)
    demand(probe, welcome, "available_services", catalogue)
