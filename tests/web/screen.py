"""Screen: one tab of a real browser that shows the dashboard, and whatever goes wrong in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PATIENCE_MS", "SHOTS", "VIEWS", "Browser", "Page", "Screen", "heading"]

ROOT = Path(__file__).parent.parent.parent
SHOTS = ROOT / ".cache" / "web"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
VIEWS = ("overview", "services", "providers", "console", "connections", "archive")
PATIENCE_MS = 45_000

# The package is installed with its own dependency group only; where it is not, these tests are skipped.
Page: TypeAlias = Any
Browser: TypeAlias = Any

AUDIT = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  const told = (id) => ({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`;
  return violations.flatMap(({ id, nodes }) => nodes.map(told(id)));
}"""


class Screen:
    """A tab at one gateway. `trouble` collects errors, policy violations and requests to other hosts."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.trouble: list[str] = []
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("websocket", lambda socket: self._asked(socket.url.replace("ws", "http", 1)))

    def open(self, view: str = "overview") -> Screen:
        """Load the page at a view."""
        self.page.goto(f"{self.url}/#/{view}")
        return self

    def go(self, view: str) -> None:
        """Follow a link to another view, without loading the page again."""
        self.page.evaluate("(hash) => { location.hash = hash; }", f"#/{view}")

    def wait_for_state(self, name: str) -> str:
        """Wait until the banner says so, and return its text."""
        banner = self.page.locator(f'.banner[data-state="{name}"]')
        banner.wait_for()
        return str(banner.inner_text())

    def wait_for_data(self) -> None:
        """Wait until the gateway is connected and has data. On a busy machine not all of it is fresh and well."""
        states = ("live", "degraded", "stale", "partial")
        self.page.locator(",".join(f'.banner[data-state="{state}"]' for state in states)).wait_for()

    def wait_for(self, script: str, argument: Any = None) -> None:
        """Wait until an expression of JavaScript is true."""
        self.page.wait_for_function(script, arg=argument)

    def shot(self, name: str) -> None:
        """Keep a picture, for people to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def audit(self) -> list[str]:
        """Return what axe-core finds. The policy of the page lets no script in, so it comes through the debugger."""
        self.page.evaluate(AXE.read_text("utf-8") + "; true")
        found: list[str] = self.page.evaluate(AUDIT)
        return found

    def while_away(self, act: Callable[[], None]) -> None:
        """Do something during which the gateway may be gone: failed requests are no trouble then."""
        before = list(self.trouble)
        act()
        self.trouble = before + [line for line in self.trouble[len(before) :] if not _is_of_absence(line)]

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.trouble.append(f"{message.type}: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.trouble.append(f"another host: {url}")


def heading(screen: Screen) -> str:
    """Return the title of the view that is shown."""
    return str(screen.page.locator("main h2").first.inner_text())


def _is_of_absence(line: str) -> bool:
    return any(word in line for word in ("net::ERR_", "WebSocket connection to", "Failed to load resource"))
