from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.state import ArchiveState
from service.handlers.collectors.persistence import collect, size
from tests.fakes.clock import START

if TYPE_CHECKING:
    from contracts.validator import Validator

STATE = ArchiveState(
    location="data/gateway.db",
    engine="sqlite",
    writing=True,
    records=1500,
    size_bytes=2_684_354_560,
    oldest=START - timedelta(days=7),
    last_save=START,
    pending=3,
    waiting_since=None,
    lost=0,
    last_error=None,
    last_backup=None,
    last_export=None,
)


def test_the_archive_is_written_down(sealed: Validator) -> None:
    """Every figure is the archive's own; what has never happened is null."""
    update = collect(STATE, START)

    assert sealed.event("/ws/persistence", update.model_dump_json())
    data = json.loads(update.model_dump_json())["data"]
    assert (data["total_records"], data["storage_size"], data["active_writers"]) == (1500, "2.5 GB", 1)
    assert (data["last_backup"], data["last_error"]) == (None, None)


def test_an_error_is_told_only_while_it_lasts() -> None:
    """Once updates can be stored again there is nothing to complain of."""
    failing = replace(STATE, writing=False, last_error="database is locked")

    assert collect(failing, START).data.last_error == "database is locked"
    assert collect(replace(failing, writing=True), START).data.last_error is None


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1536, "1.5 KB"), (1024**2 - 1, "1 MB"), (5 * 1024**5, "5120 TB")],
)
def test_sizes_are_written_for_people(count: int, text: str) -> None:
    """One decimal at most, in the largest unit that leaves something before the point."""
    assert size(count) == text


@given(st.integers(min_value=0, max_value=1024**5))
def test_every_size_has_the_form_of_the_contract(count: int) -> None:
    """The pattern of `storage_size` holds for every number of bytes."""
    assert re.fullmatch(r"[0-9]+(\.[0-9]+)? (B|KB|MB|GB|TB)", size(count))
