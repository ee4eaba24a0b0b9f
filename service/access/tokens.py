"""Tokens that stand in the settings, as hashes: whoever reads those can do nothing with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from service.access.scopes import check_scopes
from service.errors import AccessDenied, ConfigurationError
from service.gateway.identity import STREAM, Identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["MAX_TOKEN_CHARS", "Entry", "TokenAuthority", "check_name", "digest", "read_entries"]

SETTING = "GATEWAY_TOKENS"
MAX_TOKEN_CHARS = 8_192
"""A longer token is not even looked at."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One token of the settings: `NAME:SHA256`, or `NAME:SHA256:SCOPE+SCOPE` when it is not just `stream`."""

    name: str
    digest: str
    """SHA-256 of the token in hexadecimal digits. It has no salt: a token has 256 random bits, unlike a password."""
    scopes: frozenset[str]

    def __str__(self) -> str:
        scopes = "" if self.scopes == {STREAM} else f":{'+'.join(sorted(self.scopes))}"
        return f"{self.name}:{self.digest}{scopes}"


class TokenAuthority:
    """Knows the tokens of the settings. Implements Authority."""

    asks = True

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._known = [(entry.digest.encode(), Identity(entry.name, entry.scopes)) for entry in entries]

    async def identify(self, token: str | None) -> Identity:
        """Return whose token it is. Raises AccessDenied for one that is not known."""
        if not token:
            raise AccessDenied("A token is needed")
        if len(token) > MAX_TOKEN_CHARS:
            raise AccessDenied(f"A token has {MAX_TOKEN_CHARS} characters at most")
        brought = digest(token).encode()
        # All of them, each in constant time: how long it takes tells nothing about how close a guess was.
        found = [identity for known, identity in self._known if compare_digest(brought, known)]
        if not found:
            raise AccessDenied("The token is not known")
        return found[0]


def digest(token: str) -> str:
    """Return the hash by which a token is known."""
    return sha256(token.encode(errors="surrogatepass")).hexdigest()


def check_name(setting: str, name: str) -> str:
    """Return the name of a token. Raises ConfigurationError, without the name, when it holds what would be unclear."""
    if not _NAME.fullmatch(name):
        raise ConfigurationError(
            setting, "a name has 1 to 64 letters, digits, dots, hyphens and underscores, and begins with no sign"
        )
    return name


def read_entries(text: str) -> Sequence[Entry]:
    """Read the entries of the setting, which have commas between.

    Raises ConfigurationError for one that will not do. Its text holds no more of it than a name: what stands there in
    place of a hash may be a token.
    """
    words = [word for part in text.split(",") if (word := part.strip())]
    entries = [_entry(number, word) for number, word in enumerate(words, 1)]
    for number, entry in enumerate(entries, 1):
        for other, earlier in enumerate(entries[: number - 1], 1):
            if entry.name == earlier.name or entry.digest == earlier.digest:
                what = "name" if entry.name == earlier.name else "token"
                raise ConfigurationError(SETTING, f"entries {other} and {number} have the same {what}")
    return entries


def _entry(number: int, word: str) -> Entry:
    name, _, rest = word.partition(":")
    hashed, colon, scopes = rest.partition(":")
    if not _NAME.fullmatch(name) or not _DIGEST.fullmatch(hashed):
        raise ConfigurationError(
            SETTING, f"entry {number} is not NAME:SHA256 or NAME:SHA256:SCOPE+SCOPE", "`gateway token NAME` prints one"
        )
    listed = scopes.split("+") if colon else [STREAM]
    return Entry(name, hashed.lower(), check_scopes(SETTING, listed, f"entry {number} ({name})"))
