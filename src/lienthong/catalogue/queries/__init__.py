"""Reads of the catalogue: frozen values, never lazy querysets."""

from lienthong.catalogue.queries.places import Offer, Resolved, offer, resolve
from lienthong.catalogue.queries.versions import (
    ProcedureRow,
    VersionView,
    published,
    version,
    version_in_force,
    versions,
)

__all__ = [
    "Offer",
    "ProcedureRow",
    "Resolved",
    "VersionView",
    "offer",
    "published",
    "resolve",
    "version",
    "version_in_force",
    "versions",
]
