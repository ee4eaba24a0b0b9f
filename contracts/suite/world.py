"""World: several connections of one script, with a model of what each should be subscribed to."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from contracts.suite.conversation import names, status
from contracts.suite.fault import Unseen

if TYPE_CHECKING:
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

__all__ = ["EXCUSES", "Peer", "View", "World"]

View = Literal["status", "stats", "updates"]
"""Where to look whether the model is right."""

EXCUSES = "CON,ENV,SUB,CMD,UPD,ERR,HTTP"
"""Groups whose faults would show here too."""
PEERS = 3
"""Connections at once."""
OPENED = 4
"""Connections of a script in all, as long as one is left: handshakes take time."""


class Peer:
    """One connection, and what it should be subscribed to."""

    def __init__(self, probe: Probe, scope: tuple[str, ...], subscriptions: set[str], number: int) -> None:
        self.probe = probe
        self.scope = scope
        self.subscriptions = subscriptions
        self.name = f"connection {number} ({probe.path})"


class World:
    """The connections of one script."""

    def __init__(self, target: Target, view: View) -> None:
        self.target = target
        self.view = view
        self.peers: list[Peer] = []
        self.script: list[str] = []
        self._stacks: dict[Peer, AsyncExitStack] = {}
        self._opened = 0

    async def connect(self, path: str) -> Peer:
        """Open a connection."""
        self._opened += 1
        self.script.append(f"connection {self._opened} opens {path}")
        stack = AsyncExitStack()
        probe = await stack.enter_async_context(self.target.open(path))
        endpoint = self.target.document.endpoints[path]
        peer = Peer(probe, endpoint.scope, set(endpoint.scope) if endpoint.auto else set(), self._opened)
        self._stacks[peer] = stack
        self.peers.append(peer)
        return peer

    async def disconnect(self, peer: Peer) -> None:
        """Close a connection."""
        self.script.append(f"{peer.name} closes")
        self.peers.remove(peer)
        await self._stacks.pop(peer).aclose()

    async def command(self, peer: Peer, action: str, service: str) -> None:
        """Give a command, and do to the model what it should do to the gateway."""
        self.script.append(f"{peer.name}: {action} {service}")
        await peer.probe.ask(action, service=service)
        topics = set(peer.scope) if service == "all" else {service} & {*peer.scope, "system"}
        if action == "subscribe":
            peer.subscriptions |= topics
        elif service == "all":
            peer.subscriptions.clear()
        else:
            peer.subscriptions -= topics

    async def mistake(self, peer: Peer, text: str) -> None:
        """Send what is no command, unless there were as many as there may be; nothing changes."""
        if not peer.probe.may_err:
            return
        self.script.append(f"{peer.name} sends {text}")
        await peer.probe.send(text)
        await peer.probe.reply()

    async def compare(self) -> None:
        """Look whether the gateway agrees. Raises Unseen, which is a fault unless another clause explains it."""
        for peer in self.peers:
            match self.view:
                case "status":
                    found = set(names(await status(peer.probe)))
                case "stats":
                    found = await self._listed(peer)
                case "updates":
                    found = await self._heard(peer)
            if found != (expected := self._expected(peer)):
                problem = f"{peer.name}: by its {self.view} it has {sorted(found)}"
                raise Unseen(problem, EXCUSES, peer.probe.fault(problem, f"{sorted(expected)}"))

    async def end(self, *, compares: bool) -> None:
        """Compare for the last time, if there is a point in that, and close what is open."""
        try:
            if compares:
                await self.compare()
        finally:
            for stack in self._stacks.values():
                await stack.aclose()

    def told(self, error: Exception) -> Exception:
        """Add the script to what went wrong in it; what is no fault stays as it is."""
        if not isinstance(error, Unseen):
            return error
        return Unseen(error.reason, EXCUSES, replace(error.fault, script=tuple(self.script)))

    @property
    def is_full(self) -> bool:
        """Whether there are as many connections as there may be."""
        return len(self.peers) >= PEERS or (self._opened >= OPENED and bool(self.peers))

    def _expected(self, peer: Peer) -> set[str]:
        if self.view != "updates":
            return peer.subscriptions
        return peer.subscriptions & set(self._quick(peer)) - peer.probe.unavailable

    def _quick(self, peer: Peer) -> list[str]:
        """Name the services of a peer that send often enough to wait for."""
        pace = self.target.pace
        shortest = pace.interval_s(pace.quickest(self.target.document.services))
        return [service for service in peer.scope if pace.interval_s(service) <= shortest * 2]

    async def _listed(self, peer: Peer) -> set[str]:
        answer = await self.target.get("/ws/stats")
        clients = (answer.data or {}).get("clients") or [] if isinstance(answer.data, dict) else []
        client_id = peer.probe.greeting.data.get("client_id")
        entry: Any = next(
            (each for each in clients if isinstance(each, dict) and each.get("client_id") == client_id), {}
        )
        return set(entry.get("subscriptions") or [])

    async def _heard(self, peer: Peer) -> set[str]:
        """Return the services whose updates come from now on, among those that send often."""
        # What was on its way before this answer may be of a service that was left since.
        await peer.probe.ask("ping")
        heard, quick = set[str](), self._quick(peer)
        wait_s = max((self.target.pace.interval_s(service) for service in quick), default=0.0)
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + (wait_s * 2 + self.target.patience_s if self._expected(peer) else wait_s)
        while loop.time() < ends_at and not (heard and heard >= self._expected(peer)):
            frame = await peer.probe.receive(max(0.0, ends_at - loop.time()))
            if frame is None:
                break
            if frame.is_update and frame.service in quick:
                heard.add(frame.service)
        return heard
