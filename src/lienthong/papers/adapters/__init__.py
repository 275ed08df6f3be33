"""The disk and the typesetter."""
