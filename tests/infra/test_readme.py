from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.infra.documents import INFRA, ROOT, document, strangers, version

if TYPE_CHECKING:
    from pathlib import Path

README = (INFRA / "README.md").read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
LINES = re.findall(r"^    (\S.*)$", PROSE, re.MULTILINE)
COMMANDS = [shlex.split(line) for line in LINES]
FENCES = re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
EXAMPLES: list[Any] = [yaml.safe_load(text) for text in FENCES]
PROGRAMS = {"docker", "kubectl", "printf", "promtool"}


def test_every_link_leads_somewhere() -> None:
    """Links to files of the repository are not broken."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (INFRA / link).exists()] == []


def test_every_folder_is_explained() -> None:
    """Nothing lies about that the first table does not name."""
    named = {link.split("/")[0] for link in re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", README, re.MULTILINE)}

    assert {path.name for path in INFRA.iterdir() if path.name != ".env"} - {"README.md"} == named


def test_settings_that_are_named_exist() -> None:
    """Apart from the token of `gateway drain`, which is not one."""
    named = set(re.findall(r"\bGATEWAY_[A-Z_]+\b", README)) - {"GATEWAY_TOKEN", "GATEWAY_PROVIDER_COINGECKO_KEY"}

    assert named
    assert strangers(named) == []


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(words[:3]) for words in COMMANDS])
def test_commands_name_files_that_exist(command: list[str]) -> None:
    """Each path that a command reads is there, as seen from the top, and each image is of this version."""
    assert command[0] in PROGRAMS
    read = command[: command.index(">")] if ">" in command else command
    paths = [word for word in read if word.startswith(("infra/", "tests/"))]
    images = [word for word in command if word.startswith("crypto-gateway:")]

    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert set(images) <= {f"crypto-gateway:{version()}"}


def test_the_operator_s_rules_are_the_rules(tmp_path: Path) -> None:
    """The command makes an object of them that says the same, where Kustomize is told to look for it."""
    (line,) = [line for line in LINES if "PrometheusRule" in line]
    made = tmp_path / "infra" / "kubernetes" / "production" / "rules.yaml"
    made.parent.mkdir(parents=True)
    (tmp_path / "infra" / "monitoring").symlink_to(INFRA / "monitoring")
    subprocess.run(["bash", "-euo", "pipefail", "-c", line], cwd=tmp_path, check=True)
    found = yaml.safe_load(made.read_text(encoding="utf-8"))

    assert (found["apiVersion"], found["kind"]) == ("monitoring.coreos.com/v1", "PrometheusRule")
    assert found["spec"] == document("infra/monitoring/alerts.yaml")


def test_prometheus_has_a_secret_of_its_own() -> None:
    """The one that the commands make for it; a key in the gateway's own would be a setting that does not exist."""
    (asked,) = [
        one["authorization"]["credentials"] for one in EXAMPLES if "credentials" in one.get("authorization", {})
    ]
    made = {
        command[command.index("generic") + 1]: command[-1].removeprefix("--from-literal=").split("=")[0]
        for command in COMMANDS
        if "secret" in command
    }

    assert made[asked["name"]] == asked["key"]
    assert asked["name"] != "gateway"


def test_the_space_takes_the_image_of_this_version() -> None:
    """A Space builds from the release, and its README tells it the port."""
    front = (INFRA / "space" / "README.md").read_text(encoding="utf-8").split("---")[1]
    dockerfile = (INFRA / "space" / "Dockerfile").read_text(encoding="utf-8")

    assert "\nsdk: docker\n" in front
    assert "\napp_port: 7860\n" in front
    assert f"/crypto-gateway:{version()}\n" in dockerfile
