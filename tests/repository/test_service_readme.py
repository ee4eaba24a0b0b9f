"""The floors, the flows and the how-tos of service/README.md."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from contracts.document import load
from contracts.validator import Validator
from tests.live.client import connected
from tests.live.program import Program
from tests.live.stand import LOOPBACK, Stand, free_port
from tests.repository.addition import PROVIDER, SERVICE, add_provider, add_to_contract, add_to_service
from tests.repository.commands import ROOT
from tests.repository.stage import copied

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "service" / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL))


def steps(section: str) -> list[str]:
    return re.findall(r"^\d\. .*?(?=^\d\. |\Z)", SECTIONS[section], re.MULTILINE | re.DOTALL)


def paths(text: str) -> set[str]:
    """Return what looks like a file or a folder, as seen from the top of the repository."""
    codes = [code for code in re.findall(r"`([\w./]+)`", text) if not code.startswith("/")]
    return {code for code in codes if "/" in code or (ROOT / code).is_file()}


def contracts(folder: Path, *words: str) -> tuple[int, str]:
    """Run `python -m contracts` of a copy; return its exit code and what it says."""
    command = [sys.executable, "-m", "contracts", *words]
    ended = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
    return ended.returncode, ended.stdout + ended.stderr


def test_every_file_of_the_flows_exists() -> None:
    """Paths are those below `service`; each stands there as it is written."""
    named = re.findall(r"^\| `([^`]+)` \|", SECTIONS["Two flows"], re.MULTILINE)

    assert len(named) > 15
    assert [path for path in named if not (ROOT / "service" / path).exists()] == []
    assert [path for path in named if path.endswith("/") != (ROOT / "service" / path).is_dir()] == []


@pytest.mark.parametrize("section", ["How to add a provider", "How to add a service"])
def test_every_how_to_has_five_steps_with_files_that_exist(section: str) -> None:
    """Apart from those that are to be written, each file that a step names is there."""
    named = {path for path in paths(SECTIONS[section]) if not re.search("NAME|SERVICE", path)}

    assert len(steps(section)) == 5
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("section", "touched", "name"),
    [("How to add a provider", PROVIDER, "mood_meter"), ("How to add a service", SERVICE, "mood")],
)
def test_every_how_to_names_all_that_has_to_be_touched(section: str, touched: tuple[str, ...], name: str) -> None:
    """What the addition below needs is what the steps say."""
    named = {path.replace("NAME", name).replace("SERVICE", "sentiment") for path in paths(SECTIONS[section])}

    assert set(touched) - named == set()


def test_the_figures_are_those_of_the_last_benchmark() -> None:
    """Each delivery rate of the first table stands in its report."""
    report = (ROOT / "tests" / "bench" / "last" / "bench.md").read_text(encoding="utf-8")
    table = SECTIONS["How fast it is"].partition("What it is held to")[0]
    rates = re.findall(r"\b\d{2,3},\d{3}\b", table)

    assert len(rates) >= 12
    assert [rate for rate in rates if rate not in report] == []


@pytest.mark.live
async def test_the_steps_lead_to_a_provider_and_a_service(tmp_path: Path) -> None:
    """In a copy to which they are added, the contract is sound and the demo sends what the provider says."""
    folder = copied(tmp_path)
    add_provider(folder)
    add_to_contract(folder)

    code, said = contracts(folder, "check")
    assert (code, "generated/events.py: stale" in said) == (1, True), said
    assert contracts(folder, "generate")[0] == 0
    assert contracts(folder, "check")[0] == 0
    code, said = contracts(folder, "compatibility", "contracts/released/asyncapi.yaml", "asyncapi.yaml")
    assert (code, "the service `mood` is new here" in said) == (0, True), said

    add_to_service(folder)
    port, validator = free_port(), Validator(load(folder / "asyncapi.yaml"), sealed=True)
    arguments = ("-m", "service", "demo", "--no-browser", "--port", str(port), "--interval-scale", "0.1")
    with Program(*arguments, directory=folder, command=(sys.executable,)) as program:
        stand = Stand(program, f"http://{LOOPBACK}:{port}", "", validator)
        stand.wait_for("/health/ready", 200)
        async with connected(stand.socket_url, "/ws/all", validator) as client:
            update = await client.update("mood")

    assert (update["data"]["score"], update["data"]["source"]) == (0.61, "sim:mood_meter")
