"""Census: how often each part of the contract occurs in traffic. Only what is valid counts."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contracts.suite.descent import Descent
from contracts.suite.inventory import operations, pair, title
from contracts.validator import Validator, Verdict

if TYPE_CHECKING:
    from contracts.document import Document, Message
    from contracts.suite.evidence import Evidence
    from contracts.suite.inspection import Inspection
    from contracts.suite.inventory import Operation
    from contracts.suite.traffic import Entry

__all__ = ["Census", "take"]


@dataclass(slots=True)
class Census:
    """Counts by name; the names are those of contracts.suite.inventory."""

    channels: Counter[str] = field(default_factory=Counter)
    """By address."""
    operations: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    error_codes: Counter[str] = field(default_factory=Counter)
    enum_values: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    """Required ones too."""
    examples: dict[str, str] = field(default_factory=dict)
    """The first frame of each message."""


def take(evidence: Evidence) -> Census:
    """Count. A reply belongs to the oldest frame of its connection that has none yet, command or not."""
    inspections = {id(inspected.frame.entry): inspected for inspected in evidence.inspections}
    clerk = _Clerk(evidence.document)
    for entry in evidence.traffic.entries:
        if entry.path not in evidence.document.endpoints:
            continue
        if entry.event == "sent" and not entry.binary:
            clerk.sent(entry)
        elif (inspected := inspections.get(id(entry))) is not None and inspected.message is not None:
            clerk.came(inspected, inspected.message)
    clerk.look_inside()
    return clerk.census


class _Clerk:
    """Takes the entries in one after the other."""

    def __init__(self, document: Document) -> None:
        self.census = Census()
        self._document = document
        self._validator = Validator(document)
        self._operations: dict[tuple[str, str], list[Operation]] = {}
        for operation in operations(document):
            for message in operation.messages:
                self._operations.setdefault((operation.channel, message), []).append(operation)
        self._verdicts: dict[tuple[str, str], Verdict] = {}
        self._unanswered: dict[int, deque[Verdict]] = {}
        self._texts: Counter[tuple[str, str]] = Counter()
        """Valid frames by message and text: each different one is looked into once."""
        self._values: dict[tuple[str, str], Any] = {}

    def sent(self, entry: Entry) -> None:
        """Note what the client sent."""
        key = (entry.path, entry.text)
        if key not in self._verdicts:
            self._verdicts[key] = self._validator.command(*key)
        verdict = self._verdicts[key]
        self._unanswered.setdefault(entry.connection, deque()).append(verdict)
        if verdict and verdict.message is not None:
            self._count(verdict.message, entry, verdict.value)

    def came(self, inspected: Inspection, message: Message) -> None:
        """Note what the gateway sent."""
        entry = inspected.frame.entry
        channel = self._document.endpoints[entry.path].channel
        is_reply = message.name in self._document.replies and not inspected.frame.comes_unasked
        waiting = self._unanswered.get(entry.connection)
        command = waiting.popleft() if is_reply and waiting else None
        if not inspected.is_sound:
            return
        self.census.channels[entry.path] += 1
        self._count(message.name, entry, inspected.frame.value)
        if message.const("type") == "error":
            self.census.error_codes[str(inspected.frame.data.get("code"))] += 1
        if command is not None and command.message is not None:
            self._answered(channel, command.message, message)
        if not is_reply:
            for operation in self._operations.get((channel, message.name), ()):
                self.census.operations[operation.name] += 1

    def look_inside(self) -> None:
        """Count what stands inside the frames."""
        descent = Descent(self._document.raw)
        fields: Counter[tuple[str, str]] = Counter()
        enum_values: Counter[tuple[str, str]] = Counter()
        for key, count in self._texts.items():
            for spot in descent.spots(self._document.messages[key[0]].schema, self._values[key]):
                for said in spot.said:
                    if spot.value in said.schema.get("enum", ()):
                        enum_values[said.place, spot.value] += count
                    if isinstance(spot.value, dict):
                        for name in spot.value.keys() & said.schema.get("properties", {}).keys():
                            fields[said.place, name] += count
        self.census.enum_values.update({f"{title(place)}: {value}": n for (place, value), n in enum_values.items()})
        self.census.fields.update({f"{title(place)}.{name}": n for (place, name), n in fields.items()})

    def _answered(self, channel: str, command: str, reply: Message) -> None:
        for operation in self._operations.get((channel, command), ()):
            if reply.name in operation.replies:
                self.census.replies[pair(command, reply.name)] += 1
                # A command that is refused says nothing of one that is carried out.
                self.census.operations[operation.name] += reply.const("type") != "error"

    def _count(self, message: str, entry: Entry, value: Any) -> None:
        self.census.messages[message] += 1
        self.census.examples.setdefault(message, entry.text)
        self._texts[message, entry.text] += 1
        self._values[message, entry.text] = value
