"""Meaning: what an error is that a provider tells in its own words, in place of an answer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from service.errors import ProviderError, ProviderPayloadError
from service.providers.reading import line

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Codes", "Words", "meaning"]

Codes: TypeAlias = "Mapping[int, type[ProviderError]]"
"""Meanings of error codes."""
Words: TypeAlias = tuple[tuple[str, type[ProviderError]], ...]
"""Meanings of parts of error texts, in lower case; the first that fits counts."""

_NONE: Final[Codes] = MappingProxyType({})


def meaning(
    provider: str, text: str, *, code: int | None = None, codes: Codes = _NONE, words: Words = ()
) -> ProviderError:
    """Return the error that a provider tells by a code, a text, or both.

    The code says what it means, or else the text. When neither does, the question or the answer was wrong, which is a
    ProviderPayloadError.
    """
    spoken = text.lower()
    kind = None if code is None else codes.get(code)
    kind = kind or next((kind for part, kind in words if part in spoken), ProviderPayloadError)
    return kind(provider, line(": ".join(filter(None, ("" if code is None else f"error {code}", text)))))
