"""Append-only, hash-chained record of who did what: audit trail and outbox source."""
