"""Addition: a provider and a service that the how-tos of service/README.md lead to, written into a copy.

The provider is `mood_meter`, second of the pool `fear_and_greed`; the service is `mood`, made of that provider alone.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["PROVIDER", "SERVICE", "add_provider", "add_to_contract", "add_to_service"]

TEXTS = Path(__file__).parent / "additions"
"""Files as they are written, at their places; `.txt`, because tools are to leave alone what imports what is not."""

ADAPTERS = "service/providers/adapters/__init__.py"
CATALOG = "service/providers/catalogs/sentiment.toml"
SIMULATOR = "service/simulator/app.py"
CONTRACT = "asyncapi.yaml"
FLOWS = "service/publishers/origins/__init__.py"
HEADLINES = "service/terminal/headline.py"

ADAPTER = "service/providers/adapters/mood_meter.py"
UPSTREAM = "service/simulator/providers/mood_meter.py"
COLLECTOR = "service/handlers/collectors/mood.py"
ORIGIN = "service/publishers/origins/mood.py"
POOL = "service/providers/catalogs/mood.toml"

PROVIDER = (ADAPTER, ADAPTERS, CATALOG, UPSTREAM, SIMULATOR)
"""What the first how-to touches, tests apart."""
SERVICE = (CONTRACT, COLLECTOR, ORIGIN, FLOWS, HEADLINES, POOL)
"""What the second one does."""


def add_provider(folder: Path) -> None:
    """Take steps 1 to 3 of the first how-to."""
    _write(folder, ADAPTER)
    _put(folder / ADAPTERS, "    mempool_space,\n", "    mood_meter,\n")
    _put(folder / ADAPTERS, "    mempool_space.ADAPTERS,\n", "    mood_meter.ADAPTERS,\n")
    _put(folder / CATALOG, 'feeds = ["alternative_me_fear_and_greed"', ', "mood_meter_mood"')
    with (folder / CATALOG).open("a", encoding="utf-8") as catalog:
        catalog.write(_text("provider.toml"))
    _write(folder, UPSTREAM)
    name = "service.simulator.providers.mempool_space import MEMPOOL_SPACE\n"
    _put(folder / SIMULATOR, f"from {name}", "from service.simulator.providers.mood_meter import MOOD_METER\n")
    _put(folder / SIMULATOR, "    MEMPOOL_SPACE,\n", "    MOOD_METER,\n")


def add_to_contract(folder: Path) -> None:
    """Take step 1 of the second how-to, without an address of its own. The place is after `onchain`."""
    path = folder / CONTRACT
    text = path.read_text(encoding="utf-8")
    for head, name in (("    HealthCheckerUpdate:\n      name:", "message"), ("    HealthCheckerData:\n", "schemas")):
        assert text.count(head) == 1
        text = text.replace(head, _text(f"{name}.yaml") + head)
    text = text.replace("rpc_nodes, onchain", "rpc_nodes, onchain, mood")
    carried = re.compile(r"^.*/messages/OnchainUpdate'}\n", re.MULTILINE)
    text = carried.sub(lambda line: line[0] + line[0].replace("Onchain", "Mood"), text)
    path.write_text(text, encoding="utf-8")


def add_to_service(folder: Path) -> None:
    """Take steps 3 and 4 of the second how-to."""
    for path in (COLLECTOR, ORIGIN, POOL):
        _write(folder, path)
    name = "service.publishers.origins.market_data import market_data\n"
    _put(folder / FLOWS, f"from {name}", "from service.publishers.origins.mood import mood\n")
    market = '    "market_data": Flow(market_data, lambda to: to.market_data_update),\n'
    _put(folder / FLOWS, market, '    "mood": Flow(mood, lambda to: to.mood_update),\n')
    _put(folder / HEADLINES, '    "market_data": _market_data,\n', '    "mood": _sentiment,\n')


def _text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def _write(folder: Path, path: str) -> None:
    assert not (folder / path).exists()
    (folder / path).write_text(_text(path), encoding="utf-8")


def _put(path: Path, after: str, text: str) -> None:
    """Put a text behind the one place where another stands."""
    before = path.read_text(encoding="utf-8")
    assert before.count(after) == 1, after
    path.write_text(before.replace(after, after + text), encoding="utf-8")
