"""Reading the journal."""

from lienthong.journal.queries.entries import (
    ChainView,
    EntryView,
    ReadView,
    chains_to_fold,
    count_to_fold,
    entries_of,
    entries_of_chain,
    entries_to_fold,
    last_days,
    last_recorded,
    last_root,
    open_days,
    reads_of,
)
from lienthong.journal.queries.guards import missing_guards
from lienthong.journal.queries.verification import Bad, Verification, verify

__all__ = [
    "Bad",
    "ChainView",
    "EntryView",
    "ReadView",
    "Verification",
    "chains_to_fold",
    "count_to_fold",
    "entries_of",
    "entries_of_chain",
    "entries_to_fold",
    "last_days",
    "last_recorded",
    "last_root",
    "missing_guards",
    "open_days",
    "reads_of",
    "verify",
]
