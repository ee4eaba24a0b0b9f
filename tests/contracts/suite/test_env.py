from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.suite.run import Run, honest, judged

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.suite.traffic import Entry

GONE = object()
PONG, NEWS, MOOD = "pong system", "update news", "update sentiment"
WHALE = "/data/large_transactions/0"
FAILOVER = "/data/pools/market_prices/last_failover"
NOON = "2026-11-23T12:00:00"


def broken(run: Run) -> dict[str, list[str]]:
    """Name the broken clauses, each with the pointers of its faults."""
    return {
        id_: [fault.pointer for fault in result.faults]
        for id_, result in judged(run).items()
        if result.status == "broken"
    }


def replaced(kind: str, change: Callable[[Entry], Entry]) -> Run:
    """Return the honest run with its last frame of a type and service changed."""
    run = honest()
    places = [
        place
        for place, entry in enumerate(run.traffic.entries)
        if entry.event == "came" and (frame := json.loads(entry.text)) and f"{frame['type']} {frame['service']}" == kind
    ]
    run.traffic.entries[places[-1]] = change(run.traffic.entries[places[-1]])
    return run


def spoiled(kind: str, pointer: str, value: Any) -> Run:
    """Return it with one value of its JSON changed, added, or gone."""

    def change(entry: Entry) -> Entry:
        frame = node = json.loads(entry.text)
        *parents, key = pointer.split("/")[1:]
        for part in parents:
            node = node[int(part) if isinstance(node, list) else part]
        if value is GONE:
            del node[key]
        elif isinstance(node, list):
            node.append(value)
        else:
            node[key] = value
        return replace(entry, text=json.dumps(frame))

    return replaced(kind, change)


def test_a_right_gateway_keeps_every_clause() -> None:
    """Nothing is broken, and nothing was left unseen."""
    assert {id_: result.status for id_, result in judged(honest(), "ENV", "UPD").items()} == dict.fromkeys(
        [*(f"ENV-{number:02}" for number in range(1, 9)), "UPD-02", "UPD-04", "UPD-05", "UPD-08", "UPD-09", "UPD-10"],
        "kept",
    )


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"text": "{"}, ""),
        ({"text": "[]"}, ""),
        ({"text": '{"service": "news", "service": "news"}'}, "/service"),
        ({"text": '{"service": NaN}'}, ""),
        ({"binary": True}, ""),
        ({"event": "garbled", "text": "Invalid UTF-8 text message"}, ""),
    ],
)
def test_a_frame_is_one_json_object_in_text(changes: dict[str, Any], pointer: str) -> None:
    """Anything else breaks ENV-01 alone, since nothing more can be said of it."""
    run = replaced(NEWS, lambda entry: replace(entry, **changes))

    assert set(broken(run)) == {"ENV-01"}
    if "NaN" not in str(changes):
        assert broken(run) == {"ENV-01": [pointer]}


@pytest.mark.parametrize(
    ("clause", "kind", "pointer", "value"),
    [
        ("ENV-02", PONG, "/seq", 1),
        ("ENV-03", PONG, "/type", "PONG"),
        ("ENV-03", PONG, "/type", 7),
        ("ENV-04", PONG, "/timestamp", f"{NOON}Z"),
        ("ENV-04", PONG, "/timestamp", f"{NOON}.000000Z"),
        ("ENV-04", PONG, "/timestamp", f"{NOON}.000+00:00"),
        ("ENV-04", PONG, "/timestamp", "2026-11-31T12:00:00.000Z"),
        ("ENV-04", PONG, "/timestamp", 1763893810000),
        ("ENV-04", NEWS, "/data/as_of", "12:00"),
        ("ENV-04", NEWS, "/data/articles/0/published_at", "2026-11-23 12:00"),
        ("ENV-04", "update health_checker", "/data/providers/coingecko/last_check", ""),
        ("ENV-05", PONG, "/data", []),
        ("ENV-05", MOOD, "/data/sentiment_score", 1.5),
        ("ENV-05", MOOD, "/data/sentiment_score", "0.5"),
        ("ENV-05", MOOD, "/data/overall_sentiment", "glad"),
        ("ENV-05", NEWS, "/data/articles/0/url", "here"),
        ("ENV-06", PONG, "/data", None),
        ("ENV-06", PONG, "/timestamp", None),
        ("ENV-06", "subscription_confirmed system", "/data/request_id", None),
        ("ENV-06", "update explorers", "/data/networks/bitcoin/fees", None),
        ("ENV-06", "update market_data", "/data/prices/bitcoin", None),
        ("ENV-06", NEWS, "/data/articles/1", None),
        ("ENV-07", MOOD, "/data/mood", "good"),
        ("ENV-07", NEWS, "/data/articles/0/author", None),
        ("ENV-07", "update pool_manager", f"{FAILOVER}/by", "me"),
        ("ENV-08", PONG, "/timestamp", f"{NOON}.000Z"),
        ("ENV-08", PONG, "/timestamp", "2026-11-23T10:29:59.999Z"),
        ("ENV-08", NEWS, "/data/timestamp", "2026-11-23T09:30:10.000Z"),
    ],
)
def test_each_fault_breaks_its_clause_alone(clause: str, kind: str, pointer: str, value: Any) -> None:
    """One value is wrong in one frame: one clause says so, with the place, and no other."""
    assert broken(spoiled(kind, pointer, value)) == {clause: [pointer]}


@pytest.mark.parametrize(
    ("clause", "kind", "pointer", "value", "told"),
    [
        ("ENV-02", PONG, "/timestamp", GONE, ""),
        ("ENV-02", PONG, "/data", GONE, ""),
        ("ENV-03", PONG, "/service", "health_checker", "/type"),
        ("ENV-03", MOOD, "/service", "Sentiment", "/type"),
        ("ENV-05", MOOD, "/data/stale", GONE, "/data"),
        ("ENV-05", "update whale_tracking", f"{WHALE}/from", GONE, WHALE),
    ],
)
def test_what_is_not_there_is_told_of_what_should_hold_it(
    clause: str, kind: str, pointer: str, value: Any, told: str
) -> None:
    """A pointer into the frame cannot point to nothing; and of a name that leads nowhere the message is told."""
    assert broken(spoiled(kind, pointer, value)) == {clause: [told]}


def test_a_renamed_field_is_a_missing_one() -> None:
    """`from` that has become `from_` breaks one clause, not the one on undeclared fields besides."""
    run = spoiled("update whale_tracking", f"{WHALE}/from_", "0x0")
    run.traffic.entries[:] = [replace(each, text=each.text.replace('"from":', '"_":')) for each in run.traffic.entries]

    assert list(broken(run)) == ["ENV-05"]


def test_a_frame_out_of_scope_is_no_message_of_its_address() -> None:
    """A true update of another address is a stranger."""
    run = honest()
    line = run.open("/ws/sentiment")
    line.is_greeted()
    line.is_updated("news")

    assert broken(run) == {"ENV-03": ["/type"]}


def test_the_same_fault_of_many_frames_is_told_once() -> None:
    """A report that repeats itself is not read; frames of other places or messages are told apart."""
    run = Run()
    line = run.open("/ws/news")
    for _ in range(20):
        line.is_updated("news", mood="good")
    line.is_updated("news", weather="fair")
    faults = judged(run)["ENV-07"].faults

    assert [(fault.pointer, fault.problem.partition(" (")[2]) for fault in faults] == [
        ("/data/mood", "and in 19 more like this one)"),
        ("/data/weather", ""),
    ]


def test_without_frames_nothing_is_seen() -> None:
    """A gateway that says nothing has not kept ENV; it has not been seen."""
    run = Run()
    run.open("/ws")

    assert {result.status for result in judged(run, "ENV").values()} == {"unseen"}


def test_an_address_that_should_not_exist_is_not_judged_by_messages() -> None:
    """That it opens at all is CON-08's business."""
    run = honest()
    run.open("/ws/secret").gets("system", "whisper")

    assert broken(run) == {}


@pytest.mark.parametrize(("age_s", "clauses"), [(302, set()), (304, {"ENV-08"})])
def test_an_update_may_be_older_by_its_interval(age_s: float, clauses: set[str]) -> None:
    """Clocks may be five minutes apart, and the newest update one interval old: that of news three seconds."""
    run = Run()
    run.open("/ws/news").is_updated("news")
    (opened, came) = run.traffic.entries
    run.wait(age_s)
    run.open("/ws/news")
    run.traffic.entries = [opened, replace(run.traffic.entries[-1], event="came", text=came.text)]

    assert set(broken(run)) == clauses


def test_that_there_is_no_data_may_be_old_news() -> None:
    """Whoever subscribes hours later is told what was found out hours before."""
    run = Run()
    line = run.open("/ws/news")
    line.is_refused("source_unavailable", service="news")
    run.wait(3600)
    line.note("came", run.traffic.entries[-1].text)

    assert "ENV-08" not in broken(run)


def test_updates_may_overtake_replies() -> None:
    """Only replies must not run backwards: an update may have waited while a reply was sent."""
    run = Run()
    line = run.open("/ws/news")
    line.is_updated("news")
    update = run.traffic.entries.pop()
    run.wait(1)
    line.pings()
    run.traffic.entries.append(replace(update, elapsed_s=run.elapsed_s))

    assert broken(run) == {}
