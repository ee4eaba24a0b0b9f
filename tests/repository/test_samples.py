"""The samples of code in the manuals, run."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from contracts.validator import Validator
from tests.live.deadline import until
from tests.live.stand import demo
from tests.repository.commands import ROOT, SHELLS, manuals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from contracts.document import Document
    from tests.live.stand import Stand

WEBSOCKET = ROOT / "tests" / "node" / "websocket.cjs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FENCES = [
    (path.relative_to(ROOT).as_posix(), language, text)
    for path in manuals()
    for language, text in FENCE.findall(path.read_text(encoding="utf-8"))
]
SAMPLES = {(path, language): text for path, language, text in FENCES}
YAML = [(path, text) for path, language, text in FENCES if language == "yaml"]
RUN = ("javascript", "python", "typescript")
SHOWN = {"text", *SHELLS}
"""What is no code, and what tests/repository/test_commands.py types."""

REACT = """
exports.useState = (first) => [first, (value) => console.log(value)];
exports.useEffect = (effect) => void effect();
"""
"""As much of React as a hook meets on its first render: what is set is printed."""
HOOK = """
const { ModuleKind, transpileModule } = require('typescript-5');
const [source, target] = process.argv.slice(1);
const fs = require('node:fs');
const compilerOptions = { module: ModuleKind.CommonJS };
const { outputText } = transpileModule(fs.readFileSync(source, 'utf8'), { compilerOptions });
fs.writeFileSync(target, `${outputText}\\nexports.usePrices();`);
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, document: Document) -> Iterator[Stand]:
    with demo(tmp_path_factory.mktemp("gateway"), Validator(document, sealed=True), scale=0.1) as stand:
        yield stand


def written(gateway: Stand, language: str, path: Path) -> Path:
    """Write a sample of README.md that looks for the gateway where it is."""
    source, count = re.subn(r"ws://localhost:7860", gateway.socket_url, SAMPLES["README.md", language])
    assert count == 1
    path.write_text(source, encoding="utf-8")
    return path


def output_of(command: Sequence[str | Path], directory: Path, log: Path) -> str:
    """Run a client until it prints a price of bitcoin, and return all it has printed."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=directory, stdout=out, stderr=subprocess.STDOUT)
        try:
            until(
                lambda: "bitcoin" in log.read_text(encoding="utf-8") or process.poll() is not None,
                f"bitcoin in the output of {command[-1]}",
            )
        finally:
            process.kill()
            process.wait()
    return log.read_text(encoding="utf-8")


def test_every_sample_is_run() -> None:
    """A fence names its language, and of each that is run below there is one, in README.md."""
    code = [(path, language) for path, language, _ in FENCES if language not in {"yaml", *SHOWN}]

    assert sorted(code) == [("README.md", language) for language in RUN]


@pytest.mark.live
def test_the_python_sample_prints_prices(gateway: Stand, tmp_path: Path) -> None:
    """It runs as it stands, and shows source and prices."""
    sample = written(gateway, "python", tmp_path / "sample.py")

    assert re.match(
        r"sim:\S+ \{'bitcoin': \d+\.\d+, ", output_of((sys.executable, "-u", sample), tmp_path, tmp_path / "log")
    )


@pytest.mark.live
def test_the_javascript_sample_prints_prices(gateway: Stand, tmp_path: Path, node_modules: Path) -> None:
    """It runs as it stands, where Node is older than 22 with a WebSocket from elsewhere."""
    sample = written(gateway, "javascript", tmp_path / "sample.js")
    output = output_of(("node", "--require", WEBSOCKET, sample), node_modules, tmp_path / "log")

    assert re.match(r"sim:\S+ \{\s+bitcoin: \d+\.\d+,", output), output


@pytest.mark.live
def test_the_react_sample_sets_prices(gateway: Stand, tmp_path: Path, node_modules: Path) -> None:
    """Rendered once, the hook is given prices."""
    sample = written(gateway, "typescript", tmp_path / "sample.ts")
    react = tmp_path / "node_modules" / "react"
    react.mkdir(parents=True)
    (react / "index.js").write_text(REACT, encoding="utf-8")
    hook = tmp_path / "sample.cjs"
    subprocess.run(("node", "-e", HOOK, sample, hook), cwd=node_modules, check=True)
    output = output_of(("node", "--require", WEBSOCKET, hook), node_modules, tmp_path / "log")

    assert re.match(r"\{\s+bitcoin: \d+\.\d+,", output), output


@pytest.mark.parametrize(("path", "text"), YAML, ids=[path for path, _ in YAML])
def test_yaml_is_yaml(path: str, text: str) -> None:
    """A mapping or a list, to be put into a file."""
    assert isinstance(yaml.safe_load(text), dict | list)


@pytest.mark.live
def test_every_resource_of_the_readme_answers(gateway: Stand) -> None:
    """What the table of paths names is there; what is posted is not for GET."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("### Over HTTP")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    asked = {path: verb for cell in cells for verb, path in re.findall(r"`(POST )?(/[\w./]+)`", cell)}

    assert len(asked) > 8
    wrong = {path: gateway.get(path).status for path, verb in asked.items()}
    assert {path: status for path, status in wrong.items() if status != (405 if asked[path] else 200)} == {}
