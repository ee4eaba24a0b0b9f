"""The clients that the seed's documentation gives as examples; only their indentation had to be restored.

The Python one is kept as text: formatters and type checkers must leave it alone.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.live.deadline import until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.live.stand import Stand

SEED = Path(__file__).parent / "seed"
WEBSOCKET = Path(__file__).parent.parent / "node" / "websocket.cjs"
ADDRESS = "ws://localhost:7860"
"""Where the seed's clients look for the gateway: all that a user has to change."""


def written(gateway: Stand, name: str, directory: Path) -> Path:
    """Write a client that looks for the gateway where it is."""
    source = (SEED / name).read_text(encoding="utf-8")
    assert source.count(ADDRESS) == 1
    path = directory / name.removesuffix(".txt")
    path.write_text(source.replace(ADDRESS, gateway.socket_url), encoding="utf-8")
    return path


def output_until(pattern: str, command: Sequence[str | Path], directory: Path, log: Path) -> str:
    """Run a client until its output holds what is looked for, and return the output."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=directory, stdout=out, stderr=subprocess.STDOUT)
        try:
            until(
                lambda: re.search(pattern, log.read_text(encoding="utf-8")) or process.poll() is not None,
                f"{pattern} in the output of {command[-1]}",
            )
        finally:
            process.kill()
            process.wait()
    return log.read_text(encoding="utf-8")


def test_the_python_client_of_the_seed_prints_prices(gateway: Stand, tmp_path: Path) -> None:
    """The seed's Python client works as it stands: it connects, is greeted, subscribes and gets prices."""
    client = written(gateway, "client.py.txt", tmp_path)
    prices = r"Prices: \{'bitcoin': \d+\.\d+, .*'ethereum': \d"

    output = output_until(prices, (sys.executable, "-u", client), tmp_path, tmp_path / "log")

    assert re.search(prices, output), output
    assert re.search(r"Client ID: client_\d+_\d+", output), output
    assert "Traceback" not in output


def test_the_javascript_client_of_the_seed_prints_prices(gateway: Stand, tmp_path: Path, node_modules: Path) -> None:
    """The seed's JavaScript client works as it stands: it connects, is greeted, subscribes and gets prices."""
    client = written(gateway, "client.js", tmp_path)
    prices = r"Prices: \{\s+bitcoin: \d+\.\d+,[^}]*ethereum: \d"

    output = output_until(prices, ("node", "--require", WEBSOCKET, client), node_modules, tmp_path / "log")

    assert re.search(prices, output), output
    assert re.search(r"Client ID: client_\d+_\d+", output), output
    assert "WebSocket error" not in output
