"""Fixtures: clients of real endpoints, written to folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.python.written import Written

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document


@pytest.fixture(scope="session", params=["/ws/master", "/ws/news"])
def client(request: pytest.FixtureRequest, document: Document, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Write a client: of an endpoint that is subscribed by hand, and of one that subscribes by itself."""
    return Written.of(document, str(request.param), tmp_path_factory.mktemp("client"))


@pytest.fixture(scope="session")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder where mypy keeps what it knows of pydantic."""
    return tmp_path_factory.mktemp("mypy")
