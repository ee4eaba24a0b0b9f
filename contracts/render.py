"""Render: the document -> the files of contracts/generated, as text in memory.

    catalog.py      services, endpoints, codes: plain data                      contracts.catalog
    commands.py     the union of the commands, and the class of each action     contracts.unions
    events.py       the unions of what is sent, and the class of each service   contracts.unions
    application/    asyncapi-python's Application, routers and messages         contracts.projection, contracts.models

The same document gives the same text, on any machine and day.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from asyncapi_python_codegen.generators.main import CodeGenerator  # type: ignore[import-untyped]
from black import FileMode, format_str

from contracts import catalog, unions
from contracts.models import Models
from contracts.projection import project

if TYPE_CHECKING:
    from contracts.document import Document

__all__ = ["HEADER", "render"]

HEADER = "# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.\n"
_LINE_LENGTH = 120


def render(document: Document) -> dict[str, str]:
    """Return the text of every generated file, by its path below contracts/generated, with `/`."""
    modules = {
        "__init__.py": '"""Generated from asyncapi.yaml; nothing here is written by hand."""\n',
        "catalog.py": catalog.render(document),
        "commands.py": unions.render_commands(document),
        "events.py": unions.render_events(document),
    }
    modules |= {f"application/{path}": text for path, text in _application(project(document)).items()}
    return {path: HEADER + text for path, text in sorted(modules.items())}


def _application(projection: dict[str, Any]) -> dict[str, str]:
    generator = CodeGenerator()
    generator.message_generator = Models(projection["components"]["schemas"])
    generator.template_renderer.run_mypy = lambda _folder: None
    generator.template_renderer._format_with_black = _format  # noqa: SLF001  there is no public way to a line length
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        source, target = Path(folder, "projection.yaml"), Path(folder, "application")
        source.write_text(yaml.safe_dump(projection, sort_keys=False, allow_unicode=True), encoding="utf-8")
        generator.generate(source, target)
        return {path.relative_to(target).as_posix(): path.read_text("utf-8") for path in sorted(target.rglob("*.py"))}


def _format(text: str, _template_name: str) -> str:
    return format_str(text, mode=FileMode(line_length=_LINE_LENGTH))
