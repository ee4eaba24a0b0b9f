from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from click import Context

from service.cli import COMMANDS, gateway
from tests.infra.documents import ROOT, document, judged

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".github/workflows"
WORKFLOWS = {path.name: document(f"{FOLDER}/{path.name}") for path in sorted((ROOT / FOLDER).glob("*.yml"))}
JOBS = {f"{name} {job}": found for name, workflow in WORKFLOWS.items() for job, found in workflow["jobs"].items()}
STEPS = [step for job in JOBS.values() for step in job.get("steps", [])]
MAY_WRITE = {
    "release.yml image": {"packages"},
    "release.yml index": {"packages"},
    "release.yml notes": {"contents"},
    "release.yml pypi": {"id-token"},
}


def script(job: str, name: str) -> str:
    (found,) = [step["run"] for step in JOBS[job]["steps"] if step.get("name") == name]
    return str(found)


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        *(("vendor.github-workflows", f"{FOLDER}/{name}") for name in WORKFLOWS),
        ("vendor.dependabot", ".github/dependabot.yml"),
    ],
)
def test_the_files_are_of_their_schema(schema: str, path: str) -> None:
    """Every key exists and has its type."""
    judged("check-jsonschema", "--builtin-schema", schema, path)


def test_the_security_linter_finds_nothing() -> None:
    """zizmor: no injection, no stolen token, nothing that moves."""
    judged("zizmor", "--offline", "--persona", "pedantic", ".github")


def test_actions_are_pinned() -> None:
    """By the whole hash, with the version beside it, and each action by one hash only."""
    text = "".join((ROOT / FOLDER / name).read_text(encoding="utf-8") for name in WORKFLOWS)
    used = [step["uses"] for step in STEPS if "uses" in step]
    pinned = re.findall(r"uses: ([\w/-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+\n", text)

    assert used
    assert [f"{action}@{digest}" for action, digest in pinned] == used
    assert len(set(pinned)) == len({action for action, _ in pinned})


def test_no_checkout_leaves_its_token_behind() -> None:
    """What runs afterwards, the tests of a stranger's branch say, could take it."""
    checkouts = [step for step in STEPS if step.get("uses", "").startswith("actions/checkout@")]

    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("job", JOBS)
def test_a_job_may_do_no_more_than_it_must(job: str) -> None:
    """Nothing is allowed to all; what a job may write is listed here, and only a release writes."""
    allowed = JOBS[job]["permissions"]

    assert WORKFLOWS[job.split(maxsplit=1)[0]]["permissions"] == {}
    assert {what for what, how in allowed.items() if how == "write"} == MAY_WRITE.get(job, set())
    assert JOBS[job].get("timeout-minutes") or "uses" in JOBS[job]


def test_nothing_is_published_that_has_not_passed() -> None:
    """Every job of a release comes after CI, by its own need or through another's."""
    jobs: dict[str, Any] = WORKFLOWS["release.yml"]["jobs"]

    def before(name: str) -> set[str]:
        needs = jobs[name].get("needs", [])
        return {*needs, *(found for need in needs for found in before(need))}

    assert [name for name in jobs if name not in {"ci", "version"} and not {"ci", "version"} <= before(name)] == []


def test_ci_is_the_script_that_everybody_runs() -> None:
    """What must hold is written once."""
    assert [step["run"] for step in JOBS["ci.yml check"]["steps"] if "run" in step][1:] == [".ci/run"]


def test_the_machine_has_what_the_script_cannot_install() -> None:
    """Without root the script installs no package of the system: the workflow does, unless the machine has it."""
    wanted = re.findall(
        r"command -v (\w+) .*missing\+=\(([\w -]+)\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    )
    installed = script("ci.yml check", "What the machine lacks; npm and Chromium it has").split(
        "--no-install-recommends "
    )

    assert {program: packages for program, packages in wanted if program not in {"chromium", "npm"}} == {
        "promtool": installed[1].strip()
    }


def test_commands_of_the_gateway_exist() -> None:
    """Each that a workflow runs, with its options."""
    lines = "\n".join(step["run"].replace("\\\n", " ") for step in STEPS if "run" in step).splitlines()
    found = [shlex.split(line.split("gateway ", 1)[1]) for line in lines if re.search(r"uv run .*\bgateway ", line)]

    assert found
    for name, *words in found:
        assert name in COMMANDS
        command = gateway.get_command(Context(gateway), name)
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_image_is_tried_as_it_will_run() -> None:
    """Sealed as in the cluster, and it must end well."""
    start = script("ci.yml image", "Start, without root, without capabilities, on a root that cannot be written")

    assert {"--read-only", "--cap-drop", "--security-opt"} <= set(shlex.split(start))


def test_both_platforms_are_built() -> None:
    """amd64 and arm64, each on its own kind of machine, with a bill of materials and where it comes from."""
    matrix = JOBS["release.yml image"]["strategy"]["matrix"]["include"]
    build = script("release.yml image", "Build and push, with what is in it and where it comes from")

    assert {one["platform"] for one in matrix} == {"linux/amd64", "linux/arm64"}
    assert {"--sbom=true", "--provenance=mode=max"} <= set(shlex.split(build))


def test_the_notes_are_the_version_s_section_of_the_changelog(tmp_path: Path) -> None:
    """Its text up to the next version, and nothing of the others; then the image's digest."""
    changelog = (
        "# Changelog\n\n## Unreleased\n\nSoon.\n\n## 0.1.0 - 2026-12-01\n\n### Added\n\n- All.\n\n## 0.0.1\n\nOld.\n"
    )
    (tmp_path / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    variables = {"PATH": "/usr/bin:/bin", "VERSION": "0.1.0", "DIGEST": "sha256:1", "GITHUB_REPOSITORY": "Owner/Name"}
    command = ["bash", "-euo", "pipefail", "-c", script("release.yml notes", "Write them from the changelog")]
    subprocess.run(command, cwd=tmp_path, env=variables, check=True)

    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == (
        "\n### Added\n\n- All.\n\n\nImage: `ghcr.io/owner/name@sha256:1`\n"
    )
