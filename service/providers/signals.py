"""Signals: what the status and the headers of an answer say, before anybody reads its body."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

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


LIMIT: Final = frozenset({418, 429})
"""Binance follows 429 by 418."""
PLAN: Final = frozenset({402, 430, 434, 435, 436, 437})
"""402 is CoinPaprika's; Blockchair tells a spent allowance and a blocked address by the others."""
REDIRECT: Final = frozenset({300, 301, 302, 303, 307, 308})
QUESTION: Final = frozenset({400, 404, 405, 410, 414, 422})
"""They find fault with the question, and not with whoever asks: the provider's other feeds may be well."""


def check(provider: str, answer: Answer, *, at: datetime, form: Form = "json") -> bytes:
    """Return the body of a good answer, or raise what its status means.

    `at` is the instant of the answer; dates in `Retry-After` are counted from it. HTML is an answer only where `form`
    is not JSON.

    Raises RateLimited (429, 418, over the plan, and 5xx that says when to ask again), ProviderUnavailable (408, other
    5xx), ProviderRefused (other 4xx) and ProviderPayloadError (no body, HTML, a redirect or another status that no
    provider promises, or one that finds fault with the question).
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
    status, wait_s = answer.status, _wait_s(answer.headers, at)
    reason = f"HTTP {status}"
    if status in PLAN:
        return RateLimited(provider, f"{reason}, over the plan")
    if status in LIMIT or (status in range(500, 600) and wait_s is not None):
        return RateLimited(provider, reason, wait_s)
    if status in REDIRECT:
        # It would be the same the next moment, and nobody is led to an address that the catalog does not name.
        return ProviderPayloadError(provider, f"{reason}, redirected")
    if status == HTTPStatus.REQUEST_TIMEOUT or status in range(500, 600):
        return ProviderUnavailable(provider, reason)
    if status in QUESTION or status not in range(400, 500):
        return ProviderPayloadError(provider, reason)
    return ProviderRefused(provider, reason, wait_s)


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
