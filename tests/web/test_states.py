from __future__ import annotations

import json
import re
import signal
from typing import TYPE_CHECKING, Any

import pytest

from service.access.tokens import Entry, digest
from tests.live.stand import demo, free_port
from tests.live.test_outage import served_in_an_outage

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from pathlib import Path

    from contracts.validator import Validator
    from tests.live.stand import Launch, Stand
    from tests.web.screen import Screen

pytestmark = pytest.mark.live

DOWN: dict[str, object] = {"kind": "status", "status": 503}
SCALE = 0.05
SCALE_OF_STORY = 0.5
"""Its first half minute is calm, in which the page is opened."""
TOKEN = "reader-secret-T0k3n"


def without_updates(socket: Any) -> None:
    """Stand between page and gateway, and let nothing through but what is about the connection."""
    server = socket.connect_to_server()
    server.on_message(lambda text: None if json.loads(text)["type"] in {"update", "error"} else socket.send(text))


def test_first_load_says_that_it_connects(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Before the gateway's greeting the page says what it waits for, and shows where prices will be."""
    screen = look(gateway.url)
    screen.page.route_web_socket("**/ws/master", lambda socket: None)
    screen.open()

    assert "Connecting" in screen.wait_for_state("connecting")
    assert screen.page.locator(".ghost").count() > 0
    assert screen.audit() == []
    screen.shot("state-first-load")


def test_without_data_yet_no_figure_is_invented(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Connected, but without any update, the page says so and shows no price."""
    screen = look(gateway.url)
    screen.page.route_web_socket("**/ws/master", without_updates)
    screen.open()

    assert "No data yet" in screen.wait_for_state("empty")
    assert screen.page.locator(".coin .figure").count() == 0
    assert screen.audit() == []
    screen.shot("state-no-data-yet")


def standing_in(screen: Screen, pool: str) -> str:
    """Return the line of a pool among those that another source serves."""
    region = screen.page.get_by_role("region", name="Pools that another source serves")
    return str(region.locator("tr", has_text=pool).inner_text())


def test_the_story_of_failing_sources_is_told_in_the_gateway_s_words(
    stands: ExitStack, tmp_path: Path, validator: Validator, look: Callable[..., Screen]
) -> None:
    """In the scenario `primary-down` each failover stands on the page with the very reason of its notice."""
    stand = stands.enter_context(demo(tmp_path, validator, scale=SCALE_OF_STORY, scenario="primary-down"))
    screen = look(stand.url)
    heard: list[str] = []

    def hear(text: str | bytes) -> None:
        data = json.loads(text)["data"]
        if data.get("notice") == "failover":
            heard.append(data["message"].replace("sim:", ""))

    screen.page.on("websocket", lambda socket: socket.on("framereceived", hear))
    screen.open()
    said = screen.page.locator(".timeline li", has_text="binance -> coinbase")
    said.wait_for()
    assert "Binance" in screen.wait_for_state("degraded")
    screen.page.locator(".troubles li", has_text="coinbase in place of binance: HTTP 503").wait_for()
    notice = next(text for text in heard if "binance -> coinbase" in text)
    reason = notice.partition("(")[2].removesuffix(")")
    assert notice in said.inner_text()
    screen.shot("state-degraded")
    assert screen.audit() == []
    screen.go("providers")
    switch = screen.page.locator(".timeline li", has_text="binance → coinbase")
    switch.wait_for()

    assert switch.locator(".reason").inner_text() == reason
    assert "coinbase" in standing_in(screen, "Market prices")
    screen.page.locator(".timeline").scroll_into_view_if_needed()
    screen.shot("failovers")
    screen.page.get_by_role("button", name="Binance", exact=True).focus()
    screen.page.keyboard.press("Enter")
    why = screen.page.locator(".why")
    why.wait_for()

    assert reason in why.inner_text()
    assert screen.audit() == []
    why.scroll_into_view_if_needed()
    screen.shot("failovers-reason")
    screen.page.set_viewport_size({"width": 390, "height": 844})
    why.scroll_into_view_if_needed()
    screen.shot("failovers-phone")
    box = why.bounding_box()
    assert box["x"] + box["width"] <= 390


def test_a_service_without_data_is_named_with_the_reason(gateway: Stand, look: Callable[..., Screen]) -> None:
    """In a partial outage the banner names who is without data, and the overview says why."""
    screen = look(gateway.url)
    reason = "No data for news yet: coindesk: HTTP 503; decrypt: HTTP 503; the_block: timed out"

    def without_news(socket: Any) -> None:
        def pass_on(text: str) -> None:
            frame = json.loads(text)
            if frame["service"] == "news":
                error = {"message": reason, "code": "source_unavailable", "service": "news"}
                frame = {**frame, "service": "system", "type": "error", "data": error}
            socket.send(json.dumps(frame))

        socket.connect_to_server().on_message(pass_on)

    screen.page.route_web_socket("**/ws/master", without_news)
    screen.open()

    assert "News" in screen.wait_for_state("partial")
    assert (
        "coindesk, decrypt: HTTP 503; the_block: timed out"
        in screen.page.locator(".troubles li", has_text="missing").inner_text()
    )
    assert screen.audit() == []
    screen.shot("state-partial-outage")


def test_stale_values_are_marked_until_a_source_answers_again(launch: Launch, look: Callable[..., Screen]) -> None:
    """When all sources of prices fail, they stay on the page, marked; when they come back, so does the mark go."""
    stand = launch(scale=SCALE)
    screen = look(stand.url).open()
    screen.wait_for_data()
    for provider in stand.providers():
        stand.break_down(provider, DOWN)
    screen.page.locator(".coin[data-stale=true]").first.wait_for()

    assert "Market data" in screen.wait_for_state("stale")
    assert "stale" in screen.page.locator(".coin").first.inner_text()
    assert screen.audit() == []
    screen.shot("state-stale")
    stand.mend()
    screen.page.locator(".coin[data-stale=false]").first.wait_for()


def test_when_everything_is_down_the_page_says_only_that(
    stands: ExitStack, tmp_path: Path, validator: Validator, look: Callable[..., Screen]
) -> None:
    """Where no source has ever answered, there is no figure, and no hope in the banner."""
    stand = stands.enter_context(served_in_an_outage(tmp_path, validator))
    screen = look(stand.url).open()
    banner = screen.wait_for_state("down")
    screen.page.locator("main .notice", has_text="No prices").wait_for()
    screen.page.locator(".troubles li", has_text="Market data").wait_for()

    assert "No source has answered" in banner
    why = screen.page.locator(".troubles li", has_text="Market data").inner_text()
    assert re.search(r"binance.*: .*HTTP 503", why)
    assert screen.page.locator(".coin").count() == 0
    assert screen.audit() == []
    screen.shot("state-everything-down")


def test_a_drain_is_announced_and_a_restart_found(
    stands: ExitStack, tmp_path: Path, validator: Validator, look: Callable[..., Screen]
) -> None:
    """Draining, then gone with a countdown, then back on the same port: the page follows without being touched."""
    port = free_port()
    folders = [tmp_path / name for name in ("before", "after")]
    for folder in folders:
        folder.mkdir()
    stand = stands.enter_context(demo(folders[0], validator, scale=0.1, port=port))
    screen = look(stand.url)
    held: list[Callable[[], None]] = []

    def hold(socket: Any) -> None:
        """Keep the first close back: among many clients the page may be the last, alone it is sent away at once."""
        server = socket.connect_to_server()
        if not held:
            held.append(lambda: None)
            server.on_close(lambda code, reason: held.append(lambda: socket.close(code=code, reason=reason)))

    screen.page.route_web_socket("**/ws/master", hold)
    screen.open().wait_for_data()
    screen.page.locator(".coin .figure").first.wait_for()

    def depart() -> None:
        stand.program.signal(signal.SIGTERM)
        assert "goes away" in screen.wait_for_state("draining")
        screen.shot("state-draining")
        while len(held) == 1:
            screen.page.wait_for_timeout(100)
        held[-1]()
        assert "restart" in screen.wait_for_state("reconnecting")
        screen.page.locator(".countdown", has_text="Next try in").wait_for()
        screen.wait_for("() => !/ORIGINS|no more/.test(document.querySelector('.banner').innerText)")
        assert screen.page.locator(".coin .figure").count() > 0
        assert screen.audit() == []
        screen.shot("state-reconnecting")
        stand.program.exit_code()

    def come_back() -> None:
        stands.enter_context(demo(folders[1], validator, scale=0.1, port=port))
        screen.wait_for_data()
        seen = screen.page.locator(".tile small", has_text="in all").inner_text()
        screen.wait_for("(seen) => !document.querySelector('.tiles').innerText.includes(seen)", seen)

    screen.while_away(depart)
    screen.while_away(come_back)


def test_a_line_that_died_in_silence_is_given_up(gateway: Stand, look: Callable[..., Screen]) -> None:
    """When nothing comes any more, not even the answer to a ping, the page opens another connection."""
    opened: list[Any] = []

    def fall_silent(socket: Any) -> None:
        opened.append(socket)
        server = socket.connect_to_server()
        if len(opened) == 1:
            server.on_message(lambda text: socket.send(text) if '"connection_established"' in text else None)

    screen = look(gateway.url)
    screen.page.clock.install()
    screen.page.route_web_socket("**/ws/master", fall_silent)
    screen.open()
    screen.wait_for_state("empty")
    screen.page.clock.fast_forward(20_000)
    assert len(opened) == 1
    screen.page.clock.fast_forward(20_000)
    screen.wait_for_data()

    assert len(opened) == 2


def test_a_gateway_that_asks_for_a_token_is_given_one(launch: Launch, look: Callable[..., Screen]) -> None:
    """The page asks for the token, says when it is wrong, and keeps the right one for this tab only."""
    entry = Entry("reader", digest(TOKEN), frozenset({"stream"}))
    stand = launch(settings={"GATEWAY_AUTH": "token", "GATEWAY_TOKENS": str(entry)})
    screen = look(stand.url)

    def be_refused() -> None:
        screen.open()
        screen.wait_for_state("locked")
        assert screen.audit() == []
        screen.shot("state-token")
        screen.page.get_by_label("Token").fill("wrong-secret-T0k3n")
        screen.page.get_by_role("button", name="Connect", exact=True).click()
        screen.page.locator(".banner", has_text="does not accept").wait_for()

    screen.while_away(be_refused)
    screen.page.get_by_label("Token").fill(TOKEN)
    screen.page.get_by_role("button", name="Connect", exact=True).click()
    screen.wait_for_data()
    screen.page.reload()
    screen.wait_for_data()

    assert TOKEN not in screen.page.url
    assert screen.page.evaluate("() => localStorage.length") == 0
