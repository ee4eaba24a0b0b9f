from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from service.simulator.app import UPSTREAMS, create_simulator
from service.simulator.faults import KINDS, Silence
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar import Litestar

PROVIDERS = [upstream.name for upstream in UPSTREAMS]
WELL: dict[str, Any] = {"current": None, "left_s": None, "left": None, "queued": []}
PING = "/binance/api/v3/ping"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(auto=True)


@pytest.fixture
def client(clock: FakeClock) -> Iterator[TestClient[Litestar]]:
    with TestClient(create_simulator(seed=7, clock=clock, faults={"kraken": (Silence(for_s=60),)})) as client:
        yield client


def test_faults_are_listed(client: TestClient[Litestar], clock: FakeClock) -> None:
    """Each provider is listed with what acts, what is left of it, and what comes after; a healed fault is gone."""
    before = client.get("/_control/faults").json()
    clock.jump(60)
    after = client.get("/_control/faults").json()

    assert list(before) == PROVIDERS
    assert before["kraken"] == {
        "current": {"kind": "silence", "for_s": 60.0},
        "left_s": 60.0,
        "left": None,
        "queued": [],
    }
    assert after == dict.fromkeys(PROVIDERS, WELL)


def test_put_begins_at_once(client: TestClient[Litestar]) -> None:
    """A fault that is put acts from the next answer on, is counted down, and heals."""
    put = client.put("/_control/faults/binance", json={"kind": "status", "status": 503, "count": 2})
    statuses = [client.get(PING).status_code for _ in range(3)]

    assert put.status_code == 200
    assert put.json() == {**WELL, "current": {"kind": "status", "status": 503, "count": 2}, "left": 2}
    assert statuses == [503, 503, 200]


def test_list_is_played_in_order(client: TestClient[Litestar]) -> None:
    """A list of faults comes one after the other."""
    script: list[dict[str, Any]] = [{"kind": "status", "status": status, "count": 1} for status in (429, 451)]
    put = client.put("/_control/faults/binance", json=script)

    assert put.json()["queued"] == script[1:]
    assert [client.get(PING).status_code for _ in range(3)] == [429, 451, 200]


def test_put_replaces(client: TestClient[Litestar]) -> None:
    """The newest script is the only one; `recovered` is a way to mend."""
    client.put("/_control/faults/binance", json={"kind": "status", "status": 503})
    client.put("/_control/faults/binance", json={"kind": "recovered"})

    assert client.get(PING).status_code == 200


def test_delete_mends_one(client: TestClient[Litestar]) -> None:
    """One provider is well again, the others stay as they are."""
    client.put("/_control/faults/binance", json={"kind": "status", "status": 503})
    deleted = client.delete("/_control/faults/binance")

    assert (deleted.status_code, deleted.json()) == (200, WELL)
    assert client.get(PING).status_code == 200
    assert client.get("/_control/faults").json()["kraken"] != WELL


def test_delete_mends_all(client: TestClient[Litestar]) -> None:
    """All providers are well again."""
    client.put("/_control/faults/binance", json={"kind": "status", "status": 503})

    assert client.delete("/_control/faults").status_code == 204
    assert client.get("/_control/faults").json() == dict.fromkeys(PROVIDERS, WELL)


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"kind":"nap"}', b'{"kind":"status"}', b'{"kind":"silence","until":1}', b'{"kind":"\xff"}']
)
def test_bad_body_is_a_problem(client: TestClient[Litestar], body: bytes) -> None:
    """A body that is no fault is answered with 400, the reason and the kinds there are; what was wrong stays."""
    answer = client.put("/_control/faults/kraken", content=body)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 400
    assert answer.json()["detail"]
    assert answer.json()["kinds"] == list(KINDS)
    assert client.get("/_control/faults").json()["kraken"]["current"]["kind"] == "silence"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_unknown_provider_is_a_problem(client: TestClient[Litestar], method: str) -> None:
    """A provider that does not exist is answered with 404 and the names there are."""
    answer = client.request(method, "/_control/faults/nobody", json={"kind": "silence"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["providers"] == PROVIDERS


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/_control/faults/kraken", 405), ("GET", "/_control/nothing", 404), ("GET", "/bitfinex", 404)],
)
def test_a_wrong_address_is_a_problem(client: TestClient[Litestar], method: str, path: str, status: int) -> None:
    """Paths and methods that there are not are answered in the form of all other mistakes."""
    answer = client.request(method, path)

    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.json()["title"]


def test_requests_are_counted(client: TestClient[Litestar]) -> None:
    """Questions, refusals and spoiled answers are counted by provider; the control API is not."""
    client.put("/_control/faults/binance", json={"kind": "html", "count": 1})
    for _ in range(2):
        client.get(PING)
    counts = client.get("/_control/requests").json()

    assert counts["binance"] == {"requests": 2, "refused": 0, "spoiled": 1}
    assert counts["coinbase"] == {"requests": 0, "refused": 0, "spoiled": 0}
    assert list(counts) == PROVIDERS
