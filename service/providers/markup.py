"""Markup: the text of an XML document that may be hostile, before a parser sees it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from service.errors import ProviderPayloadError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["markup"]

MAX_TAGS: Final = 60_000
"""An outlet's feed with whole articles has some thousands; a parser needs about 30 µs for each."""
MAX_ATTRIBUTES: Final = 300
"""Of one tag; feedparser's time grows with their square."""
MAX_PREFIXES: Final = 100
"""Of namespaces; feedparser looks at all of them at each tag."""

DEFINITIONS: Final[Mapping[str, str]] = MappingProxyType({"ENTITY": "entity", "ATTLIST": "attribute"})
"""What a document may not define for itself, by the word that begins it: a few lines can stand for gigabytes."""

ENCODINGS: Final = frozenset(
    {"ascii", "us-ascii", "utf-8", "utf8", "iso-8859-1", "iso-8859-15", "latin-1", "latin1", "windows-1252", "cp1252"}
)
"""Those that cannot hide a `<` from whoever looks for it. Others are taken for UTF-8."""

_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_PAGE: Final = re.compile(r"<(!doctype\s+html|html)\b", re.IGNORECASE)
_DEFINITION: Final = re.compile(rf"<!({'|'.join(DEFINITIONS)})", re.IGNORECASE)
# Each part begins with what the part before cannot hold, so there is no going back here either.
_ATTRIBUTE: Final = r"""\s+[^\s<>"'=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*')"""
_CROWD: Final = re.compile(rf"""<[^\s<>/!?"'=]+(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}""")
_PREFIX: Final = re.compile(r"""xmlns:([^\s<>"'=]+)""")

_WIDE: Final = ((BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def markup(provider: str, body: bytes) -> str:
    """Return the document without its XML declaration, whatever its encoding is or claims to be.

    Raises ProviderPayloadError for a page in HTML, for what is no markup at all, for declarations of entities and of
    attributes, and for more tags, attributes or namespaces than can be read in seconds.
    """
    text = _decoded(body)
    text = text[declaration.end() :] if (declaration := _DECLARATION.match(text)) else text
    text = text.lstrip()
    if not text.startswith("<"):
        raise ProviderPayloadError(provider, "no markup where XML was expected")
    if _PAGE.match(text):
        raise ProviderPayloadError(provider, "HTML where XML was expected")
    if declared := _DEFINITION.search(text):
        raise ProviderPayloadError(provider, f"XML with {DEFINITIONS[declared[1].upper()]} declarations")
    if text.count("<") > MAX_TAGS:
        raise ProviderPayloadError(provider, f"XML with more than {MAX_TAGS} tags")
    if _CROWD.search(text):
        raise ProviderPayloadError(provider, f"XML with more than {MAX_ATTRIBUTES} attributes in a tag")
    if len(set(_PREFIX.findall(text))) > MAX_PREFIXES:
        raise ProviderPayloadError(provider, f"XML with more than {MAX_PREFIXES} namespaces")
    return text


def _decoded(body: bytes) -> str:
    wide = next((encoding for start, encoding in _WIDE if body.startswith(start)), None)
    if wide is not None:
        return body.decode(wide, "replace")
    body = body.removeprefix(BOM_UTF8)
    found = _DECLARED.match(body)
    declared = found[1].decode().lower() if found else "utf-8"
    for encoding in (declared if declared in ENCODINGS else "utf-8", "utf-8"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("cp1252", "replace")
