"""Fixtures: compiled packages, gateways on loopback, and clients of both."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.contracts.sdk.typescript.driver import EVENTS, driving
from tests.contracts.sdk.typescript.gateway import gateway_on
from tests.contracts.sdk.typescript.package import compiled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from contracts.document import Document
    from tests.contracts.sdk.typescript.driver import Driver
    from tests.contracts.sdk.typescript.gateway import Gateway


class Drive(Protocol):
    """Starts a client of /ws/master, or of /ws/all, that ends with the test."""

    async def __call__(
        self, *, auto: bool = ..., url: str = ..., events: Sequence[str] = ..., **options: object
    ) -> Driver:
        """Start it; it does not connect by itself."""


@pytest.fixture(scope="session")
def master(document: Document, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package of /ws/master, which subscribes nothing by itself."""
    return compiled(document, "/ws/master", tmp_path_factory.mktemp("master"), node_modules)


@pytest.fixture(scope="session")
def everything(document: Document, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package of /ws/all, which subscribes every service."""
    return compiled(document, "/ws/all", tmp_path_factory.mktemp("all"), node_modules)


@pytest.fixture
async def server() -> AsyncIterator[Gateway]:
    async with gateway_on() as gateway:
        yield gateway


@pytest.fixture
async def drive(server: Gateway, master: Path, everything: Path, node_modules: Path) -> AsyncIterator[Drive]:
    async with AsyncExitStack() as clients:

        async def start(
            *, auto: bool = False, url: str = server.url, events: Sequence[str] = EVENTS, **options: object
        ) -> Driver:
            package = everything if auto else master
            return await clients.enter_async_context(
                driving(package, url, node_modules, events=events, options=options)
            )

        yield start
