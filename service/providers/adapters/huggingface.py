"""Hugging Face Hub: models and datasets about crypto and the sentiment of financial texts.

Source: https://huggingface.co/docs/hub/api and https://huggingface.co/docs/hub/rate-limits (2026-09)
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter
from service.providers.http import Request
from service.providers.reading import Number, amount, decode, each, line
from service.providers.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["ADAPTERS", "PROVIDER", "parse", "requests"]

PROVIDER: Final = "huggingface"

LIMIT: Final = 50
"""Rows of one answer."""
TASK: Final = "text-classification"
MODEL_SEARCHES: Final = ("crypto", "finbert", "financial-sentiment")
DATASET_SEARCHES: Final = ("crypto", "financial-sentiment")

# An id is a name, or an owner and a name; nothing else can be a link to the hub.
_ID: Final = re.compile(r"[\w.-]{1,96}(/[\w.-]{1,96})?", re.ASCII)


class _Row(msgspec.Struct):
    id: str
    downloads: Number = None
    private: bool = False


class _Failure(msgspec.Struct):
    error: str | None = None


_ANSWER: Final = msgspec.json.Decoder(list[msgspec.Raw] | _Failure)
_ROW: Final = msgspec.json.Decoder(_Row)


def requests() -> tuple[Request, ...]:
    """Ask for the most downloaded models of each search, then for the datasets."""
    models = (_search("/models", word, ("pipeline_tag", TASK)) for word in MODEL_SEARCHES)
    return (*models, *(_search("/datasets", word) for word in DATASET_SEARCHES))


def parse(bodies: Sequence[bytes]) -> Registry:
    """Merge the answers. The hub does not say of when they are, so `as_of` is None.

    Raises ProviderPayloadError when there is neither a model nor a dataset.
    """
    answers = [_rows(body) for body in bodies]
    models, datasets = answers[: len(MODEL_SEARCHES)], answers[len(MODEL_SEARCHES) :]
    registry = Registry(
        _ranked(row for rows in models for row in rows), _ranked(row for rows in datasets for row in rows)
    )
    if not registry.models and not registry.datasets:
        raise ProviderPayloadError(PROVIDER, "no model and no dataset in the answers")
    return registry


def _search(path: str, word: str, *more: tuple[str, str]) -> Request:
    order = (("sort", "downloads"), ("direction", "-1"), ("limit", str(LIMIT)))
    return Request(path=path, query=(("search", word), *more, *order))


def _rows(body: bytes) -> list[_Row]:
    answer = decode(PROVIDER, body, _ANSWER)
    if isinstance(answer, _Failure):
        reason = "an object where a list was expected" if answer.error is None else line(answer.error)
        raise ProviderPayloadError(PROVIDER, reason)
    return [row for row in each(answer, _ROW) if not row.private and _ID.fullmatch(row.id)]


def _ranked(rows: Iterable[_Row]) -> tuple[str, ...]:
    """Return each id once, the most downloaded first; those that nobody has counted come last."""
    downloads: dict[str, float] = {}
    for row in rows:
        count = amount(row.downloads)
        downloads[row.id] = max(downloads.get(row.id, -1.0), -1.0 if count is None else count)
    return tuple(sorted(downloads, key=lambda id_: (-downloads[id_], id_)))


ADAPTERS: Final[Mapping[str, Adapter[Registry]]] = MappingProxyType(
    {"huggingface.registry": Adapter(lambda _: requests(), parse)}
)
