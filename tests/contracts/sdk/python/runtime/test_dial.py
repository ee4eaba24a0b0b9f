from __future__ import annotations

import pytest

from contracts.sdk.python.runtime.dial import address


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("ws://localhost:7860", "ws://localhost:7860/ws/news"),
        ("ws://localhost:7860/", "ws://localhost:7860/ws/news"),
        ("http://localhost:7860", "ws://localhost:7860/ws/news"),
        ("https://gateway.example.com", "wss://gateway.example.com/ws/news"),
        ("wss://example.com/crypto/", "wss://example.com/crypto/ws/news"),
        ("wss://example.com/ws/news", "wss://example.com/ws/news"),
        ("wss://example.com/ws/news/", "wss://example.com/ws/news"),
        ("wss://example.com?token=t", "wss://example.com/ws/news?token=t"),
        ("ws://[::1]:7860", "ws://[::1]:7860/ws/news"),
    ],
)
def test_the_path_of_the_endpoint_is_added(url: str, found: str) -> None:
    """The user says where the gateway is; a prefix, a query and a path that is there already are kept."""
    assert address(url, "/ws/news") == found


@pytest.mark.parametrize("url", ["localhost:7860", "ftp://localhost", "", "ws://", "/ws/news"])
def test_what_is_no_address_is_refused(url: str) -> None:
    """A mistake in the address is told before anything is tried."""
    with pytest.raises(ValueError, match="not the address of a gateway"):
        address(url, "/ws/news")
