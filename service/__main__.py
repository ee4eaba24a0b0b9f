"""`python -m service` is `gateway`."""

from __future__ import annotations

from service.cli import main

__all__: list[str] = []

main()
