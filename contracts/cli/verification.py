"""A verification from its options to its exit code."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import aiohttp
from rich.console import Console

from contracts.cli.refusal import Refusal
from contracts.cli.sources import document_at
from contracts.lint import PREREQUISITES
from contracts.pointer import SpecError
from contracts.reports.data import data
from contracts.reports.junit import junit
from contracts.reports.page import page
from contracts.reports.terminal import audience, tell
from contracts.suite.coverage import cover
from contracts.suite.evidence import Evidence
from contracts.suite.groups import CHECKS, GROUPS
from contracts.suite.traffic import read_traffic, write_traffic
from contracts.suite.verification import Plan, replay, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from contracts.document import Document
    from contracts.suite.clause import Check
    from contracts.suite.coverage import Coverage
    from contracts.suite.verdict import Verdict

__all__ = ["Options", "run", "select"]

KEPT, BROKEN = 0, 1

REPORTS: Final[Mapping[str, Callable[[Verdict, Coverage], str]]] = {
    ".xml": lambda verdict, _: junit(verdict),
    ".json": data,
    ".html": page,
}
"""By the ending of the file."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for."""

    url: str | None
    replay: Path | None
    record: Path | None
    only: str | None
    strict: bool
    spec: Path | None
    token: str | None
    interval_scale: float
    patience_s: float
    seed: int
    examples: int
    reports: tuple[Path, ...]
    coverage_floor: float | None


def run(options: Options) -> int:
    """Verify, report, and return the exit code. Raises Refusal when that cannot be done."""
    for path in options.reports:
        if path.suffix not in REPORTS:
            raise Refusal(f"{path}: a report ends in {', '.join(REPORTS)}")
    document = _sound(options.spec)
    checks = select(options.only)
    console = Console(stderr=False)
    verdict = _replayed(options, document, checks) if options.replay else _verified(options, document, checks, console)
    tell(verdict, console)
    code = KEPT if verdict.kept else BROKEN
    if verdict.traffic is None:
        return code
    coverage = cover(Evidence(document, verdict.traffic))
    for line in coverage.lines():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    for path in options.reports:
        _write(path, REPORTS[path.suffix](verdict, coverage))
    if options.record:
        _write(options.record, "".join(write_traffic(verdict.traffic)))
    if options.coverage_floor is not None and coverage.percent < options.coverage_floor:
        console.print(f"The coverage is below {options.coverage_floor:g} %.", style="bold red", highlight=False)
        return BROKEN
    return code


def select(only: str | None) -> tuple[Check, ...]:
    """Return the checks of some groups and clauses, by default all. Raises Refusal for a name that there is not."""
    if only is None:
        return CHECKS
    known = [*GROUPS, *(check.clause.id for check in CHECKS)]
    wanted = {name.strip().upper() for name in only.split(",") if name.strip()}
    for name in sorted(wanted - set(known)):
        closest = get_close_matches(name, known, n=1)
        remedy = f"did you mean {closest[0]}?" if closest else f"the groups are {', '.join(GROUPS)}"
        raise Refusal(f"there is no clause or group {name}; {remedy}")
    if not wanted:
        raise Refusal("--only names nothing")
    return tuple(check for check in CHECKS if {check.clause.id, check.clause.group} & wanted)


def _sound(spec: Path | None) -> Document:
    """Read the document, and refuse one of which nothing could be asked."""
    document = document_at(spec)
    for rule in PREREQUISITES.values():
        for place in rule(document):
            raise Refusal(f"{spec or 'asyncapi.yaml'}{place.pointer}: {place.problem}")
    return document


def _verified(options: Options, document: Document, checks: Sequence[Check], console: Console) -> Verdict:
    plan = Plan(
        url=_address(str(options.url)),
        document=document,
        checks=checks,
        patience_s=options.patience_s,
        interval_scale=options.interval_scale,
        token=options.token,
        seed=options.seed,
        examples=options.examples,
        strict=options.strict,
    )
    if any(check.kind != "written" for check in checks):
        asyncio.run(_reach(plan.url, options.patience_s))
    with audience(console, len(checks)) as listener:
        return asyncio.run(verify(plan, listener))


def _replayed(options: Options, document: Document, checks: Sequence[Check]) -> Verdict:
    path = Path(str(options.replay))
    try:
        with path.open(encoding="utf-8") as lines:
            traffic = read_traffic(lines)
    except SpecError as error:
        raise Refusal(f"{path}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if not any(check.kind == "observed" for check in checks):
        raise Refusal("these clauses cannot be judged by a recording; see `gateway clauses`")
    return replay(traffic, document, checks, strict=options.strict)


def _address(url: str) -> str:
    """Return the URL of the gateway for HTTP; `ws` and `wss` are taken too."""
    parts = urlsplit(url)
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    try:
        known = scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or parts.query or parts.fragment or parts.username:
        raise Refusal(f"{url} is no URL of a gateway; write it like http://127.0.0.1:7860")
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}"


async def _reach(url: str, patience_s: float) -> None:
    """Make sure that something listens. Raises Refusal."""
    timeout = aiohttp.ClientTimeout(total=patience_s)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url + "/"):
            return
    except (aiohttp.ClientError, OSError) as error:
        raise Refusal(f"nothing answers at {url}: {error or 'it took too long'}") from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{path}: {error.strerror or error}") from error
