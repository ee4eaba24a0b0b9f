"""Project: the files that a package manager and a compiler read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.sdk.typescript.channel import Channel

__all__ = ["NAME", "compiler", "package"]

NAME = "crypto-gateway-client"


def package(channel: Channel) -> str:
    """Return package.json. Its version is that of the contract."""
    document = channel.document
    return _json(
        {
            "name": NAME,
            "version": document.version,
            "description": f"A typed client of {channel.endpoint.path}, an endpoint of the {document.title}.",
            "license": "Apache-2.0",
            "type": "module",
            "sideEffects": False,
            "exports": {".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"}},
            "files": ["dist"],
            "scripts": {"build": "tsc"},
            "devDependencies": {"typescript": "5.9 || 6 || 7"},
            "engines": {"node": ">=18"},
        }
    )


def compiler() -> str:
    """Return tsconfig.json: as strict as it gets, with no types but those of the language itself."""
    return _json(
        {
            "compilerOptions": {
                "target": "ES2022",
                "lib": ["ES2022"],
                "types": [],
                "module": "NodeNext",
                "rootDir": "src",
                "outDir": "dist",
                "declaration": True,
                "strict": True,
                "exactOptionalPropertyTypes": True,
                "noUncheckedIndexedAccess": True,
                "noPropertyAccessFromIndexSignature": True,
                "noImplicitOverride": True,
                "noImplicitReturns": True,
                "noFallthroughCasesInSwitch": True,
                "noUnusedLocals": True,
                "noUnusedParameters": True,
                "isolatedModules": True,
                "verbatimModuleSyntax": True,
                "erasableSyntaxOnly": True,
            },
            "include": ["src"],
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
