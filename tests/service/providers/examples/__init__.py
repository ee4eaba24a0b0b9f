"""Answers as the providers document them, written by hand: real shapes, invented figures."""

from __future__ import annotations

from pathlib import Path

__all__ = ["example"]


def example(name: str) -> bytes:
    """Return the body of one answer."""
    return Path(__file__).with_name(name).read_bytes()
