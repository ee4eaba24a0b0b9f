"""The contract's own commands, each a file; `python -m contracts` and `gateway` offer them."""
