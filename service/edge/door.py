"""Door: who may come in, and why somebody may not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog

from contracts.generated.catalog import ENDPOINTS
from service.edge import handshake, origin
from service.edge.caller import caller
from service.edge.credentials import chosen_protocol, token
from service.edge.problems import Refusal, problem, refusal
from service.errors import AccessDenied, AccessUnknown
from service.gateway.admission import Admission, TooMany
from service.gateway.bucket import Bucket
from service.gateway.identity import ANYBODY, Identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.authority import Authority
    from service.clock import Clock
    from service.edge.policy import Policy

__all__ = ["Door", "Guest"]

JUDGING_S = 5.0
"""How long an authority may take. A handshake that is never answered would hold a slot of the server."""
LINES_PER_S, LINES_AT_ONCE = 5.0, 50
"""Of the log: whoever is refused must not be able to fill the disk."""

SHOWN_CHARS = 64
"""Of what somebody asked for, in answers and in the log."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was let in."""

    address: str
    identity: Identity
    protocol: str | None
    """The subprotocol to choose."""


class Door:
    """Judges handshakes and requests. It counts in real seconds, whatever the gateway's clock does."""

    def __init__(self, policy: Policy, authority: Authority, clock: Clock) -> None:
        self.admission = Admission(policy.limits, policy.max_connections)
        self.authority = authority
        self._policy = policy
        self._clock = clock
        self._lines = Bucket(LINES_PER_S, LINES_AT_ONCE, clock.monotonic())
        self._unlogged = 0

    async def admit(self, scope: Mapping[str, Any], *, draining: bool) -> Guest | Refusal:
        """Let a handshake in, or say why not. Whoever was let in has to `leave`."""
        address = caller(scope, self._policy.trusted_proxies)
        found = await self._judge(scope, address, draining=draining)
        if isinstance(found, Refusal):
            self._note(scope["path"], address, found)
        return found

    def leave(self, guest: Guest) -> None:
        """Note that somebody who was let in has gone."""
        self.admission.leave(guest.address)

    async def recognise(self, scope: Mapping[str, Any]) -> Identity | Refusal:
        """Tell whose a request is, which counts as a handshake: to judge a signature takes time, a bad one too."""
        if not self.authority.asks:
            return ANYBODY
        address = caller(scope, self._policy.trusted_proxies)
        if (too_often := self.admission.knock(address, self._clock.monotonic())) is not None:
            return _full(too_often)
        return await self.identify(scope)

    async def identify(self, scope: Mapping[str, Any]) -> Identity | Refusal:
        """Tell whose a request is."""
        if not self.authority.asks:
            return ANYBODY
        try:
            async with asyncio.timeout(JUDGING_S):
                return await self.authority.identify(token(scope))
        except AccessDenied as error:
            return refusal(HTTPStatus.UNAUTHORIZED, error.reason, www_authenticate='Bearer realm="gateway"')
        except AccessUnknown as error:
            return refusal(HTTPStatus.SERVICE_UNAVAILABLE, error.reason, retry_after="5")
        except TimeoutError:
            return refusal(HTTPStatus.SERVICE_UNAVAILABLE, "The token could not be judged in time", retry_after="5")

    async def _judge(self, scope: Mapping[str, Any], address: str, *, draining: bool) -> Guest | Refusal:
        """Ask what costs nothing first, and what may ask others last."""
        path = scope["path"].rstrip("/")
        if (fault := self._fault(scope, path, draining=draining)) is not None:
            return fault
        if (too_many := self.admission.enter(address, self._clock.monotonic())) is not None:
            return _full(too_many)
        is_in = False
        try:
            identity = await self.identify(scope)
            if isinstance(identity, Refusal):
                return identity
            if not identity.share(ENDPOINTS[path]):
                return refusal(HTTPStatus.FORBIDDEN, "The token allows none of the services of this address")
            is_in = True
            return Guest(address, identity, chosen_protocol(scope))
        finally:
            if not is_in:
                self.admission.leave(address)

    def _fault(self, scope: Mapping[str, Any], path: str, *, draining: bool) -> Refusal | None:
        if draining:
            return refusal(HTTPStatus.SERVICE_UNAVAILABLE, "The gateway is going away", retry_after="1")
        if path not in ENDPOINTS:
            detail = f"There is no WebSocket at {scope['path'][:SHOWN_CHARS]}"
            return Refusal(problem(HTTPStatus.NOT_FOUND, detail, list(ENDPOINTS)))
        if (fault := handshake.fault(scope)) is not None:
            return refusal(HTTPStatus.BAD_REQUEST, fault)
        if not origin.allows(scope, self._policy.allowed_origins):
            return refusal(HTTPStatus.FORBIDDEN, "Pages of this origin may not connect; see GATEWAY_ALLOWED_ORIGINS")
        return None

    def _note(self, path: str, address: str, refused: Refusal) -> None:
        if not self._lines.take(self._clock.monotonic()):
            self._unlogged += 1
            return
        status, reason = refused.problem.status, refused.problem.detail
        where = {"path": path[:SHOWN_CHARS], "address": address[:SHOWN_CHARS]}
        _log.info("refused", **where, status=status, reason=reason, unlogged=self._unlogged)
        self._unlogged = 0


def _full(too_many: TooMany) -> Refusal:
    if too_many.kind == "gateway is full":
        detail = f"The gateway has its {too_many.limit} connections"
        return refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail, retry_after=str(too_many.retry_after_s))
    per = " a second" if too_many.kind.startswith("handshakes") else ""
    detail = f"More than {too_many.limit} {too_many.kind}{per}"
    return refusal(HTTPStatus.TOO_MANY_REQUESTS, detail, retry_after=str(too_many.retry_after_s))
