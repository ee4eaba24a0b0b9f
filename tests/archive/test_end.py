from __future__ import annotations

import json
from signal import SIGTERM
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from contracts.generated.catalog import SERVICES
from contracts.validator import Validator
from service.archive.location import locate
from tests.live.deadline import within
from tests.live.stand import demo
from tests.service.archive.shelf import stored

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document

pytestmark = pytest.mark.live

ENOUGH = len(SERVICES) + 2
"""Updates after which the gateway is told to end: more than come at once, so the newest still waits for its batch."""


async def test_what_was_sent_before_sigterm_is_stored(tmp_path: Path, document: Document) -> None:
    """A gateway that is told to end stores what waits: every update that a client got, to the letter, once."""
    database = tmp_path / "archive.db"
    settings = {"GATEWAY_DATABASE_URL": str(database)}
    with demo(tmp_path, Validator(document, sealed=True), scale=0.2, settings=settings) as stand:
        texts: list[str] = []
        async with within(), connect(f"{stand.socket_url}/ws/all", proxy=None, compression=None) as socket:
            try:
                while True:
                    text = await socket.recv()
                    assert isinstance(text, str)
                    texts.append(text)
                    if len(updates(texts)) == ENOUGH:
                        stand.program.signal(SIGTERM)
            except ConnectionClosed:
                pass
        stand.program.check_end()
    archived = [record.text for record in await stored(locate(str(database)))]
    sent = updates(texts)

    assert len(sent) >= ENOUGH
    assert [text for text in sent if archived.count(text) != 1] == []


def updates(texts: list[str]) -> list[str]:
    """Return the updates of services among these frames."""
    events = [(text, json.loads(text)) for text in texts]
    return [text for text, event in events if event["type"] == "update" and event["service"] != "system"]
