"""Writing the journal: entries beside what they tell of, reads in batches, a root a day."""

from lienthong.journal.actions.entries import mark_folded, record, record_many
from lienthong.journal.actions.reads import flush_reads, forget_reads, log_reads
from lienthong.journal.actions.roots import seal_day, seal_days

__all__ = [
    "flush_reads",
    "forget_reads",
    "log_reads",
    "mark_folded",
    "record",
    "record_many",
    "seal_day",
    "seal_days",
]
