"""Links to articles: which of them can be shown, and when two of them mean the same article."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from pydantic import AnyUrl

__all__ = ["clean", "identity"]

MAX_CHARS: Final = 2000
SCHEMES: Final = frozenset({"http", "https"})
TRACKING: Final = frozenset({"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "ref", "ref_src"})
"""Parameters that tell where a reader comes from. All that begin with `utm_` do too."""

# What RFC 3986 and the registries of names allow; a parser for browsers takes more, such as a backtick.
_PLACE: Final = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")
# RFC 3986 allows these beside letters and digits; `%` is escaped where it escapes nothing.
_PATH: Final = "/:@!$&'()*+,;=-._~%"
_QUERY: Final = _PATH + "?"
_STRAY: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def clean(link: str, base: str) -> str | None:
    """Return the address a link leads to, as a URI (RFC 3986) without a fragment and without tracking parameters.

    Relative links are resolved against `base`. None for what is no http or https address of a host, holds a password,
    or is longer than 2,000 characters.
    """
    link = link.strip()
    if not link or len(link) > MAX_CHARS:
        return None
    try:
        parts = urlsplit(str(AnyUrl(urljoin(base, link))))
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or not _PLACE.fullmatch(parts.netloc):
        return None
    query = "&".join(part for part in parts.query.split("&") if part and not _tracks(part))
    return urlunsplit((parts.scheme, parts.netloc, _escaped(parts.path, _PATH), _escaped(query, _QUERY), ""))


def identity(url: str) -> str:
    """Return 16 hexadecimal digits that are the same for all the addresses of one article.

    Addresses that differ in nothing but the scheme, a leading `www.` and a slash at the end are of one article.
    `url` is a cleaned one.
    """
    parts = urlsplit(url)
    place = parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
    return hashlib.sha256(f"{place}?{parts.query}".encode()).hexdigest()[:16]


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in TRACKING


def _escaped(text: str, safe: str) -> str:
    return quote(_STRAY.sub("%25", text), safe=safe)
