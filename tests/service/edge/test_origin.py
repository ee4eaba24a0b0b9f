from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.edge.origin import allows
from tests.fakes.upgrade import upgrade

ALLOWED = frozenset({"https://app.example", "https://app.example:8443", "https://xn--bcher-kva.example"})
FOREIGN = {
    "null": "null",
    "empty": "",
    "blank": " ",
    "nothing but a scheme": "https://",
    "no scheme": "app.example",
    "scheme-relative": "//app.example",
    "another scheme": "http://app.example",
    "wss": "wss://app.example",
    "file": "file://",
    "extension": "chrome-extension://abcdefghijklmnop",
    "data": "data:text/html,hello",
    "upper-case host": "https://APP.example",
    "upper-case scheme": "HTTPS://app.example",
    "suffix": "https://evilapp.example",
    "prefix": "https://app.example.evil.test",
    "subdomain": "https://a.app.example",
    "parent": "https://example",
    "trailing dot": "https://app.example.",
    "trailing slash": "https://app.example/",
    "path": "https://app.example/page",
    "query": "https://app.example?",
    "fragment": "https://app.example#",
    "userinfo": "https://app.example@evil.test",
    "userinfo before": "https://evil.test@app.example",
    "default port": "https://app.example:443",
    "another port": "https://app.example:8444",
    "port without a number": "https://app.example:",
    "backslash": "https://app.example\\@evil.test",
    "IDN in letters": "https://bücher.example",
    "look-alike": "https://аpp.example",  # noqa: RUF001  a Cyrillic letter is the point
    "two in one": "https://app.example https://evil.test",
    "list": "https://app.example, https://evil.test",
    "blank before": " https://app.example",
    "tab after": "https://app.example\t",
    "NUL after": "https://app.example\x00",
    "wildcard": "*",
}


def judged(origin: str, host: str = "gateway.example", allowed: frozenset[str] = ALLOWED) -> bool:
    """Judge a handshake for a host from a page; the header holds the bytes that UTF-8 makes of the origin."""
    return allows(upgrade("/ws", ("host", host), ("origin", origin), without="host"), allowed)


def test_who_is_no_browser_sends_no_origin() -> None:
    """Programs may connect, with and without a list."""
    assert allows(upgrade(), ALLOWED)
    assert allows(upgrade(), frozenset())


@pytest.mark.parametrize("origin", sorted(ALLOWED))
def test_a_page_on_the_list_may_connect(origin: str) -> None:
    """To the letter, as browsers write it."""
    assert judged(origin)


@pytest.mark.parametrize("origin", FOREIGN.values(), ids=FOREIGN)
def test_a_page_that_only_resembles_one_on_the_list_may_not(origin: str) -> None:
    """Nothing is cut off, decoded, folded or completed."""
    assert not judged(origin)


@pytest.mark.parametrize("pair", [("https://app.example", "https://evil.test"), ("https://app.example",) * 2])
def test_two_origins_are_none(pair: tuple[str, str]) -> None:
    """No browser sends two, in whatever order, not even the same."""
    for first, second in (pair, pair[::-1]):
        assert not allows(upgrade("/ws", ("origin", first), ("origin", second)), ALLOWED)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:7860", "localhost:7860", "localhost", "192.168.1.5", "[::1]:7860", "[2001:db8::1]"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_gateways_own_page_may_connect_where_no_name_is_in_between(scheme: str, host: str) -> None:
    """A page that was opened by an address or as `localhost` is of the host that it connects to."""
    assert judged(f"{scheme}://{host}", host, frozenset())


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://rebound.test", "rebound.test"),
        ("http://localhost.evil.test", "localhost.evil.test"),
        ("http://127.0.0.1.evil.test", "127.0.0.1.evil.test"),
        ("http://2130706433", "2130706433"),
        ("http://user@127.0.0.1", "127.0.0.1"),
        ("http://127.0.0.1:1", "127.0.0.1:2"),
        ("http://127.0.0.1", "localhost"),
        ("http://localhost", "127.0.0.1"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("ws://127.0.0.1", "127.0.0.1"),
        ("http://", ""),
        ("http://[::1", "[::1"),
        ("http://[", "["),
    ],
)
def test_another_name_that_leads_here_is_not_the_gateways_own(origin: str, host: str) -> None:
    """A name may be anybody's (DNS rebinding), and what differs from the host in anything is another place."""
    assert not judged(origin, host, frozenset())


def test_a_doubled_host_has_no_page_of_its_own() -> None:
    """Which of two hosts would be meant, nobody can say."""
    scope = upgrade("/ws", ("host", "127.0.0.1"), ("host", "127.0.0.1"), ("origin", "http://127.0.0.1"), without="host")

    assert not allows(scope, frozenset())


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_not_on_the_list_is_refused(origin: str, host: str) -> None:
    """Any text is judged without an error, and none is let in that is neither on the list nor literally this host."""
    is_own = origin in {f"http://{host}", f"https://{host}"}

    assert not judged(origin, host) or is_own
