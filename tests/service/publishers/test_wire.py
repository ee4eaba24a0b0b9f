from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from asyncapi_python.contrib.codec.registry import CodecRegistry

from contracts.generated.application.messages.json import (
    MarketDataData,
    MarketDataUpdate,
    WhaleTrackingData,
    WhaleTrackingUpdate,
    WhaleTransaction,
)
from service.publishers.wire import FrameCodecs, HubWire, application
from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validator import Validator
    from service.envelope import Frame

# Microseconds are cut, and other zones are written in UTC.
AT = datetime(2026, 11, 23, 12, 30, 0, 123_999, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture(autouse=True)
def _registry() -> Iterator[None]:
    """Put the library's registry of codecs back: it belongs to the whole process."""
    before = dict(CodecRegistry._registry)
    yield
    CodecRegistry._registry.clear()
    CodecRegistry._registry.update(before)


async def test_an_update_becomes_one_frame(sealed: Validator) -> None:
    """Of its service's topic, with instants in milliseconds, and without the fields that were not given."""
    frames: list[Frame] = []
    wire = application(frames.append)
    await wire.start()
    data = MarketDataData(
        prices={"bitcoin": 1.5},
        volumes={},
        market_caps={},
        price_changes={},
        source="binance",
        as_of=AT,
        stale=False,
        timestamp=AT,
    )
    await wire.producer.market_data_update(
        MarketDataUpdate(service="market_data", type="update", data=data, timestamp=AT)
    )
    (frame,) = frames

    assert frame.topic == "market_data"
    assert frame.event == {"type": "websocket.send", "text": frame.text}
    assert sealed.event("/ws/market_data", frame.text)
    assert json.loads(frame.text) == {
        "service": "market_data",
        "type": "update",
        "data": {
            "prices": {"bitcoin": 1.5},
            "volumes": {},
            "market_caps": {},
            "price_changes": {},
            "source": "binance",
            "as_of": "2026-11-23T10:30:00.123Z",
            "stale": False,
            "timestamp": "2026-11-23T10:30:00.123Z",
        },
        "timestamp": "2026-11-23T10:30:00.123Z",
    }


async def test_fields_have_the_names_of_the_contract(sealed: Validator) -> None:
    """`from`, which Python cannot say; and a required value that is not known is null, not absent."""
    frames: list[Frame] = []
    wire = application(frames.append)
    await wire.start()
    transfer = WhaleTransaction(
        hash="00",
        value=20.0,
        value_usd=2e6,
        asset="BTC",
        chain="bitcoin",
        from_=None,
        to="bc1q",
        timestamp=START,
        new=True,
    )
    data = WhaleTrackingData(
        large_transactions=[transfer],
        whale_wallets=[],
        total_volume=2e6,
        alert_threshold=1e6,
        source="mempool",
        as_of=START,
        stale=False,
        timestamp=START,
    )
    await wire.producer.whale_tracking_update(
        WhaleTrackingUpdate(service="whale_tracking", type="update", data=data, timestamp=START)
    )

    assert sealed.event("/ws/whale_tracking", frames[0].text)
    sent: dict[str, Any] = json.loads(frames[0].text)["data"]["large_transactions"][0]
    assert (sent["from"], sent["to"], sent["timestamp"]) == (None, "bc1q", "2026-11-23T10:30:00.000Z")
    assert "from_" not in sent


async def test_two_gateways_do_not_share_a_wire() -> None:
    """Each application publishes to its own hub, although the codecs are registered once for the process."""
    first: list[Frame] = []
    second: list[Frame] = []
    wires = [application(frames.append) for frames in (first, second)]
    for wire in wires:
        await wire.start()
    data = WhaleTrackingData(
        large_transactions=[],
        whale_wallets=[],
        total_volume=0,
        alert_threshold=1e6,
        source="mempool",
        as_of=START,
        stale=False,
        timestamp=START,
    )
    await wires[0].producer.whale_tracking_update(
        WhaleTrackingUpdate(service="whale_tracking", type="update", data=data, timestamp=START)
    )

    assert (len(first), len(second)) == (1, 0)


async def test_the_wire_only_sends() -> None:
    """Commands do not come this way: whoever tries to read is told at once."""
    codec = FrameCodecs(None).create(None)  # type: ignore[arg-type]
    with pytest.raises(NotImplementedError):
        codec.decode(None)  # type: ignore[arg-type]
    with pytest.raises(NotImplementedError):
        codec.extract_field(None, "")  # type: ignore[arg-type]
    with pytest.raises(NotImplementedError):
        await HubWire(lambda _: None).create_consumer()  # type: ignore[call-arg]
