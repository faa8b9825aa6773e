"""Parts of `tests/bench.py`."""
