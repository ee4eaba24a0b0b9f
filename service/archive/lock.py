"""FileLock: says that a gateway writes to a file of SQLite. The system releases it when the process dies."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from service.errors import ConfigurationError

__all__ = ["FileLock"]


class FileLock:
    """An advisory lock on `<database>.lock`. The file stays behind: removing it would let two hold it."""

    def __init__(self, database: Path) -> None:
        # Two links to one file are one database.
        self.path = Path(f"{database.resolve()}.lock")
        self._database = database
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock, or keep it. Raises ConfigurationError when another process holds it, OSError as `open` does.

        The lock does not exist on Windows; there the system refuses to replace a file that is open.
        """
        try:
            import fcntl  # noqa: PLC0415  it does not exist on Windows
        except ImportError:
            return
        if self._is_held():
            # To give it back for a moment could be to lose it.
            return
        self.release()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            problem = f"process {holder} is using this database"
            raise ConfigurationError(str(self._database), problem, "stop that gateway first") from error
        except OSError:
            os.close(handle)
            raise
        self._handle = handle
        # The lock holds without a signature too, on a full disk say.
        with suppress(OSError):
            self._sign(handle)

    def release(self) -> None:
        """Give the lock back, if it is held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _is_held(self) -> bool:
        """Whether the lock is held, and its file still has its name: else others would lock another one."""
        if self._handle is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._handle), self.path.stat())
        except OSError:
            return False

    def _sign(self, handle: int) -> None:
        """Write down who holds it, and leave the file to the owner of the database: root may restore for a gateway."""
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            owner = (self._database if self._database.exists() else self._database.parent).stat()
            os.fchown(handle, owner.st_uid, owner.st_gid)
