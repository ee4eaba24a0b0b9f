from __future__ import annotations

import pytest
from click.testing import CliRunner

from service.cli_watch import watch
from service.errors import ConfigurationError

MISTAKES = {
    "service": (("marketdata",), "marketdata: there is no such service; did you mean market_data"),
    "endpoint": (("--endpoint", "/ws/nws"), "/ws/nws: there is no such endpoint; did you mean /ws/news"),
    "scope": (("news", "--endpoint", "/ws/health"), "news: /ws/health does not carry it; it carries health_checker"),
    "url": (("--url", "localhost"), "--url: 'localhost' is no http or ws address; write it like http://127.0.0.1:7860"),
}


@pytest.mark.parametrize(("arguments", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_before_anybody_is_asked(arguments: tuple[str, ...], words: str) -> None:
    """Names and addresses are judged first, each with what would do."""
    with pytest.raises(ConfigurationError) as caught:
        CliRunner().invoke(watch, arguments, catch_exceptions=False, standalone_mode=False)

    assert str(caught.value) == words
