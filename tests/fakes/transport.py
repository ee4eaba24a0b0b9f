"""ScriptedTransport: a Transport that answers what a test wrote down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.errors import ProviderError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.providers.http import Answer, Request
    from tests.fakes.clock import FakeClock

__all__ = ["Asked", "ScriptedTransport"]


@dataclass(frozen=True)
class Asked:
    """What one request asked for."""

    url: str
    request: Request
    headers: Mapping[str, str]
    timeout_s: float
    max_bytes: int


@dataclass
class ScriptedTransport:
    """Answers in turn and takes `each_s` for it; the last answer goes on for ever."""

    clock: FakeClock
    answers: list[Answer | ProviderError]
    each_s: float = 0.0
    asked: list[Asked] = field(default_factory=list)

    async def ask(
        self,
        provider: str,
        url: str,
        request: Request,
        *,
        headers: Mapping[str, str],
        timeout_s: float,
        max_bytes: int = 0,
    ) -> Answer:
        self.asked.append(Asked(url, request, headers, timeout_s, max_bytes))
        self.clock.jump(self.each_s)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, ProviderError):
            raise answer
        return answer
