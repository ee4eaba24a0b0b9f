from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any, get_args

import pytest

from contracts.generated.catalog import CLOSE_CODES, SERVICES
from service.gateway.watch import Reason
from service.settings import Settings
from tests.infra.documents import INFRA, document, judged
from tests.infra.metrics import METRICS, OF_PROMETHEUS, asked
from tests.infra.prometheus import promtool

FOLDER = INFRA / "monitoring"
SCHEMA = "tests/infra/dashboard.schema.json"
RULES: list[Any] = [rule for group in document("infra/monitoring/alerts.yaml")["groups"] for rule in group["rules"]]
ALERTS = {rule["alert"]: rule for rule in RULES}
DASHBOARD: Any = json.loads((FOLDER / "grafana" / "dashboards" / "gateway.json").read_text(encoding="utf-8"))
PANELS = {panel["title"]: panel for panel in DASHBOARD["panels"] if panel["type"] != "row"}
EXPRESSIONS = {
    **{name: rule["expr"] for name, rule in ALERTS.items()},
    **{f"{title} {target['refId']}": target["expr"] for title, panel in PANELS.items() for target in panel["targets"]},
}
EVERY_ALERT = pytest.mark.parametrize("rule", ALERTS.values(), ids=ALERTS)
EVERY_PANEL = pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
UNSEEN = {
    "process_virtual_memory_bytes",
    "python_gc_collections_total",
    "python_gc_objects_collected_total",
    "python_gc_objects_uncollectable_total",
    "python_info",
}
"""What prometheus-client tells of every program, and nobody would look at."""


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_only_metrics_that_exist_are_asked_for(expression: str) -> None:
    """Every expression is PromQL, and names series and labels that /metrics has."""
    found = asked(expression)

    assert found
    for one in found:
        assert one.labels <= {**METRICS, **OF_PROMETHEUS}[one.name]


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_counters_are_asked_for_their_growth(expression: str) -> None:
    """The value of a counter says how long ago the process started, and whether anything has happened since."""
    moved = re.sub(r"gateway_\w+_total (==|>) 0\b", "", expression)
    counters = re.findall(r"(\w+)\((gateway_\w+_(?:total|bucket))\b", moved)

    assert len(counters) == len(re.findall(r"gateway_\w+_(?:total|bucket)\b", moved))
    assert {function for function, _ in counters} <= {"rate", "increase"}


@EVERY_ALERT
def test_every_alert_says_what_to_do(rule: Any) -> None:
    """How bad it is, what it is in one line, and what to do first."""
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert len(rule["annotations"]["summary"]) < 90
    assert len(rule["annotations"]["runbook"]) > 80


@EVERY_ALERT
def test_settings_in_runbooks_exist(rule: Any) -> None:
    """Nobody looks for a setting at night that there is not."""
    named = re.findall(r"GATEWAY_([A-Z_]+)", rule["annotations"]["runbook"])
    known = {*map(str.upper, Settings.model_fields), "PROVIDER_ID_KEY", "PROVIDER_ID_URL"}

    assert set(named) <= known


def test_slow_clients_are_counted_under_names_that_exist() -> None:
    """A client is dropped for what the watch finds, or with a close code of the contract."""
    (reasons,) = re.findall(r'reason=~"([\w|]+)"', ALERTS["SlowConsumersClosed"]["expr"])

    assert set(reasons.split("|")) <= {*CLOSE_CODES, *get_args(Reason)}


def test_the_archive_is_noticed_long_before_it_loses() -> None:
    """The alert comes when most of the buffer is still free."""
    threshold = float(ALERTS["ArchiveLags"]["expr"].split(">")[1])

    assert threshold <= 0.5 * Settings.model_fields["archive_buffer_rows"].default


def test_there_is_a_story_for_every_alert() -> None:
    """Each must stay silent in a calm hour and ring when its thing happens."""
    (calm, *bad) = document("tests/infra/alerts.yaml")["tests"]
    told = json.dumps(bad)

    assert {test["alertname"] for test in calm["alert_rule_test"]} == set(ALERTS)
    assert all("exp_alerts" not in test for test in calm["alert_rule_test"])
    assert [name for name in ALERTS if name not in told] == []


def test_a_publisher_is_silent_only_after_several_ticks() -> None:
    """Slow services get the long window, and the fast ones that are named the short one: four ticks fit into each."""
    found = re.findall(r'published_total(?:{service=~"([\w|]+)"})?\[(\d)m\]', ALERTS["PublisherSilent"]["expr"])
    (named, short_min), (everything, long_min) = found
    slow_s = {name: service.interval_s for name, service in SERVICES.items() if name not in named.split("|")}
    fast_s = [SERVICES[name].interval_s for name in named.split("|")]

    assert not everything
    assert max(fast_s) * 4 <= int(short_min) * 60 < min(slow_s.values()) * 4
    assert max(slow_s.values()) * 4 <= int(long_min) * 60


@pytest.mark.parametrize(
    "command",
    [
        ("check", "rules", "infra/monitoring/alerts.yaml"),
        ("check", "config", "infra/monitoring/prometheus.yml"),
        ("test", "rules", "tests/infra/alerts.yaml"),
    ],
)
def test_promtool_agrees(command: tuple[str, ...]) -> None:
    """Prometheus reads its configuration and the rules, and the stories come out as told."""
    promtool(*command)


def test_the_dashboard_is_of_its_schema() -> None:
    """Grafana passes over a key that it does not know, and the panel shows something else than was meant."""
    judged("check-jsonschema", "--check-metaschema", SCHEMA)
    judged("check-jsonschema", "--schemafile", SCHEMA, FOLDER / "grafana" / "dashboards" / "gateway.json")


def test_prometheus_finds_the_gateways_of_compose() -> None:
    """By the names of the services, at the port of the setting, with the rules that are mounted beside."""
    found = document("infra/monitoring/prometheus.yml")
    (job,) = found["scrape_configs"]
    (names,) = job["dns_sd_configs"]
    services = document("infra/compose.yaml")["services"]

    assert set(names["names"]) == {name for name, one in services.items() if one["image"].startswith("crypto-gateway:")}
    assert names["port"] == Settings.model_fields["port"].default
    assert job["job_name"] == "gateway"
    assert (
        f"./monitoring/{found['rule_files'][0]}:/etc/prometheus/{found['rule_files'][0]}:ro"
        in (services["prometheus"]["volumes"])
    )


@EVERY_PANEL
def test_every_panel_explains_itself(panel: Any) -> None:
    """Its question behind the (i), a unit, and the data source that is chosen above."""
    assert len(panel["description"]) > 20
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert {target["datasource"]["uid"] for target in panel["targets"]} == {"${datasource}"}


def test_no_panel_lies_on_another() -> None:
    """Grafana has 24 columns and draws what overlaps on top of each other."""
    boxes = [panel["gridPos"] for panel in DASHBOARD["panels"]]

    assert all(box["x"] >= 0 and box["x"] + box["w"] <= 24 for box in boxes)
    for one, other in combinations(boxes, 2):
        apart = (
            one["x"] + one["w"] <= other["x"]
            or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"]
            or other["y"] + other["h"] <= one["y"]
        )
        assert apart


def test_panels_have_numbers_of_their_own() -> None:
    """Links lead to a panel by its number."""
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]

    assert len(set(numbers)) == len(numbers)


def test_every_metric_is_shown() -> None:
    """Whatever the gateway counts can be seen."""
    shown = {one.name for name, expression in EXPRESSIONS.items() if name not in ALERTS for one in asked(expression)}
    parts = {name for name in METRICS if name.endswith(("_count", "_sum"))}

    assert set(METRICS) - parts - shown == UNSEEN


@pytest.mark.parametrize("title", [title for title, panel in PANELS.items() if panel["type"] == "table"])
def test_columns_of_tables_are_labels(title: str) -> None:
    """Each column that is named, or left out, is a label of what is asked for, and the one to sort by is there."""
    (expression,) = [target["expr"] for target in PANELS[title]["targets"]]
    (shaped,) = [one["options"] for one in PANELS[title]["transformations"]]
    labels = {label for one in asked(expression) for label in METRICS[one.name]}

    assert set(shaped["renameByName"]) - {"Value", "instance"} <= labels
    assert set(shaped["renameByName"]) == set(shaped["indexByName"])
    assert PANELS[title]["options"]["sortBy"][0]["displayName"] in shaped["renameByName"].values()


def test_grafana_finds_the_dashboard() -> None:
    """The provider's folder is the mounted one, and the page at the start is the dashboard."""
    (provider,) = document("infra/monitoring/grafana/provisioning/gateway.yaml")["providers"]
    (source,) = document("infra/monitoring/grafana/datasources/prometheus.yaml")["datasources"]
    grafana = document("infra/compose.yaml")["services"]["grafana"]
    folder = provider["options"]["path"]

    assert f"./monitoring/grafana/dashboards:{folder}:ro" in grafana["volumes"]
    assert grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] == f"{folder}/gateway.json"
    assert source["url"] == "http://prometheus:9090"
