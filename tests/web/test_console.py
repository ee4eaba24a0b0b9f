from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.live.stand import Stand
    from tests.web.screen import Screen

pytestmark = pytest.mark.live

SEVERAL_UPDATES_MS = 2_000
SENT = ("Subscribe", "Unsubscribe", "Get status", "Ping")
REPLIES = ("SubscriptionConfirmedEvent", "UnsubscriptionConfirmedEvent", "StatusEvent", "PongEvent")


def connected(gateway: Stand, look: Callable[..., Screen], view: str = "console") -> Screen:
    """Open the console and connect it."""
    screen = look(gateway.url).open(view)
    screen.page.get_by_role("button", name="Connect", exact=True).click()
    screen.page.locator(".line", has_text="ConnectionEstablishedEvent").wait_for()
    return screen


def test_every_command_is_sent_and_its_reply_judged_valid(gateway: Stand, look: Callable[..., Screen]) -> None:
    """The buttons of the contract's commands work, and each answer is ticked."""
    screen = connected(gateway, look)
    for button, reply in zip(SENT, REPLIES, strict=True):
        screen.page.get_by_role("button", name=button, exact=True).click()
        screen.page.locator(".line", has_text=reply).first.wait_for()

    assert screen.page.locator("[data-verdict=valid]").count() > len(SENT)
    assert screen.page.locator("[data-verdict]:not([data-verdict=valid])").count() == 0
    assert screen.audit() == []
    screen.shot("console-talk")


def test_a_mistake_is_sent_as_it_is_and_answered(gateway: Stand, look: Callable[..., Screen]) -> None:
    """What is no command is sent too, and the gateway's hint is shown."""
    screen = connected(gateway, look)
    screen.page.get_by_role("button", name="Send", exact=True).click()

    screen.page.locator(".line", has_text="unknown_action").wait_for()


def test_the_log_is_paused_and_filtered(gateway: Stand, look: Callable[..., Screen]) -> None:
    """While it is paused nothing is added; a filter leaves the lines that hold its words; nothing is lost."""
    screen = connected(gateway, look)
    screen.page.locator(".line", has_text="MarketDataUpdate").first.wait_for()
    screen.page.get_by_role("button", name="Pause").click()
    count = screen.page.locator(".line").count()
    screen.page.get_by_role("button", name="Ping", exact=True).click()
    screen.page.wait_for_timeout(SEVERAL_UPDATES_MS)
    assert screen.page.locator(".line").count() == count
    screen.page.get_by_role("button", name="Go on").click()
    screen.page.locator(".line", has_text="PongEvent").wait_for()
    screen.page.get_by_label("Filter").fill("pong")
    screen.wait_for("() => [...document.querySelectorAll('.line')].every((line) => /pong/i.test(line.textContent))")

    assert screen.page.locator(".line").count() == 1


def test_the_conversation_is_copied_as_a_program(gateway: Stand, look: Callable[..., Screen]) -> None:
    """For a shell, Python and JavaScript there is a program that says what was said."""
    screen = connected(gateway, look)
    screen.page.get_by_role("button", name="Get status", exact=True).click()
    screen.page.get_by_text("Copy this conversation as a program").click()
    address = f"{gateway.socket_url}/ws/market_data"
    for name, word in (("websocat", "websocat"), ("Python", "websockets"), ("JavaScript", "new WebSocket")):
        screen.page.get_by_role("button", name=name, exact=True).click()
        text = screen.page.locator(".copy pre").inner_text()
        assert word in text
        assert address in text
        assert "get_status" in text


def test_an_address_opens_the_console_at_an_endpoint(gateway: Stand, look: Callable[..., Screen]) -> None:
    """A link from the documents can name the endpoint to try."""
    screen = connected(gateway, look, "console?endpoint=/ws/news")

    assert '"/ws/news"' in screen.page.locator(".line", has_text="ConnectionEstablishedEvent").inner_text()
