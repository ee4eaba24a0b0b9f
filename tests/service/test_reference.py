from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service import reference
from service.providers.catalog import load_catalog
from service.reference import TABLES, fill, floors, setting_names
from service.settings import Settings

MARKERS = "".join(f"# {name}\n<!-- table: {name} -->\nbygone\n<!-- end -->\nkept\n" for name in TABLES)


def test_tables_go_between_their_markers() -> None:
    """What stood there goes, what stands around stays, and filling again changes nothing."""
    text = fill(MARKERS)

    assert "bygone" not in text
    assert text.count("kept\n") == len(TABLES)
    for name, table in TABLES.items():
        assert f"# {name}\n<!-- table: {name} -->\n{table()}<!-- end -->\nkept\n" in text
    assert fill(text) == text


def test_text_without_markers_stays() -> None:
    """Nothing else of the README is touched."""
    assert fill("# Title\n\n<!-- end -->\n| a |\n") == "# Title\n\n<!-- end -->\n| a |\n"


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_markdown(name: str) -> None:
    """A head, a line, and rows of as many cells; nothing in a cell ends it."""
    head, line, *rows = TABLES[name]().splitlines()

    assert set(line) == {"|", " ", "-"}
    assert rows
    assert {row.count("|") for row in rows} == {head.count("|")} == {line.count("|")}


def test_every_address_is_listed() -> None:
    """With its services, and how they are subscribed."""
    rows = TABLES["endpoints"]().splitlines()[2:]

    assert [row.split("`")[1] for row in rows] == list(ENDPOINTS)
    assert "| `/ws/master` | all | by command |" in "\n".join(rows)
    assert "| `/ws/ai` | `huggingface` | on connect | the same as `/ws/huggingface` |" in rows


def test_every_service_is_listed() -> None:
    """With the interval of the contract."""
    rows = TABLES["services"]().splitlines()[2:]

    assert [row.split("`")[1] for row in rows] == list(SERVICES)
    assert rows[0].startswith("| `market_data` | data collection | 5 s |")


def test_every_floor_is_listed() -> None:
    """The ground floor is number one, and each module is told by the first line of its own docstring."""
    rows = [row.strip("| ").split(" | ") for row in TABLES["floors"]().splitlines()[2:]]
    named = {module: int(number) for number, module, _ in rows}
    lowest_first = list(reversed(floors()))

    assert named == {f"`{module}`": place for place, floor in enumerate(lowest_first, start=1) for module in floor}
    assert named["`clock`"] == 1 < named["`settings`"] < named["`gateway`"] < named["`edge`"] < named["`cli`"]
    assert ["`gateway`", "The state of the conversations, without I/O."] in [row[1:] for row in rows]


def test_every_floor_exists() -> None:
    """A floor of the table is a package or a module of the service."""
    service = Path(reference.__file__).parent
    modules = [module for floor in floors() for module in floor]

    assert [name for name in modules if not (service / name).is_dir() and not (service / f"{name}.py").exists()] == []


def test_every_setting_is_listed() -> None:
    """Those of the gateway with their defaults, then an address for each provider and a key where it takes one."""
    providers = load_catalog({}).providers.values()
    own = [f"GATEWAY_{name.upper()}" for name in Settings.model_fields if name != "providers"]
    urls = {f"GATEWAY_PROVIDER_{provider.id.upper()}_URL" for provider in providers}
    keys = {f"GATEWAY_PROVIDER_{provider.id.upper()}_KEY" for provider in providers if provider.takes_key}
    names = setting_names()

    assert names[: len(own)] == own
    assert set(names[len(own) :]) == urls | keys
    assert len(names) == len(own) + len(urls) + len(keys)
    table = TABLES["settings"]()
    assert "| `GATEWAY_PORT` | `7860` |" in table
    assert "| `GATEWAY_COINS` | none |" in table


def test_the_command_fills_a_file_in_place(tmp_path: Path) -> None:
    """`python -m service.reference README.md` is what a maintainer runs after a change."""
    readme = tmp_path / "README.md"
    readme.write_text(MARKERS, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "service.reference", readme], check=True)

    assert readme.read_text(encoding="utf-8") == fill(MARKERS)
