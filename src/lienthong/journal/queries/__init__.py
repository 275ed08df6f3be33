"""Reading the journal."""

from lienthong.journal.queries.entries import (
    ChainView,
    EntryView,
    ReadView,
    chains_to_fold,
    entries_of,
    entries_of_chain,
    last_root,
    reads_of,
)
from lienthong.journal.queries.verification import Bad, Verification, verify

__all__ = [
    "Bad",
    "ChainView",
    "EntryView",
    "ReadView",
    "Verification",
    "chains_to_fold",
    "entries_of",
    "entries_of_chain",
    "last_root",
    "reads_of",
    "verify",
]
