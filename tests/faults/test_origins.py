from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from litestar.handlers import WebsocketRouteHandler

from contracts.generated.catalog import ENDPOINTS
from tests.faults.stranger import knock
from tests.live.canary import caged
from tests.live.stand import LOOPBACK, demo
from tests.service.edge.edge import create_edge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validator import Validator
    from tests.live.canary import Canary
    from tests.live.stand import Stand

FRIEND = "https://app.example"
FOREIGN = ("https://evil.test", "null", "https://app.example.evil.test", "http://app.example", "")
UPGRADES = sorted(
    route.path
    for route in create_edge().litestar.routes
    if any(isinstance(handler, WebsocketRouteHandler) for handler in getattr(route, "route_handlers", []))
    or isinstance(getattr(route, "route_handler", None), WebsocketRouteHandler)
)
"""Found by walking the routes: one that is added is covered."""


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory, sealed: Validator) -> Iterator[Stand]:
    settings = {"GATEWAY_ALLOWED_ORIGINS": FRIEND}
    with demo(tmp_path_factory.mktemp("origins"), sealed, scale=0.05, settings=settings) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def bird(stand: Stand, sealed: Validator) -> Iterator[Canary]:
    with caged(stand.socket_url, sealed) as bird:
        yield bird


def test_the_routes_are_those_of_the_contract() -> None:
    """The walk finds every address that there is, so that what follows is about all of them."""
    assert set(UPGRADES) == ENDPOINTS.keys()


@pytest.mark.parametrize("path", UPGRADES)
def test_a_foreign_page_is_refused_everywhere(stand: Stand, path: str) -> None:
    """403 with problem details, before the upgrade; also with a slash at the end, and with a good origin beside it."""
    for where in (path, f"{path}/"):
        for origin in FOREIGN:
            reply = knock(stand.port, path=where, headers={"Origin": origin})
            assert (reply.status, reply.headers["content-type"]) == (403, "application/problem+json"), (where, origin)
            assert reply.json["status"] == 403


@pytest.mark.parametrize("path", UPGRADES)
def test_a_page_that_may_comes_in_everywhere(stand: Stand, path: str) -> None:
    """The control: on the list, the gateway's own, or no page at all."""
    own = f"http://{LOOPBACK}:{stand.port}"
    statuses = [
        knock(stand.port, path=path, headers=headers).status for headers in ({"Origin": FRIEND}, {"Origin": own}, {})
    ]

    assert statuses == [101, 101, 101]
