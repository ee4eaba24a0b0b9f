"""The benchmark: the gateway side by side with other ways to do the same. `python -m tests.bench --help` tells how."""
