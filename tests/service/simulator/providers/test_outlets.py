from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.errors import ProviderPayloadError
from service.providers.adapters.rss import PAPERS, Paper, parse, request
from service.providers.http import Answer
from service.providers.signals import conditions_of
from service.simulator.coins import load_coins
from service.simulator.faults import Bomb, Garbage, Html
from service.simulator.host import Host
from service.simulator.http import Ask, Reply
from service.simulator.limits import Refusal
from service.simulator.market import Market
from service.simulator.providers.outlets import CHANNELS, OUTLETS
from tests.fakes.clock import FakeClock
from tests.service.simulator.world import AT, ask, snapshot

if TYPE_CHECKING:
    from service.providers.articles import Article
    from service.simulator.upstream import Upstream

PAIRS = [(paper, next(upstream for upstream in OUTLETS if upstream.name == paper.outlet.id)) for paper in PAPERS]

each_outlet = pytest.mark.parametrize(("paper", "upstream"), PAIRS, ids=[paper.outlet.id for paper in PAPERS])


def question(paper: Paper, *more: tuple[str, str]) -> Ask:
    """Make the adapter's request what the simulator is asked."""
    asked = request(paper)
    headers = {name.lower(): value for name, value in (*asked.headers, *more)}
    return Ask("/" + asked.path.strip("/"), asked.query, headers)


def articles(paper: Paper, reply: Reply) -> tuple[Article, ...]:
    return parse(reply.body, paper).items


@each_outlet
def test_the_adapter_reads_what_the_outlet_writes(paper: Paper, upstream: Upstream) -> None:
    """Every item is an article: with its title, a clean link, a date that has passed, and a section."""
    reply = upstream.answer(question(paper), snapshot(upstream.name))
    found = articles(paper, reply)

    assert len(found) == reply.body.count(b"</item>") + reply.body.count(b"</entry>") > 3
    for article in found:
        assert article.published_at <= AT
        assert article.tags
        assert "utm_" not in article.url
        assert ".example/" in article.url
        assert "&amp;" not in article.title
    assert found[0].published_at > AT - timedelta(days=7)


def test_outlets_tell_the_same_stories() -> None:
    """Some of what one has, others have too."""
    titles = [
        {article.title.lower() for article in articles(paper, upstream.answer(question(paper), snapshot("x")))}
        for paper, upstream in PAIRS
    ]

    assert len(set.union(*titles)) < sum(map(len, titles))


@each_outlet
def test_nothing_new_is_said_so(paper: Paper, upstream: Upstream) -> None:
    """The marks of an answer, sent back by the adapter's client, bring 304, until there is something new."""
    first = upstream.answer(question(paper), snapshot(upstream.name))
    marks = conditions_of(Answer(first.status, dict(first.headers)))
    later = replace(snapshot(upstream.name), at=AT + timedelta(days=14))

    assert upstream.answer(question(paper, *marks), snapshot(upstream.name, second=60)).status == 304
    assert upstream.answer(question(paper, *marks), later).status == 200


@each_outlet
@pytest.mark.parametrize("fault", [Bomb(), Html(), Garbage()])
def test_hostile_answers_are_refused(paper: Paper, upstream: Upstream, fault: Bomb | Html | Garbage) -> None:
    """Bombs, pages and garbage with HTTP 200 are payload errors."""
    host = Host(upstream, Market(7, load_coins()), FakeClock(), (fault,))
    reply, _ = host.respond(question(paper))

    assert reply.status == 200
    with pytest.raises(ProviderPayloadError):
        parse(reply.body, paper)


def test_there_is_an_outlet_in_atom() -> None:
    """Both forms are spoken."""
    assert {channel.form for channel in CHANNELS} == {"rss", "atom"}


@each_outlet
def test_other_paths_are_pages(paper: Paper, upstream: Upstream) -> None:
    """An outlet's 404 is for people."""
    reply = upstream.answer(ask("/nothing"), snapshot(upstream.name))

    assert (reply.status, reply.body[:15]) == (404, b"<!DOCTYPE html>")


def test_haste_is_refused() -> None:
    """With a page that says when to come back."""
    reply = OUTLETS[0].limits[0].refuse(Refusal(17.2))

    assert (reply.status, dict(reply.headers)["retry-after"]) == (429, "18")
