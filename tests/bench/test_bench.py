from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.bench.hosted import ROOT
from tests.bench.lineup import LINEUP, Entry
from tests.bench.machine import cores
from tests.bench.orders import Pace
from tests.bench.plan import FULL, SPARE_DESCRIPTORS
from tests.bench.stalled import stall

if TYPE_CHECKING:
    from pathlib import Path

INSTALLED = [entry.name for entry in LINEUP if entry.is_installed]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, timeout=300)


def test_a_quick_run_measures_every_server_and_writes_its_files(tmp_path: Path) -> None:
    """Whatever is installed is measured with nothing lost; table, plot and JSON tell of it."""
    ended = bench("--quick", "--clients", "10", "--out", str(tmp_path))

    assert (ended.returncode, ended.stderr) == (0, "")
    report = json.loads((tmp_path / "bench.json").read_text())
    assert [opening["server"] for opening in report["openings"]] == INSTALLED
    assert [(delivery["server"], delivery["lost"]) for delivery in report["deliveries"]] == [
        (name, 0) for name in INSTALLED
    ]
    circumstances = ("left out", "one core", "other programs")
    assert [note for note in report["notes"] if not any(words in note for words in circumstances)] == []
    assert ET.parse(tmp_path / "bench.svg").getroot().tag.endswith("svg")
    table = (tmp_path / "bench.md").read_text()
    assert "| the gateway |" in table
    assert "the gateway" in ended.stdout


def test_a_mistake_costs_one_line() -> None:
    """A server that does not exist is refused, without a traceback."""
    ended = bench("--server", "nobody")

    assert ended.returncode == 2
    assert "nobody" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_stalled_clients_are_stalled_before_the_others_are_timed() -> None:
    """The scenario fills what the kernel takes for the stalled clients, and times only those who read."""
    found = stall(20, 0, cores()[0], Pace(300, updates=5, interval_s=0.01))

    assert (found.clients, found.stalled) == (20, 2)
    assert found.without_p99_ms > 0
    assert found.with_p99_ms > 0


def test_what_is_not_installed_is_not_measured() -> None:
    """A server counts as installed when each of the modules that it needs is there."""
    assert Entry("x", "X").is_installed
    assert Entry("x", "X", ("json", "asyncio")).is_installed
    assert not Entry("x", "X", ("json", "no_such_module")).is_installed


@pytest.mark.parametrize("descriptors", [1_000, 4_000, 100_000])
def test_there_are_no_more_clients_than_files_may_be_open(descriptors: int) -> None:
    """What the machine does not allow is made smaller; what is then the same is measured once."""
    plan = FULL.within(descriptors)

    assert max(*plan.clients, plan.stalled_of) <= descriptors - SPARE_DESCRIPTORS
    assert len(set(plan.clients)) == len(plan.clients)
    assert [count for count in FULL.clients if count < descriptors - SPARE_DESCRIPTORS] == [
        count for count in plan.clients if count in FULL.clients
    ]


@pytest.mark.parametrize(("clients", "interval_s", "updates"), [(50, 0.05, 60), (2_000, 0.2, 15), (50_000, 5.0, 5)])
def test_the_steady_pace_is_the_same_for_all(clients: int, interval_s: float, updates: int) -> None:
    """At most 10,000 deliveries a second, and never fewer than five updates."""
    assert (FULL.interval_s(clients), FULL.updates(clients)) == (interval_s, updates)
