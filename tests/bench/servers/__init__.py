"""The servers of the benchmark, one module each. Every module has `create() -> Server`; host.py runs one of them."""
