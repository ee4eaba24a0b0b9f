from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Literal

import pytest
import structlog

from service.logs import configure_logs
from service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _configuration() -> Iterator[None]:
    """Put structlog's configuration back: it belongs to the whole process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def settings(form: Literal["auto", "json", "text"], level: Literal["info", "warning"] = "info") -> Settings:
    return Settings(log_format=form, log_level=level)


@pytest.mark.parametrize("form", ["json", "auto"])
def test_machines_get_one_json_object_a_line(form: Literal["json", "auto"], capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, which is no terminal here, with level and UTC instant."""
    configure_logs(settings(form))
    structlog.get_logger().info("client connected", endpoint="/ws/news")
    captured = capsys.readouterr()
    line = json.loads(captured.err)

    assert captured.out == ""
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "client connected", "endpoint": "/ws/news", "level": "info"}


def test_tracebacks_are_part_of_the_object(capsys: pytest.CaptureFixture[str]) -> None:
    """A failure is still one line."""
    configure_logs(settings("json"))
    try:
        raise ZeroDivisionError("by nothing")  # noqa: TRY301  the traceback is what is tested
    except ZeroDivisionError:
        structlog.get_logger().exception("loop failed")
    (line,) = capsys.readouterr().err.splitlines()

    assert json.loads(line)["exception"][0]["exc_value"] == "by nothing"


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_traceback_gives_no_secret_away(form: Literal["json", "text"], capsys: pytest.CaptureFixture[str]) -> None:
    """Local variables stay out of the log: a provider's key may be one of them."""
    configure_logs(settings(form))
    key = f"planted-{form}"
    try:
        raise ZeroDivisionError(len(key))  # noqa: TRY301  the traceback is what is tested
    except ZeroDivisionError:
        structlog.get_logger().exception("loop failed")
    logged = capsys.readouterr().err

    assert "ZeroDivisionError" in logged
    assert key not in logged


@pytest.mark.parametrize(("form", "terminal"), [("text", False), ("auto", True)])
def test_people_get_text(
    form: Literal["text", "auto"],
    terminal: bool,  # noqa: FBT001  cases
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When they ask for it, and on a terminal without asking."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    configure_logs(settings(form))
    structlog.get_logger().info("client connected", endpoint="/ws/news")
    text = capsys.readouterr().err

    assert "client connected" in text
    assert not text.startswith("{")


def test_what_is_below_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """`warning` hides `info`, and not itself."""
    configure_logs(settings("json", "warning"))
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud")

    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["loud"]
