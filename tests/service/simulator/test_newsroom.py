from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from service.simulator.newsroom import Desk, pieces

AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
COINS = ("Bitcoin", "Ethereum", "Solana")
DAILY, OTHER = Desk("daily", 0.3), Desk("other", 0.3, shouts=True)


def test_a_piece_never_changes() -> None:
    """What was published is published: a later look finds it as it was, and newer ones before it."""
    now, later = (pieces(7, DAILY, COINS, AT + timedelta(hours=hours)) for hours in (0, 3))
    kept = [piece for piece in later if piece.at <= AT]

    assert kept == now[: len(kept)]
    assert len(later) > len(kept) > 10


def test_a_seed_is_a_world() -> None:
    """The same seed has the same news, another seed has others."""
    assert pieces(7, DAILY, COINS, AT) == pieces(7, DAILY, COINS, AT) != pieces(8, DAILY, COINS, AT)


@pytest.mark.parametrize("desk", [DAILY, Desk("weekly", 0.01, timedelta(days=28))])
def test_pieces_lie_within_the_span(desk: Desk) -> None:
    """None from the future, none older than the feed reaches back, the newest first, each once."""
    found = pieces(7, desk, COINS, AT)

    assert [piece.at for piece in found] == sorted((piece.at for piece in found), reverse=True)
    assert len({piece.number for piece in found}) == len({piece.slug for piece in found}) == len(found) > 20
    assert all(AT - desk.span - timedelta(seconds=300) <= piece.at <= AT for piece in found)


def test_a_share_of_what_happens_is_written_of() -> None:
    """Of the 288 things of a day, about so many."""
    assert 60 < len(pieces(7, DAILY, COINS, AT)) < 115
    assert pieces(7, Desk("idle", 0.0), COINS, AT) == []


def test_outlets_carry_the_same_stories() -> None:
    """The same title at other instants, less than a quarter of an hour apart, in the house's own style."""
    here, there = ({piece.number: piece for piece in pieces(7, desk, COINS, AT)} for desk in (DAILY, OTHER))
    common = here.keys() & there.keys()

    assert 10 < len(common) < min(len(here), len(there))
    for number in common:
        assert here[number].title.lower() == there[number].title.lower()
        assert here[number].at != there[number].at
        assert abs(here[number].at - there[number].at) < timedelta(minutes=15)
    assert any(here[number].title != there[number].title for number in common)


def test_titles_are_filled_in() -> None:
    """No blank is left, and they hold what is awkward in XML."""
    titles = [piece.title for piece in pieces(7, Desk("all", 1.0, timedelta(days=7)), COINS, AT)]

    assert not any("{" in title for title in titles)
    assert len(set(titles)) > 500
    for awkward in ("&", "<", "“", "ü"):
        assert any(awkward in title for title in titles)
