"""What the benchmark needs of the machine: two cores, descriptors, and its name for the report."""

from __future__ import annotations

import os
import platform
import resource
from pathlib import Path

__all__ = ["cores", "description", "descriptors", "resident_bytes"]

_PAGE_BYTES = resource.getpagesize()


def cores() -> tuple[int, int]:
    """Return the core for the server and the one for the clients; the same when there is only one."""
    available = sorted(os.sched_getaffinity(0))
    return available[0], available[-1]


def descriptors() -> int:
    """Raise the limit of open files as far as it goes, and return it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def resident_bytes(process_id: int) -> int:
    """Return how much memory a process holds."""
    return int(Path(f"/proc/{process_id}/statm").read_text("ascii").split()[1]) * _PAGE_BYTES


def description() -> str:
    """Name processor, number of cores, kernel and Python."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    model = next(models, platform.machine())
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )
