"""Stage: a copy of the repository in which the commands of its manuals are typed, beside a gateway that runs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.live.ask import ask
from tests.live.deadline import until
from tests.live.program import environment
from tests.live.stand import LOOPBACK, free_port
from tests.repository.commands import ROOT, filled

if TYPE_CHECKING:
    from tests.live.stand import Stand

__all__ = ["ENDLESS", "Stage", "copied"]

BIN = Path(sys.executable).parent
ENDLESS = re.compile(r"\bgateway (demo|serve|simulator|watch)\b|\bwebsocat\b")
"""What goes on until it is stopped."""
PROBES = {"demo": "/health/ready", "serve": "/health/live", "simulator": "/_control/faults"}
"""What each server answers when it is up; `serve` has no providers here."""
STOPPED = (-signal.SIGTERM, 128 + signal.SIGTERM)
DOCTOR = re.compile(r"\bgateway doctor\b")
"""Exit code 1 says that something is wrong here, the providers out of reach say."""

SHIMS = {
    "uv": """
# Which packages are installed for it is proven by tests/packaging and .ci/run.
[ "$1" = run ] || exit 64
shift
while [ "$1" = --extra ] || [ "$1" = --group ]; do shift 2; done
exec "$@"
""",
    # Manuals rely on defaults: a port that may be taken here, and the gateway that listens there.
    "gateway": f"""
case " $* " in *" http"*) exec {BIN}/gateway "$@" ;; esac
case $1 in
  watch | call) exec {BIN}/gateway "$@" --url "$STAND_URL" ;;
  drain) exec {BIN}/gateway "$@" "$STAND_URL" ;;
  demo | serve | simulator) exec {BIN}/gateway "$@" --port "$STAND_FREE_PORT" ;;
esac
exec {BIN}/gateway "$@"
""",
    "websocat": f"""
exec {sys.executable} -u -c 'import sys; from websockets.sync.client import connect
with connect(sys.argv[1]) as socket:
    for text in socket: print(text)' "$1"
""",
}
"""Programs that stand in front of those of this machine."""


def copied(folder: Path) -> Path:
    """Copy what the repository's commands read and write."""
    for name in ("README.md", "CHANGELOG.md", "asyncapi.yaml", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder)
    for name in ("contracts", "infra", "service", "tests/infra"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    return folder


class Stage:
    """Runs commands in a copy of the repository, literally but for the words that stand for something."""

    def __init__(self, folder: Path, gateway: Stand, database: Path) -> None:
        self.folder = copied(folder)
        self.gateway = gateway
        self._said = ""
        self._bin = folder / ".bin"
        self._bin.mkdir()
        for name, script in SHIMS.items():
            (self._bin / name).write_text(f"#!/bin/bash\n{script}", encoding="utf-8")
            (self._bin / name).chmod(0o755)
        (folder / "data").mkdir()
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(folder / "data/gateway.db")) as copy:
            source.backup(copy)

    def run(self, part: str) -> None:
        """Run one command until it ends, or has shown that it works; it must end well."""
        port = free_port()
        with (self.folder / "out").open("wb") as out, (self.folder / "err").open("wb") as err:
            process = subprocess.Popen(
                ["bash", "-euo", "pipefail", "-c", self._spelt(part)],
                cwd=self.folder,
                env=self._environment(port),
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        endless = ENDLESS.search(part)
        probe = PROBES.get(endless[1]) if endless else None
        try:
            if endless:
                self._wait(process, probe and f"http://{LOOPBACK}:{port}{probe}")
                # A reader at the end of a pipe may have had enough already.
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
            code = process.wait(60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        output = self._output()
        # A server that is stopped ends well; what only listens may die of it.
        good = {0, *(STOPPED if endless and not probe else ()), *((1,) if DOCTOR.search(part) else ())}
        assert code in good, f"{part}: exit code {code}\n{output}"
        assert "Traceback" not in output, output
        self._said += output

    def _wait(self, process: subprocess.Popen[bytes], url: str | None) -> None:
        """Wait until a server answers, or until something else has printed a line."""

        def works() -> bool:
            if url is None and b"\n" in (self.folder / "out").read_bytes():
                return True
            assert process.poll() is None, self._output()
            if url is None:
                return False
            try:
                return ask(url).status == 200
            except OSError:
                return False

        until(lambda: works() or None, "a sign of life")

    def _output(self) -> str:
        return "".join((self.folder / name).read_text(encoding="utf-8") for name in ("out", "err"))[-6000:]

    def _environment(self, port: int) -> dict[str, str]:
        path = f"{self._bin}:{BIN}:{os.environ['PATH']}"
        return {**environment({}), "PATH": path, "STAND_URL": self.gateway.url, "STAND_FREE_PORT": str(port)}

    def _spelt(self, part: str) -> str:
        """Fill in what a reader would: addresses, files, what an earlier command printed."""
        if entry := re.search(r"in GATEWAY_TOKENS +(\S+)", self._said):
            part = part.replace("GATEWAY_TOKENS=...", f"GATEWAY_TOKENS={entry[1]}")
        for old, new in {
            "127.0.0.1:7860": f"{LOOPBACK}:{self.gateway.port}",
            "localhost:7860": f"{LOOPBACK}:{self.gateway.port}",
            "https://gateway.example.com": self.gateway.url,
            "0.0.0.0": LOOPBACK,
        }.items():
            part = part.replace(old, new)
        part = filled(part)
        # The whole run takes minutes; tests/live/test_verify.py makes it.
        return f"{part} --only CON-01" if "gateway verify http" in part else part
