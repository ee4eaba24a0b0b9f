from __future__ import annotations

from typing import Any

import msgspec
import pytest

from service.simulator.damage import damage
from service.simulator.faults import (
    AnyFault,
    Bomb,
    Drip,
    ErrorBody,
    Frozen,
    Garbage,
    Html,
    Latency,
    MissingFields,
    Nulls,
    Oversize,
    Reset,
    Silence,
    Skew,
    Status,
    Truncated,
    WrongTypes,
)
from service.simulator.http import Reply, reply_json

GOOD = reply_json(
    {"rows": {"a": {"price": "1.5", "count": 3, "list": [1]}, "b": {"price": None}}}, headers=(("x", "y"),)
)


def complain(status: int, text: str | None = None) -> Reply:
    return reply_json({"error": text or f"usual {status}"}, status)


def spoil(fault: AnyFault | None, reply: Reply = GOOD, key: str = "key") -> Reply:
    return damage(reply, fault, complain, key)


def decoded(reply: Reply) -> Any:
    return msgspec.json.decode(reply.body)


@pytest.mark.parametrize(
    "fault", [None, Frozen(), Skew(seconds=3), Silence(), Latency(seconds=1), Reset(), Truncated(), Drip()]
)
def test_other_faults_leave_the_answer(fault: AnyFault | None) -> None:
    """Faults of time and of delivery do not touch what is said."""
    assert spoil(fault) == GOOD


def test_status_speaks_in_the_providers_words() -> None:
    """Another status has the provider's own body for it, and no Retry-After unless asked for."""
    assert spoil(Status(status=503)) == complain(503)


@pytest.mark.parametrize("retry_after", [30, 0, "Mon, 23 Nov 2026 10:31:00 GMT"])
def test_status_may_say_when_to_come_back(retry_after: int | str) -> None:
    """Retry-After is seconds, zero included, or a date."""
    assert ("retry-after", str(retry_after)) in spoil(Status(status=429, retry_after=retry_after)).headers


@pytest.mark.parametrize("status", [403, 502])
def test_status_may_come_as_a_page(status: int) -> None:
    """The front of a provider speaks HTML."""
    reply = spoil(Status(status=status, html=True))

    assert reply.status == status
    assert reply.headers[0] == ("content-type", "text/html; charset=UTF-8")
    assert reply.body.startswith(b"<!DOCTYPE html>")


def test_error_body_hides_behind_success() -> None:
    """The status says 200, the body says what is wrong."""
    reply = spoil(ErrorBody(status=403))

    assert (reply.status, decoded(reply)) == (200, {"error": "usual 403"})


def test_error_body_may_have_other_words() -> None:
    """The words can be chosen."""
    assert decoded(spoil(ErrorBody(text="EService: Throttled: 1"))) == {"error": "EService: Throttled: 1"}


def test_html_is_no_json() -> None:
    """A page with status 200 where JSON was expected."""
    reply = spoil(Html())

    assert reply.status == 200
    assert b"<html" in reply.body


def test_garbage_means_nothing() -> None:
    """Bytes without meaning under the headers of a good answer, the same for the same key."""
    reply = spoil(Garbage(size_bytes=64))

    assert (reply.status, reply.headers, len(reply.body)) == (200, GOOD.headers, 64)
    assert reply == spoil(Garbage(size_bytes=64)) != spoil(Garbage(size_bytes=64), key="other")


def test_a_bomb_is_small_and_stands_for_gigabytes() -> None:
    """Ten entities, each of them ten times the one before, under the headers of a good answer."""
    reply = spoil(Bomb())

    assert (reply.status, reply.headers) == (200, GOOD.headers)
    assert len(reply.body) < 2000
    assert reply.body.count(b"<!ENTITY") == 10
    assert b'<!ENTITY a9 "' + b"&a8;" * 10 + b'">' in reply.body


@pytest.mark.parametrize("fault", [Garbage(), Bomb()])
def test_what_has_not_changed_is_spoiled_too(fault: AnyFault) -> None:
    """A fault that promises HTTP 200 gives it where the provider would have said 304."""
    assert spoil(fault, Reply(304, (), b"")).status == 200


@pytest.mark.parametrize("fault", [MissingFields(), Nulls(fields=["title"]), WrongTypes()])
def test_only_json_has_fields(fault: AnyFault) -> None:
    """XML, texts and empty bodies stay as they are."""
    for reply in (Reply(200, (), b"<rss><title>x</title></rss>"), Reply(304, (), b"")):
        assert spoil(fault, reply) == reply


def test_oversize_is_still_right() -> None:
    """A huge answer is the right one, if anybody reads it to its end; unasked it is over 9 MiB."""
    reply = spoil(Oversize())

    assert len(reply.body) == 9 * 1024 * 1024 + 1
    assert decoded(reply) == decoded(GOOD)


def test_named_fields_are_missing() -> None:
    """Fields are taken out by name at any depth."""
    assert decoded(spoil(MissingFields(fields=["price", "b"]))) == {"rows": {"a": {"count": 3, "list": [1]}}}


def test_named_fields_are_null() -> None:
    """Fields stay, without a value."""
    assert decoded(spoil(Nulls(fields=["rows"]))) == {"rows": None}


def test_named_fields_have_other_types() -> None:
    """Strings become objects, numbers and nulls become lists, lists become strings."""
    assert decoded(spoil(WrongTypes(fields=["price", "count", "list"]))) == {
        "rows": {"a": {"price": {"value": "1.5"}, "count": [3], "list": "[]"}, "b": {"price": [None]}}
    }


def test_unnamed_fields_are_drawn() -> None:
    """Without names about half of the fields of the innermost objects go, and the frame around them stays."""
    rows = [{"row": {str(number): number for number in range(20)}} for _ in range(20)]
    reply = spoil(MissingFields(), reply_json(rows))
    left = [len(row["row"]) for row in decoded(reply)]

    assert 150 < sum(left) < 250
    assert len(set(left)) > 1


def test_chance_depends_on_the_key() -> None:
    """The same key spoils the same fields."""
    good = reply_json({str(number): number for number in range(40)})

    assert spoil(Nulls(), good) == spoil(Nulls(), good) != spoil(Nulls(), good, key="other")
