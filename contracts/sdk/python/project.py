"""Project: the files that make a folder of modules a project of its own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from contracts.pointer import SpecError
from contracts.sdk.python.source import docstring

if TYPE_CHECKING:
    from contracts.document import Document, Endpoint

__all__ = ["DISTRIBUTION", "MODULE", "render_init", "render_project"]

DISTRIBUTION = "crypto-gateway-client"
MODULE = "crypto_gateway_client"

_VERSION = re.compile(r"\d+(\.\d+)*")

_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = {distribution}
version = {version}
description = {description}
readme = "README.md"
requires-python = ">=3.11"
classifiers = ["Framework :: AsyncIO", "Typing :: Typed"]
dependencies = ["pydantic>=2.11,<3", "websockets>=15"]

[tool.hatch.build.targets.wheel]
packages = [{module}]
"""

_INIT = """\
from .client import Client, Topic, Update
from .runtime.errors import (
    CommandError,
    CommandTimeout,
    ConnectionEnded,
    GatewayError,
    UnexpectedReply,
)
from .runtime.options import Options
from .runtime.status import State, Status
from .runtime.updates import Updates

__all__ = [
    "Client",
    "CommandError",
    "CommandTimeout",
    "ConnectionEnded",
    "GatewayError",
    "Options",
    "State",
    "Status",
    "Topic",
    "UnexpectedReply",
    "Update",
    "Updates",
]
"""


def render_project(document: Document, endpoint: Endpoint) -> str:
    """Return pyproject.toml. The package has the version of the contract. Raises SpecError when it is none."""
    if not _VERSION.fullmatch(document.version):
        raise SpecError("#/info/version", f"{document.version!r} cannot be the version of a Python package")
    return _PROJECT.format(
        distribution=json.dumps(DISTRIBUTION),
        module=json.dumps(MODULE),
        version=json.dumps(document.version),
        description=json.dumps(f"Client of {document.title}, endpoint {endpoint.path}."),
    )


def render_init(document: Document, endpoint: Endpoint) -> str:
    """Return what `import crypto_gateway_client` offers; the events are in its module `models`."""
    return f"{docstring(f'A client of {document.title}, endpoint {endpoint.path}.')}\n{_INIT}"
