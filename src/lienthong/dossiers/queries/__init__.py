"""Reads of dossiers: evaluated values, never lazy querysets."""

from lienthong.dossiers.queries.page import DossierPage, dossier_page, find_dossier
from lienthong.dossiers.queries.public import PublicView, lookup_secret, public_view

__all__ = [
    "DossierPage",
    "PublicView",
    "dossier_page",
    "find_dossier",
    "lookup_secret",
    "public_view",
]
