from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from contracts.document import read
from contracts.sdk.typescript import render
from tests.contracts.sdk.typescript.package import complaints, written

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document


def with_fields(document: Document) -> Document:
    """Return the document with a ping that takes four things."""
    raw = copy.deepcopy(dict(document.raw))
    ping = raw["components"]["schemas"]["PingCommand"]
    ping["required"] = ["action", "max_delay"]
    ping["properties"] |= {
        "max_delay": {"type": "number"},
        "mood": {"enum": ["good", "bad"]},
        "cause": {"oneOf": [{"$ref": "#/components/schemas/Source"}, {"type": "null"}]},
    }
    return read(raw)


def test_a_method_takes_the_fields_of_its_command(document: Document, node_modules: Path, tmp_path: Path) -> None:
    """Required fields come first, names are those of the language, and on the wire they are those of the contract."""
    changed = with_fields(document)
    source = render(changed, changed.endpoints["/ws/news"])["src/client.ts"]

    assert (
        'ping(maxDelay: number, data?: AnyObject, mood?: "good" | "bad", cause?: Source | null): Promise<PongEvent> {\n'
        '    return this.command("ping", { data, max_delay: maxDelay, mood, cause });\n'
    ) in source
    assert complaints(written(changed, "/ws/news", tmp_path), node_modules) == ""


def test_the_readme_shows_how_a_method_is_called(document: Document) -> None:
    """A type that is a choice does not break the table it stands in."""
    changed = with_fields(document)
    text = render(changed, changed.endpoints["/ws/news"])["README.md"]

    assert '| `ping(maxDelay: number, data?: AnyObject, mood?: "good" \\| "bad", ' in text


def test_without_a_scheme_for_the_query_no_token_is_sent(document: Document) -> None:
    """The name of the parameter is that of the contract; where it has none, the option does nothing."""
    raw = copy.deepcopy(dict(document.raw))
    del raw["components"]["securitySchemes"]["tokenQuery"]
    changed = read(raw)

    assert 'tokenParameter: "token",' in render(document, document.endpoints["/ws"])["src/endpoint.ts"]
    assert "tokenParameter: null," in render(changed, changed.endpoints["/ws"])["src/endpoint.ts"]


def test_what_the_runtime_knows_is_what_the_contract_says(document: Document) -> None:
    """Intervals, close codes, the limit of a message and the subscription on connecting are those of the document."""
    source = render(document, document.endpoints["/ws/all"])["src/endpoint.ts"]

    for service in document.services.values():
        assert f"\n    {service.name}: {service.interval_s:g},\n" in source
    for row in document.close_codes:
        assert f'\n    "{row.code}": {str(row.may_reconnect).lower()},\n' in source
    assert f"\n  maxMessageBytes: {document.max_message_bytes},\n" in source
    assert "\n  auto: true,\n" in source
    assert "\n  auto: false,\n" in render(document, document.endpoints["/ws/master"])["src/endpoint.ts"]
