"""Signals: what the status and the headers of an answer say, before anybody reads its body."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from service.errors import ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.errors import ProviderError
    from service.providers.adapter import Form
    from service.providers.http import Answer

__all__ = ["check", "conditions_of", "pause_s"]

MAX_WAIT_S = 3 * 86_400.0
"""No longer wait is believed: Binance's bans, the longest known, end after three days."""


def check(provider: str, answer: Answer, *, at: datetime, form: Form = "json") -> bytes:
    """Return the body of a good answer, or raise what its status means.

    `at` is the instant of the answer; dates in `Retry-After` are counted from it. HTML is an answer only where `form`
    is not JSON.

    Raises RateLimited (429, 418 and over the plan), ProviderUnavailable (408, 3xx, 5xx), ProviderRefused (other
    4xx) and ProviderPayloadError (no body, HTML, or a status that no provider promises).
    """
    if answer.status != HTTPStatus.OK:
        raise _failure(provider, answer, at)
    start = answer.body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise ProviderPayloadError(provider, "empty body")
    if form == "json" and start.startswith(b"<"):
        raise ProviderPayloadError(provider, "HTML where JSON was expected")
    return answer.body


def conditions_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Return the headers that ask for this answer only if it has changed (RFC 9110 §13.1)."""
    asked = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return tuple((header, answer.headers[name]) for header, name in asked if name in answer.headers)


def pause_s(answer: Answer) -> float | None:
    """Return how long to ask nothing more, which a good answer may say too; None when there is no need to wait.

    Source: draft-ietf-httpapi-ratelimit-headers-09: `r=0` is nothing left, and `t` the seconds until there is.
    """
    reset_s = _reset_s(answer.headers.get("ratelimit", ""))
    return min(reset_s, MAX_WAIT_S) if reset_s else None


def _failure(provider: str, answer: Answer, at: datetime) -> ProviderError:
    reason = f"HTTP {answer.status}"
    match answer.status // 100, answer.status:
        case _, 429 | 418:
            return RateLimited(provider, reason, _wait_s(answer.headers, at))
        case _, 402 | 430 | 434 | 435 | 436 | 437:
            # 402 is CoinPaprika's; Blockchair tells a spent allowance and a blocked address by the others.
            return RateLimited(provider, f"{reason}, over the plan")
        case (_, 408) | (5, _):
            return ProviderUnavailable(provider, reason)
        case 4, _:
            return ProviderRefused(provider, reason, _wait_s(answer.headers, at))
        case 3, _:
            return ProviderUnavailable(provider, f"{reason}, redirected")
    return ProviderPayloadError(provider, reason)


def _wait_s(headers: Mapping[str, str], at: datetime) -> float | None:
    """Return the wait that the provider asks for, or None.

    Source: RFC 9110 §10.2.3 (`Retry-After`); draft-ietf-httpapi-ratelimit-headers-09 (`RateLimit`, which Hugging
    Face sends).
    """
    wait_s = _retry_after_s(headers.get("retry-after", "").strip(), at)
    if wait_s is None:
        wait_s = _reset_s(headers.get("ratelimit", ""))
    return None if wait_s is None else min(max(0.0, wait_s), MAX_WAIT_S)


def _retry_after_s(text: str, at: datetime) -> float | None:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return (until - at).total_seconds()


def _reset_s(text: str) -> float | None:
    resets_s = [_parameter(item, "t") for item in text.split(",") if _parameter(item, "r") == 0]
    known_s = [reset_s for reset_s in resets_s if reset_s is not None]
    return max(known_s, default=None)


def _parameter(item: str, name: str) -> float | None:
    found = re.search(rf";\s*{name}=([0-9]+)", item)
    return float(found[1]) if found else None
