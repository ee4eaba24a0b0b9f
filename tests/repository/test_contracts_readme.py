from __future__ import annotations

import re
from pathlib import Path

from contracts.cli.verify import command as verify
from contracts.reports.listing import fill

README = (Path(__file__).parent.parent.parent / "contracts" / "README.md").read_text(encoding="utf-8")
LINES = re.findall(r"^    (gateway .*)", README, re.MULTILINE)


def test_the_table_of_clauses_is_up_to_date() -> None:
    """`python -m contracts.reports.listing contracts/README.md` mends it."""
    assert fill(README) == README


def test_every_option_of_verify_is_explained() -> None:
    """The table of options names each that there is, and no other."""
    rows = re.findall(r"^\| (`--.*?) \|", README, re.MULTILINE)
    named = {option for row in rows for option in re.findall(r"`(--[a-z-]+)", row)}

    assert named == {option for parameter in verify.params for option in parameter.opts if option.startswith("--")}


def test_the_commands_are_those_of_the_kit() -> None:
    """Nothing is left out; `gateway clauses` lists what the table holds."""
    named = {line.split()[1] for line in LINES}

    assert named == {"compatibility", "sdk", "verify"}
