"""Fixtures: gateways under attack, and the canary that must not notice."""

from __future__ import annotations

import resource
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.canary import caged
from tests.live.stand import demo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.validator import Validator
    from tests.live.canary import Canary
    from tests.live.stand import Launch, Stand

SCALE = 0.05
FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker("live")


@pytest.fixture(scope="session", autouse=True)
def descriptors() -> None:
    """Let this process have as many sockets as it may: attackers are many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory, sealed: Validator) -> Iterator[Stand]:
    """Run a demonstration that lets a crowd in and otherwise keeps the limits of the contract."""
    with demo(tmp_path_factory.mktemp("gateway"), sealed, scale=SCALE) as stand:
        yield stand


@pytest.fixture(scope="module")
def canary(gateway: Stand, sealed: Validator) -> Iterator[Canary]:
    """Listen while the tests of a module run; the canary must be well in the end."""
    with caged(gateway.socket_url, sealed) as bird:
        yield bird


@pytest.fixture
def launch(tmp_path: Path, sealed: Validator) -> Iterator[Launch]:
    with ExitStack() as stands:

        def start(*, scale: float = SCALE, settings: Mapping[str, str] | None = None) -> Stand:
            return stands.enter_context(demo(tmp_path, sealed, scale=scale, settings=settings))

        yield start
