from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contracts.sdk.python import render
from contracts.sdk.python.runtime.options import Options
from contracts.sdk.python.runtime.status import State
from tests.contracts.sdk.python.changed import changed
from tests.contracts.sdk.python.written import run

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document
    from tests.contracts.sdk.python.written import Written


def readme(document: Document, path: str) -> str:
    return render(document, document.endpoints[path])["README.md"]


def first_cells(text: str, heading: str) -> list[str]:
    """Return the first column of the table with this heading."""
    rows = text.partition(f"| {heading} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [row.split("|")[1].strip(" `") for row in rows]


def test_the_tables_are_those_of_the_document(document: Document) -> None:
    """Services, codes and options are listed, each once and none besides."""
    text = readme(document, "/ws/monitoring")

    assert first_cells(text, "service") == ["health_checker", "pool_manager", "scheduler"]
    assert first_cells(text, "code") == list(document.error_codes)
    assert first_cells(text, "close code") == [str(row.code) for row in document.close_codes]
    assert first_cells(text, "option") == list(Options.__dataclass_fields__)
    assert first_cells(text, "state") == list(State.__args__)  # type: ignore[attr-defined]  # a Literal has its words


def test_the_words_follow_the_document(document: Document) -> None:
    """What the text says of codes and of subscriptions is what the document says."""
    lenient = changed(document, lambda raw: raw["x-close-codes"][2].update(may_reconnect=True))

    assert "closes with 1003, 1008 or 1009," in readme(document, "/ws/news")
    assert "closes with 1008 or 1009," in readme(lenient, "/ws/news")
    assert "and unsubscribes what was left" in readme(document, "/ws/news")
    assert "and unsubscribes what was left" not in readme(document, "/ws/master")
    assert 'await client.subscribe("market_data")' in readme(document, "/ws/master")
    assert 'await client.subscribe("news")' not in readme(document, "/ws/news")
    assert "is in `client.connection_established` and `client.welcome`." in readme(document, "/ws")
    assert "is in `client.connection_established`." in readme(document, "/ws/news")


def test_the_examples_are_typed_strictly(client: Written, tmp_path: Path, mypy_cache: Path) -> None:
    """A user whose project is strict can copy each of them."""
    examples = re.findall(r"```python\n(.*?)```", (client.folder / "README.md").read_text("utf-8"), re.DOTALL)
    for number, example in enumerate(examples):
        (tmp_path / f"example_{number}.py").write_text(example, encoding="utf-8")
    checking = ("-m", "mypy", "--strict", "--config-file=", "--no-error-summary", f"--cache-dir={mypy_cache}")
    done = run(tmp_path, *checking, *sorted(path.name for path in tmp_path.iterdir()), path=client.folder)

    assert (len(examples), done.stdout) == (4, "")
