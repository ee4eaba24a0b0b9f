from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from websockets.sync.client import connect

from service.access.tokens import Entry, digest
from tests.infra.documents import INFRA, document
from tests.infra.prometheus import program, promtool, server
from tests.live.ask import ask
from tests.live.deadline import until
from tests.live.stand import demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contracts.validator import Validator
    from tests.infra.prometheus import Server
    from tests.live.stand import Stand

TOKEN = "a-token-of-this-test"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
GUARDED = {"GATEWAY_AUTH": "token", "GATEWAY_TOKENS": str(Entry("prometheus", digest(TOKEN), frozenset({"stream"})))}
README = (INFRA / "README.md").read_text(encoding="utf-8")
EXAMPLES: list[Any] = [
    yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
]
DASHBOARD: Any = json.loads((INFRA / "monitoring/grafana/dashboards/gateway.json").read_text(encoding="utf-8"))
ASKED = {
    f"{panel['title']} {target['refId']}": target["expr"].replace("$instance", ".*").replace("$__rate_interval", "1m")
    for panel in DASHBOARD["panels"]
    for target in panel.get("targets", [])
}

pytestmark = pytest.mark.live


def job(token: Path) -> dict[str, Any]:
    """Return what the README writes into the job of Prometheus, the token being in this file."""
    (found,) = [one["authorization"] for one in EXAMPLES if "credentials_file" in one.get("authorization", {})]
    return {"authorization": {**found, "credentials_file": str(token)}}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, sealed: Validator) -> Iterator[Stand]:
    """Run a gateway that asks for tokens, and whose first choices fail."""
    program("prometheus")
    folder = tmp_path_factory.mktemp("gateway")
    with demo(folder, sealed, scale=0.1, scenario="primary-down", settings=GUARDED) as stand:
        yield stand


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory, gateway: Stand) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("prometheus")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    with (
        server(folder, f"127.0.0.1:{gateway.port}", job(folder / "token")) as found,
        # Somebody to whom frames are sent.
        connect(f"{gateway.socket_url}/ws/market_data", additional_headers=BEARER, proxy=None),
    ):
        until(lambda: found.query('up{job="gateway"} == 1') or None, "a look at the gateway")
        yield found


def test_prometheus_is_let_in_by_the_token_of_the_readme(prometheus: Server, gateway: Stand) -> None:
    """It reads all of /metrics, and has nothing to complain about."""
    assert prometheus.targets() == {f"127.0.0.1:{gateway.port}": ""}
    assert prometheus.query('gateway_info{mode="demo"}')


def test_without_a_token_it_is_told(tmp_path: Path, gateway: Stand) -> None:
    """What the operator sees at the page of targets then, and an alert besides."""
    target = f"127.0.0.1:{gateway.port}"
    with server(tmp_path, target) as found:
        until(lambda: "401" in found.targets().get(target, "") or None, "the refusal")
        until(lambda: found.query('ALERTS{alertname="GatewayUnread", alertstate="pending"}') or None, "the alert")


@pytest.mark.parametrize("expression", ASKED.values(), ids=ASKED)
def test_every_panel_has_something_to_show(prometheus: Server, expression: str) -> None:
    """In the story of the failing primaries: failovers and their reasons too."""
    assert until(lambda: prometheus.query(expression) or None, expression)


def test_every_alert_can_be_evaluated(prometheus: Server) -> None:
    """No series meets another one that it does not fit."""
    names = {rule["alert"] for group in document("infra/monitoring/alerts.yaml")["groups"] for rule in group["rules"]}

    assert until(
        lambda: None if "unknown" in (health := prometheus.rules()).values() else health, "an evaluation"
    ) == dict.fromkeys(names, "ok")


def test_promtool_likes_the_metrics(gateway: Stand) -> None:
    """Every family has a help text, and a name and unit by the rules of the format; a failover is among them."""

    def text() -> str:
        return ask(f"{gateway.url}/metrics", headers=BEARER).body.decode()

    promtool(
        "check",
        "metrics",
        text=until(lambda: (said := text()) * ("\ngateway_failover_t" in said) or None, "a failover"),
    )
