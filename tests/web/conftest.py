"""Fixtures: a browser of the system, where there is one, and a gateway to look at."""

from __future__ import annotations

import importlib
import os
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from contracts.validator import Validator
from tests.live.stand import demo
from tests.web.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from contracts.document import Document
    from tests.live.stand import Launch, Stand
    from tests.web.screen import Browser

HOW = "install it with `apt-get install chromium` and `uv sync --group dev --group web`"
SCALE = 0.1
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium; playwright brings none of its own here."""
    chromium = shutil.which("chromium")
    if chromium is None:
        _do_without(f"there is no chromium: {HOW}")
    try:
        playwright = importlib.import_module("playwright.sync_api")
    except ModuleNotFoundError:
        _do_without(f"there is no playwright: {HOW}")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium)
        yield started
        started.close()


def _do_without(reason: str) -> NoReturn:
    """Skip, but not where nobody would notice."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def validator(document: Document) -> Validator:
    return Validator(document, sealed=True)


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory, validator: Validator) -> Iterator[Stand]:
    """Run a demonstration that all tests share which leave the outside world alone."""
    with demo(tmp_path_factory.mktemp("web"), validator, scale=SCALE) as stand:
        yield stand


@pytest.fixture
def stands() -> Iterator[ExitStack]:
    """Hold the gateways that a test has for itself; they end after its tabs have been closed."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def launch(browser: Browser, stands: ExitStack, tmp_path: Path, validator: Validator) -> Launch:
    """Start a demonstration that ends with the test."""

    def start(*, scale: float = SCALE, settings: Mapping[str, str] | None = None) -> Stand:
        return stands.enter_context(demo(tmp_path, validator, scale=scale, settings=settings))

    return start


@pytest.fixture
def look(browser: Browser, stands: ExitStack) -> Iterator[Callable[..., Screen]]:
    """Open a tab of its own; in the end nothing may have gone wrong in it."""
    opened: list[tuple[Any, Screen]] = []

    def start(url: str, **options: Any) -> Screen:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        screen = Screen(context.new_page(), url)
        opened.append((context, screen))
        return screen

    yield start
    for context, _ in opened:
        context.close()
    assert [line for _, screen in opened for line in screen.trouble] == []
