"""Reads of figures: a few counter rows, the same cost for thousands and for millions."""

from lienthong.measures.queries.board import (
    EVERY,
    Figures,
    Span,
    figures_by_day,
    figures_of,
    figures_of_many,
    figures_per_procedure,
    folded_at,
    happened,
    last_received,
    receiving_since,
    summed,
)

__all__ = [
    "EVERY",
    "Figures",
    "Span",
    "figures_by_day",
    "figures_of",
    "figures_of_many",
    "figures_per_procedure",
    "folded_at",
    "happened",
    "last_received",
    "receiving_since",
    "summed",
]
