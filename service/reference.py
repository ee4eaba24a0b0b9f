"""The reference tables of the READMEs, made from the code they describe.

`python -m service.reference README.md` writes them between their markers; a test compares.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service.providers.catalog import load_catalog
from service.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["TABLES", "fill", "floors", "setting_names"]

SERVICE = Path(__file__).parent


def endpoints_table() -> str:
    """List every WebSocket address."""
    rows = [
        (
            f"`{path}`",
            "all" if len(endpoint.scope) == len(SERVICES) else ", ".join(f"`{name}`" for name in endpoint.scope),
            "on connect" if endpoint.auto else "by command",
            f"the same as `{endpoint.alias_of}`" if endpoint.alias_of else endpoint.description,
        )
        for path, endpoint in ENDPOINTS.items()
    ]
    return _table(("Address", "Services", "Subscribed", "What it is for"), rows)


def services_table() -> str:
    """List every service."""
    rows = [
        (f"`{name}`", service.category.replace("_", " "), f"{service.interval_s:g} s", service.description)
        for name, service in SERVICES.items()
    ]
    return _table(("Service", "Category", "Interval", "What it sends"), rows)


def settings_table() -> str:
    """List every setting."""
    rows = [
        (f"`{PREFIX}{name.upper()}`", _default(field.get_default(call_default_factory=True)), str(field.description))
        for name, field in Settings.model_fields.items()
        if name != "providers"
    ]
    providers = load_catalog({}).providers.values()
    named = {"URL": [each.id for each in providers], "KEY": [each.id for each in providers if each.takes_key]}
    meaning = {"URL": "Another address for a provider, such as a mirror", "KEY": "A key for a provider"}
    for what, ids in named.items():
        listed = ", ".join(f"`{id_.upper()}`" for id_ in ids)
        rows.append((f"`{PREFIX}PROVIDER_<ID>_{what}`", "none", f"{meaning[what]}. IDs: {listed}."))
    return _table(("Setting", "Default", "Meaning"), rows)


def floors() -> list[list[str]]:
    """Return the modules of each floor, the highest first, as import-linter is told. Needs a checkout."""
    rules = tomllib.loads((SERVICE.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = (rule["layers"] for rule in rules["contracts"] if rule["type"] == "layers")
    return [layer.split(" | ") for layer in layers]


def floors_table() -> str:
    """List every floor, and what the modules on it are."""
    highest_first = floors()
    rows = [
        (str(len(highest_first) - place), f"`{module}`", _purpose(module))
        for place, modules in enumerate(highest_first)
        for module in modules
    ]
    return _table(("Floor", "Module", "What it is"), rows)


TABLES = {
    "endpoints": endpoints_table,
    "floors": floors_table,
    "services": services_table,
    "settings": settings_table,
}


def fill(text: str) -> str:
    """Put the tables between their markers, `<!-- table: NAME -->` and `<!-- end -->`."""

    def table(match: re.Match[str]) -> str:
        return f"<!-- table: {match['name']} -->\n{TABLES[match['name']]()}<!-- end -->"

    return re.sub(r"<!-- table: (?P<name>\w+) -->\n.*?<!-- end -->", table, text, flags=re.DOTALL)


def setting_names() -> list[str]:
    """Name every setting, those of the providers included."""
    names = [PREFIX + name.upper() for name in Settings.model_fields if name != "providers"]
    for provider in load_catalog({}).providers.values():
        names.append(f"{PREFIX}PROVIDER_{provider.id.upper()}_URL")
        if provider.takes_key:
            names.append(f"{PREFIX}PROVIDER_{provider.id.upper()}_KEY")
    return names


def _purpose(module: str) -> str:
    """Return the first line of a module's docstring."""
    package = SERVICE / module / "__init__.py"
    source = package if package.exists() else SERVICE / f"{module}.py"
    return (ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def _default(value: object) -> str:
    if value in (None, ()):
        return "none"
    return f"`{','.join(map(str, value))}`" if isinstance(value, tuple) else f"`{value}`"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(fill(readme.read_text(encoding="utf-8")), encoding="utf-8")
