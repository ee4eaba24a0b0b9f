from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from service.simulator.damage import damage
from service.simulator.faults import (
    AnyFault,
    Bomb,
    Cut,
    Drip,
    ErrorBody,
    Frozen,
    Garbage,
    HeaderChange,
    Html,
    Latency,
    MissingFields,
    Nulls,
    Oversize,
    Requoted,
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


@pytest.mark.parametrize("status", [204, 304])
def test_some_statuses_have_no_body(status: int) -> None:
    """As HTTP has it; a body under them would be read as the next answer."""
    assert (spoil(Status(status=status)).status, spoil(Status(status=status)).body) == (status, b"")


def test_headers_may_be_others() -> None:
    """In place of those of the same name in any case, or besides; nothing else is touched."""
    reply = spoil(HeaderChange(headers={"Content-Type": "text/plain", "Age": "134"}))

    assert reply.headers == (("x", "y"), ("content-type", "text/plain"), ("age", "134"))
    assert (reply.status, reply.body) == (GOOD.status, GOOD.body)


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


def test_oversize_is_still_right() -> None:
    """A huge answer is the right one, if anybody reads it to its end; unasked it is over 9 MiB. So it is in XML."""
    reply = spoil(Oversize())

    assert len(reply.body) == 9 * 1024 * 1024 + 1
    assert decoded(reply) == decoded(GOOD)
    assert spoil(Oversize(size_bytes=50), Reply(200, (), b'<?xml version="1.0"?><a/>')).body.startswith(b"<?xml")


@pytest.mark.parametrize(("share", "left"), [(0.5, b"01234"), (0, b""), (0.999, b"012345678")])
def test_a_cut_answer_looks_whole(share: float, left: bytes) -> None:
    """Only the body shows that something is missing."""
    good = Reply(200, (("x", "y"),), b"0123456789")

    assert spoil(Cut(share=share), good) == Reply(200, good.headers, left)


@pytest.mark.parametrize("fault", [MissingFields(), Nulls(), Requoted(), WrongTypes()])
def test_fields_are_spoiled_behind_the_same_headers(fault: AnyFault) -> None:
    """Another body, by the key."""
    good = reply_json({str(number): number for number in range(40)}, headers=(("x", "y"),))
    reply = spoil(fault, good)

    assert replace(reply, body=good.body) == good
    assert reply.body not in {good.body, spoil(fault, good, key="another").body}
