from __future__ import annotations

import pytest

from service.errors import ConfigurationError
from service.providers.catalog import load_catalog
from service.simulator.app import UPSTREAMS
from service.simulator.faults import Latency, Recovered, Status
from service.simulator.scenario import Act, Scenario, load_scenario, read_scenario, scenario_names

PROVIDERS = [upstream.name for upstream in UPSTREAMS]
DOWN, WELL = Status(status=503), Recovered(for_s=3.0)


def test_the_scenarios_are_those_that_were_promised() -> None:
    """Their names are part of the command line."""
    assert scenario_names() == [
        "calm",
        "everything-down-then-back",
        "flapping",
        "garbage",
        "primary-down",
        "rate-limited",
        "restless",
        "slow",
    ]


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_names_providers_that_exist(name: str) -> None:
    """A story is told of the simulated providers, and says what it tells."""
    scenario = load_scenario(name)

    assert scenario.description
    assert scenario.faults(PROVIDERS).keys() <= set(PROVIDERS)
    assert bool(scenario.acts) == (name != "calm")


def test_everything_means_everything() -> None:
    """An act of `*` is played by every provider."""
    assert set(load_scenario("everything-down-then-back").faults(PROVIDERS)) == set(PROVIDERS)


@pytest.mark.parametrize("name", ["flapping", "garbage", "primary-down", "rate-limited", "slow"])
def test_preferred_sources_are_those_of_the_catalog(name: str) -> None:
    """They stand first in a pool that has others, and a story of them is of all of them and of nobody else."""
    catalog = load_catalog({})
    firsts = {pool.feeds[0] for pool in catalog.pools.values() if len(pool.feeds) > 1}
    struck = {
        provider
        for provider, faults in load_scenario(name).faults(PROVIDERS).items()
        if not all(isinstance(fault, Latency) for fault in faults)
    }

    assert struck == {catalog.feeds[feed].provider for feed in firsts}


def test_the_later_act_counts() -> None:
    """A provider plays the last act that names it."""
    scenario = Scenario("", [Act(["*"], [WELL]), Act(["b"], [DOWN])])

    assert scenario.faults("ab") == {"a": (WELL,), "b": (DOWN,)}


def test_an_act_is_repeated_in_order() -> None:
    """Twice well and down is well, down, well, down."""
    scenario = Scenario("", [Act(["a"], [WELL, DOWN], repeat=2)])

    assert scenario.faults("a") == {"a": (WELL, DOWN, WELL, DOWN)}


def test_a_scenario_that_does_not_exist_is_a_mistake_of_the_user() -> None:
    """The error lists those that do."""
    with pytest.raises(ConfigurationError, match="calm, everything-down"):
        load_scenario("clam")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("acts = [", "not a scenario"),
        ("", "description"),
        ('description = "x"\n[[acts]]\nproviders = ["*"]\nfaults = [{kind = "nap"}]', "nap"),
        ('description = "x"\n[[acts]]\nproviders = ["*"]\nfaults = []\nrepeat = 0', "repeat"),
        ('description = "x"\nfaults = []', "faults"),
    ],
)
def test_a_malformed_scenario_is_told_in_one_line(text: str, told: str) -> None:
    """With the name of its file."""
    with pytest.raises(ConfigurationError, match=told) as caught:
        read_scenario("new.toml", text)

    assert caught.value.setting == "new.toml"


def test_a_provider_that_does_not_exist_is_named() -> None:
    """A typo in a scenario does not go unnoticed."""
    with pytest.raises(ConfigurationError, match="binanse"):
        Scenario("", [Act(["binanse"], [DOWN])]).faults(PROVIDERS)
