from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.contracts.sdk.python.written import run

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.sdk.python.written import Written

SHOWING = """\
import json
from crypto_gateway_client.facts import CONTRACT as c
events = [[*names, model.__name__] for names, model in c.events.items()]
print(json.dumps([c.version, c.path, c.auto, c.intervals_s, events, sorted(c.final_close_codes), c.max_message_bytes]))
"""


def test_the_facts_are_those_of_the_document(document: Document, client: Written) -> None:
    """What the runtime goes by is what the document says of the endpoint."""
    endpoint = client.endpoint
    version, path, auto, intervals, events, final, longest = json.loads(run(client.folder, "-c", SHOWING).stdout)

    assert (version, path, auto) == (document.version, endpoint.path, endpoint.auto)
    assert intervals == {service: document.services[service].interval_s for service in endpoint.scope}
    assert events == [
        [event.const("service"), event.const("type"), event.schema]
        for event in document.on_channel(endpoint.channel, "event")
    ]
    assert final == [row.code for row in document.close_codes if not row.may_reconnect]
    assert longest == document.max_message_bytes
