"""The TypeScript client of an endpoint, as a package of text files.

src/models.ts       the messages and their parts                        contracts.sdk.typescript.models
src/endpoint.ts     what the endpoint carries, in types and in values   contracts.sdk.typescript.declarations
src/errors.ts       the error of a command that the gateway refused     contracts.sdk.typescript.errors
src/client.ts       a method for each command                           contracts.sdk.typescript.client
src/index.ts        what is exported                                    contracts.sdk.typescript.index
src/runtime/        written by hand, the same for every endpoint        contracts/sdk/typescript/runtime
README.md           how to use it                                       contracts.sdk.typescript.readme
package.json …      how to build it                                     contracts.sdk.typescript.project
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contracts.sdk.typescript import client, declarations, errors, index, models, project, readme
from contracts.sdk.typescript.channel import view

if TYPE_CHECKING:
    from contracts.document import Document, Endpoint

__all__ = ["render"]

_RUNTIME = Path(__file__).with_name("runtime")
_HEADER = "// Generated from asyncapi.yaml by `gateway sdk typescript`; do not edit.\n\n"


def render(document: Document, endpoint: Endpoint) -> dict[str, str]:
    """Return the text of every file by its path below the package's folder, with `/`.

    Raises SpecError where the document says what TypeScript cannot, or lacks what the client needs.
    """
    channel = view(document, endpoint)
    sources = {
        "models.ts": models.render(channel),
        "endpoint.ts": declarations.render(channel),
        "errors.ts": errors.render(channel),
        "client.ts": client.render(channel),
        "index.ts": index.render(channel),
    }
    return {
        "README.md": readme.render(channel),
        "package.json": project.package(channel),
        "tsconfig.json": project.compiler(),
        **{f"src/{name}": _HEADER + text for name, text in sources.items()},
        **{f"src/runtime/{path.name}": path.read_text(encoding="utf-8") for path in sorted(_RUNTIME.glob("*.ts"))},
    }
