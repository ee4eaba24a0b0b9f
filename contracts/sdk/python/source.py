"""Source: pieces of Python text."""

from __future__ import annotations

import json
import keyword
from typing import TYPE_CHECKING, Any

from contracts.pointer import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["annotation", "docstring", "identifier", "imports", "literal", "value"]

_SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def value(thing: Any) -> str:
    """Write a constant."""
    return json.dumps(thing, ensure_ascii=False) if isinstance(thing, str) else repr(thing)


def literal(words: Iterable[str]) -> str:
    """Write the type of one of these words."""
    return "Literal[" + ", ".join(value(word) for word in words) + "]"


def docstring(text: str, indent: str = "") -> str:
    """Write a docstring, whatever the text holds."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    escaped = " ".join(printable.split()).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'{indent}"""{escaped}{" " if escaped.endswith(chr(34)) else ""}"""\n'


def identifier(name: str, pointer: str) -> str:
    """Return a name as Python can use it. Raises SpecError at `pointer` when it cannot."""
    if not name.isidentifier():
        raise SpecError(pointer, f"{name!r} is no name in Python")
    return f"{name}_" if keyword.iskeyword(name) or name == "self" else name


def annotation(schema: Any, pointer: str) -> str:
    """Write the type of what a user passes for a schema. Raises SpecError when there is no simple one."""
    kind = schema.get("type")
    if kind == "string" and "enum" in schema:
        return literal(schema["enum"])
    if kind == "object" and not schema.get("properties"):
        return "Mapping[str, Any]"
    if kind == "array":
        return f"Sequence[{annotation(schema.get('items', {}), pointer)}]"
    if isinstance(kind, str) and kind in _SIMPLE:
        return _SIMPLE[kind]
    raise SpecError(pointer, "the Python client has no type for this")


def imports(module: str, names: Iterable[str], indent: str = "") -> str:
    """Write an import of several names, sorted."""
    lines = "".join(f"{indent}    {name},\n" for name in sorted(set(names), key=_order))
    return f"{indent}from {module} import (\n{lines}{indent})\n"


def _order(name: str) -> tuple[bool, str]:
    return not name.isupper(), name
