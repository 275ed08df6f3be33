"""Folding the journal into counters."""

from lienthong.measures.actions.fold import exchange, fold_pending, rebuild

__all__ = ["exchange", "fold_pending", "rebuild"]
