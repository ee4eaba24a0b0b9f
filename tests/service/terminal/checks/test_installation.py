from __future__ import annotations

import resource
from importlib.metadata import version

import pytest

from service.edge.descriptors import RESERVE
from service.terminal.checks.installation import descriptors, extras, server

HAVE = version("granian")
LIMITS = {
    "enough": (10_000 + RESERVE, "well", ""),
    "any number": (resource.RLIM_INFINITY, "well", ""),
    "one too few": (10_000 + RESERVE - 1, "ill", "lower GATEWAY_MAX_CONNECTIONS"),
}


def test_our_own_granian_is_the_one_we_ask_for() -> None:
    """What is installed here is what the edge was measured with."""
    assert (server().state, HAVE in server().found) == ("well", True)


@pytest.mark.parametrize("wanted", ["granian==0.0.1", "granian[reload]==0.0.1; python_version > '3'"])
def test_another_granian_is_an_ill(wanted: str) -> None:
    """Both versions are named, and what to install."""
    finding = server(["aiohttp>=3", wanted])

    assert (finding.state, finding.remedy) == ("ill", "install granian==0.0.1")
    assert f"version {HAVE}" in finding.found


def test_an_extra_is_there_when_all_its_packages_are() -> None:
    """One that lacks a package lacks all; what is lacking is a note, since nobody needs every extra."""
    finding = extras(
        [
            "granian==2",
            'pytest>=1; extra == "tools"',
            'no-such-package>=1; extra == "half"',
            'pytest>=1; extra == "half"',
            "no-such-package-2; python_version > '3' and extra == 'none'",
        ]
    )

    assert (finding.state, finding.found) == ("note", "installed: tools; not installed: half, none")
    assert finding.remedy == "when you need one: install crypto-gateway[half]"


def test_all_extras_are_well() -> None:
    """Nothing is left to wish for."""
    assert extras(['pytest>=1; extra == "tools"']).state == "well"


@pytest.mark.parametrize(("hard", "state", "remedy"), LIMITS.values(), ids=LIMITS)
def test_as_many_files_as_clients_and_a_reserve(
    hard: int, state: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hard limit counts, since the gateway raises the soft one itself."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, hard))
    finding = descriptors(10_000)

    assert (finding.state, remedy in finding.remedy) == (state, True)
