from __future__ import annotations

import pytest

from service.providers.catalog import load_catalog
from service.providers.override import Override
from service.terminal.checks.names import judge, names


@pytest.mark.parametrize(
    ("addresses", "state", "found", "remedy"),
    [
        ({"a": ["1.1.1.1"], "b": ["2606:4700::1111"]}, "well", "a, b found", ""),
        ({"a": [], "b": []}, "ill", "no address for a, b", "/etc/resolv.conf"),
        ({"a": ["1.1.1.1"], "b": []}, "note", "no address for b", "/etc/resolv.conf"),
        ({"a": ["1.1.1.1"], "b": ["10.0.0.1"]}, "note", "private addresses, which are refused: b", "https address"),
        ({"a": ["10.0.0.1", "1.1.1.1"]}, "well", "a found", ""),
    ],
)
def test_what_the_dns_says_is_judged(addresses: dict[str, list[str]], state: str, found: str, remedy: str) -> None:
    """No answer at all is an ill; one that is missing, or leads to this network, is a note with what helps."""
    finding = judge(addresses)

    assert (finding.state, found in finding.found, remedy in finding.remedy) == (state, True, True)
    assert bool(finding.remedy) is (state != "well")


async def test_addresses_of_ones_own_need_no_dns() -> None:
    """A gateway whose providers are all elsewhere is well without names."""
    elsewhere = {provider: Override("http://127.0.0.1:9") for provider in load_catalog({}).providers}

    assert (await names(load_catalog(elsewhere))).state == "well"
