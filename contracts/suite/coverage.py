"""Coverage: what of the contract was seen in the traffic of a run, and what was not, by name."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from contracts.suite.census import take
from contracts.suite.inventory import enum_values, operations, optional_fields, pairs

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping

    from contracts.document import Document
    from contracts.suite.evidence import Evidence

__all__ = ["Coverage", "Part", "Section", "cover", "written"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of the contract."""

    name: str
    count: int
    """How often it was seen."""
    can_be_caused: bool = True
    """False of what no client can bring about; that it was not seen does not count."""

    @property
    def counts(self) -> bool:
        """Whether it is part of the percentage."""
        return self.can_be_caused or self.count > 0


@dataclass(frozen=True, slots=True)
class Section:
    """All things of one kind."""

    title: str
    parts: tuple[Part, ...]
    is_demanded: bool
    """False where a whole contract cannot be expected of one run: a gateway is either live or a demonstration, say."""

    @property
    def counted(self) -> tuple[Part, ...]:
        """Those that are part of the percentage."""
        return tuple(part for part in self.parts if part.counts)

    @property
    def seen(self) -> tuple[Part, ...]:
        """Those that were seen."""
        return tuple(part for part in self.parts if part.count)

    @property
    def unseen(self) -> tuple[Part, ...]:
        """Those that could have been seen and were not."""
        return tuple(part for part in self.parts if part.counts and not part.count)

    @property
    def percent(self) -> float:
        """How much was seen."""
        return _percent(len(self.seen), len(self.counted))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was seen of a document."""

    sections: tuple[Section, ...]
    examples: Mapping[str, str]
    """The first frame of each message that was seen, by its name."""

    @property
    def percent(self) -> float:
        """How much was seen of what is demanded of a run, each part weighing the same. 100 says: all of it."""
        demanded = [section for section in self.sections if section.is_demanded]
        seen = sum(len(section.seen) for section in demanded)
        counted = sum(len(section.counted) for section in demanded)
        return _percent(seen, counted)

    def figures(self) -> dict[str, Any]:
        """Return it as JSON: the percentages, what was seen with its counts, and what was not."""
        return {
            "percent": self.percent,
            "sections": {
                section.title: {
                    "percent": section.percent,
                    "is_demanded": section.is_demanded,
                    "seen": {part.name: part.count for part in section.seen},
                    "unseen": [part.name for part in section.unseen],
                }
                for section in self.sections
            },
        }

    def lines(self) -> Iterator[str]:
        """Tell it in lines of text."""
        titles = [section.title for section in self.sections if section.is_demanded]
        yield f"Seen of {', '.join(titles[:-1])} and {titles[-1]}: {written(self.percent)}"
        for section in self.sections:
            figures = f"{len(section.seen):>4} of {len(section.counted):<4} {written(section.percent)}"
            yield f"  {section.title:<16} {figures}"
            if section.unseen:
                yield f"    not seen: {', '.join(part.name for part in section.unseen)}"
            if excused := [part.name for part in section.parts if not part.counts]:
                yield f"    cannot be asked for: {', '.join(excused)}"


def cover(evidence: Evidence) -> Coverage:
    """Compare what there is with what was seen."""
    document, census = evidence.document, take(evidence)
    return Coverage(
        sections=(
            _section("channels", document.endpoints, census.channels),
            _section("operations", (operation.name for operation in operations(document)), census.operations),
            _section("messages", document.messages, census.messages),
            _section("replies", pairs(document), census.replies),
            _section("error codes", document.error_codes, census.error_codes, uncaused=_uncaused(document)),
            _section("enum values", enum_values(document), census.enum_values, is_demanded=False),
            _section("optional fields", optional_fields(document), census.fields, is_demanded=False),
        ),
        examples={name: census.examples[name] for name in document.messages if name in census.examples},
    )


def written(percent: float) -> str:
    """Write a percentage. It is cut off, not rounded: 100 % means all."""
    return f"{floor(percent * 10) / 10:g} %"


def _uncaused(document: Document) -> frozenset[str]:
    """Name the error codes that no run can bring about: those of a mistake in the gateway, or of another token."""
    return frozenset(code for code, cause in document.causes.items() if cause in {"gateway", "token"})


def _section(
    title: str,
    names: Iterable[str],
    counts: Counter[str],
    *,
    uncaused: frozenset[str] = frozenset(),
    is_demanded: bool = True,
) -> Section:
    parts = tuple(Part(name, counts[name], can_be_caused=name not in uncaused) for name in names)
    return Section(title, parts, is_demanded)


def _percent(seen: int, counted: int) -> float:
    return 100 * seen / counted if counted else 100.0
