"""Families of the Prometheus text format, from plain mappings."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from prometheus_client import Metric

    from service.distribution import Distribution

__all__ = ["counter", "gauge", "histogram"]

Labels = tuple[str, ...]
"""The values of a sample's labels, in the order of the family's."""


def gauge(name: str, text: str, samples: Mapping[Labels, float], labels: Sequence[str] = ()) -> Metric:
    """Make a family of values that go up and down."""
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, value in samples.items():
        family.add_metric(values, value)
    return family


def counter(name: str, text: str, samples: Mapping[Labels, float], labels: Sequence[str] = ()) -> Metric:
    """Make a family of counts since the start; `_total` is added to the name."""
    family = CounterMetricFamily(name, text, labels=labels)
    for values, value in samples.items():
        family.add_metric(values, value)
    return family


def histogram(name: str, text: str, samples: Mapping[Labels, Distribution], labels: Sequence[str] = ()) -> Metric:
    """Make a family of distributions."""
    family = HistogramMetricFamily(name, text, labels=labels)
    for values, distribution in samples.items():
        buckets = [("+Inf" if isinf(bound) else str(bound), float(count)) for bound, count in distribution.cumulative()]
        family.add_metric(values, buckets, distribution.total)
    return family
