"""Kinds of units, agencies and days; codes, calendars, readiness and Vietnamese text. Pure."""

from lienthong.organisations.rules.kinds import (
    AgencyKind,
    DayKind,
    Level,
    Named,
    ReadinessKind,
    Sector,
    Share,
    UnitKind,
)
from lienthong.organisations.rules.refusals import (
    NotAllowed,
    Refusal,
    UnknownAgency,
    UnknownAgencyCode,
    UnknownEdition,
    UnknownUnit,
)
from lienthong.organisations.rules.sentences import Sentence
from lienthong.organisations.rules.vietnamese import fold, normalise_tones, sort_key, visible

__all__ = [
    "AgencyKind",
    "DayKind",
    "Level",
    "Named",
    "NotAllowed",
    "ReadinessKind",
    "Refusal",
    "Sector",
    "Sentence",
    "Share",
    "UnitKind",
    "UnknownAgency",
    "UnknownAgencyCode",
    "UnknownEdition",
    "UnknownUnit",
    "fold",
    "normalise_tones",
    "sort_key",
    "visible",
]
