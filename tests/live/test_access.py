from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import connect

from contracts.generated.catalog import ENDPOINTS
from service.access.tokens import Entry, digest
from tests.live.ask import ask
from tests.live.guest import bearer, client, refusal
from tests.live.stand import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.typing import Subprotocol

    from contracts.validator import Validator
    from tests.live.ask import Reply
    from tests.live.guest import Way
    from tests.live.stand import Stand

ADMIN, READER, NEWS = "admin-secret-T0k3n", "reader-secret-T0k3n", "news-secret-T0k3n"
SECRETS = (ADMIN, READER, NEWS, "wrong-secret-T0k3n", "%77rong-secret-T0k3n")
WRONG = SECRETS[3]
SCOPES = {ADMIN: ("admin", "stream"), READER: ("stream",), NEWS: ("stream:news", "stream:scheduler")}
PROTOCOL = "gateway.v1+json"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, validator: Validator) -> Iterator[Stand]:
    """Run a gateway that asks for tokens, and tells as much as it ever does. No token may stand in what it told."""
    entries = ",".join(str(Entry(token[:5], digest(token), frozenset(scopes))) for token, scopes in SCOPES.items())
    settings = {"GATEWAY_AUTH": "token", "GATEWAY_TOKENS": entries, "GATEWAY_LOG_LEVEL": "debug"}
    with demo(tmp_path_factory.mktemp("guarded"), validator, scale=0.1, settings=settings) as stand:
        yield stand
        told = stand.program.out + stand.program.err
        assert "The token is not known" in told
        assert [secret for secret in SECRETS if secret in told] == []


WAYS: dict[str, tuple[str, Way]] = {
    "Authorization": ("", bearer(READER)),
    "X-API-Key": ("", {"additional_headers": {"X-API-Key": READER}}),
    "subprotocol": ("", {"subprotocols": [PROTOCOL, f"bearer.{READER}"]}),
    "query": (f"?token={READER}", {}),
}
WRONG_WAYS: dict[str, tuple[str, Way]] = {
    "no token": ("", {}),
    "Authorization": ("", bearer(WRONG)),
    "another scheme": ("", {"additional_headers": {"Authorization": f"Basic {READER}"}}),
    "X-API-Key": ("", {"additional_headers": {"X-API-Key": WRONG}}),
    "subprotocol": ("", {"subprotocols": [PROTOCOL, f"bearer.{WRONG}"]}),
    "query": (f"?token={WRONG}", {}),
    "query, escaped": (f"?token=%77{WRONG[1:]}", {}),
    "two in the query": (f"?token={READER}&token={READER}", {}),
    "the hash": ("", bearer(digest(READER))),
}


@pytest.mark.parametrize(("query", "way"), WAYS.values(), ids=WAYS)
async def test_a_token_opens_the_door_in_each_of_four_ways(guarded: Stand, query: str, way: Way) -> None:
    """Whichever scheme of the contract a client can use, it gets everything that its token allows."""
    async with client(guarded, "/ws/news", query=query, **way) as guest:
        assert guest.established["data"]["available_services"] == ["news"]
        assert (await guest.update("news"))["service"] == "news"


@pytest.mark.parametrize(("query", "way"), WRONG_WAYS.values(), ids=WRONG_WAYS)
async def test_without_a_good_token_the_door_stays_shut(guarded: Stand, query: str, way: Way) -> None:
    """401 as a problem, with the header that says how to bring a token."""
    status, detail, headers = await refusal(guarded, "/ws", query=query, **way)

    assert (status, headers["www-authenticate"]) == (401, 'Bearer realm="gateway"')
    assert detail in {"The token is not known", "A token is needed"}


async def test_every_address_has_the_door(guarded: Stand) -> None:
    """No address of the contract lets anybody in without a token."""
    assert {(await refusal(guarded, path))[0] for path in ENDPOINTS} == {401}


@pytest.mark.parametrize("offered", [[PROTOCOL, f"bearer.{READER}"], [f"bearer.{READER}", PROTOCOL]])
async def test_a_browser_gets_the_protocol_without_the_token_chosen(guarded: Stand, offered: list[Subprotocol]) -> None:
    """A browser gives up when none of its protocols is chosen; the token is not sent back."""
    url = f"{guarded.socket_url}/ws/news"
    async with connect(url, proxy=None, subprotocols=offered) as socket:
        assert socket.subprotocol == PROTOCOL
        assert socket.response is not None
        assert READER not in str(socket.response.headers)


async def test_a_token_that_allows_nothing_here_is_403(guarded: Stand) -> None:
    """Who it is is known, and that it may have none of these services."""
    status, detail, _ = await refusal(guarded, "/ws/sentiment", **bearer(NEWS))

    assert (status, detail) == (403, "The token allows none of the services of this address")


async def test_the_greeting_shows_only_what_the_token_allows(guarded: Stand) -> None:
    """An address that subscribes by itself subscribes that much, in the contract's order."""
    async with client(guarded, "/ws/all", **bearer(NEWS)) as guest:
        data = guest.established["data"]

        assert data["available_services"] == data["subscriptions"] == ["news", "scheduler"]


async def test_only_updates_that_the_token_allows_come(guarded: Stand) -> None:
    """Where twelve services are published, a token for two of them gets two."""
    async with client(guarded, "/ws/all", **bearer(READER)) as control:
        seen = {(await control.receive())["service"] for _ in range(12)}
    async with client(guarded, "/ws/all", **bearer(NEWS)) as guest:
        got = {(await guest.receive())["service"] for _ in range(5)}

    assert len(seen) > 2
    assert got == {"news", "scheduler"}


async def test_a_service_that_the_token_does_not_allow_cannot_be_subscribed(guarded: Stand) -> None:
    """The authorization is asked again at each command: `not_authorized`, and the connection goes on."""
    async with client(guarded, "/ws", **bearer(NEWS)) as guest:
        refused = await guest.do("subscribe", service="sentiment", request_id="r")
        everything = await guest.do("subscribe", service="all")

        assert refused["data"]["code"] == "not_authorized"
        assert refused["data"]["message"].startswith("Invalid service")
        assert refused["data"]["available_services"] == ["news", "scheduler"]
        assert refused["data"]["request_id"] == "r"
        assert everything["data"]["subscriptions"] == ["news", "scheduler"]


async def test_a_service_that_is_nowhere_near_is_told_apart(guarded: Stand) -> None:
    """What the address does not carry is `service_not_available`, whatever the token says."""
    async with client(guarded, "/ws/data", **bearer(NEWS)) as guest:
        assert (await guest.do("subscribe", service="scheduler"))["data"]["code"] == "service_not_available"


def get(stand: Stand, path: str, token: str | None = None, *, method: str = "GET") -> Reply:
    return ask(stand.url + path, method=method, headers={} if token is None else {"Authorization": f"Bearer {token}"})


async def test_the_statistics_show_others_to_an_admin_only(guarded: Stand) -> None:
    """A client sees its own connections and how many there are; an admin sees everybody's."""
    async with AsyncExitStack() as stack:
        guests = [
            await stack.enter_async_context(client(guarded, "/ws", **bearer(token)))
            for token in (READER, READER, NEWS, ADMIN)
        ]
        ids = [guest.established["data"]["client_id"] for guest in guests]
        seen = {token: get(guarded, "/ws/stats", token).json["data"] for token in (READER, NEWS, ADMIN)}
        shown = {token: {each["client_id"] for each in data["clients"]} for token, data in seen.items()}

        assert shown[READER] == set(ids[:2])
        assert shown[NEWS] == {ids[2]}
        assert shown[ADMIN] == set(ids)
        assert {data["total_connections"] for data in seen.values()} == {4}


@pytest.mark.parametrize("path", ["/ws/stats", "/ws/services", "/ws/endpoints", "/ws/nothing", "/metrics"])
@pytest.mark.parametrize("token", [None, WRONG])
def test_the_resources_ask_for_a_token(guarded: Stand, path: str, token: str | None) -> None:
    """401 as a problem; what is not there is not told apart."""
    reply = get(guarded, path, token)

    assert (reply.status, reply.headers["content-type"]) == (401, "application/problem+json")
    assert reply.headers["www-authenticate"] == 'Bearer realm="gateway"'
    assert reply.json["title"] == "Unauthorized"


@pytest.mark.parametrize(
    "path", ["/ws/stats", "/ws/services", "/ws/endpoints", "/metrics", f"/ws/stats?token={READER}"]
)
def test_the_resources_are_there_for_who_has_one(guarded: Stand, path: str) -> None:
    """Any good token will do, in the header or in the query."""
    assert get(guarded, path, None if "token" in path else READER).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "//ws/stats",
        "//metrics",
        "/ws//stats",
        "/ws/stats/",
        "/./ws/stats",
        "/x/../ws/stats",
        "/ws/../ws/stats",
        "/%77s/stats",
        "/ws%2Fstats",
        "/ws/%73tats",
        "/ws\\stats",
        "/WS/stats",
        "/ws;a=b/stats",
    ],
)
def test_another_spelling_of_a_path_opens_nothing(guarded: Stand, path: str) -> None:
    """However the path is written, nobody sees the clients without a token."""
    reply = get(guarded, path)

    assert reply.status in {400, 401, 404}
    assert b"client_" not in reply.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/web/page.js", 200),
        ("/asyncapi.yaml", 200),
        ("/asyncapi.json", 200),
        ("/schema", 200),
        ("/health/live", 200),
        ("/health/ready", 200),
        ("/ws", 426),
        ("/nothing", 404),
    ],
)
def test_what_tells_nothing_of_anybody_stays_open(guarded: Stand, path: str, status: int) -> None:
    """The contract, the probes and the page need no token."""
    assert get(guarded, path).status == status


@pytest.mark.parametrize(("token", "status"), [(None, 401), (WRONG, 401), (READER, 403), (NEWS, 403)])
def test_only_an_admin_may_end_the_gateway(guarded: Stand, token: str | None, status: int) -> None:
    """A client's token is not the operator's, also from the gateway's own machine."""
    reply = get(guarded, "/admin/drain", token, method="POST")

    assert (reply.status, reply.json["status"]) == (status, status)
    assert get(guarded, "/health/ready").status == 200
