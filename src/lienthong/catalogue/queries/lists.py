"""Lists for those who look after the catalogue. Each opens to procedures."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lienthong.catalogue.models import Procedure, ProcedureVersion
from lienthong.catalogue.queries.lint import surroundings, why_not
from lienthong.catalogue.queries.places import offer_of, offers
from lienthong.catalogue.queries.versions import in_force
from lienthong.catalogue.rules.authority import AuthorityChange
from lienthong.catalogue.rules.content import Content, OnlineLevel, StartOn, parse
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.organisations.rules import fold


@dataclass(frozen=True, kw_only=True)
class ProcedureEntry:
    """A procedure as its administrators see it. `why_not` is empty for a checked one."""

    code: str
    name: str
    field_name: str
    levels: str
    checked: bool
    authority_change: str
    legal_question: str
    answered_by: str
    why_not: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VersionEntry:
    """A line in the history of a procedure's versions."""

    id: int
    number: int
    status: VersionStatus
    decision: str
    decided_on: date | None
    announced_on: date | None
    published_on: date | None
    valid_from: date | None
    valid_until: date | None
    tried_by: str
    published_by: str
    trial: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Provision:
    """A published procedure that could be fully online and is not (R85)."""

    code: str
    name: str
    level: OnlineLevel
    reason: str


@dataclass(frozen=True, kw_only=True)
class StartDifference:
    """A procedure whose clock starts elsewhere than its legal basis says (R98)."""

    code: str
    name: str
    configured: StartOn
    legal: StartOn
    legal_source: str


def procedures(
    *,
    on: date,
    text: str = "",
    checked: bool | None = None,
    field: str = "",
    authority_change: AuthorityChange | None = None,
) -> list[ProcedureEntry]:
    """All procedures, unchecked ones too, found without accents; with `authority_change` those
    tagged so (R92)."""
    rows = Procedure.objects.select_related("field").order_by("code")
    for word in fold(text).split():
        rows = rows.filter(folded__contains=word)
    if checked is not None:
        rows = rows.filter(checked=checked)
    if field:
        rows = rows.filter(field__code=field)
    if authority_change is not None:
        rows = rows.filter(authority_change=authority_change)
    around = surroundings(on=on)
    return [
        ProcedureEntry(
            code=row.code,
            name=row.name,
            field_name=row.field.name,
            levels=row.levels,
            checked=row.checked,
            authority_change=row.authority_change,
            legal_question=row.legal_question,
            answered_by=row.answered_by,
            why_not=()
            if row.checked
            else tuple(finding.sentence for finding in why_not(row, around)),
        )
        for row in rows
    ]


def unclear_authority(*, on: date) -> list[ProcedureEntry]:
    """Procedures with an open legal question, with the body that must answer it (R106)."""
    return [entry for entry in procedures(on=on) if entry.legal_question]


def history(procedure_code: str) -> list[VersionEntry]:
    """All versions of a procedure, the newest first."""
    rows = ProcedureVersion.objects.filter(procedure__code=procedure_code).order_by("-number")
    return [
        VersionEntry(
            id=row.pk,
            number=row.number,
            status=VersionStatus(row.status),
            decision=row.decision,
            decided_on=row.decided_on,
            announced_on=row.announced_on,
            published_on=row.published_on,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            tried_by=row.tried_by,
            published_by=row.published_by,
            trial=row.trial,
        )
        for row in rows
    ]


def eligible_not_provided(*, on: date, province_code: str = "") -> list[Provision]:
    """Eligible for full online service and not provided so, in a province or as published (R85)."""
    adjusted = offers(on=on) if province_code else {}
    found = []
    for code, name, content in _published_contents(on=on):
        terms = offer_of(content, adjusted.get((code, province_code)))
        if content.eligible_full and terms.online_level is not OnlineLevel.FULL:
            found.append(
                Provision(
                    code=code, name=name, level=terms.online_level, reason=terms.online_reason
                )
            )
    return found


def start_differences(*, on: date) -> list[StartDifference]:
    """Published procedures whose clock starts elsewhere than the legal basis says (R98)."""
    return [
        StartDifference(
            code=code,
            name=name,
            configured=content.clock.start_on,
            legal=content.clock.legal_start_on,
            legal_source=content.clock.legal_source,
        )
        for code, name, content in _published_contents(on=on)
        if content.clock.start_on is not content.clock.legal_start_on
    ]


def without_electronic_form(*, on: date) -> list[str]:
    """Codes of published procedures without an electronic form (R103)."""
    return [code for code, _, content in _published_contents(on=on) if not content.form]


def without_data_reuse(*, on: date) -> list[str]:
    """Codes of published procedures where no data replaces a paper (R103)."""
    return [
        code
        for code, _, content in _published_contents(on=on)
        if content.components and not any(paper.replaced_by for paper in content.components)
    ]


def at_once(*, on: date) -> list[str]:
    """Codes of published procedures that must be returned at once (R107)."""
    return [code for code, _, content in _published_contents(on=on) if content.at_once]


def _published_contents(*, on: date) -> list[tuple[str, str, Content]]:
    return [
        (code, name, parse(content))
        for code, name, content in in_force(on=on)
        .order_by("procedure__code")
        .values_list("procedure__code", "name", "content")
    ]
