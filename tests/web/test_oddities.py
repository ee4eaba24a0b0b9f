from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from contracts.document import load
from tests.web.impostor import AT, EVIL, SERVICES, Impostor
from tests.web.screen import VIEWS, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.live.stand import Stand
    from tests.web.screen import Screen

pytestmark = pytest.mark.live

DOCUMENT = load()
SCRIPT_ADDRESS = "javascript:globalThis.broken=1"
MANY = 5_000
MOST_ELEMENTS = 12_000
HOUR_OF_UPDATES = 800
PLACES = ("overview", "providers", "archive", "connections", *(f"services/{name}" for name in SERVICES))


def examples() -> dict[str, dict[str, Any]]:
    """Return an update of each service, as the contract shows it."""
    found = [example for message in DOCUMENT.messages.values() for example in message.examples]
    return {
        frame["service"]: frame for frame in found if frame.get("type") == "update" and frame["service"] in SERVICES
    }


@pytest.fixture
def page(gateway: Stand, look: Callable[..., Screen]) -> Screen:
    return look(gateway.url)


@pytest.fixture
def impostor(page: Screen) -> Impostor:
    liar = Impostor(page)
    page.open()
    page.wait_for_state("empty")
    return liar


def payloads() -> dict[str, Any]:
    return {service: copy.deepcopy(frame["data"]) for service, frame in examples().items()}


def places(screen: Screen) -> Iterator[str]:
    """Go through the page."""
    for place in PLACES:
        screen.go(place)
        screen.wait_for(
            "(name) => document.querySelector('main h2')?.textContent.toLowerCase() === name", place.split("/")[0]
        )
        yield place


def poisoned(value: Any, name: str = "") -> Any:
    """Put markup into every text and every name, and a script into every address."""
    if isinstance(value, dict):
        return {key: poisoned(part, key) for key, part in value.items()} | (
            {EVIL: poisoned(next(iter(value.values())))} if value else {}
        )
    if isinstance(value, list):
        return [poisoned(part, name) for part in value]
    if name in {"as_of", "timestamp", "status", "published_at", "at"}:
        return value
    if name == "url":
        return SCRIPT_ADDRESS
    return value + EVIL if isinstance(value, str) else value


def test_text_of_others_never_becomes_markup(page: Screen, impostor: Impostor) -> None:
    """Wherever a provider's text or a name is shown it stays text, and only web addresses become links."""
    evil = {service: poisoned(data) for service, data in payloads().items()}
    impostor.update(evil)
    impostor.send("system", "update", {"notice": EVIL, "message": EVIL, "timestamp": AT})
    impostor.send("system", "error", {"code": "source_unavailable", "service": EVIL, "message": EVIL})

    for place in places(page):
        page.page.wait_for_timeout(50)
        assert page.page.locator("main img, main script, a[href^='javascript:']").count() == 0, place
    assert page.page.evaluate("() => globalThis.broken") is None
    page.go("overview")
    page.page.locator("main", has_text="<img src=x").wait_for()


@pytest.mark.parametrize("replacement", ["lacking", None, "text", 7, [], {}], ids=repr)
def test_payloads_that_break_the_contract_break_only_themselves(
    page: Screen, impostor: Impostor, replacement: Any
) -> None:
    """Whatever is lacking, null or of another type in a payload, every view opens, and the rest of it works."""
    whole = payloads()
    broken = {
        service: {} if replacement == "lacking" else dict.fromkeys(data, replacement) for service, data in whole.items()
    }
    impostor.update(broken)
    for place in places(page):
        assert heading(page).lower() == place.split("/", maxsplit=1)[0]
    impostor.update(whole)
    page.go("services/market_data")
    page.page.locator("th:text-is('Bitcoin')").wait_for()


@pytest.mark.parametrize("text", ["", "no JSON", "null", "7", "[]", '{"service": "news"}', '{"data": null}'])
def test_a_frame_that_is_none_is_passed_over(page: Screen, impostor: Impostor, text: str) -> None:
    """What is no envelope is counted, and nothing else."""
    impostor.send_text(text)
    impostor.update(payloads())

    page.page.locator(".coin .figure").first.wait_for()


def test_lists_without_end_are_cut(page: Screen, impostor: Impostor) -> None:
    """Thousands of entries do not become as many elements, and it is said that there are more."""
    long = payloads()
    market = long["market_data"]
    for name in ("prices", "volumes", "market_caps", "price_changes"):
        market[name] = {f"coin{index}x": 1.5 for index in range(MANY)}
    for service, name in (
        ("news", "articles"),
        ("whale_tracking", "large_transactions"),
        ("rpc_nodes", "nodes"),
        ("rpc_nodes", "events"),
        ("scheduler", "jobs"),
        ("huggingface", "available_models"),
        ("sentiment", "trending_topics"),
    ):
        long[service][name] = long[service][name][:1] * MANY
    states = long["health_checker"]["providers"]
    long["health_checker"]["providers"] = {f"provider{index}x": next(iter(states.values())) for index in range(MANY)}
    impostor.update(long)

    for place in places(page):
        assert page.page.evaluate("() => document.querySelectorAll('*').length") < MOST_ELEMENTS, place
    page.go("overview")
    page.page.locator("main", has_text="The first 60 of 5,000").wait_for()


def test_a_page_that_is_open_for_hours_holds_only_the_newest(page: Screen, impostor: Impostor) -> None:
    """Courses, checks and notices have an end, however many updates come, and however many coins."""
    usual = payloads()
    for index in range(HOUR_OF_UPDATES):
        at = datetime.fromtimestamp(1_800_000_000 + index, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
        frames: list[dict[str, Any]] = [
            {"service": "market_data", "data": {"prices": {"bitcoin": index, f"coin{index}x": 1.0}}}
        ]
        if index % 10 == 0:
            frames += [
                {"service": "health_checker", "data": usual["health_checker"]},
                {"service": "system", "data": {"notice": "failover", "message": "x", "timestamp": at}},
            ]
        for frame in frames:
            impostor.send_text(json.dumps({**frame, "type": "update", "timestamp": at}))
    impostor.update(usual)
    held = page.page.evaluate(
        """async () => {
          const { prices, checks, notices } = await import('/web/store.js');
          const names = Array.from({length: 800}, (_, index) => `coin${index}x`);
          return [
            prices.of('bitcoin')[0].length, names.filter((name) => prices.of(name)[0].length).length,
            checks.value.length, notices.value.length,
          ];
        }"""
    )

    assert held[0] == 720
    assert held[1] < 200
    assert held[2:] == [48, 50]


def test_two_tabs_do_not_disturb_each_other(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Each has a connection of its own, and closing one leaves the other."""
    one, other = look(gateway.url).open(), look(gateway.url).open("services/news")
    one.wait_for_data()
    other.wait_for_data()
    one.page.close()
    other.go("overview")
    seen = other.page.locator(".tile small", has_text="in all").inner_text()

    other.wait_for("(seen) => !document.querySelector('.tiles').innerText.includes(seen)", seen)
    assert set(VIEWS) <= {link.lower() for link in other.page.locator("header nav a").all_inner_texts()}
