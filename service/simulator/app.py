"""The simulator as an ASGI application: each provider under its name, and `/_control`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from litestar import Litestar, asgi
from litestar.exceptions import HTTPException

from service.simulator.coins import load_coins
from service.simulator.control import create_control, refused
from service.simulator.delivery import deliver
from service.simulator.host import Host
from service.simulator.http import Ask
from service.simulator.market import Market
from service.simulator.providers.alternative_me import ALTERNATIVE_ME
from service.simulator.providers.binance import BINANCE
from service.simulator.providers.blockchain_info import BLOCKCHAIN_INFO
from service.simulator.providers.blockchair import BLOCKCHAIR
from service.simulator.providers.blockscout import BLOCKSCOUT
from service.simulator.providers.blockstream import BLOCKSTREAM
from service.simulator.providers.coinbase import COINBASE
from service.simulator.providers.coingecko import COINGECKO
from service.simulator.providers.coinpaprika import COINPAPRIKA
from service.simulator.providers.defillama import DEFILLAMA
from service.simulator.providers.etherscan import ETHERSCAN
from service.simulator.providers.huggingface import HUGGINGFACE
from service.simulator.providers.huggingface_inference import HUGGINGFACE_INFERENCE
from service.simulator.providers.kraken import KRAKEN
from service.simulator.providers.mempool_space import MEMPOOL_SPACE
from service.simulator.providers.outlets import OUTLETS
from service.simulator.providers.rpc_nodes import RPC_NODES
from service.simulator.providers.whale_alert import WHALE_ALERT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.handlers import ASGIRouteHandler
    from litestar.types import Receive, Scope, Send

    from service.clock import Clock
    from service.simulator.coins import Coin
    from service.simulator.faults import AnyFault

__all__ = ["UPSTREAMS", "create_simulator"]

UPSTREAMS: Final = (
    ALTERNATIVE_ME,
    BINANCE,
    BLOCKCHAIN_INFO,
    BLOCKCHAIR,
    BLOCKSCOUT,
    BLOCKSTREAM,
    COINBASE,
    COINGECKO,
    COINPAPRIKA,
    DEFILLAMA,
    ETHERSCAN,
    HUGGINGFACE,
    HUGGINGFACE_INFERENCE,
    KRAKEN,
    MEMPOOL_SPACE,
    *OUTLETS,
    *RPC_NODES,
    WHALE_ALERT,
)

_MAX_BYTES: Final = 1_048_576


def create_simulator(
    *,
    seed: int,
    clock: Clock,
    coins: tuple[Coin, ...] | None = None,
    faults: Mapping[str, tuple[AnyFault, ...]] | None = None,
    latency_s: float = 0.0,
) -> Litestar:
    """Make the outside world. The same seed and the same readings of the clock give the same answers.

    `faults` are by provider's name, and begin at once. Every answer takes at least `latency_s`.
    """
    market = Market(seed, load_coins() if coins is None else coins)
    scripts = faults or {}
    hosts = {upstream.name: Host(upstream, market, clock, scripts.get(upstream.name, ())) for upstream in UPSTREAMS}
    mounts = [_mount(host, clock, latency_s) for host in hosts.values()]
    control = create_control(hosts)
    return Litestar(
        [*mounts, control], openapi_config=None, logging_config=None, exception_handlers={HTTPException: refused}
    )


def _mount(host: Host, clock: Clock, latency_s: float) -> ASGIRouteHandler:
    @asgi(f"/{host.upstream.name}", is_mount=True, copy_scope=True)
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            return
        reply, fault = host.respond(_ask(scope, body))
        if latency_s > 0:
            await clock.sleep(latency_s)
        await deliver(reply, fault, receive=receive, send=send, clock=clock)

    return serve


async def _body(receive: Receive) -> bytes | None:
    """Return what the caller sends, or None when it goes away before the end. What is too long is cut off."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message["body"][: _MAX_BYTES - len(body)]
        if not message["more_body"]:
            return bytes(body)


def _ask(scope: Scope, body: bytes) -> Ask:
    return Ask(
        path="/" + scope["path"].strip("/"),
        query=tuple(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]},
        method=str(scope.get("method", "GET")),
        body=body,
    )
