"""Screens, one folder per audience: parse, call one action or query, render."""
