from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from contracts.document import load
from contracts.validator import Validator
from tests.web.modules import evaluate, needs_node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = needs_node

DOCUMENT = load()
REPLACEMENTS: tuple[Any, ...] = (
    None,
    True,
    "",
    "x",
    "2026-11-23T09:00:00Z",
    -1,
    0.5,
    10**9,
    [],
    ["a", "a"],
    {},
    {"a": 1},
)
"""What may stand in another value's place: of every type, below and above bounds, repeated."""
PROGRAM = """
import { judge } from './web/console/contract.js';
answer(input.frames.map((frame) => judge(input.document, '/ws/master', frame).verdict));
"""


def mutations(value: Any) -> Iterator[Any]:
    """Make copies of a JSON value, each with one place changed, taken away, or added to."""
    yield from (copy.deepcopy(other) for other in REPLACEMENTS)
    if isinstance(value, dict):
        yield {**value, "surplus": 1}
        for name, part in value.items():
            rest = {key: kept for key, kept in value.items() if key != name}
            yield rest
            yield from ({**value, name: changed} for changed in mutations(part))
    if isinstance(value, list):
        yield [*value, *value]
        for index, part in enumerate(value):
            yield from ([*value[:index], changed, *value[index + 1 :]] for changed in mutations(part))


def frames() -> list[Any]:
    examples = [
        example
        for name, message in DOCUMENT.messages.items()
        if not name.endswith("Command")
        for example in message.examples
    ]
    return [*examples, *(changed for example in examples for changed in mutations(example))]


def test_the_console_judges_frames_as_the_contract_suite_does(tmp_path: Path) -> None:
    """Of thousands of frames, right and wrong in one place, the page's judgement is the validator's, every time."""
    judge = Validator(DOCUMENT)
    tried = frames()
    verdicts = evaluate(tmp_path, PROGRAM, {"document": DOCUMENT.raw, "frames": tried})
    wanted = ["valid" if judge.event("/ws/master", json.dumps(frame)) else "invalid" for frame in tried]
    different = [(frame, seen) for frame, seen, right in zip(tried, verdicts, wanted, strict=True) if seen != right]

    assert {"valid", "invalid"} == set(wanted)
    assert different[:3] == []


@pytest.mark.parametrize("schema", [{"not": {}}, {"format": "email"}, {"$ref": "other.json#/x"}, {"$ref": "#/gone"}])
def test_a_schema_that_the_page_cannot_read_is_not_judged(tmp_path: Path, schema: dict[str, Any]) -> None:
    """A word of JSON Schema that the page does not know is never passed over as if it held."""
    document = copy.deepcopy(DOCUMENT.raw)
    document["components"]["schemas"]["PongData"] = schema
    pong = {"service": "system", "type": "pong", "data": {}, "timestamp": "2026-11-23T09:00:00.000Z"}

    assert evaluate(tmp_path, PROGRAM, {"document": document, "frames": [pong]}) == ["not judged"]


def test_the_console_offers_every_command_of_every_endpoint(tmp_path: Path) -> None:
    """The buttons are the contract's commands, and what they send keeps the contract."""
    program = """
    import { commands, composed } from './web/console/contract.js';
    answer(Object.fromEntries(input.paths.map((path) => [path, commands(input.document, path).map((command) => [
      command.name,
      composed(command, Object.fromEntries(command.fields.map((field) =>
        [field.name, field.isObject ? '{"a": 1}' : field.choices ? field.choices[0] : 'r-1']))),
    ])])));
    """
    paths = list(DOCUMENT.endpoints)
    offered = evaluate(tmp_path, program, {"document": DOCUMENT.raw, "paths": paths})
    judge = Validator(DOCUMENT, sealed=True)

    for path in paths:
        assert {frame["action"] for _, frame in offered[path]} == set(DOCUMENT.actions)
        for name, frame in offered[path]:
            verdict = judge.command(path, json.dumps(frame))
            assert verdict, verdict.violations
            assert verdict.message == name
