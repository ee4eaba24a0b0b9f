from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.http import Answer
from service.providers.signals import check, pause_s

AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
HEADERS = st.text(alphabet=st.characters(codec="latin-1"), max_size=40)
DATES = st.from_regex(r"\A(Mon, )?[0-9]{1,2} Nov [0-9]{1,5} [0-9]{2}:[0-9]{2}:[0-9]{2} (GMT|-0000|[+-][0-9]{4})\Z")


def failure(status: int, headers: dict[str, str] | None = None) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        check("binance", Answer(status, headers or {}, b"{}"), at=AT)
    return caught.value


def wait_s(headers: dict[str, str], status: int = 429) -> float | None:
    error = failure(status, headers)
    assert isinstance(error, RateLimited | ProviderRefused)
    return error.retry_after_s


@given(st.integers(min_value=100, max_value=599), st.binary(max_size=20))
def test_every_status_but_200_is_an_error_of_the_provider(status: int, body: bytes) -> None:
    """Whatever the status and the body are, there is one meaning for it, and the reason names the status."""
    if status == 200:
        return
    with pytest.raises(ProviderError, match=f"HTTP {status}") as caught:
        check("binance", Answer(status, {}, body), at=AT)

    assert caught.value.provider == "binance"


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        (RateLimited, [402, 418, 429, 430, 434, 435, 436, 437]),
        (ProviderRefused, [401, 403, 431, 433, 438, 451, 499]),
        (ProviderUnavailable, [408, 500, 502, 503, 504, 521, 530, 599]),
        (ProviderPayloadError, [100, 101, 199, 201, 204, 206, 299, 0, 600, 999]),
        (ProviderPayloadError, [301, 302, 303, 304, 307, 308, 399]),
        (ProviderPayloadError, [400, 404, 405, 410, 414, 422]),
    ],
)
def test_a_status_has_one_meaning(kind: type[ProviderError], statuses: list[int]) -> None:
    """Limits wait, refusals wait long, trouble is tried again; what nobody promised, or finds fault, is not."""
    assert [type(failure(status)) for status in statuses] == [kind] * len(statuses)


@pytest.mark.parametrize("status", [500, 502, 503, 529])
def test_a_server_error_may_say_when_to_ask_again(status: int) -> None:
    """RFC 9110 §10.2.3: whoever is down for a while and says for how long is not asked before."""
    assert wait_s({"retry-after": "120"}, status) == 120.0
    assert failure(status, {"retry-after": "120"}).reason == f"HTTP {status}"
    assert type(failure(status, {"retry-after": "later"})) is ProviderUnavailable


def test_a_server_error_is_named_by_its_status_alone() -> None:
    """The reason of a failover is shown to clients, so it stays short."""
    assert failure(503).reason == "HTTP 503"


@pytest.mark.parametrize(
    ("headers", "expected_s"),
    [
        ({"retry-after": "17"}, 17.0),
        ({"retry-after": " 17 "}, 17.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "Mon, 23 Nov 2026 10:31:30 GMT"}, 90.0),
        ({"retry-after": "Mon, 23 Nov 2026 12:31:30 +0200"}, 90.0),
        ({"retry-after": "Mon, 23 Nov 2026 10:31:30 -0000"}, 90.0),
        ({"retry-after": "Mon, 23 Nov 2026 10:29:00 GMT"}, 0.0),
        ({"retry-after": "99999999999999999999"}, 3 * 86_400.0),
        ({"retry-after": "9" * 5000}, 3 * 86_400.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Mon, 23 Nov 99999999999 10:30:00 GMT"}, None),
        ({"ratelimit": '"api";r=0;t=55'}, 55.0),
        ({"ratelimit": '"api"; r=0; t=55'}, 55.0),
        ({"ratelimit": '"burst";r=0;t=2, "day";r=400;t=80000'}, 2.0),
        ({"ratelimit": '"burst";r=0;t=2, "day";r=0;t=80000'}, 80_000.0),
        ({"ratelimit": '"api";r=3;t=55'}, None),
        ({"ratelimit": '"api";r=0'}, None),
        ({"retry-after": "9", "ratelimit": '"api";r=0;t=55'}, 9.0),
        ({"retry-after": "soon", "ratelimit": '"api";r=0;t=55'}, 55.0),
        ({}, None),
    ],
)
def test_the_wait_is_what_the_headers_ask_for(headers: dict[str, str], expected_s: float | None) -> None:
    """Seconds, dates and resets are understood; a wait beyond three days, or one that is no wait, is not believed."""
    assert wait_s(headers) == expected_s


def test_a_ban_and_a_refusal_carry_their_wait() -> None:
    """Binance tells with 418 how long a ban lasts; a 403 may tell it too; 402 is about a month, not about seconds."""
    assert wait_s({"retry-after": "120"}, 418) == 120.0
    assert wait_s({"retry-after": "120"}, 403) == 120.0
    assert wait_s({"retry-after": "120"}, 402) is None


@pytest.mark.parametrize(
    ("ratelimit", "expected_s"),
    [
        ('"api";r=0;t=55', 55.0),
        ('"burst";r=0;t=2, "day";r=0;t=80000', 80_000.0),
        ('"burst";r=0;t=2, "day";r=7;t=80000', 2.0),
        ('"api";r=0;t=99999999999', 3 * 86_400.0),
        ('"api";r=1;t=55', None),
        ('"api";r=0;t=0', None),
        ('"api";r=0', None),
        ("", None),
    ],
)
def test_a_good_answer_may_say_that_it_was_the_last(ratelimit: str, expected_s: float | None) -> None:
    """Nothing is left, and when there is some again: only then is there a pause."""
    assert pause_s(Answer(200, {"ratelimit": ratelimit}, b"[]")) == expected_s


def test_an_answer_without_limits_asks_for_no_pause() -> None:
    """Most providers say nothing of what is left."""
    assert pause_s(Answer(200, {"retry-after": "9"}, b"[]")) is None


@given(HEADERS | DATES, HEADERS)
def test_no_header_breaks_the_reading(retry_after: str, ratelimit: str) -> None:
    """Whatever a provider writes into its headers, the answer is a limit with a wait between nothing and three days."""
    told_s = wait_s({"retry-after": retry_after, "ratelimit": ratelimit})

    assert told_s is None or 0.0 <= told_s <= 3 * 86_400.0


def test_a_good_answer_gives_its_body_unchanged() -> None:
    """Only the adapter reads the body."""
    assert check("binance", Answer(200, {}, b" [1]\n"), at=AT) == b" [1]\n"


@pytest.mark.parametrize("body", [b"<html>", b"\n <!DOCTYPE html>", b"\xef\xbb\xbf<html>"])
def test_html_is_not_json(body: bytes) -> None:
    """A page of a CDN with status 200 is no answer of the provider."""
    with pytest.raises(ProviderPayloadError, match="HTML where JSON was expected"):
        check("coingecko", Answer(200, {}, body), at=AT)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_an_empty_body_is_not_an_answer(body: bytes) -> None:
    """Status 200 without a body promises data and brings none."""
    with pytest.raises(ProviderPayloadError, match="empty body"):
        check("coingecko", Answer(200, {}, body), at=AT)
