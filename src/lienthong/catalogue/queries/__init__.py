"""Reads of the catalogue: frozen values, never lazy querysets."""

from lienthong.catalogue.queries.connected import connected_sources
from lienthong.catalogue.queries.coverage import Coverage, Nowhere, change_days, coverage
from lienthong.catalogue.queries.lint import ProcedureFinding, findings
from lienthong.catalogue.queries.lists import (
    ProcedureEntry,
    Provision,
    StartDifference,
    VersionEntry,
    at_once,
    eligible_not_provided,
    history,
    procedures,
    start_differences,
    unclear_authority,
    without_data_reuse,
    without_electronic_form,
)
from lienthong.catalogue.queries.packs import PackPart, pack_of, pack_parts
from lienthong.catalogue.queries.places import Offer, Resolved, offer, resolve
from lienthong.catalogue.queries.settings import (
    AdjustmentView,
    BoundView,
    CompetenceView,
    SourceView,
    adjustments,
    bounds,
    competences,
    fields,
    sources,
)
from lienthong.catalogue.queries.versions import (
    ProcedureRow,
    VersionView,
    published,
    version,
    version_in_force,
    versions,
)

__all__ = [
    "AdjustmentView",
    "BoundView",
    "CompetenceView",
    "Coverage",
    "Nowhere",
    "Offer",
    "PackPart",
    "ProcedureEntry",
    "ProcedureFinding",
    "ProcedureRow",
    "Provision",
    "Resolved",
    "SourceView",
    "StartDifference",
    "VersionEntry",
    "VersionView",
    "adjustments",
    "at_once",
    "bounds",
    "change_days",
    "competences",
    "connected_sources",
    "coverage",
    "eligible_not_provided",
    "fields",
    "findings",
    "history",
    "offer",
    "pack_of",
    "pack_parts",
    "procedures",
    "published",
    "resolve",
    "sources",
    "start_differences",
    "unclear_authority",
    "version",
    "version_in_force",
    "versions",
    "without_data_reuse",
    "without_electronic_form",
]
