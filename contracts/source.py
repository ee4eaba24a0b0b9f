"""Source: the text of asyncapi.yaml, read so strictly that every tool reads the same from it.

YAML 1.1 (Python) and 1.2 (JavaScript) disagree about `no`, `010`, `1e5` and dates, and Python's reader does not mind a
key that stands twice. Here a plain scalar is either text to both or written as in JSON; all else is refused.
"""

from __future__ import annotations

import json
from typing import Any

import yaml

from contracts.pointer import SpecError, join

__all__ = ["parse"]

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"


def parse(text: str) -> dict[str, Any]:
    """Read a YAML mapping into plain dicts, lists and JSON scalars.

    Raises SpecError on malformed YAML, a key that stands twice or is not text, and a scalar that should be quoted.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
        tree = _plain(node, "#") if node is not None else None
    except yaml.YAMLError as error:
        raise SpecError("#", f"not YAML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise SpecError("#", "nested too deeply, or an anchor that holds itself") from error
    if not isinstance(tree, dict):
        raise SpecError("#", "an object is needed here")
    return tree


def _plain(node: yaml.Node, pointer: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _members(node, pointer)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, join(pointer, index)) for index, child in enumerate(node.value)]
    return _scalar(node, pointer)


def _members(node: yaml.MappingNode, pointer: str) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key_node, child in node.value:
        key = _scalar(key_node, pointer) if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            raise SpecError(pointer, f"a key in line {key_node.start_mark.line + 1} is not text; quote it")
        if key in members:
            raise SpecError(join(pointer, key), f"the key stands twice, again in line {key_node.start_mark.line + 1}")
        members[key] = _plain(child, join(pointer, key))
    return members


def _scalar(node: yaml.Node, pointer: str) -> Any:
    text = str(node.value)
    is_plain = not getattr(node, "style", None)
    if node.tag == f"{_TAG}str":
        if is_plain and _is_json(text):
            raise SpecError(
                pointer, f"{text} is text to some YAML readers and a number to others; quote it, or write it out"
            )
        return text
    if node.tag == f"{_TAG}timestamp":
        raise SpecError(pointer, f"the timestamp {text} is not quoted")
    if not text and is_plain:
        raise SpecError(pointer, "the key has no value; text with a comma between braces must be quoted")
    if not is_plain or not _is_json(text):
        raise SpecError(pointer, f"{text} is not the same to all YAML readers; quote it, or write it as in JSON")
    return json.loads(text)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return text not in {"NaN", "Infinity", "-Infinity"}
