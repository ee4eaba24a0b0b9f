from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.document import load
from tests.web.screen import VIEWS, heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.live.stand import Stand
    from tests.web.screen import Screen

pytestmark = pytest.mark.live

SERVICES = load().services
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SHOWN = {
    "explorers": "h3:text-is('Ethereum')",
    "health_checker": "a[href='#/providers']",
    "huggingface": "h3:has-text('Models')",
    "market_data": "th:text-is('Bitcoin')",
    "news": ".news li",
    "onchain": ".chart canvas",
    "persistence": "dt:text-is('Total records')",
    "pool_manager": "th:text-is('Market prices')",
    "rpc_nodes": ".cards h3",
    "scheduler": "code:text-is('publish.news')",
    "sentiment": ".gauge",
    "whale_tracking": "h3:text-is('Transfers')",
}
"""What can be seen of each service once its payload is there."""


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_and_can_be_used_by_everybody(gateway: Stand, look: Callable[..., Screen], view: str) -> None:
    """By its address each view opens, and axe-core finds nothing to object to, in light and in dark."""
    for scheme in ("light", "dark"):
        screen = look(gateway.url, color_scheme=scheme).open(view)
        screen.wait_for_state("live")
        screen.wait_for("() => document.querySelectorAll('main .notice, main [aria-busy]').length === 0")

        assert heading(screen).lower() == view
        assert screen.audit() == []
        screen.shot(f"{view}-{scheme}")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_form_of_its_own(gateway: Stand, look: Callable[..., Screen], service: str) -> None:
    """A payload is shown in the form made for it, and accessible."""
    screen = look(gateway.url).open(f"services/{service}")
    screen.page.locator(SHOWN[service]).first.wait_for()

    assert screen.audit() == []
    screen.shot(f"service-{service}")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_fits_a_phone(gateway: Stand, look: Callable[..., Screen], view: str) -> None:
    """Nothing sticks out at the side of a narrow screen."""
    screen = look(gateway.url, **PHONE).open(view)
    screen.wait_for_state("live")

    assert screen.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    screen.shot(f"{view}-phone")


def test_the_views_are_reached_by_keyboard(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Tab and Enter lead to the content and to another view, and the focus can be seen."""
    screen = look(gateway.url).open()
    screen.wait_for_state("live")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("() => document.activeElement.textContent") == "To the content"
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    screen.page.keyboard.press("Enter")
    screen.wait_for("() => document.querySelector('main h2').textContent === 'Services'")

    assert screen.page.evaluate("() => document.activeElement.id") == "main"


def test_numbers_are_written_as_the_reader_does(gateway: Stand, look: Callable[..., Screen]) -> None:
    """In German a comma stands before the cents."""
    screen = look(gateway.url, locale="de-DE").open("services/market_data")
    screen.page.locator(SHOWN["market_data"]).wait_for()

    assert screen.page.locator("td:text-matches('^[0-9.]+,[0-9]{2}\\\\s*\\\\$')").count() > 0


def test_nothing_moves_for_who_wants_no_motion(gateway: Stand, look: Callable[..., Screen]) -> None:
    """With reduced motion no animation runs, not even while prices are awaited."""
    screen = look(gateway.url, reduced_motion="reduce")
    screen.page.route_web_socket("**/ws/master", lambda socket: None)
    screen.open()
    screen.page.locator(".ghost").first.wait_for()

    assert screen.page.evaluate("() => document.getAnimations().length") == 0


def test_an_address_that_names_no_view_says_so(gateway: Stand, look: Callable[..., Screen]) -> None:
    """A wrong address is answered with a way back."""
    screen = look(gateway.url).open("nowhere")
    screen.page.locator("main a[href='#/overview']").wait_for()

    assert heading(screen) == "No such view"
