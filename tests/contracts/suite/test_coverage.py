from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from contracts.document import read
from contracts.suite.coverage import Coverage, Part, Section, cover, written
from contracts.suite.evidence import Evidence
from contracts.suite.inventory import enum_values, operations, optional_fields, pairs, title
from tests.contracts.suite.run import DOCUMENT, Run, example, honest

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.suite.traffic import Entry


def seen(run: Run, section: str) -> dict[str, int]:
    """Return what was seen of a section, with its counts."""
    (found,) = (each for each in cover(run.evidence).sections if each.title == section)
    return {part.name: part.count for part in found.seen}


def complete() -> Run:
    """Return a run in which every address, message, reply and code occurs."""
    run = Run()
    codes = [code for code in DOCUMENT.error_codes if code != "source_unavailable"]
    for path, endpoint in DOCUMENT.endpoints.items():
        line = run.open(path)
        for message in DOCUMENT.on_channel(endpoint.channel, "event"):
            if message.name not in DOCUMENT.replies:
                line.note("came", json.dumps(example(message.name, run.stamp)))
        line.is_refused("source_unavailable", service=endpoint.scope[0])
        line.subscribes(endpoint.scope[0], endpoint.scope[0])
        line.leaves(endpoint.scope[0])
        line.pings()
        line.sends("get_status")
        line.note("came", json.dumps(example("StatusEvent", run.stamp)))
        for place, code in enumerate(codes):
            line.sends(DOCUMENT.actions[place % len(DOCUMENT.actions)])
            line.is_refused(code)
    return run


def test_one_conversation_is_counted_piece_by_piece() -> None:
    """What was said on one address is counted there, and nowhere else."""
    run = Run()
    line = run.open("/ws/news")
    line.is_greeted()
    line.is_updated("news")
    line.is_updated("news")
    line.subscribes("news", "news")
    line.pings()

    assert seen(run, "channels") == {"/ws/news": 5}
    assert seen(run, "operations") == {"newsSubscribe": 1, "newsPing": 1, "newsGreet": 1, "newsPublish": 2}
    assert seen(run, "messages") == {
        "SubscribeCommand": 1,
        "PingCommand": 1,
        "ConnectionEstablishedEvent": 1,
        "SubscriptionConfirmedEvent": 1,
        "PongEvent": 1,
        "NewsUpdate": 2,
    }
    assert seen(run, "replies") == {
        "SubscribeCommand → SubscriptionConfirmedEvent": 1,
        "PingCommand → PongEvent": 1,
    }
    assert seen(run, "error codes") == {}
    assert seen(run, "enum values") == {"SubscriptionTarget: news": 1, "Mode: live": 1}
    assert seen(run, "optional fields") == {"Article.id": 2, "Article.categories": 2, "NewsData.freshness": 2}


def test_replies_belong_to_commands_in_their_order() -> None:
    """Commands may be sent all at once; what comes unasked answers none of them."""
    run = Run()
    line = run.open("/ws")
    line.sends("subscribe", service="news")
    line.sends("ping")
    line.note("sent", "hello")
    line.sends("ping")
    line.is_refused("source_unavailable", service="news")
    line.gets("system", "subscription_confirmed", service="news", subscriptions=["news"])
    line.is_updated("news")
    line.gets("system", "pong")
    line.is_refused("invalid_json")
    line.gets("system", "pong")

    assert seen(run, "replies") == {"SubscribeCommand → SubscriptionConfirmedEvent": 1, "PingCommand → PongEvent": 2}
    assert seen(run, "error codes") == {"invalid_json": 1, "source_unavailable": 1}
    assert seen(run, "operations") == {"rootSubscribe": 1, "rootPing": 2, "rootPublish": 2}


def test_a_wrong_command_shows_how_it_is_refused_and_not_that_it_works() -> None:
    """Its reply counts; its operation does not, nor does its message when it is wrong in itself."""
    run = Run()
    line = run.open("/ws/news")
    line.sends("ping", request_id=7)
    line.is_refused("invalid_field", field="request_id")
    line.sends("subscribe", service="sentiment")
    line.is_refused("service_not_available")

    assert seen(run, "replies") == {"SubscribeCommand → ErrorEvent": 1, "PingCommand → ErrorEvent": 1}
    assert seen(run, "messages") == {"SubscribeCommand": 1, "ErrorEvent": 2}
    assert seen(run, "operations") == {}


def test_an_answer_to_another_command_is_none() -> None:
    """That a ping was answered with a status shows neither of the two at work."""
    run = Run()
    line = run.open("/ws")
    line.sends("ping")
    line.note("came", json.dumps(example("StatusEvent", run.stamp)))

    assert (seen(run, "replies"), seen(run, "operations")) == ({}, {})


def test_a_command_without_an_answer_shows_nothing() -> None:
    """That it was sent is no merit of the gateway."""
    run = Run()
    run.open("/ws").sends("ping")

    assert (seen(run, "operations"), seen(run, "channels")) == ({}, {})


def test_the_same_frame_counts_as_often_as_it_comes() -> None:
    """Values and fields are counted in frames, not in different ones."""
    run = Run()
    for path in ("/ws/sentiment", "/ws/all"):
        run.open(path).is_updated("sentiment")

    assert seen(run, "enum values") == {"Sentiment: bullish": 2}
    assert seen(run, "optional fields") == {"SentimentData.labels": 2, "SentimentData.freshness": 2}


def test_wrong_frames_do_not_count_and_keep_their_place() -> None:
    """A pong that breaks the contract is no pong that was seen; the next one belongs to the next ping all the same."""
    run = Run()
    line = run.open("/ws")
    line.sends("subscribe", service="news")
    line.sends("ping")
    line.gets("system", "subscription_confirmed", service=None)
    line.gets("system", "pong")

    assert seen(run, "replies") == {"PingCommand → PongEvent": 1}
    assert seen(run, "messages") == {"SubscribeCommand": 1, "PingCommand": 1, "PongEvent": 1}


def test_other_addresses_and_binary_frames_are_passed_over() -> None:
    """They are no part of the contract."""
    run = Run()
    line = run.open("/ws")
    line.note("sent", '{"action": "ping"}', binary=True)
    run.open("/ws/secret").pings()
    line.pings()

    assert seen(run, "messages") == {"PingCommand": 1, "PongEvent": 1}


def test_everything_is_a_hundred_percent() -> None:
    """A run in which all there is was seen."""
    coverage = cover(complete().evidence)

    assert [(each.title, each.unseen) for each in coverage.sections if each.is_demanded and each.unseen] == []
    assert coverage.percent == 100
    assert list(coverage.examples) == list(DOCUMENT.messages)


@pytest.mark.parametrize(
    ("missing", "section", "names"),
    [
        (lambda entry: entry.path == "/ws/ai", "channels", {"/ws/ai"}),
        (lambda entry: entry.path == "/ws/ai" and "tion_est" in entry.text, "operations", {"aiGreet"}),
        (lambda entry: '"service": "onchain", "type"' in entry.text, "messages", {"OnchainUpdate"}),
        (lambda entry: '"type": "status"' in entry.text, "replies", {"GetStatusCommand → StatusEvent"}),
        (lambda entry: "missing_service" in entry.text, "error codes", {"missing_service"}),
        (lambda entry: "source_unavailable" in entry.text, "error codes", {"source_unavailable"}),
    ],
)
def test_what_is_missing_is_named(missing: Callable[[Entry], bool], section: str, names: set[str]) -> None:
    """Without all frames of a kind the figure is below a hundred, and says why."""
    run = complete()
    run.traffic.entries[:] = [entry for entry in run.traffic.entries if not missing(entry)]
    coverage = cover(run.evidence)
    (found,) = (each for each in coverage.sections if each.title == section)

    assert {part.name for part in found.unseen} == names
    assert coverage.percent < 100
    assert next(coverage.lines()).endswith(written(coverage.percent))
    assert any(line.endswith(f"not seen: {', '.join(names)}") for line in coverage.lines())


def test_what_no_client_can_cause_is_left_out_of_the_figure() -> None:
    """Its absence does not count against a run; its presence is told."""
    without, with_ = complete(), complete()
    without.traffic.entries[:] = [
        entry
        for entry in without.traffic.entries
        if not {"internal_error", "not_authorized"} & set(entry.text.split('"'))
    ]

    assert cover(without.evidence).percent == cover(with_.evidence).percent == 100
    assert "    cannot be asked for: not_authorized, internal_error" in list(cover(without.evidence).lines())
    assert seen(with_, "error codes")["internal_error"] == len(DOCUMENT.endpoints)


def test_the_figures_are_plain_json() -> None:
    """They say the same as the lines."""
    coverage = cover(honest().evidence)
    figures = coverage.figures()

    assert json.loads(json.dumps(figures)) == figures
    assert figures["percent"] == coverage.percent
    assert figures["sections"]["channels"] == {
        "percent": 25.0,
        "is_demanded": True,
        "seen": {part.name: part.count for part in coverage.sections[0].seen},
        "unseen": [path for path in DOCUMENT.endpoints if path not in {"/ws", "/ws/all", "/ws/data", "/ws/news"}],
    }


def test_a_hundred_percent_is_never_rounded_to() -> None:
    """One of two thousand missing is not all."""
    section = Section("operations", tuple(Part(str(number), number) for number in range(3000)), is_demanded=True)

    assert written(Coverage((section,), {}).percent) == "99.9 %"
    assert written(Coverage((replace(section, parts=section.parts[1:]),), {}).percent) == "100 %"


def test_each_part_weighs_the_same_and_what_is_not_demanded_nothing() -> None:
    """Three of four, however they are spread; enums and optional fields are for information."""
    one = Section("channels", (Part("a", 1),), is_demanded=True)
    three = Section("codes", (Part("a", 1), Part("b", 9), Part("c", 0)), is_demanded=True)
    extra = Section("fields", (Part("a", 0),) * 50, is_demanded=False)

    assert Coverage((one, three, extra), {}).percent == 75
    assert three.percent == pytest.approx(66.67, abs=0.01)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("#/components/schemas/Mode", "Mode"),
        ("#/components/schemas/NewsData/properties/articles/items", "NewsData.articles[]"),
        ("#/components/schemas/A/properties/b/additionalProperties/properties/c", "A.b.*.c"),
        ("#/components/schemas/A/oneOf/1/properties/oneOf", "A.oneOf"),
    ],
)
def test_places_have_names_for_people(place: str, name: str) -> None:
    """Short, and as one would write them in code."""
    assert title(place) == name


def test_the_inventory_is_the_documents() -> None:
    """Every operation, every pair of a command and its replies, every value, every field that may be absent."""
    raw = copy.deepcopy(dict(DOCUMENT.raw))
    raw["components"]["schemas"]["NewsData"]["properties"]["mood"] = {"type": "string", "enum": ["good", "bad"]}
    changed = read(raw)

    assert len(list(operations(changed))) == len(raw["operations"])
    assert list(pairs(changed)) == [
        "SubscribeCommand → SubscriptionConfirmedEvent",
        "SubscribeCommand → ErrorEvent",
        "UnsubscribeCommand → UnsubscriptionConfirmedEvent",
        "UnsubscribeCommand → ErrorEvent",
        "GetStatusCommand → StatusEvent",
        "GetStatusCommand → ErrorEvent",
        "PingCommand → PongEvent",
        "PingCommand → ErrorEvent",
    ]
    assert set(enum_values(changed)) - set(enum_values(DOCUMENT)) == {"NewsData.mood: good", "NewsData.mood: bad"}
    assert set(optional_fields(changed)) - set(optional_fields(DOCUMENT)) == {"NewsData.mood"}
    assert "PongData.request_id" not in optional_fields(DOCUMENT)


def test_values_are_counted_under_the_names_of_the_inventory() -> None:
    """Whatever is seen is on the list, also of a document that is not today's."""
    raw = copy.deepcopy(dict(DOCUMENT.raw))
    raw["components"]["schemas"]["SentimentData"]["properties"]["labels"]["additionalProperties"]["enum"] = ["Greed"]
    changed = read(raw)
    run = honest()
    coverage = cover(Evidence(changed, run.traffic))
    (values,) = (each for each in coverage.sections if each.title == "enum values")
    counts = {part.name: part.count for part in values.parts}

    assert counts["SentimentData.labels.*: Greed"] == counts["Sentiment: bullish"] > 0
    assert counts["NodeState: down"] > 0
    assert counts["Sentiment: bullish"] == seen(run, "messages")["SentimentUpdate"]
    assert counts["NodeState: degraded"] == 0
