from __future__ import annotations

import math
from typing import Any

import pytest

from contracts.sdk.python.runtime.options import Options


@pytest.mark.parametrize("changes", [{"patience": 0.0}, {"interval_scale": -1.0}, {"patience": math.nan}])
def test_patience_is_more_than_none(changes: dict[str, Any]) -> None:
    """A client that misses every service at every instant is a mistake that is told at once."""
    with pytest.raises(ValueError, match="must be greater than 0"):
        Options(**changes)
