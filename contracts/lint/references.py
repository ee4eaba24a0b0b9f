"""Rules on what points where: every `$ref` leads somewhere, everything is led to, every schema is a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema_rs

from contracts.lint.place import Place
from contracts.pointer import SpecError, join, references, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document

__all__ = ["dangling_references", "invalid_schemas", "unused_components"]


def dangling_references(document: Document) -> Iterator[Place]:
    """Every `$ref` points to something in this document."""
    for pointer, target in references(document.raw):
        try:
            resolve(document.raw, target, pointer)
        except SpecError as error:
            yield Place(error.pointer, error.problem)


def invalid_schemas(document: Document) -> Iterator[Place]:
    """Every schema is one by JSON Schema draft 7."""
    for name, schema in document.schemas.items():
        for error in jsonschema_rs.Draft7Validator(_META_SCHEMA).iter_errors(schema):
            yield Place(join("#/components/schemas", name, *error.instance_path), error.message)


def unused_components(document: Document) -> Iterator[Place]:
    """Everything under `components` is used."""
    used = {
        target
        for pointer, target in references(document.raw)
        if not pointer.startswith(f"{target}/")  # a schema that holds itself is not thereby used
    }
    for kind, entries in document.raw["components"].items():
        for name in entries:
            pointer = join("#/components", kind, name)
            if pointer not in used:
                yield Place(pointer, "nothing refers to it")


_META_SCHEMA = {"$ref": "http://json-schema.org/draft-07/schema#"}
