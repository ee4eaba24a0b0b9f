from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.sdk.typescript.package import evaluated

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
const { after } = await import(process.argv[1]);
const cancel = after(1e12, () => console.log('in 31 years'));
const cancelToo = after(1, () => console.log('cancelled'));
cancelToo();
after(50, () => { console.log('soon'); cancel(); });
"""


def test_what_is_far_away_does_not_happen_at_once(master: Path, node_modules: Path) -> None:
    """Timers of the platform overflow after 25 days and fire at once; ours do not. Cancelled ones never fire."""
    assert evaluated(SCRIPT, master / "dist" / "runtime" / "clock.js", folder=node_modules) == "soon\n"
