from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from threading import Timer
from typing import TYPE_CHECKING, Any

import pytest

from tests.live.deadline import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.live.stand import Stand
    from tests.web.screen import Screen

pytestmark = pytest.mark.live

SEVERAL_UPDATES_MS = 2_000
WEBSOCKET_SINCE = 22
"""The first node whose WebSocket needs no flag."""
SENT = ("Subscribe", "Unsubscribe", "Get status", "Ping")
REPLIES = ("SubscriptionConfirmedEvent", "UnsubscriptionConfirmedEvent", "StatusEvent", "PongEvent")


def node_major() -> int:
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    return int(version.removeprefix("v").partition(".")[0])


def heard(command: list[str], directory: Path, word: str) -> str:
    """Run a program that never ends until it has written a word, and return what it wrote."""
    text = b""
    with subprocess.Popen(
        command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        assert process.stdout is not None
        clock = Timer(PATIENCE_S, lambda: os.killpg(process.pid, signal.SIGKILL))
        clock.start()
        while word.encode() not in text and (piece := os.read(process.stdout.fileno(), 65_536)):
            text += piece
        clock.cancel()
        os.killpg(process.pid, signal.SIGKILL)
    return text.decode(errors="replace")


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


def test_a_frame_that_breaks_the_contract_is_marked_with_the_reason(
    gateway: Stand, look: Callable[..., Screen]
) -> None:
    """Between right frames a wrong one is seen at once, and where it is wrong; so is what is no JSON."""
    screen = look(gateway.url)

    def spoil(socket: Any) -> None:
        def pass_on(text: str) -> None:
            frame = json.loads(text)
            if frame["type"] == "update":
                frame["data"]["prices"]["bitcoin"] = "77025"
                socket.send("{")
            socket.send(json.dumps(frame))

        socket.connect_to_server().on_message(pass_on)

    screen.page.route_web_socket("**/ws/market_data", spoil)
    screen.open("console")
    screen.page.get_by_role("button", name="Connect", exact=True).click()
    wrong = screen.page.locator(".line:has([data-verdict=invalid])", has_text="MarketDataUpdate").first
    wrong.wait_for()
    screen.page.get_by_role("button", name="Pause").click()
    wrong.locator("summary").click()
    assert "/data/prices/bitcoin" in wrong.locator(".reason").first.inner_text()
    screen.page.locator(".line:has([data-verdict=invalid])", has_text="{").first.wait_for()
    screen.page.locator(".line:has([data-verdict=valid])", has_text="ConnectionEstablishedEvent").wait_for()
    screen.shot("console-invalid")
    assert screen.audit() == []


def test_a_contract_that_does_not_come_is_asked_for_again(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Without the contract the console says so, and the reader can try again."""
    screen = look(gateway.url)

    def be_without() -> None:
        screen.page.route("**/asyncapi.json", lambda route: route.abort())
        screen.open("console")
        screen.page.locator(".notice", has_text="could not be loaded").wait_for()

    screen.while_away(be_without)
    screen.page.unroute("**/asyncapi.json")
    screen.page.get_by_role("button", name="Try again").click()
    screen.page.get_by_role("button", name="Connect", exact=True).wait_for()


def copied(screen: Screen, language: str) -> str:
    """Choose a language and return the program."""
    screen.page.get_by_role("button", name=language, exact=True).click()
    return str(screen.page.locator(".copy pre").inner_text())


def test_the_conversation_is_copied_as_a_program(gateway: Stand, look: Callable[..., Screen], tmp_path: Path) -> None:
    """For a shell, Python and JavaScript there is a program that says what was said, and hears the answer."""
    screen = connected(gateway, look)
    screen.page.get_by_role("button", name="Get status", exact=True).click()
    screen.page.get_by_text("Copy this conversation as a program").click()
    programs = {language: copied(screen, language) for language in ("websocat", "curl", "Python", "JavaScript")}
    (tmp_path / "talk.py").write_text(programs["Python"], encoding="utf-8")
    (tmp_path / "talk.mjs").write_text(programs["JavaScript"], encoding="utf-8")

    assert f"websocat {gateway.socket_url}/ws/market_data" in programs["websocat"]
    assert "get_status" in programs["websocat"]
    assert '"type":"status"' in heard([sys.executable, "-u", "talk.py"], tmp_path, '"status"')
    assert "available_services" in heard(["sh", "-c", programs["curl"]], tmp_path, "available_services")
    if shutil.which("node"):
        flag = ["--experimental-websocket"] if node_major() < WEBSOCKET_SINCE else []
        assert "total_clients" in heard(["node", *flag, "talk.mjs"], tmp_path, "total_clients")


def test_an_address_opens_the_console_at_an_endpoint(gateway: Stand, look: Callable[..., Screen]) -> None:
    """A link from the documents can name the endpoint to try."""
    screen = connected(gateway, look, "console?endpoint=/ws/news")

    assert '"/ws/news"' in screen.page.locator(".line", has_text="ConnectionEstablishedEvent").inner_text()
