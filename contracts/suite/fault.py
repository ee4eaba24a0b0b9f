"""Fault: one way in which a clause was found broken; and the two ways a check can end early."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Broken", "Fault", "Unseen"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a person needs to find the mistake. Texts are as they went over the wire."""

    problem: str
    """What is wrong, without a full stop."""
    expected: str = ""
    """What would have been right."""
    path: str = ""
    """The address, of WebSocket or REST."""
    sent: str = ""
    """What the client sent before."""
    came: str = ""
    """What the gateway answered."""
    pointer: str = ""
    """A JSON pointer into `came`, or with a leading `#` into the document."""
    script: tuple[str, ...] = ()
    """The steps that led there, when it took several."""


class Broken(Exception):
    """The clause is broken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.problem)
        self.fault = fault


class Unseen(Exception):
    """What the clause speaks of could not be seen.

    `because` names the clauses and groups whose breach would explain that, with commas between. If none of them
    turns out to be broken, there is no excuse, and this clause counts as broken.
    """

    def __init__(self, reason: str, because: str | None = None, fault: Fault | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.because = because
        self.fault = fault or Fault(reason)
