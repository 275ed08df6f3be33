"""Reads of dossiers: evaluated values, never lazy querysets."""
