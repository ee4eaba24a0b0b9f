from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.modules import VENDOR, WEB

OF_TESTS = Path(__file__).parent / "vendor"
FOLDERS = [pytest.param(VENDOR, id="dashboard"), pytest.param(OF_TESTS, id="tests")]
MAX_COMPRESSED_BYTES = 120 * 1024
DOCUMENTS = {"docs", "scalar"}
LICENCES = {"Apache-2.0", "MIT", "MPL-2.0"}


def table(folder: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((folder / "vendor.json").read_text("utf-8"))
    return listed


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_others_wrote_is_here_to_the_byte(folder: Path) -> None:
    """Every vendored file has the hash that the table says, and there is no file besides."""
    hashes = {name: digest for library in table(folder) for name, digest in library["files"].items()}
    texts = {library["text"] for library in table(folder)}
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in hashes} == hashes
    assert found == {*hashes, *texts, "vendor.json"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_others_wrote_comes_with_its_licence(folder: Path) -> None:
    """Each library names a licence that allows this, and its text lies beside."""
    for library in table(folder):
        assert library["licence"] in LICENCES
        assert len((folder / library["text"]).read_text("utf-8")) > 900


def test_no_vendored_script_makes_code_of_text() -> None:
    """The policy forbids `eval` and its kin, so none of them may be needed."""
    for path in VENDOR.iterdir():
        if path.suffix in {".js", ".mjs"}:
            text = path.read_text("utf-8")
            assert [word for word in ("eval(", "Function(", "document.write", "importScripts") if word in text] == []


def test_the_whole_dashboard_is_light() -> None:
    """All files that it may load are under 120 KiB compressed; the documents, on pages of their own, are not it."""
    paths = [path for path in WEB.rglob("*") if path.is_file() and DOCUMENTS.isdisjoint(path.relative_to(WEB).parts)]
    sizes = {path.relative_to(WEB).as_posix(): len(gzip.compress(path.read_bytes())) for path in paths}

    assert sum(sizes.values()) < MAX_COMPRESSED_BYTES, sizes
