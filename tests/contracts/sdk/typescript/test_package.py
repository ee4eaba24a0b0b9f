from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from contracts.document import load
from contracts.sdk.typescript import render
from contracts.sdk.typescript.project import NAME
from tests.contracts.sdk.typescript.package import complaints, written

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document

EXAMPLE = re.compile(r"^```ts\n(.*?)^```$", re.DOTALL | re.MULTILINE)
STRICT = {"target": "ES2022", "module": "NodeNext", "strict": True, "noEmit": True, "exactOptionalPropertyTypes": True}


def project(folder: Path, package: Path, node_modules: Path, *, lib: list[str], types: list[str]) -> Path:
    """Make a project that uses a compiled package, and has other types around."""
    modules = folder / "node_modules"
    modules.mkdir(parents=True)
    (modules / NAME).symlink_to(package)
    for name in ("@types", "ws", "undici-types"):
        (modules / name).symlink_to(node_modules / "node_modules" / name)
    options = {**STRICT, "lib": lib, "types": types}
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options}), encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


def judged(source: str, folder: Path, node_modules: Path) -> str:
    """Return what the compiler says to a source."""
    (folder / "source.ts").write_text(source, encoding="utf-8")
    return complaints(folder, node_modules)


def test_the_same_document_gives_the_same_text(document: Document) -> None:
    """Nothing in a package depends on the day or the machine."""
    again = load()

    assert render(document, document.endpoints["/ws/master"]) == render(again, again.endpoints["/ws/master"])


@pytest.mark.parametrize("path", ["/ws", "/ws/data", "/ws/market_data", "/ws/pool_status"])
def test_a_package_compiles(document: Document, path: str, node_modules: Path, tmp_path: Path) -> None:
    """A package satisfies its own strict settings, without types of the DOM, of Node, or of anything else."""
    assert complaints(written(document, path, tmp_path), node_modules) == ""


def test_a_package_compiles_with_the_oldest_compiler_it_names(
    document: Document, node_modules: Path, tmp_path: Path
) -> None:
    """package.json promises TypeScript 5.9."""
    assert complaints(written(document, "/ws/master", tmp_path), node_modules, "typescript-5") == ""


def test_a_mistake_in_a_package_is_noticed(document: Document, node_modules: Path, tmp_path: Path) -> None:
    """The compiler is really asked, so that silence means something."""
    package = written(document, "/ws/master", tmp_path)
    with (package / "src" / "models.ts").open("a", encoding="utf-8") as models:
        models.write("export const wrong: Timestamp = 1;\n")

    assert "TS2322" in complaints(package, node_modules)


@pytest.mark.parametrize("path", ["/ws/master", "/ws/all", "/ws/ai"])
def test_the_examples_of_the_readme_compile(
    document: Document, path: str, master: Path, node_modules: Path, tmp_path: Path
) -> None:
    """Whoever copies an example has a program."""
    package = master if path == "/ws/master" else written(document, path, tmp_path / "package")
    assert complaints(package, node_modules) == ""
    folder = project(tmp_path / "project", package, node_modules, lib=["ES2022"], types=["node"])
    examples = EXAMPLE.findall(render(document, document.endpoints[path])["README.md"])
    for number, example in enumerate(examples):
        (folder / f"example_{number}.ts").write_text(example, encoding="utf-8")

    assert len(examples) == 4
    assert complaints(folder, node_modules) == ""


def test_the_readme_names_all_that_a_user_meets(document: Document) -> None:
    """Services with their intervals, commands, codes of errors and the codes that close for good are listed."""
    text = render(document, document.endpoints["/ws/master"])["README.md"]

    for service in document.services.values():
        assert f"| `{service.name}` | {service.description} | {service.interval_s:g} s |" in text
    for method in ("subscribe(service: SubscriptionTarget)", "ping(data?: AnyObject)", "getStatus()"):
        assert f"`{method}`" in text
    assert all(f"| `{code}` | {meaning} |" in text for code, meaning in document.error_codes.items())
    for row in document.close_codes:
        assert (f"`{row.code} {row.name}`" in text) is not row.may_reconnect
    assert "%" not in text


@pytest.mark.parametrize("lib", [["ES2022"], ["ES2022", "DOM"]], ids=["node", "browser"])
def test_every_kind_of_socket_can_be_handed_in(
    lib: list[str], master: Path, node_modules: Path, tmp_path: Path
) -> None:
    """The WebSocket of the platform, by whichever types, and that of `ws` are what `webSocket` takes."""
    folder = project(tmp_path / "project", master, node_modules, lib=lib, types=["node"])
    source = f"""
        import {{ GatewayClient }} from "{NAME}";
        import Ws from "ws";
        new GatewayClient("ws://a", {{ webSocket: WebSocket }});
        new GatewayClient("ws://a", {{ webSocket: Ws }});
    """

    assert judged(source, folder, node_modules) == ""


RIGHT = """
    client.on("market_data", (update) => { const price: number | undefined = update.data.prices["bitcoin"]; });
    client.on("update", (update) => { if (update.service === "news") { update.data.articles.length; } });
    client.on("state", (change) => { if (change.state === "waiting") { change.delayMs.toFixed(); } });
    client.on("stale", ({ service, silentMs }) => { const name: keyof Updates = service; silentMs.toFixed(); });
    client.on("error", (error) => { const text: string = error.data.message; });
    const status: number = (await client.getStatus()).data.total_clients;
    const names: string[] = (await client.subscribe("all")).data.subscriptions;
    const echo: unknown = (await client.ping({ a: 1 })).data["a"];
    const forget: () => void = client.on("system", (notice) => { notice.data.notice.length; });
    const stale: (keyof Updates)[] = client.stale;
"""
WRONG = """
    client.subscribe("market_dat");
    client.subscribe();
    client.ping("data");
    client.getStatus("all");
    client.on("weather", () => undefined);
    client.on("market_data", (update) => update.data.articles);
    client.on("news", (update) => update.data.articles[0].id.length);
    client.on("state", (change) => change.delayMs);
    (await client.subscribe("news")).data.total_clients;
    (await client.ping()).data["a"].length;
    client.command("ping", {});
    new GatewayClient("ws://a", { commandTimeoutS: 1 });
"""
HEAD = f"""
    import {{ GatewayClient }} from "{NAME}";
    import type {{ Updates }} from "{NAME}";
    const client = new GatewayClient("ws://a");
"""


def test_what_is_right_compiles(master: Path, node_modules: Path, tmp_path: Path) -> None:
    """Methods, replies and handlers have the types of the contract."""
    folder = project(tmp_path / "project", master, node_modules, lib=["ES2022"], types=["node"])

    assert judged(HEAD + RIGHT, folder, node_modules) == ""


def test_what_is_wrong_does_not_compile(master: Path, node_modules: Path, tmp_path: Path) -> None:
    """A service, field, argument or option that the contract does not have is found by the compiler."""
    folder = project(tmp_path / "project", master, node_modules, lib=["ES2022"], types=["node"])
    lines = WRONG.strip().splitlines()
    for number, line in enumerate(lines):
        (folder / f"wrong_{number}.ts").write_text(HEAD + line, encoding="utf-8")
    said = complaints(folder, node_modules)

    counts = {line.strip(): said.count(f"wrong_{number}.ts(") for number, line in enumerate(lines)}
    assert counts == dict.fromkeys(counts, 1), said


def test_a_service_of_another_endpoint_does_not_compile(document: Document, node_modules: Path, tmp_path: Path) -> None:
    """Types are those of the endpoint: there is no news on /ws/pool_status."""
    package = written(document, "/ws/pool_status", tmp_path / "package")
    assert complaints(package, node_modules) == ""
    folder = project(tmp_path / "project", package, node_modules, lib=["ES2022"], types=["node"])

    assert "TS2345" in judged(HEAD + 'client.subscribe("news");', folder, node_modules)
    assert judged(HEAD + 'client.subscribe("pool_manager");', folder, node_modules) == ""


def test_the_package_names_no_place(document: Document) -> None:
    """Nothing of the machine that wrote the package is in it."""
    files = render(document, document.endpoints["/ws/master"])
    manifest = json.loads(files["package.json"])

    assert manifest["version"] == document.version
    assert manifest["type"] == "module"
    assert "dependencies" not in manifest
    assert [name for name, text in files.items() if "/home/" in text or "/work/" in text or "file:" in text] == []
