from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import rich_click as click
from click.testing import CliRunner

from service.cli import gateway
from service.terminal.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = [(path, line) for path, lines in EXAMPLES.items() for line in lines]
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]m")
NARROW_CHARS = 78
"""Of a terminal of 80 columns, which wraps what is longer in the middle of a word."""


def commands(group: click.Group = gateway, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_every_command_has_examples() -> None:
    """And no example is of a command that has gone."""
    assert {" ".join(path) for path in commands()} == set(EXAMPLES)


@pytest.mark.parametrize(("path", "line"), LINES)
def test_an_example_can_be_typed(path: str, line: str) -> None:
    """Its options and arguments are those of the command, and it is one line on any terminal."""
    words = shlex.split(line.partition(" | ")[0])[1:]
    assert len(f"$ {line}") <= NARROW_CHARS

    command: click.Command = gateway
    for name in path.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
        assert words.pop(0) == name
    if not isinstance(command, click.Group):
        command.make_context(path, words)


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_help_ends_with_the_examples(path: tuple[str, ...]) -> None:
    """Each on a line of its own, which can be copied."""
    answer = CliRunner().invoke(gateway, [*path, "--help"], env={"COLUMNS": "80"})

    assert answer.exit_code == 0
    shown = [line.strip() for line in answer.output.splitlines()]
    assert [line for line in EXAMPLES[" ".join(path)] if f"$ {line}" not in shown] == []


@pytest.mark.parametrize(("settings", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_no_colour_is_no_colour(settings: dict[str, str], is_coloured: bool) -> None:  # noqa: FBT001  a parameter of the test
    """With NO_COLOR there is none, where there would be some."""
    answer = CliRunner(env={"FORCE_COLOR": "1", **settings}).invoke(gateway, ["watch", "--help"], color=True)

    assert (COLOUR.search(answer.output) is not None) is is_coloured
