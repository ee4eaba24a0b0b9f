"""The tracer that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.errors import ConfigurationError
from service.tracing import UNTRACED

if TYPE_CHECKING:
    from service.settings import Settings
    from service.tracing import Tracer

__all__ = ["tracer"]


def tracer(settings: Settings, mode: str) -> Tracer:
    """Make the tracer for `GATEWAY_TRACES`. The collector is told the mode: no demonstration is taken for real.

    Raises ConfigurationError when the extra is missing, or OTEL_* ask for a protocol that is not spoken.
    """
    if settings.traces == "off":
        return UNTRACED
    try:
        from service.otel.tracer import otlp_tracer  # noqa: PLC0415  needs an extra
    except ImportError as error:
        problem, remedy = "otlp needs the packages of OpenTelemetry", "install crypto-gateway[otel]"
        raise ConfigurationError("GATEWAY_TRACES", problem, remedy) from error
    return otlp_tracer(mode)
