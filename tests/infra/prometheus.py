"""Prometheus: its two programs, and a server of its own for a test."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
import yaml

from tests.infra.documents import INFRA, ROOT, document
from tests.live.ask import ask
from tests.live.deadline import until
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Server", "program", "promtool", "server"]

RULES = INFRA / "monitoring" / "alerts.yaml"


def program(name: str) -> str:
    """Return the path of one of its programs. Without it a test is skipped, but not where nobody would notice."""
    if found := shutil.which(name):
        return found
    reason = f"{name} is not on the PATH: install it with `apt-get install prometheus`"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def promtool(*arguments: str | Path, text: str | None = None) -> None:
    """Run promtool from the top of the repository, which reads `text`; it must find nothing, and wish nothing."""
    verdict = subprocess.run(
        [program("promtool"), *arguments], cwd=ROOT, input=text, capture_output=True, check=False, text=True, timeout=60
    )
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "lint" not in verdict.stdout + verdict.stderr


class Server:
    """A Prometheus at `http://…`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def query(self, expression: str) -> list[Any]:
        """Return the series that an expression gives now; it must be one that Prometheus understands."""
        answer = ask(f"{self.url}/api/v1/query?{urlencode({'query': expression})}")
        assert answer.status == 200, answer.body
        found = answer.json["data"]["result"]
        assert isinstance(found, list)
        return found

    def rules(self) -> dict[str, str]:
        """Return how each alert fared when it was evaluated last, by name: `ok`, `err` or `unknown`."""
        groups = ask(f"{self.url}/api/v1/rules").json["data"]["groups"]
        return {rule["name"]: rule["health"] for group in groups for rule in group["rules"]}

    def targets(self) -> dict[str, str]:
        """Return what came of the last look at each target, by its address: empty when it went well."""
        targets = ask(f"{self.url}/api/v1/targets").json["data"]["activeTargets"]
        return {target["labels"]["instance"]: target["lastError"] for target in targets}


@contextmanager
def server(folder: Path, target: str, job: dict[str, Any] | None = None) -> Iterator[Server]:
    """Run Prometheus by our configuration, in a hurry, until the block ends.

    In place of the names of containers it asks `target`, a host and port. `job`: what is written into its job besides.
    """
    config = document("infra/monitoring/prometheus.yml")
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(RULES)]
    (gateways,) = config["scrape_configs"]
    for gone in ("dns_sd_configs", "relabel_configs"):
        del gateways[gone]
    gateways.update({"static_configs": [{"targets": [target]}], **(job or {})})
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    port = free_port()
    command = [program("prometheus"), f"--config.file={path}", f"--storage.tsdb.path={folder / 'series'}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, f"--web.listen-address={LOOPBACK}:{port}"], stderr=log, stdout=log)
    try:
        found = Server(f"http://{LOOPBACK}:{port}")
        until(lambda: _is_ready(found) or None, "Prometheus")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


def _is_ready(found: Server) -> bool:
    try:
        return ask(f"{found.url}/-/ready").status == 200
    except OSError:
        return False
