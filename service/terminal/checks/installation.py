"""Installation: the packages, and what the system lets a process have."""

from __future__ import annotations

import re
import resource
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from service.edge.descriptors import RESERVE
from service.terminal.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["descriptors", "extras", "server"]

NAME = "crypto-gateway"
_REQUIREMENT = re.compile(
    r"(?P<package>[\w.-]+)(?:\[[^\]]*\])?(?P<range>[^;]*)(?:;(?:.*extra == ['\"](?P<extra>[\w-]+)['\"])?.*)?"
)


def server(requirements: Sequence[str] | None = None) -> Finding:
    """Compare granian with the version that the edge was measured with. `requirements`: by default our own."""
    wanted = next(
        (found["range"].strip().removeprefix("==") for found in _read(requirements) if found["package"] == "granian"),
        "",
    )
    have = _version("granian")
    if have == wanted:
        return Finding("granian", "well", f"version {have}, as it must be")
    problem = f"version {have or 'missing'}, and the gateway relies on what {wanted} does"
    return Finding("granian", "ill", problem, f"install granian=={wanted}")


def extras(requirements: Sequence[str] | None = None) -> Finding:
    """Tell which extras are installed."""
    missing: dict[str, bool] = {}
    for found in _read(requirements):
        if found["extra"]:
            missing[found["extra"]] = missing.get(found["extra"], False) or not _version(found["package"])
    have = ", ".join(extra for extra, is_missing in missing.items() if not is_missing) or "none"
    lacking = ", ".join(extra for extra, is_missing in missing.items() if is_missing)
    if not lacking:
        return Finding("extras", "well", f"installed: {have}")
    remedy = f"when you need one: install {NAME}[{lacking.partition(',')[0]}]"
    return Finding("extras", "note", f"installed: {have}; not installed: {lacking}", remedy)


def descriptors(max_connections: int) -> Finding:
    """Compare the limit of open files, which the gateway raises as far as it may, with the clients there may be."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = max_connections + RESERVE
    if hard == resource.RLIM_INFINITY or hard >= needed:
        allowed = "any number" if hard == resource.RLIM_INFINITY else f"{hard:,}"
        return Finding("open files", "well", f"{allowed} allowed, {needed:,} needed for {max_connections:,} clients")
    return Finding(
        "open files",
        "ill",
        f"{hard:,} allowed, {needed:,} needed for {max_connections:,} clients",
        "raise the hard limit (ulimit -Hn), or lower GATEWAY_MAX_CONNECTIONS",
    )


def _read(requirements: Sequence[str] | None) -> list[re.Match[str]]:
    found = requires(NAME) or [] if requirements is None else requirements
    return [match for text in found if (match := _REQUIREMENT.fullmatch(text.strip()))]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
