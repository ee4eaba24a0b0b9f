"""Contract: what asyncapi.yaml says about one endpoint, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

__all__ = ["Contract"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The facts by which a client converses."""

    version: str
    """The version of the contract that the client was written from."""
    path: str
    """The address of the endpoint, such as `/ws/master`."""
    auto: bool
    """Whether connecting subscribes every service of the endpoint."""
    intervals_s: Mapping[str, float]
    """Seconds between two updates, by service, in the order of the contract."""
    events: Mapping[tuple[str, str], type[BaseModel]]
    """The class of each event, by its `service` and `type`."""
    final_close_codes: frozenset[int]
    """The close codes after which a client must not connect again."""
    max_message_bytes: int
    """The longest command that the gateway takes."""
