from __future__ import annotations

import pytest

from service.errors import ProviderPayloadError
from service.providers.adapters.defillama import parse, request
from service.providers.figure import Figure
from tests.service.providers.examples import example


def test_the_fees_of_a_day_are_read() -> None:
    """US dollars; nothing says of which day."""
    assert parse(example("defillama_fees.json")) == Figure("ethereum", 412345.0, None)
    assert request().path == "/summary/fees/ethereum"
    assert request().query == (("dataType", "dailyFees"),)


@pytest.mark.parametrize("total", [b"null", b"-1", b'"x"', b'"1e999"'])
def test_without_a_sum_there_is_nothing(total: bytes) -> None:
    """A sum that is no amount is a payload error, not zero."""
    with pytest.raises(ProviderPayloadError, match="no sum in the answer"):
        parse(b'{"total24h": %s}' % total)
