from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from tests.web.modules import evaluate, needs_node

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

pytestmark = needs_node

PROGRAM = """
import { quantile, samples, total } from './web/exposition.js';
answer(input.map(([text, name, rank]) => ({
  quantile: quantile(text, name, rank), samples: samples(text, name), total: total(text, name),
})));
"""
BOUNDS_S = (0.001, 0.01, 0.1, 1.0)


def read(directory: Path, *asked: tuple[str, str, float]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = evaluate(directory, PROGRAM, asked)
    return found


def exposed(*series: list[float]) -> str:
    """Write a histogram with a series for each list of observations, as the gateway's library does."""
    registry = CollectorRegistry()
    histogram = Histogram("wait_seconds", "How long.", ["service"], buckets=BOUNDS_S, registry=registry)
    for index, observed in enumerate(series):
        held = histogram.labels(str(index))
        for value in observed:
            held.observe(value)
    return generate_latest(registry).decode()


def test_a_quantile_lies_within_the_bucket_of_the_value_at_its_rank(tmp_path: Path) -> None:
    """All series count together; within its bucket the place is linear; beyond the last bound that bound is said."""
    cases = [
        (exposed([0.0005] * 95, [0.05] * 5), 0.95, 0.001),
        (exposed([0.0005] * 90, [0.05] * 10), 0.95, 0.01 + (0.1 - 0.01) * 0.5),
        (exposed([5.0]), 0.95, 1.0),
        (exposed([0.002] * 4), 0.5, 0.001 + (0.01 - 0.001) * 0.5),
    ]
    found = read(tmp_path, *((text, "wait_seconds", rank) for text, rank, _ in cases))

    assert [round(each["quantile"], 9) for each in found] == [round(wanted, 9) for _, _, wanted in cases]


def test_of_nothing_no_figure_is_made(tmp_path: Path) -> None:
    """Without the family, without observations, or from something else than metrics, nothing is said."""
    texts = ["", exposed(), exposed([]), "<!doctype html><p>wait_seconds", '{"status": 404}', "wait_seconds_bucket{"]
    found = read(tmp_path, *((text, "wait_seconds", 0.95) for text in texts))

    assert [(each["quantile"], each["total"]) for each in found] == [(None, None)] * len(texts)


def test_every_label_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever stands in a label, quotes, backslashes, line ends and braces too."""
    labels: set[str] = set()

    @given(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters='"\\\n{}, '), max_size=20
        )
    )
    def collect(label: str) -> None:
        labels.add(label)

    collect()
    registry = CollectorRegistry()
    counter = Counter("seen", "How often.", ["reason"], registry=registry)
    for label in labels:
        counter.labels(label).inc(2)
    (found,) = read(tmp_path_factory.mktemp("labels"), (generate_latest(registry).decode(), "seen_total", 0.5))

    assert {each["labels"]["reason"] for each in found["samples"]} == labels
    assert found["total"] == 2 * len(labels)
