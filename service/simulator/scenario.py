"""Scenario: a named story of faults, read from scenarios/<name>.toml.

    description = "what happens"

    [[acts]]
    providers = ["binance"]          # or ["*"] for all of them
    repeat = 3                       # the list below, so many times over
    faults = [{kind = "recovered", for_s = 30}, {kind = "status", status = 503, for_s = 20}]

Of two acts for one provider the later one counts. The seconds are those of the simulator's clock.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta, Struct

from service.errors import ConfigurationError
from service.simulator.faults import AnyFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Scenario", "load_scenario", "read_scenario", "scenario_names"]

SCENARIOS: Final = Path(__file__).with_name("scenarios")


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """What some providers do, from the start on."""

    providers: list[str]
    faults: list[AnyFault]
    repeat: Annotated[int, Meta(ge=1, le=1000)] = 1


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """A story."""

    description: str
    acts: list[Act] = []

    def faults(self, providers: Iterable[str]) -> Mapping[str, tuple[AnyFault, ...]]:
        """Return the list of faults of each of these providers. Raises ConfigurationError when it names another."""
        known = list(providers)
        scripts: dict[str, tuple[AnyFault, ...]] = {}
        for act in self.acts:
            named = known if act.providers == ["*"] else act.providers
            for provider in named:
                if provider not in known:
                    raise ConfigurationError("--scenario", f"there is no provider {provider!r}")
                scripts[provider] = tuple(act.faults) * act.repeat
        return scripts


def scenario_names() -> list[str]:
    """Name the scenarios there are."""
    return sorted(path.stem for path in SCENARIOS.glob("*.toml"))


def load_scenario(name: str) -> Scenario:
    """Read a scenario. Raises ConfigurationError when there is none of that name, or it is malformed."""
    path = SCENARIOS / f"{name}.toml"
    if name not in scenario_names():
        raise ConfigurationError("--scenario", f"there is no {name!r}", f"there are {', '.join(scenario_names())}")
    return read_scenario(path.name, path.read_text(encoding="utf-8"))


def read_scenario(file: str, text: str) -> Scenario:
    """Read the text of a scenario file. Raises ConfigurationError, which names the file, when it is malformed."""
    try:
        return msgspec.convert(tomllib.loads(text), Scenario)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(file, f"not a scenario: {error}") from error
