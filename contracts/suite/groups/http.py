"""HTTP: the resources beside the sockets."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contracts.compatibility import Severity, compare
from contracts.document import read
from contracts.pointer import SpecError
from contracts.source import parse
from contracts.suite.clause import MUST, SHOULD, live
from contracts.suite.conversation import subscribe
from contracts.suite.fault import Broken, Unseen
from contracts.suite.resources import faults_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.suite.target import Answer, Target

SEED = "seed: REST API"
NOWHERE = "/there-is-no-such-resource"
PAUSE_S = 0.02


@live("HTTP-01", MUST, "`/ws/services` lists the services of the contract by category, with their intervals.", SEED)
async def services_are_listed(target: Target) -> None:
    """Compare the list with the document."""
    answer = await _success(target, "/ws/services")
    for service in target.document.services.values():
        pointer = f"/data/{service.category}/{service.name}"
        entry = _member(_member(answer.data, service.category), service.name)
        if entry is None:
            raise Broken(answer.fault(f"{service.name} is not listed", f"an entry at {pointer}", "/data"))
        if entry.get("interval_s") != service.interval_s:
            problem = f"the interval of {service.name} is {entry.get('interval_s')!r}"
            raise Broken(answer.fault(problem, f"{service.interval_s:g}", f"{pointer}/interval_s"))
        carriers = {each.path for each in target.document.endpoints.values() if service.name in each.scope}
        if set(entry.get("endpoints") or ()) != carriers:
            raise Broken(answer.fault(f"other addresses carry {service.name}", f"{sorted(carriers)}", pointer))


@live("HTTP-02", MUST, "`/ws/endpoints` lists the addresses of the contract with their services.", SEED)
async def endpoints_are_listed(target: Target) -> None:
    """Compare the list with the document."""
    answer = await _success(target, "/ws/endpoints")
    for endpoint in target.document.endpoints.values():
        pointer = f"/data/{endpoint.category}/{endpoint.path.replace('/', '~1')}"
        entry = _member(_member(answer.data, endpoint.category), endpoint.path)
        if entry is None:
            raise Broken(answer.fault(f"{endpoint.path} is not listed", f"an entry at {pointer}", "/data"))
        for key, expected in (("services", list(endpoint.scope)), ("auto_subscribe", endpoint.auto)):
            if entry.get(key) != expected:
                problem = f"`{key}` of {endpoint.path} is {entry.get(key)!r}"
                raise Broken(answer.fault(problem, f"{expected!r}", f"{pointer}/{key}"))


@live("HTTP-03", MUST, "`/ws/stats` counts connections and subscriptions as they come and go.", SEED)
async def stats_are_true(target: Target) -> None:
    """Look for a connection while it is there, while it is subscribed, and after it has gone."""
    service = target.document.endpoints[target.manual].scope[0]
    async with target.open(target.manual) as probe:
        client_id = str(probe.greeting.data.get("client_id"))
        entry = _member(await _clients(target), client_id)
        if entry is None:
            raise Broken((await target.get("/ws/stats")).fault(f"{client_id} is not listed", "every connection"))
        before = await _listeners(target, service)
        await subscribe(probe, service)
        answer = await _success(target, "/ws/stats")
        entry = _member(await _clients(target), client_id) or {}
        if entry.get("subscriptions") != [service]:
            problem = f"the subscriptions of {client_id} are {entry.get('subscriptions')}"
            raise Broken(answer.fault(problem, f"[{service}]", "/data/clients"))
        if (count := await _listeners(target, service)) != before + 1:
            problem = f"after one more subscription {service} has {count} subscribers"
            raise Broken(answer.fault(problem, f"{before + 1}", f"/data/subscription_counts/{service}"))
    for _ in range(int(target.patience_s / PAUSE_S)):
        if client_id not in await _clients(target):
            return
        await asyncio.sleep(PAUSE_S)
    raise Broken(
        (await target.get("/ws/stats")).fault(f"{client_id} has gone and is still listed", "only who is there")
    )


@live("HTTP-04", SHOULD, "The gateway serves the contract that it is verified by, as YAML and as JSON.", "#/info")
async def contract_is_served(target: Target) -> None:
    """Compare what is served with the document: compatible changes are no breach."""
    for path in ("/asyncapi.yaml", "/asyncapi.json"):
        answer = await target.get(path)
        if answer.status != HTTPStatus.OK:
            raise Broken(answer.fault(f"it is answered with HTTP {answer.status}", "the contract"))
        try:
            served = read(parse(answer.text) if path.endswith("yaml") else answer.json or {})
        except SpecError as error:
            raise Broken(answer.fault(f"it cannot be read: {error}", "the contract")) from error
        for change in compare(target.document, served):
            if change.severity is Severity.BREAKING:
                raise Broken(
                    answer.fault(f"it is another contract: {change.words}", "a compatible one", change.pointer)
                )


@live("HTTP-05", MUST, "`/health/live` and `/health/ready` are answered with 200 by a gateway at work.", SEED)
async def health_is_told(target: Target) -> None:
    """Ask both."""
    for path in ("/health/live", "/health/ready"):
        answer = await target.get(path)
        if answer.status != HTTPStatus.OK:
            raise Broken(answer.fault(f"it is answered with HTTP {answer.status}", "HTTP 200"))


@live(
    "HTTP-06",
    SHOULD,
    "The OpenAPI document at `/schema` describes the resources of the contract.",
    "#/info/externalDocs",
)
async def resources_are_described(target: Target) -> None:
    """Look for the resources among its paths."""
    answer = await target.get("/schema")
    paths = _member(answer.json, "paths")
    if answer.status != HTTPStatus.OK or paths is None:
        raise Broken(answer.fault("there is no OpenAPI document", "an OpenAPI document with `paths`"))
    for path in ("/ws/stats", "/ws/services", "/ws/endpoints", "/health/live", "/health/ready"):
        if path not in paths:
            raise Broken(answer.fault(f"{path} is not described", f"an entry for {path}", "/paths"))


@live("HTTP-07", MUST, "Every answer is as the OpenAPI document at `/schema` says.", "#/info/externalDocs")
async def answers_fit_the_openapi(target: Target) -> None:
    """Let schemathesis ask for every resource, and judge the answers."""
    answer = await target.get("/schema")
    if answer.status != HTTPStatus.OK or _member(answer.json, "paths") is None:
        fault = answer.fault("there is no OpenAPI document", "an OpenAPI document with `paths`")
        raise Unseen(fault.problem, "HTTP-06", fault)
    for fault in await asyncio.to_thread(lambda: list(faults_of(target, answer.json))):
        raise Broken(fault)


@live("HTTP-08", SHOULD, "What does not exist is refused with 404 and problem details.", "RFC 9457")
async def unknown_resources_are_refused(target: Target) -> None:
    """GET a path that nobody has heard of."""
    answer = await target.get(NOWHERE)
    if answer.status != HTTPStatus.NOT_FOUND:
        raise Broken(answer.fault(f"it is answered with HTTP {answer.status}", "HTTP 404"))
    if answer.content_type != "application/problem+json":
        raise Broken(answer.fault(f"the refusal is of the type {answer.content_type}", "application/problem+json"))


async def _success(target: Target, path: str) -> Answer:
    answer = await target.get(path)
    if answer.status != HTTPStatus.OK or not isinstance(answer.data, dict):
        raise Broken(answer.fault(f"it is answered with HTTP {answer.status}", "HTTP 200 and an object with `data`"))
    return answer


async def _clients(target: Target) -> dict[str, Mapping[str, Any]]:
    answer = await _success(target, "/ws/stats")
    listed = answer.data.get("clients")
    if not isinstance(listed, list) or answer.data.get("total_connections") != len(listed):
        raise Broken(answer.fault("`total_connections` is not the number of `clients`", "the same number", "/data"))
    return {str(each.get("client_id")): each for each in listed if isinstance(each, dict)}


async def _listeners(target: Target, service: str) -> int:
    answer = await _success(target, "/ws/stats")
    count = (_member(answer.data, "subscription_counts") or {}).get(service)
    if not isinstance(count, int):
        fault = answer.fault(f"`subscription_counts` has no number for {service}", "a whole number", "/data")
        raise Unseen(fault.problem, "HTTP-07", fault)
    return count


def _member(node: Any, key: str) -> dict[str, Any] | None:
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, dict) else None
