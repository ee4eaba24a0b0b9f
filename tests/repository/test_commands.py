"""What the manuals tell a reader to type, typed."""

from __future__ import annotations

import re
import shutil
import tomllib
from typing import TYPE_CHECKING

import pytest

from contracts.validator import Validator
from service.cli import COMMANDS
from tests.live.deadline import until
from tests.live.stand import demo
from tests.repository.commands import ELSEWHERE, ROOT, blocks, elsewhere, manuals, meant, names, parts, program, units
from tests.repository.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contracts.document import Document
    from tests.live.stand import Stand
    from tests.repository.commands import Unit

MANUALS = manuals()
UNITS = [unit for path in MANUALS for unit in units(path)]
LINES = {line for unit in UNITS for line in unit.lines}
RUN = [unit for unit in UNITS if not all(elsewhere(part) for line in unit.lines for part in parts(line))]
MEANT = {unit: {meant(line) for line in unit.lines} for unit in RUN}
ONCE = [
    unit
    for place, unit in enumerate(RUN)
    if not any(MEANT[unit] < MEANT[other] for other in RUN)
    if not any(MEANT[unit] == MEANT[earlier] for earlier in RUN[:place])
]
"""What only differs in how it is started, or in whom it asks, is run once."""
SAMPLE = "{"
"""How an indented block begins that holds no command."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="module")
def gateway(folder: Path, document: Document) -> Iterator[Stand]:
    """Run the gateway that the reader of a manual has running, with something in its archive."""
    settings = {"GATEWAY_DATABASE_URL": str(folder / "gateway.db")}
    with demo(folder, Validator(document, sealed=True), scale=0.1, settings=settings) as stand:
        until(lambda: (folder / "gateway.db").exists() or None, "the archive")
        yield stand


@pytest.fixture
def stage(gateway: Stand, folder: Path, tmp_path: Path) -> Stage:
    return Stage(tmp_path, gateway, folder / "gateway.db")


@pytest.fixture
def expendable(tmp_path_factory: pytest.TempPathFactory, document: Document, folder: Path) -> Iterator[Stage]:
    """Run a gateway that may be ended."""
    place = tmp_path_factory.mktemp("expendable")
    with demo(place, Validator(document, sealed=True), scale=0.1) as stand:
        yield Stage(tmp_path_factory.mktemp("stage"), stand, folder / "gateway.db")


@pytest.mark.live
@pytest.mark.parametrize("unit", [each for each in ONCE if "gateway drain" not in "".join(each.lines)], ids=str)
def test_every_command_works(stage: Stage, unit: Unit) -> None:
    """Typed as it stands, one after the other, in a copy of the repository; what serves or listens is then stopped."""
    for line in unit.lines:
        for part in parts(line):
            if elsewhere(part) is None:
                if program(part) == "promtool" and shutil.which("promtool") is None:
                    pytest.skip("promtool is not installed")
                stage.run(part)


@pytest.mark.live
@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize("unit", [each for each in ONCE if "gateway drain" in "".join(each.lines)], ids=str)
def test_every_command_that_ends_a_gateway_works(expendable: Stage, unit: Unit) -> None:
    """As the others, beside a gateway that nobody else needs."""
    for line in unit.lines:
        expendable.run(line)

    assert expendable.gateway.program.exit_code() == 0


def test_there_are_commands() -> None:
    """Each README has some."""
    assert {"README.md", "contracts/README.md", "service/README.md", "infra/README.md"} <= {each.path for each in RUN}


def test_what_is_indented_is_a_command_or_json() -> None:
    """A block whose program nobody knows is not passed over. What is shown goes between fences."""
    unknown = [block[0] for path in MANUALS for block in blocks(path.read_text(encoding="utf-8")) if not _known(block)]

    assert unknown == []


@pytest.mark.parametrize("start", ELSEWHERE)
def test_what_is_proven_elsewhere_is_in_a_manual(start: str) -> None:
    """No row of the table outlives its command, and the proof it names is there."""
    assert [part for line in LINES for part in parts(line) if elsewhere(part) == start]
    assert (ROOT / ELSEWHERE[start][1]).is_file()


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_that_is_named_exists(path: Path) -> None:
    """Also where no more than its name is said."""
    assert names(path) - COMMANDS.keys() == set()


def test_extras_and_groups_exist() -> None:
    """Those that `uv run` is told to install are declared."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = {"extra": project["project"]["optional-dependencies"], "group": project["dependency-groups"]}
    asked = {found for line in LINES for found in re.findall(r"--(extra|group) (\w+)", line)}

    assert asked
    assert [(kind, name) for kind, name in asked if name not in known[kind]] == []


def _known(block: tuple[str, ...]) -> bool:
    return block[0].startswith(SAMPLE) or program(block[0]) is not None
