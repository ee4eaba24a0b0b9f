from __future__ import annotations

import asyncio
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.access.tokens import Entry, digest
from service.clock import SystemClock
from tests.infra.container import command, container, variables
from tests.infra.documents import objects, settings_of, version
from tests.infra.replay import as_user, replay
from tests.live.deadline import within
from tests.live.guest import bearer, client
from tests.live.program import environment
from tests.live.stand import LOOPBACK, Stand, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.validator import Validator

ADMIN = "an-admin-of-this-test"
GUARDED = {
    "GATEWAY_AUTH": "token",
    "GATEWAY_TOKENS": str(Entry("admin", digest(ADMIN), frozenset({"admin", "stream"}))),
    "GATEWAY_TOKEN": ADMIN,
}
SPACE = "infra/space/Dockerfile"

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def built() -> Iterator[Path]:
    """Carry out the build steps, where the image's user may look too; return what takes the place of /opt/gateway."""
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        Path(folder).chmod(0o755)
        yield replay(Path(folder))


def run(built: Path, words: list[str], settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, as the image would."""
    variables_ = environment({**variables(built), **settings})
    return subprocess.run(
        words, env=variables_, check=False, capture_output=True, text=True, timeout=120, cwd="/", **as_user()
    )


def test_the_image_holds_the_gateway_of_this_version(built: Path) -> None:
    """The build steps end in a command that starts, as the image's user."""
    answer = run(built, [*command(built, "ENTRYPOINT"), "--version"], {})

    assert answer.stdout == f"gateway, version {version()}\n", answer.stderr


def test_the_image_holds_its_extras_and_nothing_of_the_tests(built: Path) -> None:
    """JWT, PostgreSQL and traces work in it; what only verifying, exporting and developing need is not there."""
    extras = "asyncpg joserfc service.otel.tracer"
    program = (
        "import importlib.util as u, sys;"
        "print(*[n for n in sys.argv[1:] if u.find_spec(n)]);"
        "import asyncpg, joserfc, service.otel.tracer"
    )
    others = ["pytest", "mypy", "jsonschema_rs", "pyarrow", "tests"]
    command_ = [str(built / "bin" / "python"), "-c", program, *extras.split(), *others]

    assert run(built, command_, {}).stdout == f"{extras}\n"


@pytest.mark.parametrize("access", [{}, GUARDED], ids=["open", "guarded"])
async def test_it_lives_and_ends_as_in_a_cluster(built: Path, sealed: Validator, access: Mapping[str, str]) -> None:
    """As nobody, writing into one folder only, it becomes ready; the preStop hook then closes a client and ends it.

    The hook comes back when the process has ended, within the time that the cluster gives it.
    """
    clock = SystemClock()
    port = free_port()
    pod = objects()["Deployment"]["spec"]["template"]["spec"]
    hook = [word.replace("7860", str(port)) for word in pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]]
    settings = {
        **settings_of("infra/kubernetes/base/settings.env"),
        **access,
        "GATEWAY_PORT": str(port),
        "GATEWAY_DATABASE_URL": "data/gateway.db",
        "GATEWAY_INTERVAL_SCALE": "0.1",
    }
    assert run(built, command(built, "HEALTHCHECK"), settings).returncode != 0

    with container(built, "demo", "--no-browser", settings=settings) as (program, folder):
        stand = Stand(program, f"http://{LOOPBACK}:{port}", "", sealed)
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            stand.wait_for(pod["containers"][0][probe]["httpGet"]["path"], 200)
        health = run(built, command(built, "HEALTHCHECK"), settings)
        assert health.returncode == 0, health.stderr

        async with client(stand, "/ws/market_data", **(bearer(ADMIN) if access else {})) as guest:
            closing = asyncio.create_task(guest.close_code())
            begun = clock.monotonic()
            hooked = await asyncio.to_thread(run, built, hook, settings)
            elapsed_s = clock.monotonic() - begun
            async with within():
                assert await closing == 1012

        assert hooked.returncode == 0, hooked.stderr
        assert elapsed_s < pod["terminationGracePeriodSeconds"]
        assert program.exit_code() == 0
        assert (folder / "data" / "gateway.db").stat().st_size > 0
        assert {path.name for path in folder.iterdir()} == {"data", "stdout", "stderr"}


@pytest.mark.parametrize(
    ("host", "origin"), [("owner-name.hf.space", "https://owner-name.hf.space"), ("", "")], ids=["a Space", "elsewhere"]
)
def test_the_page_of_a_space_may_connect(built: Path, host: str, origin: str) -> None:
    """A Space tells its name, and the gateway's own page is opened by it."""
    settings = variables(built, SPACE) | ({"SPACE_HOST": host} if host else {})
    answer = run(built, [*command(built, "ENTRYPOINT", SPACE), "config"], settings)

    lines = dict(line.split("  # ")[0].split("=", 1) for line in answer.stdout.splitlines())
    assert lines["GATEWAY_ALLOWED_ORIGINS"] == origin, answer.stderr
    assert (lines["GATEWAY_HOST"], lines["GATEWAY_PORT"]) == ("0.0.0.0", "7860")
