from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.document import load, locate
from contracts.validator import Validator
from tests.live.program import Program
from tests.live.stand import LOOPBACK, Stand, free_port

if TYPE_CHECKING:
    from contracts.document import Document

ROOT = Path(__file__).parent.parent.parent

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not on the PATH"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it, and nothing else of this checkout, in an empty environment."""
    folder = tmp_path_factory.mktemp("wheel")
    uv(folder, "build", "--wheel", "--out-dir", folder / "dist", ROOT)
    uv(folder, "venv", "--python", sys.executable, folder / "venv")
    (wheel,) = (folder / "dist").glob("*.whl")
    uv(folder, "pip", "install", "--python", folder / "venv" / "bin" / "python", wheel)
    return folder


def uv(folder: Path, *arguments: str | Path) -> None:
    """Run uv, which must succeed."""
    subprocess.run(["uv", "--quiet", *arguments], cwd=folder, check=True)


async def test_the_installed_wheel_serves_prices(folder: Path, document: Document) -> None:
    """Without the checkout the demonstration starts, serves the contract to the letter, and a price arrives."""
    port = free_port()
    arguments = ("demo", "--no-browser", "--port", str(port), "--interval-scale", "0.1")
    (folder / "elsewhere").mkdir()
    with Program(*arguments, directory=folder / "elsewhere", command=(folder / "venv/bin/gateway",)) as program:
        stand = Stand(program, f"http://{LOOPBACK}:{port}", "", Validator(document, sealed=True))
        stand.wait_for("/health/ready", 200)
        async with stand.client() as client:
            update = await client.update()

        assert update["data"]["prices"]["bitcoin"] > 0
        assert stand.get("/asyncapi.yaml").body == locate().read_bytes()
        assert stand.get("/asyncapi.json").json == load().raw
        assert stand.get("/").status == 200


def test_the_wheel_runs_without_the_tools_of_tests(folder: Path) -> None:
    """What only verifying and developing need is not installed."""
    program = (
        "import importlib.util, json;"
        "names = ['jsonschema_rs', 'pytest', 'hypothesis', 'datamodel_code_generator', 'mypy'];"
        "print(json.dumps([name for name in names if importlib.util.find_spec(name)]))"
    )
    found = subprocess.run(
        [folder / "venv/bin/python", "-c", program], cwd=folder, check=True, capture_output=True, text=True
    )

    assert found.stdout.strip() == "[]"
