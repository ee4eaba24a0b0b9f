from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.meaning import meaning

CODES = {7: ProviderUnavailable, 8: ProviderRefused}
WORDS = (("too many", RateLimited), ("key", ProviderRefused))


@pytest.mark.parametrize(
    ("code", "text", "kind", "reason"),
    [
        (7, "busy", ProviderUnavailable, "error 7: busy"),
        (7, "too many", ProviderUnavailable, "error 7: too many"),
        (9, "Too Many requests", RateLimited, "error 9: Too Many requests"),
        (9, "what?", ProviderPayloadError, "error 9: what?"),
        (9, "", ProviderPayloadError, "error 9"),
        (0, "zero", ProviderPayloadError, "error 0: zero"),
        (None, "wrong key", ProviderRefused, "wrong key"),
        (None, "too many keys", RateLimited, "too many keys"),
        (None, "", ProviderPayloadError, "an error without a text"),
    ],
)
def test_codes_count_before_words(code: int | None, text: str, kind: type[ProviderError], reason: str) -> None:
    """A code that is known decides, then the first words that fit; what says nothing is about the question."""
    error = meaning("kraken", text, code=code, codes=CODES, words=WORDS)

    assert (type(error), error.provider, error.reason) == (kind, "kraken", reason)


@given(st.text(), st.none() | st.integers())
def test_any_complaint_is_one_printable_line(text: str, code: int | None) -> None:
    """Whatever a provider writes, its reason can be shown."""
    reason = meaning("kraken", text, code=code, codes=CODES, words=WORDS).reason

    assert reason.isprintable()
    assert 1 <= len(reason) <= 200
