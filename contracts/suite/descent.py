"""Descent: a JSON value and its schema, walked down together.

What a validator says of a whole frame leaves open what is meant: a null, an instant, a field too many. Here every value
stands beside what the document says of it. The subset of JSON Schema is that of the contract: `$ref`, `properties`,
`additionalProperties`, `items`, and `oneOf`, `anyOf`, `allOf`, of whose branches each has its say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from contracts.pointer import join, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Descent", "Said", "Spot"]

ASSERTIONS: Final = frozenset(
    {"additionalProperties", "const", "enum", "format", "items", "pattern", "properties", "type"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """One schema, without `$ref` and combinations."""

    place: str
    """A JSON pointer into the document."""
    schema: Mapping[str, Any]

    def admits(self, kind: str) -> bool:
        """Return whether a value of this JSON type may stand here, as far as `type`, `enum` and `const` tell."""
        if (type_ := self.schema.get("type")) is not None:
            return kind in (type_ if isinstance(type_, list) else [type_])
        if kind == "null" and ("enum" in self.schema or "const" in self.schema):
            return None in self.schema.get("enum", [self.schema.get("const")])
        return True


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in a frame."""

    value: Any
    said: tuple[Said, ...]
    """What the document says of it; nothing where anything may stand, and where nothing should."""
    is_declared: bool = True
    """False when the document lists the members of the object, and not this one."""
    parent: Spot | None = None
    """What holds it."""
    key: str | int = ""
    """Its place there."""

    @property
    def pointer(self) -> str:
        """A JSON pointer into the frame."""
        return "" if self.parent is None else join(self.parent.pointer, self.key)

    @property
    def admits_null(self) -> bool:
        """Whether null may stand here."""
        return not self.said or any(said.admits("null") for said in self.said)


class Descent:
    """Walks down by the schemas of one document."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        self._members: dict[tuple[str, str], tuple[Said, ...] | None] = {}
        """By the place of an object's schema and the key: what is said of the member, None when it is not declared."""
        self._items: dict[str, tuple[Said, ...]] = {}

    def spots(self, schema: str, value: Any) -> Iterator[Spot]:
        """Yield a value and all values in it, from the outside in, beside what a schema of the document says of them.

        `schema` is a name under components.schemas. Below what is not declared nothing is yielded.
        """
        yield from self._below(Spot(value, tuple(self._resolved("", {"$ref": f"#/components/schemas/{schema}"}))))

    def _below(self, spot: Spot) -> Iterator[Spot]:
        yield spot
        if not spot.is_declared:
            return
        if isinstance(spot.value, dict):
            holders = [said for said in spot.said if said.admits("object")]
            for key, value in spot.value.items():
                found = [self._member(holder, key) for holder in holders]
                said = tuple(each for known in found if known is not None for each in known)
                is_declared = not holders or any(known is not None for known in found)
                yield from self._below(Spot(value, said, is_declared, spot, key))
        elif isinstance(spot.value, list):
            said = tuple(each for holder in spot.said for each in self._item(holder))
            for index, value in enumerate(spot.value):
                yield from self._below(Spot(value, said, is_declared=True, parent=spot, key=index))

    def _member(self, holder: Said, key: str) -> tuple[Said, ...] | None:
        if (holder.place, key) not in self._members:
            self._members[holder.place, key] = self._sought(holder, key)
        return self._members[holder.place, key]

    def _sought(self, holder: Said, key: str) -> tuple[Said, ...] | None:
        listed, others = holder.schema.get("properties", {}), holder.schema.get("additionalProperties")
        if key in listed:
            return tuple(self._resolved(join(holder.place, "properties", key), listed[key]))
        if isinstance(others, dict):
            return tuple(self._resolved(join(holder.place, "additionalProperties"), others))
        return () if others is True or (others is None and not listed) else None

    def _item(self, holder: Said) -> tuple[Said, ...]:
        if holder.place not in self._items:
            items = holder.schema.get("items")
            self._items[holder.place] = tuple(self._resolved(join(holder.place, "items"), items))
        return self._items[holder.place]

    def _resolved(self, place: str, schema: Any) -> Iterator[Said]:
        """Yield what a node of a schema comes down to."""
        if not isinstance(schema, dict):
            return
        if isinstance(target := schema.get("$ref"), str):
            yield from self._resolved(target, resolve(self._raw, target, place))
            return
        if ASSERTIONS & set(schema):
            yield Said(place, schema)
        for keyword in ("oneOf", "anyOf", "allOf"):
            for index, branch in enumerate(schema.get(keyword, ())):
                yield from self._resolved(join(place, keyword, index), branch)
