from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.suite.run import DOCUMENT, Run, broken, honest, judged, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.suite.traffic import Entry
    from tests.contracts.suite.run import Line


def told(steps: str) -> Run:
    """Return a run in which commands on news are sent (`>`) and confirmed (`<`), and updates come (`!`)."""
    run, line = opened("/ws")
    for step in steps.split():
        run.wait(0.001)
        match step[0], step[1:]:
            case ">", action:
                line.sends(action, service="news")
            case "<", action:
                line.gets("system", action.replace("scribe", "scription_confirmed"), service="news", subscriptions=[])
            case _:
                line.is_updated("news")
    return run


@pytest.mark.parametrize(
    ("path", "left", "come"),
    [
        ("/ws/all", "news", lambda line: line.is_updated("news")),
        ("/ws/all", "all", lambda line: line.is_updated("market_data")),
        ("/ws/all", "all", lambda line: line.is_noticed()),
        ("/ws/all", "news", lambda line: line.is_refused("source_unavailable", service="news")),
        ("/ws", "news", lambda line: line.is_updated("news")),
    ],
)
def test_what_follows_unsubscription_is_noticed(path: str, left: str, come: Callable[[Line], None]) -> None:
    """An update, a notice, the word that there is no data; of what was subscribed, and of what was not."""
    run, line = opened(path)
    line.leaves(left)
    come(line)
    (fault,) = broken(run)["UPD-04"]

    assert set(broken(run)) == {"UPD-04"}
    assert json.loads(fault.sent) == {"action": "unsubscribe", "service": left}


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(">subscribe <subscribe ! >unsubscribe ! <unsubscribe", id="before it is confirmed"),
        pytest.param(">subscribe <subscribe >unsubscribe <unsubscribe >subscribe ! <subscribe", id="asked for anew"),
        pytest.param(">subscribe >unsubscribe >subscribe <subscribe <unsubscribe <subscribe !", id="all at once"),
        pytest.param(">subscribe >unsubscribe >subscribe <subscribe <unsubscribe ! <subscribe", id="still to come"),
        pytest.param(
            ">unsubscribe >subscribe >unsubscribe <unsubscribe <subscribe ! <unsubscribe", id="the first of two"
        ),
    ],
)
def test_what_may_still_come_is_forgiven(steps: str) -> None:
    """A service is left when that is confirmed, and only until it is asked for again, however commands overlap."""
    assert "UPD-04" not in broken(told(steps))


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(">subscribe <subscribe >unsubscribe <unsubscribe !", id="plainly"),
        pytest.param(">subscribe >unsubscribe <subscribe <unsubscribe !", id="pipelined"),
        pytest.param(">unsubscribe <unsubscribe >subscribe >unsubscribe <subscribe <unsubscribe !", id="twice"),
    ],
)
def test_what_must_not_come_any_more_is_not(steps: str) -> None:
    """The last word counts."""
    assert set(broken(told(steps))) == {"UPD-04"}


@pytest.mark.parametrize(
    ("path", "come"),
    [
        ("/ws", lambda line: line.is_updated("news")),
        ("/ws", lambda line: line.is_noticed()),
        ("/ws", lambda line: line.is_refused("source_unavailable", service="news")),
        ("/ws/all", lambda line: line.is_noticed()),
    ],
)
def test_what_nobody_asked_for_is_noticed(path: str, come: Callable[[Line], None]) -> None:
    """An update, the word that there is no data, a notice: that one even where services come without asking."""
    run, line = opened(path)
    come(line)

    assert set(broken(run)) == {"UPD-05"}


def test_asking_for_one_service_is_not_asking_for_another() -> None:
    """`all` stands for every service, and not for the notices of `system`."""
    run, line = opened("/ws")
    line.subscribes("news", "news")
    line.is_updated("sentiment")
    line.subscribes("all", *DOCUMENT.services)
    run.wait(1)
    line.is_updated("sentiment")
    line.is_noticed()
    problems = [fault.problem for fault in broken(run)["UPD-05"]]

    assert problems == [
        "an update of sentiment came, which was not subscribed",
        "a notice of `system` came, which was not subscribed",
    ]


def test_an_update_may_come_before_the_confirmation() -> None:
    """Whether a subscription is confirmed is another clause's business: what counts here is that it was asked for."""
    run, line = opened("/ws")
    line.sends("subscribe", service="news")
    line.is_updated("news")

    assert broken(run) == {}


STALE = {"source": "coindesk", "as_of": "2026-11-23T10:29:00.000Z", "stale": True}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"source": ""}, "/data/source"),
        ({"source": "coindesk+"}, "/data/source"),
        ({"source": "sim:coindesk"}, "/data/source"),
        ({"as_of": "2026-11-23T10:30:00.001Z"}, "/data/as_of"),
        ({"stale": False, "freshness": {"coindesk": STALE}}, "/data/stale"),
        ({"stale": True, "freshness": {"a/b": {**STALE, "source": " "}}}, "/data/freshness/a~1b/source"),
    ],
)
def test_what_cannot_be_true_of_values_is_noticed(changes: dict[str, Any], pointer: str) -> None:
    """A source without a name, a simulated one in live mode, values of the future, a whole fresher than its parts."""
    run, line = opened("/ws/news")
    line.is_updated("news", **changes)
    faults = broken(run)

    assert set(faults) == {"UPD-08"}
    assert [fault.pointer for fault in faults["UPD-08"]] == [pointer]


def test_a_demonstration_names_its_sources_so() -> None:
    """In demo mode every source is simulated, also the second one of two."""
    run, line = opened("/ws/sentiment")
    line.is_updated("sentiment", source="sim:alternative_me+coingecko", freshness={})
    run.traffic.entries[:] = [_in_demo(entry) for entry in run.traffic.entries]

    assert [fault.pointer for fault in broken(run)["UPD-08"]] == ["/data/source"]


def _in_demo(entry: Entry) -> Entry:
    return replace(entry, text=entry.text.replace('"mode": "live"', '"mode": "demo"'))


def test_a_part_may_be_stale_before_the_whole_is() -> None:
    """Only when all parts are stale the whole cannot be fresh."""
    run, line = opened("/ws/news")
    line.is_updated("news", stale=False, freshness={"one": STALE, "other": {**STALE, "stale": False}})

    assert broken(run) == {}


@pytest.mark.parametrize("seconds", [0.0, -0.25])
def test_timestamps_of_updates_that_do_not_increase_are_noticed(seconds: float) -> None:
    """The same timestamp twice, or an earlier one."""
    run, line = opened("/ws/news")
    run.wait(1)
    line.is_updated("news")
    run.wait(seconds)
    line.is_updated("news")

    assert set(broken(run)) == {"UPD-09"}


@pytest.mark.parametrize("steps", [">subscribe <subscribe", ">unsubscribe >subscribe <unsubscribe <subscribe"])
def test_a_subscription_may_bring_the_same_update_again(steps: str) -> None:
    """The newest update follows each time somebody subscribes anew."""
    run = told(f">subscribe <subscribe ! {steps}")
    update = next(entry for entry in reversed(run.traffic.entries) if '"update"' in entry.text)
    run.traffic.entries.append(update)

    assert broken(run) == {}


@pytest.mark.parametrize(
    ("come", "problem"),
    [
        (lambda line: line.is_refused("source_unavailable", service="news"), "it was told of news before"),
        (lambda line: line.is_refused("source_unavailable"), "it does not say which service has no data"),
    ],
)
def test_trouble_that_is_told_again_is_noticed(come: Callable[[Line], None], problem: str) -> None:
    """Once is enough, and it must say of whom."""
    run, line = opened("/ws/news")
    line.is_refused("source_unavailable", service="news")
    come(line)

    assert {id_: [fault.problem for fault in faults] for id_, faults in broken(run).items()} == {"UPD-10": [problem]}


def test_trouble_after_an_update_is_noticed() -> None:
    """The last good values go on instead."""
    run, line = opened("/ws/news")
    line.is_updated("news")
    line.is_refused("source_unavailable", service="news")

    assert set(broken(run)) == {"UPD-10"}


def test_trouble_is_told_to_each_subscription() -> None:
    """Whoever comes anew does not know yet; another service is another matter."""
    run, line = opened("/ws")
    for service in ("news", "sentiment", "news"):
        line.subscribes(service, service)
        line.is_refused("source_unavailable", service=service)

    assert broken(run) == {}


@pytest.mark.parametrize("clause", ["UPD-02", "UPD-04", "UPD-05", "UPD-08", "UPD-09", "UPD-10"])
def test_what_did_not_come_up_is_unseen(clause: str) -> None:
    """A connection that only greets shows nothing of updates."""
    run, _ = opened("/ws/all")

    assert judged(run)[clause].status == "unseen"


def test_a_right_gateway_with_its_timestamps_unreadable_is_excused() -> None:
    """That they cannot be read ENV says; UPD-09 then has nothing to compare."""
    run = honest()
    run.traffic.entries[:] = [_without_zone(entry) for entry in run.traffic.entries]
    results = judged(run)

    assert (results["UPD-09"].status, results["UPD-09"].because) == ("unseen", "ENV")
    assert [id_ for id_, result in results.items() if result.status == "broken"] == ["ENV-04"]


def _without_zone(entry: Entry) -> Entry:
    return replace(entry, text=re.sub(r"(\.\d{3})Z", r"\1", entry.text)) if entry.event == "came" else entry
