"""Measurements against the bars of the design: `make bench` prints one JSON line each."""
