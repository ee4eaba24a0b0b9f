"""Commands: what the Markdown files of the repository tell a reader to type, and where each is proven."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "ELSEWHERE",
    "ROOT",
    "Unit",
    "bare",
    "blocks",
    "elsewhere",
    "filled",
    "manuals",
    "meant",
    "names",
    "parts",
    "program",
    "units",
]

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("contracts", "infra", "service", "tests/bench")
FOREIGN = ("contracts/sdk",)
"""Texts that go into generated clients; tests/contracts/sdk and tests/live run what they say."""

PROGRAMS = frozenset(
    {
        *("uv", "pip", "python", "gateway", ".ci/run", "npm", "npx", "node"),
        *("curl", "websocat", "jq", "printf", "openssl", "psql", "sqlite3"),
        *("docker", "podman", "buildah", "kubectl", "kustomize", "helm", "promtool"),
    }
)
SHELLS = frozenset({"bash", "console", "sh", "shell"})
"""What a fence of commands is marked with."""

ELSEWHERE = {
    "pip install uv": ("the machine has it", ".ci/run"),
    "uv run --group dev pytest": ("it runs this test", ".ci/run"),
    "uv run --group dev mypy": ("takes a minute", ".ci/run"),
    "uv run --group bench": ("takes half an hour", "tests/bench/test_bench.py"),
    "docker build": ("no engine for containers; its steps run in a folder", "tests/infra/test_image.py"),
    "docker buildx": ("no engine for containers, no registry", "tests/infra/test_containerfile.py"),
    "docker run": ("no engine for containers; its process runs as its user", "tests/infra/test_image.py"),
    "docker compose": ("no engine for containers; the file is judged by the schema", "tests/infra/test_compose.py"),
    "kubectl apply -k": ("no cluster; every object is judged by the schemas", "tests/infra/test_kubernetes.py"),
    "kubectl apply -f": ("no cluster; every object is judged by the schemas", "tests/infra/test_kubernetes.py"),
    "kubectl -n crypto-gateway create secret": ("no cluster; its names are checked", "tests/infra/test_kubernetes.py"),
    "websocat wss://OWNER-NAME": ("an address to be filled in; a Space's start runs", "tests/infra/test_image.py"),
}
"""Commands that are not run here, by how they begin: why not, and what proves them. The longest beginning counts."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Commands that belong together, in their order: a block, or one in a sentence."""

    path: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path}: {self.lines[0]}"


def manuals() -> list[Path]:
    """Find every Markdown file of the repository that speaks to people who have it."""
    found = [*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))]
    return sorted(path for path in found if not path.relative_to(ROOT).as_posix().startswith(FOREIGN))


def program(line: str) -> str | None:
    """Return what a line starts, settings before it left out; None when it is no program of a manual."""
    words = [word for word in line.split() if not re.match(r"[A-Z_]+=", word)]
    return words[0] if words and words[0] in PROGRAMS else None


def parts(line: str) -> list[str]:
    """Take a line apart where one command ends and the next begins."""
    return [part.strip() for part in line.split(" && ")]


def bare(part: str) -> str:
    """Leave out what makes a command run in a checkout or with other settings, and not what it does."""
    return re.sub(r"^([A-Z_]+=\S+ )*(uv run (--(extra|group) \w+ )*)?", "", part)


def filled(part: str) -> str:
    """Put files of the repository in place of words that stand for them."""
    return part.replace("OLD.yaml", "contracts/released/asyncapi.yaml").replace("NEW.yaml", "asyncapi.yaml")


def meant(line: str) -> str:
    """Leave out also what is proven elsewhere, and whom it asks."""
    here = [filled(bare(part)) for part in parts(line) if elsewhere(part) is None]
    return re.sub(r"(https?|ws)://\S+", "URL", " && ".join(here))


def blocks(text: str) -> list[tuple[str, ...]]:
    """Return the lines of each indented block, and of each fence that is marked as one of a shell."""
    found = []
    for fence, language, body in re.findall(r"^(```)(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        if fence and language in SHELLS:
            found.append(tuple(line.removeprefix("$ ") for line in body.splitlines() if line.strip()))
    prose = _prose(text)
    indented = re.findall(r"(?:^ {4}.*\n)+", prose, re.MULTILINE)
    return found + [tuple(line.strip() for line in block.splitlines()) for block in indented]


def units(path: Path) -> list[Unit]:
    """Return all commands of a file, in blocks and in sentences, each once."""
    text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
    found = [Unit(name, block) for block in blocks(text) if program(block[0])]
    seen = {line for unit in found for line in unit.lines}
    spoken = [code for code in _spoken(text) if not _is_name(code)]
    return found + [Unit(name, (code,)) for code in dict.fromkeys(spoken) if code not in seen]


def names(path: Path) -> set[str]:
    """Return the commands of the gateway that a file names, `watch` for `gateway watch`, with and without arguments."""
    text = path.read_text(encoding="utf-8")
    lines = [*_spoken(text), *(line for block in blocks(text) for line in block)]
    typed = [bare(part) for line in lines if program(line) for part in parts(line)]
    return {name for part in typed for name in re.findall(r"^gateway ([a-z]+)", part)}


def elsewhere(part: str) -> str | None:
    """Return how a command begins that is proven elsewhere, None for one that is run here."""
    return max((start for start in ELSEWHERE if part.startswith(start)), key=len, default=None)


def _prose(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def _spoken(text: str) -> list[str]:
    """Return the code in sentences that begins with a program and says more than its name."""
    prose = re.sub(r"^ {4}.*$", "", _prose(text), flags=re.MULTILINE)
    codes = re.findall(r"`([^`\n]+)`", prose)
    return [code for code in codes if program(code) and len(code.split()) > 1 and "…" not in code]


def _is_name(code: str) -> bool:
    words = shlex.split(code)
    return len(words) == 2 and words[0] != "uv"
