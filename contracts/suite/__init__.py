"""The contract suite: every clause of the contract with its check, and what runs them against any gateway.

It is a black box's judge: it reads asyncapi.yaml by JSON Schema and never what was generated from it, so that a mistake
of the generator cannot hide on both sides.
"""
