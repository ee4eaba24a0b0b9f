from __future__ import annotations

import pytest

from service.errors import ConfigurationError
from service.terminal.address import read_address

GOOD = {
    "http://127.0.0.1:7860": "ws://127.0.0.1:7860/ws",
    "http://127.0.0.1:7860/": "ws://127.0.0.1:7860/ws",
    "https://gateway.example": "wss://gateway.example/ws",
    "ws://[::1]:7860": "ws://[::1]:7860/ws",
    "wss://gateway.example/crypto/": "wss://gateway.example/crypto/ws",
}
BAD = {
    "127.0.0.1:7860": "is no http or ws address",
    "localhost": "is no http or ws address",
    "ftp://gateway.example": "is no http or ws address",
    "http://": "is no http or ws address",
    "http://gateway.example:port": "it is no address",
    "http://[::1": "it is no address",
    "http://gateway example": "is no http or ws address",
    "http://gateway.example/ws/news": "give it with --endpoint /ws/news",
    "http://gateway.example?token=hush-hush": "give a token with --token",
    "http://me:hush-hush@gateway.example": "give a token with --token",
}


@pytest.mark.parametrize(("url", "socket"), GOOD.items())
def test_an_address_may_be_written_as_http_or_ws(url: str, socket: str) -> None:
    """The four schemes are two, a slash at the end is nothing, and a proxy's path stays."""
    assert read_address(url).socket("/ws") == socket


@pytest.mark.parametrize(("url", "words"), BAD.items())
def test_a_mistake_in_an_address_says_what_would_do(url: str, words: str) -> None:
    """What cannot be an address is told with an example, and what may be a secret is not repeated."""
    with pytest.raises(ConfigurationError) as caught:
        read_address(url)

    assert words in str(caught.value)
    assert "hush-hush" not in str(caught.value)
    assert caught.value.remedy
