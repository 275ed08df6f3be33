"""Figures computed from the record: counters that boards read."""
