from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import pytest

from contracts.pointer import SpecError
from contracts.sdk.python.channel import view
from contracts.sdk.python.client import render_client
from tests.contracts.sdk.python.changed import changed

if TYPE_CHECKING:
    from contracts.document import Document

PATH = "/ws/news"


def rendered(document: Document) -> str:
    endpoint = document.endpoints[PATH]
    return render_client(document, endpoint, view(document, endpoint))


def methods(text: str) -> dict[str, str]:
    """Return the signature of each command of the client."""
    (client,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    return {node.name: ast.unparse(node.args) for node in client.body if isinstance(node, ast.AsyncFunctionDef)}


def with_command(raw: dict[str, Any], **properties: Any) -> None:
    """Turn `get_status` into a command with more fields."""
    raw["components"]["schemas"]["GetStatusCommand"]["properties"] |= properties
    raw["components"]["schemas"]["GetStatusCommand"]["required"] += ["from"] if "from" in properties else []


def test_each_command_is_a_method(document: Document) -> None:
    """Parameters are the fields of the command, typed; the services are those of the endpoint."""
    text = rendered(document)

    assert methods(text) == {
        "subscribe": "self, service: SubscriptionTarget",
        "unsubscribe": "self, service: SubscriptionTarget",
        "get_status": "self",
        "ping": "self, data: Mapping[str, Any] | None=None",
    }
    assert 'SubscriptionTarget = Literal["news", "system", "all"]\n' in text


def test_a_new_field_is_a_new_parameter(document: Document) -> None:
    """Methods follow the document: required fields first, words of Python with an underscore, types by schema."""
    fields = {"depth": {"type": "integer"}, "from": {"type": "string", "enum": ["a", "b"]}}
    text = rendered(changed(document, lambda raw: with_command(raw, **fields)))

    assert methods(text)["get_status"] == "self, from_: Literal['a', 'b'], depth: int | None=None"
    assert 'self._command(StatusEvent, "get_status", {"from": from_, "depth": depth})' in text


@pytest.mark.parametrize("field", [{"a-b": {"type": "string"}}, {"where": {"type": ["string", "null"]}}])
def test_a_field_that_python_cannot_say_is_refused(document: Document, field: dict[str, Any]) -> None:
    """The error points to the field."""
    broken = changed(document, lambda raw: with_command(raw, **field))

    with pytest.raises(SpecError) as caught:
        rendered(broken)
    assert caught.value.pointer == f"#/components/schemas/GetStatusCommand/properties/{next(iter(field))}"


def test_words_of_the_document_become_no_code(document: Document) -> None:
    """A summary may hold quotes."""
    hostile = 'Ends here. """\nimport os\n"""'
    text = rendered(changed(document, lambda raw: raw["components"]["messages"]["PingCommand"].update(summary=hostile)))

    assert [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import)] == []
