"""huggingface: what the hub offers for crypto and for the sentiment of financial texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import HuggingfaceData, HuggingfaceUpdate

if TYPE_CHECKING:
    from datetime import datetime

    from service.providers.registry import Registry
    from service.providers.sourced import Sourced

__all__ = ["collect"]


def collect(registry: Sourced[Registry] | None, at: datetime) -> HuggingfaceUpdate | None:
    """Tell of the registry as it was last seen. None while it has not been seen."""
    if registry is None:
        return None
    models, datasets = registry.value.models, registry.value.datasets
    data = HuggingfaceData(
        total_models=len(models),
        total_datasets=len(datasets),
        available_models=list(models),
        available_datasets=list(datasets),
        last_refresh=registry.as_of,
        source=registry.source,
        as_of=registry.as_of,
        stale=registry.stale,
        timestamp=at,
    )
    return HuggingfaceUpdate(service="huggingface", type="update", data=data, timestamp=at)
