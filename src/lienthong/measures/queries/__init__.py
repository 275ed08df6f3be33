"""Reads of figures: a few counter rows, the same cost for thousands and for millions."""

from lienthong.measures.queries.board import (
    Figures,
    figures_by_day,
    figures_of,
    figures_of_many,
    figures_per_procedure,
    folded_at,
    last_received,
)

__all__ = [
    "Figures",
    "figures_by_day",
    "figures_of",
    "figures_of_many",
    "figures_per_procedure",
    "folded_at",
    "last_received",
]
