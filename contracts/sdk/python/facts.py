"""Facts: the module with what the document says of one endpoint, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.sdk.python.source import docstring, imports, value

if TYPE_CHECKING:
    from contracts.document import Document, Endpoint
    from contracts.sdk.python.channel import Channel

__all__ = ["render_facts"]


def render_facts(document: Document, endpoint: Endpoint, channel: Channel) -> str:
    """Return the module's text."""
    intervals = {service: document.services[service].interval_s for service in endpoint.scope}
    final = [row.code for row in document.close_codes if not row.may_reconnect]
    keys = [
        (f"({value(event.const('service'))}, {value(event.const('type'))})", event.schema) for event in channel.events
    ]
    return "\n".join(
        (
            docstring(f"What {document.title} {document.version} says of {endpoint.path}."),
            "from __future__ import annotations\n",
            "from typing import Final\n",
            imports(".models", (event.schema for event in channel.events)).rstrip(),
            "from .runtime.contract import Contract\n",
            '__all__ = ["CONTRACT"]\n',
            "CONTRACT: Final = Contract(",
            f"    version={value(document.version)},",
            f"    path={value(endpoint.path)},",
            f"    auto={endpoint.auto},",
            "    intervals_s={",
            *(f"        {value(service)}: {value(seconds)}," for service, seconds in intervals.items()),
            "    },",
            "    events={",
            *(f"        {key}: {schema}," for key, schema in keys),
            "    },",
            f"    final_close_codes=frozenset({value(final)}),",
            f"    max_message_bytes={document.max_message_bytes},",
            ")\n",
        )
    )
