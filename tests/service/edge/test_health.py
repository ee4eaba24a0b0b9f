from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient

from tests.service.edge.edge import create_edge

if TYPE_CHECKING:
    from service.edge.desk import Desk


def starting(desk: Desk) -> None:
    """Leave the desk as it is: without data."""


def ready(desk: Desk) -> None:
    """Let the first data come."""
    desk.has_data.set()


def draining(desk: Desk) -> None:
    """Let the end begin."""
    desk.has_data.set()
    desk.draining = True


@pytest.mark.parametrize(("arrange", "status"), [(starting, 503), (ready, 200), (draining, 503)])
def test_readiness_is_its_status_code(arrange: object, status: int) -> None:
    """200 only when clients should be sent here; the body says which state it is."""
    edge = create_edge()
    arrange(edge.desk)  # type: ignore[operator]
    with TestClient(edge.litestar) as client:
        response = client.get("/health/ready")

        assert (response.status_code, response.json()) == (status, {"status": arrange.__name__})  # type: ignore[attr-defined]


@pytest.mark.parametrize("arrange", [starting, ready, draining])
def test_a_process_that_answers_is_live(arrange: object) -> None:
    """Liveness does not depend on data, nor on the drain: a restart would mend neither."""
    edge = create_edge()
    arrange(edge.desk)  # type: ignore[operator]
    with TestClient(edge.litestar) as client:
        assert client.get("/health/live").json() == {"status": "live"}
