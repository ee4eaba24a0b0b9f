"""Drift: how a folder of generated files differs from what the document gives now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Drift", "compare", "folder", "write"]


@dataclass(frozen=True, slots=True)
class Drift:
    """Paths below the folder, with `/`, sorted. False when there are none."""

    stale: tuple[str, ...]
    """Their text is not what it would be."""
    missing: tuple[str, ...]
    """They should be there."""
    surplus: tuple[str, ...]
    """They should not be there."""

    def __bool__(self) -> bool:
        return bool(self.stale or self.missing or self.surplus)


def folder() -> Path:
    """Return contracts/generated."""
    return Path(__file__).with_name("generated")


def compare(rendered: Mapping[str, str], folder: Path) -> Drift:
    """Compare texts by path with the files of a folder. Byte code is not looked at."""
    present = dict(_files(folder))
    return Drift(
        stale=tuple(
            sorted(
                path
                for path, text in rendered.items()
                if path in present and present[path].read_bytes() != text.encode()
            )
        ),
        missing=tuple(sorted(rendered.keys() - present.keys())),
        surplus=tuple(sorted(present.keys() - rendered.keys())),
    )


def write(rendered: Mapping[str, str], folder: Path) -> Drift:
    """Make the folder hold these texts and nothing else; return how it differed. What is right is not touched."""
    drift = compare(rendered, folder)
    for path in (*drift.stale, *drift.missing):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(rendered[path].encode())
    for path in drift.surplus:
        (folder / path).unlink()
    return drift


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in relative.parts:
            yield relative.as_posix(), path
