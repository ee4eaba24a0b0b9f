from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.web.modules import VENDOR, WEB, needs_node, own

if TYPE_CHECKING:
    from pathlib import Path

MAX_LINES = 300
ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}")
EXPLORERS = WEB / "parts" / "link.js"
"""The links to block explorers, which the reader follows and the page does not load."""
NAMESPACE = "http://www.w3.org/2000/svg"
STARTED = re.compile(r'<script type="module" src="/web/(?P<name>[^"]+)">')
IMPORT = re.compile(r"""^(?:import|export)\s[^;]*?from "(?P<address>[^"]+)";$""", re.MULTILINE)


class Elements(HTMLParser):
    """Collects what could run or style without a file."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self._is_open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.inline += [f"{tag} {name}" for name in named if name.startswith("on") or name == "style"]
        self._is_open = tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag: str) -> None:
        self._is_open = ""

    def handle_data(self, data: str) -> None:
        if self._is_open and data.strip():
            self.inline.append(self._is_open)


def test_the_page_holds_no_code_and_no_style_of_its_own() -> None:
    """No script, style or handler is written into the HTML."""
    for path in own(".html", ".svg"):
        elements = Elements()
        elements.feed(path.read_text("utf-8"))
        assert elements.inline == []


def test_no_file_names_another_host() -> None:
    """Nothing is loaded from elsewhere; the only other hosts are those of links to block explorers."""
    found = {
        path.relative_to(WEB).as_posix(): ADDRESS.findall(path.read_text("utf-8").replace(NAMESPACE, ""))
        for path in own(".css", ".html", ".js", ".svg")
        if path != EXPLORERS
    }

    assert {name: hosts for name, hosts in found.items() if hosts} == {}
    assert "fetch" not in EXPLORERS.read_text("utf-8")


def test_every_import_leads_to_a_file() -> None:
    """Modules import by a relative address with its ending, as browsers want it; every one of them is there."""
    for path in own(".js"):
        for address in IMPORT.findall(path.read_text("utf-8")):
            assert address.startswith("."), (path, address)
            assert (path.parent / address).is_file(), (path, address)


def test_no_module_is_left_over() -> None:
    """Every module is reached from those that the pages start with."""
    reached: set[Path] = set()
    waiting = [WEB / name for page in own(".html") for name in STARTED.findall(page.read_text("utf-8"))]
    while waiting:
        path = waiting.pop().resolve()
        if path not in reached and VENDOR not in path.parents:
            reached.add(path)
            waiting += [path.parent / address for address in IMPORT.findall(path.read_text("utf-8"))]

    assert reached == set(own(".js"))


def test_no_module_makes_markup_or_code_of_text() -> None:
    """What providers wrote reaches the page as text only."""
    for path in own(".js"):
        text = path.read_text("utf-8")
        words = ("innerHTML", "outerHTML", "insertAdjacentHTML", "dangerouslySetInnerHTML", "eval(", "new Function")
        assert [word for word in words if word in text] == [], path


def test_modules_are_short_and_say_what_they_are() -> None:
    """A module begins with a line that says what it is, and is read in one sitting."""
    for path in own(".js"):
        lines = path.read_text("utf-8").splitlines()
        assert lines[0].startswith("// "), path
        assert len(lines) <= MAX_LINES, path


@needs_node
@pytest.mark.parametrize("path", own(".js"), ids=lambda path: path.relative_to(WEB).as_posix())
def test_every_module_can_be_read(path: Path) -> None:
    """No module has a mistake of syntax."""
    done = subprocess.run(
        ["node", "--input-type=module", "--check"],
        input=path.read_bytes(),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()
