"""Folding the journal into counters."""

from lienthong.measures.actions.fold import fold_pending

__all__ = ["fold_pending"]
