"""huggingface: a pool of registries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.handlers.collectors.huggingface import collect
from service.publishers.pooled import Pooled

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import HuggingfaceUpdate
    from service.providers.registry import Registry
    from service.publishers.kit import Kit
    from service.publishers.source_pool import SourcePool

__all__ = ["huggingface"]


def huggingface(kit: Kit) -> Pooled[HuggingfaceUpdate]:
    """Make the origin."""
    registry: SourcePool[Registry] = kit.pools["model_registry"]
    return Pooled((registry,), lambda at: collect(registry.read(), at))
