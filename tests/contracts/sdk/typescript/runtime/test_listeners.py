from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.contracts.sdk.typescript.package import evaluated

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
const { Listeners } = await import(process.argv[1]);
const listeners = new Listeners();
const heard = [];
const forgets = {};
const add = (name, more = () => undefined) => {
  forgets[name] = listeners.add('event', (event) => { heard.push(name + event); more(); });
};
add('first', () => { forgets.second(); add('late'); });
add('second');
add('third');
listeners.tell('event', 1);
forgets.first();
listeners.tell('event', 2);
listeners.tell('other', 3);
console.log(JSON.stringify(heard));
"""


def test_handlers_may_come_and_go_while_an_event_is_told(master: Path, node_modules: Path) -> None:
    """A handler that was taken away hears nothing more, and one that comes hears what comes after it, in order."""
    said = evaluated(SCRIPT, master / "dist" / "runtime" / "listeners.js", folder=node_modules)

    assert json.loads(said) == ["first1", "third1", "third2", "late2"]
