# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""Generated AsyncAPI Python package."""

from .application import Application
from .router import ProducerRouter, ConsumerRouter

__all__ = [
    "Application",
    "ProducerRouter",
    "ConsumerRouter",
]

__version__ = "2.2.0"
