"""Fixtures: gateways that run as processes of their own."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.validator import Validator
from tests.live.canary import caged
from tests.live.stand import demo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.document import Document
    from tests.live.canary import Canary
    from tests.live.stand import Launch, Stand

SCALE = 0.1
FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker("live")


@pytest.fixture(scope="session")
def validator(document: Document) -> Validator:
    return Validator(document, sealed=True)


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory, validator: Validator) -> Iterator[Stand]:
    """Run a demonstration that all tests share which leave the outside world alone."""
    with demo(tmp_path_factory.mktemp("gateway"), validator, scale=SCALE) as stand:
        yield stand


@pytest.fixture
def launch(tmp_path: Path, validator: Validator) -> Iterator[Launch]:
    with ExitStack() as stands:

        def start(*, scale: float = SCALE, settings: Mapping[str, str] | None = None) -> Stand:
            return stands.enter_context(demo(tmp_path, validator, scale=scale, settings=settings))

        yield start


@pytest.fixture(scope="module")
def canary(gateway: Stand, validator: Validator) -> Iterator[Canary]:
    """Listen while the tests of a module run; the canary must be well in the end."""
    with caged(gateway.socket_url, validator) as bird:
        yield bird
