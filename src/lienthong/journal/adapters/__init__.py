"""The journal's own SQL: intake waits for it, so every statement counts."""
