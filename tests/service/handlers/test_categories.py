from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from service.handlers.categories import CATEGORIES, categorise

if TYPE_CHECKING:
    from contracts.document import Document


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bitcoin price climbs as ETF inflows return", ["Market", "Bitcoin"]),
        ("SEC sues the founders of a DeFi bridge after a hack", ["DeFi", "Regulation", "Security"]),
        ("Vitalik on layer-2 rollups", ["Ethereum"]),
        ("Layer 2 season", ["Ethereum"]),
        ("NFTs are back!", ["NFT"]),
        ("Memecoins, Solana and Dogecoin", ["Altcoins"]),
        ("Seconds later: a secular trend among ethical banksters", []),
        ("Second layer", []),
        ("ETH/BTC", ["Bitcoin", "Ethereum"]),
        ("", []),
    ],
)
def test_words_of_the_title_decide(title: str, expected: list[str]) -> None:
    """Whole words and phrases count, in any case and with any signs between them; many titles have no category."""
    assert categorise(title, ()) == expected


def test_tags_count_too() -> None:
    """What the outlet files it under is as good as its title, and a phrase does not reach from one to the other."""
    assert categorise("What happened", ("Policy", "bitcoin")) == ["Bitcoin", "Regulation"]
    assert categorise("The new layer", ("2 cents",)) == []


def test_the_categories_are_those_of_the_contract(document: Document) -> None:
    """By the same names and in the same order."""
    described = document.raw["components"]["schemas"]["Categories"]["description"]

    assert [name for name, _ in CATEGORIES] == re.findall(r"`(\w+)`", described)


def test_words_are_written_as_they_are_compared() -> None:
    """Lower case, single blanks, letters and digits only, none twice in a category."""
    for name, phrases in CATEGORIES:
        assert len(set(phrases)) == len(phrases), name
        for phrase in phrases:
            assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", phrase), phrase
