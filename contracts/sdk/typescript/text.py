"""Text: the pieces of TypeScript that several files are made of."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["camel", "comment", "imports", "key", "names", "quoted", "record", "union"]

_WIDTH = 120
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def quoted(text: str) -> str:
    """Write a string literal."""
    return json.dumps(text, ensure_ascii=False)


def key(name: str) -> str:
    """Write the name of a property, in quotes where it needs them."""
    return name if _IDENTIFIER.fullmatch(name) else quoted(name)


def camel(name: str) -> str:
    """Write a snake_case name as camelCase."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def comment(text: str, indent: str = "") -> str:
    """Write a doc comment on lines of its own; nothing for no text."""
    safe = text.strip().replace("*/", "*\\/")
    if not safe:
        return ""
    line = f"{indent}/** {safe} */"
    if "\n" not in safe and len(line) <= _WIDTH:
        return f"{line}\n"
    lines = [line for paragraph in safe.splitlines() for line in _wrapped(paragraph, _WIDTH - len(indent) - 3)]
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"


def names(keyword: str, listed: Iterable[str], module: str) -> str:
    """Write `keyword { a, b } from "module";`, on one line if it is short enough."""
    words = list(listed)
    line = f'{keyword} {{ {", ".join(words)} }} from "{module}";\n'
    if len(line) <= _WIDTH:
        return line
    return f"{keyword} {{\n" + "".join(f"  {word},\n" for word in words) + f'}} from "{module}";\n'


def imports(listed: Iterable[str], module: str) -> str:
    """Import types; nothing for no names."""
    words = sorted(set(listed))
    return names("import type", words, module) if words else ""


def union(name: str, members: Iterable[str]) -> str:
    """Declare an exported union, on one line if it is short enough."""
    parts = list(members)
    line = f"export type {name} = {' | '.join(parts)};\n"
    return line if len(line) <= _WIDTH else f"export type {name} =" + "".join(f"\n  | {part}" for part in parts) + ";\n"


def record(items: Iterable[tuple[str, str]], indent: str = "") -> str:
    """Write an object literal of values that are written already, one a line."""
    lines = "".join(f"{indent}  {key(name)}: {text},\n" for name, text in items)
    return f"{{\n{lines}{indent}}}"


def _wrapped(paragraph: str, width: int) -> list[str]:
    return textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False) or [""]
