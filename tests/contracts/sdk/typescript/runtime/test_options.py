from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.contracts.sdk.typescript.package import evaluated

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
const { settings } = await import(process.argv[1]);
const { commandTimeoutMs, heartbeatMs, staleIntervals } = settings({ commandTimeoutMs: undefined, heartbeatMs: 7 });
console.log(JSON.stringify([commandTimeoutMs, heartbeatMs, staleIntervals]));
"""


def test_an_option_that_is_undefined_is_not_given(master: Path, node_modules: Path) -> None:
    """Programs in JavaScript pass undefined for what they leave open; the default counts."""
    said = evaluated(SCRIPT, master / "dist" / "runtime" / "options.js", folder=node_modules)

    assert json.loads(said) == [10_000, 7, 3]
