from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isfinite

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderPayloadError, ProviderRefused
from service.providers.network import FeeRates
from service.providers.quotes import Quote, Quotes
from service.providers.reading import (
    Number,
    amount,
    attempt,
    count,
    decode,
    each,
    fee_rates,
    gather,
    instant,
    instant_of_text,
    label,
    line,
    listed,
    number,
    price,
)

NAMES = msgspec.json.Decoder(list[str])
COUNT = msgspec.json.Decoder(int)
ANY = msgspec.json.Decoder(object)
RAWS = msgspec.json.Decoder(list[msgspec.Raw])
AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def test_answer_of_the_right_type_is_decoded() -> None:
    """What fits is returned as it is."""
    assert decode("kraken", b'["a", "b"]', NAMES) == ["a", "b"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "Input data was truncated"),
        (b'["a"', "Input data was truncated"),
        (b"[NaN]", "JSON is malformed: invalid character (byte 1)"),
        (b"{}", "Expected `array`, got `object`"),
        (b'["a", 1]', "Expected `str`, got `int` - at `$[1]`"),
        (b'["\xff"]', "text is not UTF-8"),
        (b"<!DOCTYPE html><title>Just a moment</title>", "HTML where JSON was expected"),
        (b"\xef\xbb\xbf\r\n <html>", "HTML where JSON was expected"),
    ],
)
def test_answer_of_another_kind_is_a_payload_error(body: bytes, reason: str) -> None:
    """The reason says what is wrong with the body, and where."""
    with pytest.raises(ProviderPayloadError) as caught:
        decode("kraken", body, NAMES)

    assert (caught.value.provider, caught.value.reason) == ("kraken", reason)


def test_deep_answer_is_a_payload_error() -> None:
    """Nesting is no way to break the reader."""
    with pytest.raises(ProviderPayloadError) as caught:
        decode("kraken", b"[" * 100_000, ANY)

    assert caught.value.reason == "JSON is nested too deeply"


def test_part_of_the_wrong_type_is_none() -> None:
    """An attempt never raises."""
    assert attempt(b"7", COUNT) == 7
    assert [attempt(part, COUNT) for part in (b'"7"', b"", b"[", b"1.5")] == [None] * 4
    assert attempt(b'["\xff"]', NAMES) is None
    assert attempt(b"[" * 100_000, ANY) is None


def test_odd_items_of_a_list_are_left_out() -> None:
    """One item that does not fit does not cost the others, nor their order."""
    assert list(each(RAWS.decode(b'[3, "x", null, 0, {"a": []}, 1]'), COUNT)) == [3, 0, 1]


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (87012.5, 87012.5),
        (7, 7.0),
        ("87012.51000000", 87012.51),
        ("-1.409", -1.409),
        ("6.98e-06", 6.98e-06),
        ("0", 0.0),
        ("", None),
        (" 1", None),
        ("1,5", None),
        ("1_000", None),
        ("0x1f", None),
        ("n/a", None),
        ("NaN", None),
        ("-Infinity", None),
        ("1e999", None),
        (10**400, None),
        (None, None),
    ],
)
def test_number_is_a_finite_decimal_or_none(value: Number, figure: float | None) -> None:
    """Numbers come bare or in quotes; what is no finite decimal is None, never zero."""
    assert number(value) == figure


@given(st.one_of(st.none(), st.text(), st.integers(), st.floats()))
def test_figures_keep_their_bounds(value: Number) -> None:
    """A price is above zero, an amount is not below it, and all figures are finite."""
    figure = number(value)

    assert figure is None or isfinite(figure)
    assert price(value) == (figure if figure is not None and figure > 0 else None)
    assert amount(value) == (figure if figure is not None and figure >= 0 else None)


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (0, 0),
        ("430211", 430211),
        (5.0, 5),
        (2**53, 2**53),
        (2**53 + 2, None),
        ("1e20", None),
        (1.5, None),
        (-1, None),
        (None, None),
        ("", None),
        ("NaN", None),
        ("x", None),
    ],
)
def test_a_count_is_whole_and_exact(value: Number, whole: int | None) -> None:
    """Beyond 2^53 nobody who reads JSON as doubles would see the same number."""
    found = count(value)

    assert found == whole
    assert found is None or type(found) is int


def test_zero_is_an_amount_but_no_price() -> None:
    """Nothing traded is a fact; a price of nothing is not."""
    assert (amount("0.0"), price("0.0"), amount("-0.1"), price("-0.1")) == (0.0, None, None, None)


@given(st.integers(min_value=1, max_value=4_102_444_800_000))
def test_instant_keeps_milliseconds(epoch_ms: int) -> None:
    """Milliseconds survive the way through seconds, exactly."""
    assert instant(epoch_ms / 1000) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=epoch_ms)


@pytest.mark.parametrize("epoch_s", [None, 0.0, -1.0, 1e300, float("inf"), float("nan")])
def test_what_is_no_sensible_instant_is_none(epoch_s: float | None) -> None:
    """Zero means that the provider does not know; the rest fits no calendar."""
    assert instant(epoch_s) is None


def test_text_with_a_zone_is_an_instant_in_utc() -> None:
    """Any zone is turned into UTC."""
    at = instant_of_text("2026-11-23T12:30:00+02:00")

    assert at == AT
    assert at is not None
    assert at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-23T10:30:00", "0001-01-01T00:00:00+23:59"])
def test_text_that_means_no_instant_is_none(text: str) -> None:
    """Without a zone nobody knows which instant is meant."""
    assert instant_of_text(text) is None


@given(st.text(max_size=600))
def test_line_is_one_printable_line(text: str) -> None:
    """Whatever a provider writes, the reason is one line of at most 200 characters."""
    assert line(text).isprintable()
    assert 1 <= len(line(text)) <= 200


def test_line_is_cut_with_a_sign() -> None:
    """A text is kept whole up to 200 characters; a longer one shows that it was cut."""
    assert line("x" * 200) == "x" * 200
    assert line("x" * 201) == "x" * 199 + "…"
    assert line(" rate\r\nlimit\x1b[31m\u2028exceeded ") == "rate limit [31m exceeded"
    assert line("\x00") == "an error without a text"


@pytest.mark.parametrize("text", ["", " ", "\x00", "\u200b", "\u202e\n"])
def test_a_word_that_nobody_sees_is_none(text: str) -> None:
    """What is shown is a word, not the remark that there is none."""
    assert label(text) is None


def test_a_word_is_cut_as_a_line_is() -> None:
    """It is one printable line of at most 200 characters."""
    assert label(" Extreme\nFear\u200b ") == "Extreme Fear"
    assert label("x" * 200) == "x" * 200
    assert label("x" * 201) == "x" * 199 + "…"


@pytest.mark.parametrize("missing", [None, 0, -1, "", "NaN"])
def test_fee_rates_are_whole_or_none(missing: Number) -> None:
    """One that is missing, or is no price, makes the others useless, whichever it is."""
    assert fee_rates("1.5", 2, 3.0, "gwei") == FeeRates(slow=1.5, normal=2.0, fast=3.0, unit="gwei")
    for slow, normal, fast in ((missing, 2, 3), (1, missing, 3), (1, 2, missing)):
        assert fee_rates(slow, normal, fast, "gwei") is None


def test_listed_coins_are_those_with_a_name() -> None:
    """Coins that the provider does not list are not asked for; the order stays."""
    assert list(listed("kraken", {"ETH/USD": "ethereum", None: "vechain", "BTC/USD": "bitcoin"}).items()) == [
        ("ETH/USD", "ethereum"),
        ("BTC/USD", "bitcoin"),
    ]


@pytest.mark.parametrize("names", [{}, {None: "vechain"}])
def test_no_listed_coin_is_refused(names: dict[str | None, str]) -> None:
    """An empty question would be answered with all coins, at a price."""
    with pytest.raises(ProviderRefused) as caught:
        listed("kraken", names)

    assert str(caught.value) == "kraken: lists no coin of ours"


def test_gathered_quotes_are_as_of_the_newest_instant() -> None:
    """A coin that is hardly traded does not make the answer look old."""
    by_coin = {"bitcoin": Quote(1.0)}

    assert gather("coingecko", by_coin, [AT - timedelta(days=9), AT, None]) == Quotes(by_coin, AT)
    assert gather("coingecko", by_coin, [None]) == Quotes(by_coin, None)
    assert gather("coingecko", by_coin) == Quotes(by_coin, None)


def test_no_coin_is_a_payload_error() -> None:
    """Quotes are never empty."""
    with pytest.raises(ProviderPayloadError) as caught:
        gather("coingecko", {}, [AT])

    assert str(caught.value) == "coingecko: no coin of ours in the answer"
