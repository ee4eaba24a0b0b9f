from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.impostor import Impostor

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.live.stand import Stand
    from tests.web.screen import Screen

pytestmark = pytest.mark.live

MINUTE_S = 60
NONE = "\N{EN DASH}"
MOST_ATTEMPTS_A_MINUTE = 9
"""Half the waits of 1, 2, 4, 8, 16 and 30 s, the shortest that chance can make them."""
SHUT = """
globalThis.WebSocket = class {
  static OPEN = 1;
  constructor() { setTimeout(() => this.onclose?.({ code: 1006, reason: '' }), 0); }
  close() {}
};
"""
HIDDEN = "Object.defineProperty(Document.prototype, 'hidden', { get: () => globalThis.isHidden === true });"


def test_who_is_sent_away_again_and_again_waits_longer_each_time(gateway: Stand, look: Callable[..., Screen]) -> None:
    """To be let in and at once sent away counts as a failure: such a page does not come back every second."""
    screen = look(gateway.url)
    opened: list[Any] = []

    def send_away(socket: Any) -> None:
        opened.append(socket)
        socket.send('{"service":"system","type":"connection_established","data":{"available_services":[]}}')
        socket.close(code=1013, reason="Try again later")

    screen.page.clock.install()
    screen.page.route_web_socket("**/ws/master", send_away)
    screen.open()
    assert "read too slowly" in screen.wait_for_state("reconnecting")
    for _ in range(MINUTE_S):
        screen.page.clock.run_for(1_000)

    assert 2 <= len(opened) <= MOST_ATTEMPTS_A_MINUTE


def test_a_page_stays_away_as_long_as_it_is_asked_to(gateway: Stand, look: Callable[..., Screen]) -> None:
    """What a Retry-After says is waited for, and the countdown shows it."""
    screen = look(gateway.url)
    screen.page.add_init_script(SHUT)
    screen.page.route(
        "**/ws/stats", lambda route: route.fulfill(status=429, headers={"Retry-After": "90"}, body="Too many")
    )

    def be_refused() -> None:
        screen.open()
        assert "no more connections" in screen.wait_for_state("reconnecting")
        left = screen.page.locator(".countdown").inner_text()
        assert int((re.search(r"\d+", left) or [0])[0]) > MINUTE_S
        screen.shot("state-asked-to-wait")

    screen.while_away(be_refused)


def test_a_hidden_page_asks_for_nothing(gateway: Stand, look: Callable[..., Screen]) -> None:
    """In a tab behind others the line stays, and what is only asked for to be looked at is not asked for."""
    screen = look(gateway.url)
    asked: list[str] = []
    screen.page.add_init_script(HIDDEN)
    screen.page.clock.install()
    screen.page.on("request", lambda request: asked.append(request.url))
    Impostor(screen)
    screen.open()
    screen.wait_for_state("empty")
    screen.page.evaluate("() => { globalThis.isHidden = true; }")
    asked.clear()
    screen.page.clock.run_for(20_000)
    assert asked == []
    with screen.page.expect_response("**/ws/stats"), screen.page.expect_response("**/metrics"):
        screen.page.evaluate("() => { globalThis.isHidden = false; dispatchEvent(new Event('visibilitychange')); }")
    assert screen.page.title() == "No data yet · Crypto gateway"


def test_metrics_that_are_not_served_are_not_asked_for_again(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Where the gateway shows no metrics, a dash stands in their place, and the page does not insist."""
    screen = look(gateway.url)
    asked: list[Any] = []

    def refuse(route: Any) -> None:
        asked.append(route)
        route.fulfill(status=404, body="{}")

    def be_without() -> None:
        screen.page.clock.install()
        screen.page.route("**/metrics", refuse)
        with screen.page.expect_response("**/metrics"):
            screen.open()
        screen.wait_for_data()
        # Another question and its answer, by which the page has read the one before.
        screen.page.evaluate("() => fetch('/health/live').then((answer) => answer.status)")
        # One period of asking, and less than it takes to believe that the line is dead.
        screen.page.clock.run_for(25_000)
        assert screen.page.locator(".tile", has_text="Fan-out").locator("dd").inner_text().startswith(NONE)

    screen.while_away(be_without)
    assert len(asked) == 1


def test_the_fan_out_is_told_from_the_gateway_s_own_metrics(gateway: Stand, look: Callable[..., Screen]) -> None:
    """The tile shows how quickly an update reaches all listeners, and each provider has the state of its breaker."""
    screen = look(gateway.url).open()
    screen.page.locator(".tile", has_text="Fan-out").locator("dd", has_text=re.compile(r"^[\d.,]+\s*ms")).wait_for()
    screen.go("providers")

    screen.page.locator("td [data-status=closed]").first.wait_for()
    screen.go("connections")
    screen.page.locator(".tile", has_text="Updates passed over").wait_for()
    screen.page.get_by_role("columnheader", name="Updates passed over").wait_for()
