"""Django's SQLite engine with one file lock around write transactions (ADR 0004)."""
