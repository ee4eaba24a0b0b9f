from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from pydantic import AnyUrl

from service.providers.link import clean, identity

BASE = "https://news.test"
URI = Draft202012Validator({"type": "string", "format": "uri"}, validate_formats=True)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://news.test/a", "https://news.test/a"),
        ("  https://news.test/a\n", "https://news.test/a"),
        ("HTTPS://News.TEST/A/b", "https://news.test/A/b"),
        ("http://news.test:80/a", "http://news.test/a"),
        ("https://news.test:8443/a", "https://news.test:8443/a"),
        ("https://news.test/a/", "https://news.test/a/"),
        ("https://news.test/a#comments", "https://news.test/a"),
        ("https://news.test/a?utm_source=rss&UTM_Medium=feed", "https://news.test/a"),
        ("https://news.test/a?id=7&utm_source=rss&ref=x&page=2", "https://news.test/a?id=7&page=2"),
        ("https://news.test/a?reference=1&fbclid=2", "https://news.test/a?reference=1"),
        ("/a/b", "https://news.test/a/b"),
        ("//other.test/a", "https://other.test/a"),
        ("a?x=1", "https://news.test/a?x=1"),
        ("https://news.test/a b", "https://news.test/a%20b"),
        ("https://news.test/Zürich", "https://news.test/Z%C3%BCrich"),
        ("https://news.test/a%2Fb%zz", "https://news.test/a%2Fb%25zz"),
        ("https://news.test/a|b^c[d]", "https://news.test/a%7Cb%5Ec%5Bd%5D"),
        ("https://zürich.test/", "https://xn--zrich-kva.test/"),
        ("https://a_b.test/x", "https://a_b.test/x"),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ],
)
def test_links_are_cleaned(link: str, expected: str) -> None:
    """Hosts in lower case, no fragments, no tracking, everything escaped that a URI may not hold."""
    assert clean(link, BASE) == expected


@pytest.mark.parametrize(
    "link",
    [
        "",
        " ",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://news.test/a",
        "mailto:a@news.test",
        "http://[",
        "http://[::1",
        "https://user:secret@news.test/a",
        "https://news.test@evil.test/a",
        "https://news.test:99999/a",
        "HTTP:`",
        'http://a"b.test/',
        "http://{a}/",
        "http://a$b.test/",
        "http://a;b.test/",
        "https://news.test/" + "a" * 2000,
    ],
)
def test_other_links_are_none(link: str) -> None:
    """What no reader should follow is not shown: other schemes, passwords, no host, endless addresses."""
    assert clean(link, BASE) is None


@given(st.text() | st.from_regex(r"\Ahttps?://[^/\s]{1,20}/\S{0,30}\Z") | st.text().map(lambda text: f"{BASE}/{text}"))
def test_a_cleaned_link_is_what_the_contract_promises(link: str) -> None:
    """Whatever an outlet writes: nothing, or a URI in ASCII that begins with http and is clean for ever."""
    cleaned = clean(link, BASE)
    if cleaned is None:
        return

    assert re.match(r"https?://[^/@]+/", cleaned)
    assert cleaned.isascii()
    assert not urlsplit(cleaned).fragment
    assert URI.is_valid(cleaned)
    assert str(AnyUrl(cleaned)) == cleaned
    assert clean(cleaned, "https://other.test") in {cleaned, None}


@pytest.mark.parametrize(
    "url",
    ["http://news.test/a", "https://www.news.test/a", "https://news.test/a/", "http://www.news.test/a//"],
)
def test_addresses_of_one_article_have_one_identity(url: str) -> None:
    """The scheme, `www.` and a slash at the end do not make another article."""
    assert identity(url) == identity("https://news.test/a")


@pytest.mark.parametrize(
    "url",
    [
        "https://news.test/A",
        "https://news.test/a/b",
        "https://news.test/a?id=1",
        "https://other.test/a",
        "https://news.test:8443/a",
    ],
)
def test_other_addresses_are_other_articles(url: str) -> None:
    """Path, query, host and port tell articles apart."""
    assert identity(url) != identity("https://news.test/a")


def test_an_identity_is_the_same_for_ever() -> None:
    """It is 16 hexadecimal digits that clients and the archive keep."""
    assert identity("https://www.coindesk.com/markets/bitcoin") == "d46526ea343d4983"
