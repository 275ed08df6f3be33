"""Reads of forms, reports, findings and values; `measured` is the door to what the house counts."""
