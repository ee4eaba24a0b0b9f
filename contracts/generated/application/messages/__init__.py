# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""Message models for Crypto Monitoring Gateway."""
