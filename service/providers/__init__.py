"""Outbound HTTP: what we ask of outside providers, how often, and what we make of their answers."""
