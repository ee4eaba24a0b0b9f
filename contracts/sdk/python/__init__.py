"""The Python client of one endpoint: models and methods from the document, and a runtime that is the same for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contracts.sdk.python.channel import view
from contracts.sdk.python.client import render_client
from contracts.sdk.python.facts import render_facts
from contracts.sdk.python.models import render_models
from contracts.sdk.python.project import MODULE, render_init, render_project
from contracts.sdk.python.readme import render_readme

if TYPE_CHECKING:
    from contracts.document import Document, Endpoint

__all__ = ["render"]

_HEADER = "# Written from asyncapi.yaml by `gateway sdk python`; changes are lost when it is written again.\n"
_RUNTIME = Path(__file__).with_name("runtime")


def render(document: Document, endpoint: Endpoint) -> dict[str, str]:
    """Return the text of every file by its path below the package's folder. Raises SpecError."""
    channel = view(document, endpoint)
    generated = {
        "__init__.py": render_init(document, endpoint),
        "client.py": render_client(document, endpoint, channel),
        "facts.py": render_facts(document, endpoint, channel),
        "models.py": render_models(channel, MODULE),
    }
    files = {
        "README.md": render_readme(document, endpoint, channel),
        "pyproject.toml": render_project(document, endpoint),
        f"{MODULE}/py.typed": "",
    }
    files |= {f"{MODULE}/{path}": _HEADER + text for path, text in generated.items()}
    files |= {f"{MODULE}/runtime/{path.name}": path.read_text("utf-8") for path in _RUNTIME.glob("*.py")}
    return dict(sorted(files.items()))
