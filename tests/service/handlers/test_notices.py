from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service.handlers.notices import notice, unavailable
from tests.fakes.clock import START

if TYPE_CHECKING:
    from contracts.validator import Validator

NOW = "2026-11-23T10:30:00.000Z"


@pytest.mark.parametrize("path", ENDPOINTS)
def test_a_notice_is_an_update_of_system(sealed: Validator, path: str) -> None:
    """On every address, for those who listen to `system`."""
    frame = notice("failover", "market_data: binance_ticker -> kraken_ticker (HTTP 503)", START, service="market_data")

    assert frame.topic == "system"
    assert sealed.event(path, frame.text).message == "SystemUpdate"
    assert json.loads(frame.text)["data"] == {
        "notice": "failover",
        "message": "market_data: binance_ticker -> kraken_ticker (HTTP 503)",
        "service": "market_data",
        "timestamp": NOW,
    }


def test_a_notice_of_the_whole_gateway_names_no_service() -> None:
    """What concerns all of them has no `service`, not a null one."""
    assert list(json.loads(notice("shutdown", "bye", START).text)["data"]) == ["notice", "message", "timestamp"]


@pytest.mark.parametrize("service", SERVICES)
def test_missing_data_is_told_to_its_listeners(sealed: Validator, service: str) -> None:
    """It is an error event, but goes where the updates of the service would go."""
    frame = unavailable(service, "binance: HTTP 503", START)

    assert frame.topic == service
    assert sealed.event("/ws/all", frame.text)
    assert json.loads(frame.text) == {
        "service": "system",
        "type": "error",
        "data": {
            "message": f"No data for {service} yet: binance: HTTP 503",
            "code": "source_unavailable",
            "service": service,
        },
        "timestamp": NOW,
    }
