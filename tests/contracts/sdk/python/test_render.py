from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.document import load
from contracts.sdk.python import render
from contracts.sdk.python.runtime import errors
from tests.contracts.sdk.python.written import run

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.sdk.python.written import Written

RUNTIME = Path(errors.__file__).parent
STRICT = ("-m", "mypy", "--strict", "--config-file=", "--no-error-summary")

TYPES = """\
from typing import assert_type

from crypto_gateway_client import Client, Update
from crypto_gateway_client.models import NewsUpdate, PongEvent, SubscriptionConfirmedEvent, SystemUpdate


async def main(client: Client) -> None:
    assert_type(await client.subscribe("news"), SubscriptionConfirmedEvent)
    assert_type(await client.subscribe("all"), SubscriptionConfirmedEvent)
    assert_type(await client.ping({"any": ["thing"]}), PongEvent)
    async for update in client.updates():
        assert_type(update, Update)
    async for news in client.updates("news"):
        assert_type(news, NewsUpdate)
    async for notice in client.updates("system"):
        assert_type(notice, SystemUpdate)
        assert_type(notice.data.notice, str)
"""
MISTAKES = """\
from crypto_gateway_client import Client


async def main(client: Client) -> None:
    await client.subscribe("market_dat")
    await client.subscribe("market_data")
    client.updates("all")
    await client.ping("text")
    (await client.ping()).data.nothing
"""
READING = """\
import json
from crypto_gateway_client.facts import CONTRACT
from crypto_gateway_client.runtime.frame import decode

for text in json.load(open("examples.json")):
    frame = decode(text, CONTRACT.events)
    assert frame.event is not None, frame.problem
    assert json.loads(frame.event.model_dump_json()) == json.loads(text), text
    print(type(frame.event).__name__)
"""


def test_the_same_document_gives_the_same_texts(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the folder where the command is run, nor what was written before, changes a letter."""
    endpoint = document.endpoints["/ws/data"]
    first = render(document, endpoint)
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 40\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert list(render(load(), endpoint).items()) == list(first.items())


def test_the_runtime_is_copied_as_it_is(client: Written) -> None:
    """What is tested here is what users get."""
    copied, kept = (
        {path.name: path.read_bytes() for path in folder.glob("*.py")}
        for folder in (client.modules / "runtime", RUNTIME)
    )

    assert copied == kept


@pytest.mark.parametrize("path", list(load().endpoints))
def test_every_endpoint_has_a_client(document: Document, path: str) -> None:
    """Each module of each client can be read, and the client speaks of its own path."""
    files = render(document, document.endpoints[path])

    for name, text in files.items():
        if name.endswith(".py"):
            ast.parse(text)
    assert f'path="{path}"' in files["crypto_gateway_client/facts.py"]


def test_the_package_is_typed_strictly(client: Written, mypy_cache: Path) -> None:
    """`mypy --strict` finds nothing in it, and it says that it is typed."""
    done = run(client.folder, *STRICT, f"--cache-dir={mypy_cache}", "crypto_gateway_client")

    assert (done.returncode, done.stdout) == (0, "")
    assert (client.modules / "py.typed").exists()


def test_the_package_is_clean(client: Written) -> None:
    """Ruff's own rules find nothing in it."""
    done = run(client.folder, "-m", "ruff", "check", "--isolated", "--no-cache", ".")

    assert done.returncode == 0, done.stdout


def complaints(client: Written, folder: Path, cache: Path, text: str) -> list[int]:
    """Return the lines of a user's program that a type checker complains of."""
    (folder / "user.py").write_text(text, encoding="utf-8")
    done = run(folder, *STRICT, f"--cache-dir={cache}", "user.py", path=client.folder)
    assert done.stderr == ""
    return [int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line]


def test_users_see_the_types_of_the_contract(client: Written, tmp_path: Path, mypy_cache: Path) -> None:
    """A reply, an update of all and an update of one service are each of their class."""
    assert complaints(client, tmp_path, mypy_cache, TYPES) == []


def test_a_type_checker_finds_users_mistakes(client: Written, tmp_path: Path, mypy_cache: Path) -> None:
    """Words that the endpoint does not take, and fields that are not there, are found before anything runs."""
    of_another_endpoint = [] if "market_data" in client.endpoint.scope else [6]

    assert complaints(client, tmp_path, mypy_cache, MISTAKES) == [5, *of_another_endpoint, 7, 8, 9]


def test_every_example_is_read_and_written_unchanged(document: Document, client: Written, tmp_path: Path) -> None:
    """The classes lose nothing and add nothing: names, absent and null fields, instants."""
    events = list(document.on_channel(client.endpoint.channel, "event"))
    examples = [(event.name, json.dumps(example)) for event in events for example in event.examples]
    (tmp_path / "examples.json").write_text(json.dumps([text for _, text in examples]), encoding="utf-8")
    done = run(tmp_path, "-c", READING, path=client.folder)

    assert done.stdout.split() == [name for name, _ in examples], done.stderr


def test_errors_have_every_field_of_the_contract(document: Document) -> None:
    """The runtime writes CommandError by hand; no field of the contract's error is missing in it."""
    fields = {*document.schemas["ErrorData"]["properties"]} - {"request_id"}

    assert fields == {*errors.CommandError.__dataclass_fields__}


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not on the PATH")
def test_the_package_can_be_installed(client: Written, tmp_path: Path) -> None:
    """`pip install` of the folder makes a package of the contract's version that works without the folder."""
    subprocess.run(["uv", "--quiet", "build", "--wheel", "--out-dir", tmp_path, client.folder], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "site"
    install = ["uv", "--quiet", "pip", "install", "--python", sys.executable, "--no-deps", "--target"]
    subprocess.run([*install, target, wheel], check=True)
    done = run(target, "-c", "import crypto_gateway_client as c; print(c.__file__, c.Client.contract.path)")

    assert wheel.name == f"crypto_gateway_client-{load().version}-py3-none-any.whl"
    assert done.stdout.split() == [str(target / "crypto_gateway_client" / "__init__.py"), client.endpoint.path]
    assert (target / "crypto_gateway_client" / "py.typed").exists()
