"""Documents: the files of infra/ as data, and the tools that judge them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from service.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "INFRA",
    "ROOT",
    "document",
    "documents",
    "judged",
    "objects",
    "settings_of",
    "strangers",
    "version",
    "within_texts",
]

ROOT = Path(__file__).parent.parent.parent
INFRA = ROOT / "infra"


def document(path: str) -> Any:
    """Read a YAML file that holds one document; its path is below the repository."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def documents(folder: str) -> dict[str, Any]:
    """Read all YAML files of a folder, by name."""
    return {path.name: document(str(path.relative_to(ROOT))) for path in sorted((ROOT / folder).glob("*.yaml"))}


def objects() -> dict[str, Any]:
    """Read the Kubernetes objects, by kind."""
    both = [*documents("infra/kubernetes/base").values(), *documents("infra/kubernetes/production").values()]
    return {found["kind"]: found for found in both if found["kind"] != "Kustomization"}


def settings_of(path: str) -> dict[str, str]:
    """Read a file of variables."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def strangers(names: Iterable[str]) -> list[str]:
    """Return the variables that look like settings of the gateway and are none."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return [name for name in names if name.startswith(PREFIX) and name not in known]


def version() -> str:
    """Return the version of the package."""
    project: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def within_texts(value: Any) -> Iterable[str]:
    """Yield every text in a document."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from within_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from within_texts(inner)
    elif isinstance(value, str):
        yield value


def judged(tool: str, *arguments: str | Path) -> None:
    """Run a tool of the environment from the top of the repository; it must find nothing."""
    command = [Path(sys.executable).with_name(tool), *arguments]
    verdict = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, timeout=120)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
