"""Models: the messages of a channel and their parts as TypeScript types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.pointer import SpecError, join
from contracts.sdk.typescript.index import EXPORTED
from contracts.sdk.typescript.schema import SCHEMAS, declaration

if TYPE_CHECKING:
    from contracts.sdk.typescript.channel import Channel

__all__ = ["render"]


def render(channel: Channel) -> str:
    """Return the module. Raises SpecError for a schema that is no type, or has the name of another thing."""
    for name in channel.schemas:
        if name in EXPORTED:
            raise SpecError(join(SCHEMAS, name), f"{name} is the name of another thing in the TypeScript client")
    summaries = {message.schema: message.summary for message in channel.document.messages.values()}
    parts = (declaration(name, schema, summaries.get(name, "")) for name, schema in channel.schemas.items())
    return "\n".join(("/** The messages and their parts. */\n", *parts))
