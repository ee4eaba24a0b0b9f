from __future__ import annotations

import re
import shlex

import pytest

from tests.infra.documents import INFRA, ROOT, strangers, version

README = (INFRA / "README.md").read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [shlex.split(line) for line in re.findall(r"^    (\S.*)$", PROSE, re.MULTILINE)]
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
    """Each path in a command is there, as seen from the top, and each image is of this version."""
    assert command[0] in PROGRAMS
    paths = [word for word in command if word.startswith(("infra/", "tests/")) and word != "infra/.env"]
    images = [word for word in command if word.startswith("crypto-gateway:")]

    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert set(images) <= {f"crypto-gateway:{version()}"}


def test_the_space_takes_the_image_of_this_version() -> None:
    """A Space builds from the release, and its README tells it the port."""
    front = (INFRA / "space" / "README.md").read_text(encoding="utf-8").split("---")[1]
    dockerfile = (INFRA / "space" / "Dockerfile").read_text(encoding="utf-8")

    assert "\nsdk: docker\n" in front
    assert "\napp_port: 7860\n" in front
    assert f"/crypto-gateway:{version()}\n" in dockerfile
