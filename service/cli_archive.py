"""The commands of the archive: export, backup, restore."""

from __future__ import annotations

import asyncio
import sys
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import rich_click as click
from rich.console import Console
from rich.progress import Progress

from service.archive.backup import backup as back_up
from service.archive.backup import restore as bring_back
from service.archive.export import Selection, count_selected, open_archive
from service.archive.export import export as write_out
from service.archive.location import locate
from service.archive.sinks import open_sink
from service.archive.target import writing
from service.clock import SystemClock
from service.errors import ConfigurationError
from service.settings import load_settings
from service.terminal.names import SERVICE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.archive.location import Location
    from service.archive.sinks import Format

__all__ = ["backup", "export", "restore"]

STDOUT = "-"


@click.command()
@click.argument("service", type=SERVICE)
@click.option("--from", "since", metavar="ISO", help="First instant, such as 2026-11-23 or 2026-11-23T10:30Z; UTC.")
@click.option("--to", "until", metavar="ISO", help="First instant that is left out.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "ndjson", "parquet"]),
    default="csv",
    show_default=True,
    help="`ndjson` holds the frames exactly as they were published.",
)
@click.option("-o", "--output", default=STDOUT, metavar="FILE", help="Where to; `-` is standard output.  [default: -]")
def export(service: str, since: str | None, until: str | None, form: Format, output: str) -> None:
    """Write the archived updates of SERVICE to a file."""
    selection = Selection(service, _instant("--from", since), _instant("--to", until))
    if selection.since and selection.until and selection.since >= selection.until:
        raise ConfigurationError("--to", "it must be later than --from")
    if form == "parquet" and output == STDOUT:
        raise ConfigurationError("--format parquet", "it cannot go to standard output", "add -o FILE")
    asyncio.run(_export(_location(), selection, form, output))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the archive to FILE, and check the copy. The gateway may be running."""
    copy = back_up(_location().file, file, SystemClock().now())
    click.echo(f"{file}: {copy.updates:,} updates, {copy.size_bytes:,} bytes, checked")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the archive, if it is sound. No gateway may be running on the archive."""
    database = _location().file
    copy = bring_back(file, database)
    kept = f"; what was there before is kept as {copy.replaced}" if copy.replaced else ""
    click.echo(f"{database}: {copy.updates:,} updates restored from {file}{kept}")


def _location() -> Location:
    url = load_settings().database_url
    return locate(url.get_secret_value() if url else None)


def _instant(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigurationError(option, f"{text!r} is no instant", "write it like 2026-11-23T10:30Z") from error


async def _export(location: Location, selection: Selection, form: Format, output: str) -> None:
    database = await open_archive(location)
    try:
        with ExitStack() as stack:
            progress = stack.enter_context(_bar(output, await count_selected(database, selection)))
            stream = _stdout() if output == STDOUT else stack.enter_context(writing(Path(output)))
            sink = open_sink(form, stream)
            exported = await write_out(database, selection, sink, SystemClock().now(), progress=progress)
    except BrokenPipeError:
        # Whoever read has seen enough; click ends the command quietly.
        raise
    except OSError as error:
        raise ConfigurationError(output, f"cannot be written: {error.strerror}") from error
    finally:
        await database.close()
    click.echo(f"{output}: {exported:,} updates of {selection.service}", err=True)


def _stdout() -> BinaryIO:
    return sys.stdout.buffer


@contextmanager
def _bar(output: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show progress on a terminal, when the updates do not go to one themselves."""
    console = Console(stderr=True)
    if output == STDOUT or not console.is_terminal:
        yield lambda _: None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Exporting", total=total)
        yield lambda updates: progress.advance(task, updates)
