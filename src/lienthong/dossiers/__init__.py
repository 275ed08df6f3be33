"""The life of a dossier: timeline, steps, clock, corrections, ledger, legal forms, inheriting."""
