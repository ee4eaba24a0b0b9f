"""Gauge: how much a process holds, read from the kernel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ALLOWANCE", "Reading", "growth", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a process holds at a moment."""

    memory_kib: int
    """Resident."""
    threads: int
    descriptors: int


ALLOWANCE = Reading(memory_kib=8_192, threads=2, descriptors=10)
"""What may be more in the end for other reasons: a cache that fills, an arena of the allocator, a pool of threads."""
RATIO = 1.05
"""How much more may be in the end than at first, beside that."""


def read(pid: int) -> Reading:
    """Read the figures of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = dict(re.findall(r"^(VmRSS|Threads):\s+(\d+)", status, re.MULTILINE))
    return Reading(int(found["VmRSS"]), int(found["Threads"]), len(list(Path(f"/proc/{pid}/fd").iterdir())))


def growth(readings: Sequence[Reading]) -> list[str]:
    """Name what has grown from the first third to the last, by their medians. Nothing has, where nothing leaks."""
    third = len(readings) // 3
    first, last = readings[:third], readings[-third:]
    grown = []
    for field in Reading.__slots__:
        before = median(getattr(reading, field) for reading in first)
        after = median(getattr(reading, field) for reading in last)
        if after > before * RATIO + getattr(ALLOWANCE, field):
            grown.append(f"{field}: {before:g} -> {after:g}")
    return grown
