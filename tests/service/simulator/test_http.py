from __future__ import annotations

import msgspec
import pytest

from service.simulator.http import Ask, Reply, read_json, reply_json

ASK = Ask("/x", (("ids", "a,b,,a"), ("id", "1"), ("id", "2"), ("yes", "true"), ("no", "True")))


def test_last_value_counts() -> None:
    """Of a name that comes twice the last value is the value; of one that does not come there is none."""
    assert ASK.value("id") == "2"
    assert ASK.value("other") is None


def test_repeated_names_keep_their_order() -> None:
    """All values of a repeated name can be read."""
    assert ASK.values("id") == ["1", "2"]
    assert ASK.values("other") == []


def test_lists_have_no_repetitions() -> None:
    """A list between commas loses its empty parts and its repetitions."""
    assert ASK.listed("ids") == ["a", "b"]
    assert ASK.listed("other") == []


def test_only_true_is_true() -> None:
    """A flag is set by `true` in lower case alone."""
    assert ASK.is_true("yes")
    assert not ASK.is_true("no")
    assert not ASK.is_true("other")


def test_json_reply_says_so() -> None:
    """A JSON answer has the type of JSON, and headers can be added to it."""
    reply = reply_json({"a": 1}, 201, (("b", "c"),)).with_headers((("d", "e"),))

    assert reply == Reply(
        201, (("content-type", "application/json; charset=utf-8"), ("b", "c"), ("d", "e")), b'{"a":1}'
    )


@pytest.mark.parametrize("body", [b"", b"{", b'"\xff"', b"[" * 100_000, b'["a"]'])
def test_what_cannot_be_read_is_one_kind_of_error(body: bytes) -> None:
    """No JSON, no UTF-8, nested too deeply, of another type."""
    with pytest.raises(msgspec.DecodeError):
        read_json(body, list[int])


def test_json_is_read() -> None:
    """Of any type, or of a certain one."""
    assert read_json(b"[1]") == read_json(b"[1]", int | list[int]) == [1]
