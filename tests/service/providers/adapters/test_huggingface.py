from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderPayloadError
from service.providers.adapters.huggingface import ADAPTERS, DATASET_SEARCHES, MODEL_SEARCHES, parse, requests
from service.providers.http import Request
from service.providers.registry import Registry
from tests.service.providers.adapters.test_adapters import GARBAGE, JSON
from tests.service.providers.examples import example

ORDER = (("sort", "downloads"), ("direction", "-1"), ("limit", "50"))
TASK = ("pipeline_tag", "text-classification")


def read(models: tuple[Any, ...] = (), datasets: tuple[Any, ...] = ()) -> Registry:
    """Parse answers to the first model searches and the first dataset searches, and nothing to the others."""
    bodies = [*models, *[[]] * (len(MODEL_SEARCHES) - len(models))]
    bodies += [*datasets, *[[]] * (len(DATASET_SEARCHES) - len(datasets))]
    return parse([body if isinstance(body, bytes) else json.dumps(body).encode() for body in bodies])


def row(id_: str, downloads: Any = 1, **more: Any) -> dict[str, Any]:
    return {"id": id_, "downloads": downloads, **more}


def test_models_are_asked_for_before_datasets() -> None:
    """Models of one task by three words, datasets by two, the most downloaded first, fifty of each."""
    assert requests() == (
        Request("/models", (("search", "crypto"), TASK, *ORDER)),
        Request("/models", (("search", "finbert"), TASK, *ORDER)),
        Request("/models", (("search", "financial-sentiment"), TASK, *ORDER)),
        Request("/datasets", (("search", "crypto"), *ORDER)),
        Request("/datasets", (("search", "financial-sentiment"), *ORDER)),
    )
    assert ADAPTERS["huggingface.registry"].requests(None) == requests()


def test_documented_answers_are_read() -> None:
    """Ids alone, by kind; the hub dates nothing."""
    models, datasets = example("huggingface_models.json"), example("huggingface_datasets.json")

    assert read((models,), (datasets,)) == Registry(
        ("ProsusAI/finbert", "ElKulako/cryptobert"), ("example/crypto-news",), None
    )


def test_answers_are_merged() -> None:
    """Each id once, the most downloaded first over all searches, and those that nobody counted last."""
    found = read(
        ([row("a/x", 5), row("a/y", 50), row("a/none", None)], [row("a/x", 7), row("b/z", 6), row("a/y", 5)]),
        ([row("d", 1), row("e", 2)],),
    )

    assert found == Registry(("a/y", "a/x", "b/z", "a/none"), ("e", "d"))


@pytest.mark.parametrize(
    "odd",
    [
        row("a/private", private=True),
        row("a b"),
        row("../../etc"),
        row("a/b/c"),
        row("https://evil.test/x"),
        row(""),
        row("x" * 100),
        row("a\n"),
        {"downloads": 1},
        {"id": 7},
        None,
        [],
        "a/b",
    ],
)
def test_odd_rows_cost_only_themselves(odd: Any) -> None:
    """Rows without a name of the hub's kind are left out, and private ones too."""
    assert read(([odd, row("good")],)) == Registry(("good",), ())


@pytest.mark.parametrize("downloads", ["12", 12.0, True, -1, "many", [], {}])
def test_odd_counts_do_not_cost_the_row(downloads: Any) -> None:
    """A row is about its name; figures that are none are not known, or it is left out for its type."""
    assert set(read(([row("a/b", downloads), row("good", 5)],)).models) >= {"good"}


def test_nothing_at_all_is_a_payload_error() -> None:
    """The hub always has something; one kind alone may be empty."""
    with pytest.raises(ProviderPayloadError, match="no model and no dataset"):
        read()

    assert read((), ([row("d")],)) == Registry((), ("d",))


def test_the_hubs_own_error_is_its_reason() -> None:
    """An object with `error` says what was wrong, even with HTTP 200."""
    with pytest.raises(ProviderPayloadError) as caught:
        read(({"error": '"sort" is\nnot allowed'},))

    assert str(caught.value) == 'huggingface: "sort" is not allowed'


@pytest.mark.parametrize("garbage", sorted(GARBAGE.keys() - {"empty list", "list of wrong types"}))
def test_garbage_is_a_payload_error(garbage: str) -> None:
    """One answer that is not what was promised fails the fetch."""
    with pytest.raises(ProviderPayloadError):
        read((GARBAGE[garbage],), ([row("d")],))


@given(st.binary(max_size=100) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_answer_is_a_registry_or_a_provider_error(body: bytes) -> None:
    """No bytes get past the adapter as another exception, and every id is one."""
    try:
        registry = read((body,), (body,))
    except ProviderPayloadError:
        return

    assert all(re.fullmatch(r"[\w.-]+(/[\w.-]+)?", id_) for id_ in registry.models + registry.datasets)
