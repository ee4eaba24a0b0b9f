"""The contract: asyncapi.yaml, what is generated from it, and what holds a running gateway to it."""
