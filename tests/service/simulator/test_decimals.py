from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.decimals import fixed, rounded, text


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [(76710.9, 8, "76710.90000000"), (0.0000039, 8, "0.00000390"), (1e21, 2, "1000000000000000000000.00")],
)
def test_fixed_keeps_its_zeros(value: float, places: int, expected: str) -> None:
    """All places are written, and there is no exponent."""
    assert fixed(value, places) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (76636.2571, "76636.26"),
        (643.4951, "643.495"),
        (1.4163947, "1.41639"),
        (0.00000391234567, "0.00000391235"),
        (100.0, "100"),
        (0.0, "0"),
    ],
)
def test_text_keeps_six_digits_or_cents(value: float, expected: str) -> None:
    """Small prices keep six significant digits, large ones their cents."""
    assert text(value) == expected
    assert rounded(value) == float(expected)


@given(st.floats(1e-9, 1e9))
def test_text_is_what_rounded_says(value: float) -> None:
    """Both keep the same digits, and lose less than a hundred thousandth."""
    assert float(text(value)) == rounded(value)
    assert rounded(value) == pytest.approx(value, rel=1e-5)
