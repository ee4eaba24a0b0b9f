from __future__ import annotations

import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.infra.containerfile import environment, instructions, is_sent, stages, words
from tests.infra.documents import ROOT, judged, strangers, version

if TYPE_CHECKING:
    from collections.abc import Iterator

IMAGE = "infra/Containerfile"
SPACE = "infra/space/Dockerfile"
PLATFORMS = ("x86_64", "aarch64")
EXTRAS = ("jwt", "otel", "postgres")


@pytest.mark.parametrize("path", [IMAGE, SPACE])
def test_the_linter_finds_nothing(path: str) -> None:
    """hadolint, with ShellCheck for what is run."""
    judged("hadolint", path)


@pytest.mark.parametrize("path", [IMAGE, SPACE])
def test_only_settings_that_exist_are_set(path: str) -> None:
    """A setting that the gateway does not know would stop it at once."""
    assert strangers(environment(stages(instructions(path))[-1])) == []


def test_the_base_is_chosen_once_and_by_version() -> None:
    """Both stages stand on one Python, which is no moving target such as `latest`."""
    found = instructions(IMAGE)
    (base,) = [instruction.text for instruction in found if instruction.name == "ARG" and "PYTHON=" in instruction.text]

    assert re.fullmatch(r"PYTHON=python:3\.\d+-slim-\w+(@sha256:[0-9a-f]{64})?", base)
    assert [stage[0].text.split()[0] for stage in stages(found)] == ["${PYTHON}", "${PYTHON}"]


def test_the_gateway_is_nobody_and_ends_by_sigterm() -> None:
    """The user is a number, so that a cluster can tell that it is not root; SIGTERM begins the drain."""
    last = {instruction.name: instruction.text for instruction in stages(instructions(IMAGE))[-1]}

    uid, gid = last["USER"].split(":")
    assert int(uid) > 0
    assert int(gid) > 0
    assert last["STOPSIGNAL"] == "SIGTERM"
    assert last["EXPOSE"] == "7860"
    assert last["VOLUME"] == f"{last['WORKDIR']}/data"


def test_one_process_serves() -> None:
    """The program is process 1 itself, not a child of a shell that would swallow signals."""
    last = stages(instructions(IMAGE))[-1]

    assert [*words(last, "ENTRYPOINT"), *words(last, "CMD")] == ["gateway", "serve"]


def test_every_build_step_is_locked() -> None:
    """No package may be another version than that of uv.lock, nor come from the groups of developers."""
    steps = [instruction.text for instruction in instructions(IMAGE) if " uv sync " in instruction.text]

    assert len(steps) == 2
    for step in steps:
        assert {"--locked", "--no-dev", "--no-editable"} <= set(step.split())
        assert tuple(re.findall(r"--extra (\w+)", step)) == EXTRAS


def test_the_label_is_the_version_of_the_package() -> None:
    """Whoever builds without arguments gets the right label too."""
    assert ("ARG", f"VERSION={version()}") in [(found.name, found.text) for found in instructions(IMAGE)]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an exported tree has no list of its files")
def test_docker_is_sent_what_the_image_needs_and_no_more() -> None:
    """Files that are not copied would only make the build slow, and its cache useless."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    copied = {
        name
        for instruction in stages(instructions(IMAGE))[0]
        if instruction.name == "COPY"
        for name in instruction.text.split()[:-1]
    }

    assert {path.split("/")[0] for path in listing.split("\0") if path and is_sent(path)} == copied
    assert not is_sent("service/__pycache__/app.cpython-313.pyc")
    assert not is_sent(".env")


def locked() -> Iterator[tuple[str, list[str]]]:
    """Yield each package that the image installs, with its wheels."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    packages = {package["name"]: package for package in lock["package"]}
    waiting, seen = [("crypto-gateway", EXTRAS)], set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        optional = packages[name].get("optional-dependencies", {})
        needed = [
            *packages[name].get("dependencies", []),
            *(one for extra in extras for one in optional.get(extra, [])),
        ]
        waiting += [(one["name"], tuple(one.get("extra", ()))) for one in needed]
        if name != "crypto-gateway":
            yield name, [wheel["url"].rsplit("/", 1)[1] for wheel in packages[name].get("wheels", [])]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_package_is_compiled(platform: str) -> None:
    """Each comes as a wheel for both platforms and the image's Python: the slim image has no compiler."""
    (base,) = [found.text for found in instructions(IMAGE) if found.text.startswith("PYTHON=")]
    tag = "cp3" + base.split("python:3.")[1].split("-")[0]
    fits = re.compile(rf"-none-any\.whl$|-({tag}-{tag}|cp3\d+-abi3|py3-none)-manylinux\w*_{platform}")

    found = dict(locked())
    assert "granian" in found
    assert [name for name, wheels in found.items() if not any(fits.search(wheel) for wheel in wheels)] == []
