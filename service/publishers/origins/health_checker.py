"""health_checker: what the clients of all providers have met with.

Nobody is asked only to see whether he answers: every provider has a feed that asks it once an hour or more often, even
while another one serves. That is the probe, and what it costs is in the budgets already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.handlers.collectors.health_checker import collect
from service.publishers.mirror import Mirror

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import HealthCheckerUpdate
    from service.publishers.kit import Kit

__all__ = ["health_checker"]


def health_checker(kit: Kit) -> Mirror[HealthCheckerUpdate]:
    """Make the origin.

    The first update waits until a fetch of every provider has ended: before, the quickest failure would be an alarm.
    Some fetches end without a question, for want of anything to ask about; such a provider stays `unknown`.
    """

    def is_complete() -> bool:
        return {feed.spec.provider for feed in kit.feeds.values() if feed.fetches} == kit.clients.keys()

    return Mirror(lambda at: collect({id_: client.stats for id_, client in kit.clients.items()}, at), is_complete)
