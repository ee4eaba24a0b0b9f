# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""Generated from asyncapi.yaml; nothing here is written by hand."""
