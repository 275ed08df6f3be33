"""Spreadsheets and data packs: the outside forms of what reports hold."""
