"""`gateway verify` against the gateway itself, as pipelines run it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

import pytest

from contracts.document import load
from service.providers.catalog import load_catalog
from tests.live.program import COMMAND, Program, environment
from tests.live.stand import LOOPBACK, Stand, demo, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contracts.terms import Limits
    from contracts.validator import Validator

SCALE = "0.05"
MINUTES_S = 240.0
LIMITS = {
    f"GATEWAY_{name.upper()}": str(value)
    for name, value in asdict(cast("Limits", load().limits)).items()
    if name in {"handshakes_per_s", "connections_per_address"}
}
"""Those of the contract, which most live tests do without."""


@pytest.fixture(scope="module")
def restless(tmp_path_factory: pytest.TempPathFactory, validator: Validator) -> Iterator[Stand]:
    """Run a demonstration in which everything happens that a client cannot cause, with the limits of the contract."""
    folder = tmp_path_factory.mktemp("restless")
    with demo(folder, validator, scale=float(SCALE), scenario="restless", settings=LIMITS) as stand:
        yield stand


def verify(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "verify", *arguments],
        cwd=folder,
        env=environment({}),
        capture_output=True,
        text=True,
        timeout=MINUTES_S,
        check=False,
    )


def test_a_demonstration_keeps_the_whole_contract(restless: Stand, tmp_path: Path) -> None:
    """No clause is broken, a SHOULD neither; every channel, operation, message, reply and error code is seen.

    The reports say so, and so does the recording when it is judged again.
    """
    reports = ("--report", "report.xml", "--report", "report.json", "--report", "report.html")
    options = (
        "--strict",
        "--interval-scale",
        SCALE,
        "--coverage-floor",
        "100",
        "--examples",
        "30",
        "--record",
        "run.ndjson",
    )
    done = verify(restless.url, *options, *reports, folder=tmp_path)
    again = verify("--replay", "run.ndjson", "--strict", "--coverage-floor", "100", folder=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "The contract is kept: 89 clauses kept, 0 broken, 0 not seen." in done.stdout
    assert again.returncode == 0, again.stdout + again.stderr
    assert not list(ET.parse(tmp_path / "report.xml").iter("failure"))
    assert json.loads((tmp_path / "report.json").read_text())["kept"] is True
    assert "<html" in (tmp_path / "report.html").read_text()


def test_a_gateway_of_simulated_providers_keeps_the_contract(tmp_path: Path, validator: Validator) -> None:
    """`gateway serve`, its providers played by `gateway simulator`, is verified by what knows nothing of either."""
    port, outside = free_port(), free_port()
    world = f"http://{LOOPBACK}:{outside}"
    settings = {f"GATEWAY_PROVIDER_{each.upper()}_URL": f"{world}/{each}" for each in load_catalog({}).providers}
    for name in ("outside", "inside"):
        (tmp_path / name).mkdir()
    arguments = ("--port", str(port), "--interval-scale", SCALE)
    with (
        Program("simulator", "--port", str(outside), directory=tmp_path / "outside") as simulator,
        Program("serve", *arguments, directory=tmp_path / "inside", settings=settings) as gateway,
    ):
        Stand(simulator, world, "", validator).wait_for("/_control/faults", 200)
        stand = Stand(gateway, f"http://{LOOPBACK}:{port}", "", validator)
        stand.wait_for("/health/ready", 200)
        module = [sys.executable, "-m", "contracts", "verify", stand.url, "--interval-scale", SCALE, "--only"]
        done = subprocess.run(
            [*module, "CON,ENV,SUB,CMD,UPD,ERR,LIM"], capture_output=True, text=True, timeout=MINUTES_S, check=False
        )

    assert done.returncode == 0, done.stdout + done.stderr
