"""The places of tests/service/archive, here too."""

from __future__ import annotations

from tests.service.archive.conftest import file, location, postgres, server

__all__ = ["file", "location", "postgres", "server"]
