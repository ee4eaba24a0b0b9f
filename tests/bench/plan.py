"""Plan: what is measured, how often, and for how long."""

from __future__ import annotations

import msgspec

__all__ = ["FULL", "QUICK", "Plan"]

SPARE_DESCRIPTORS = 100


class Plan(msgspec.Struct, frozen=True):
    """One run. Every server is started afresh for each number of clients in each round."""

    servers: tuple[str, ...]
    clients: tuple[int, ...]
    sizes_bytes: tuple[int, ...]
    rounds: int
    saturated_s: float
    """How long updates follow one another as fast as they can, for each size."""
    paced_s: float
    """How long they come at a steady pace, for each size."""
    pings: int
    stalled_of: int
    """How many clients there are in the scenario in which one in ten stalls; 0 leaves it out."""

    def interval_s(self, clients: int) -> float:
        """Return the steady pace: 10,000 deliveries a second, which every server can keep up with."""
        return max(0.05, clients / 10_000)

    def updates(self, clients: int) -> int:
        """Return how many updates come at the steady pace."""
        return max(5, round(self.paced_s / self.interval_s(clients)))

    def within(self, descriptors: int) -> Plan:
        """Return the same with no more clients than a process may have files."""
        most = descriptors - SPARE_DESCRIPTORS
        clients = tuple(dict.fromkeys(min(count, most) for count in self.clients))
        return msgspec.structs.replace(self, clients=clients, stalled_of=min(self.stalled_of, most))


FULL = Plan(
    servers=(),
    clients=(500, 2_000, 5_000),
    sizes_bytes=(300, 1_000, 8_000),
    rounds=3,
    saturated_s=2.0,
    paced_s=3.0,
    pings=300,
    stalled_of=1_000,
)
"""Some 20 minutes. `servers` is filled in."""

QUICK = msgspec.structs.replace(
    FULL, clients=(50,), sizes_bytes=(1_000,), rounds=1, saturated_s=0.2, paced_s=0.3, pings=50, stalled_of=0
)
"""Some seconds: whether everything runs. Its figures mean nothing."""
