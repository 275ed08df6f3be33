"""The lint of what is stored: versions with all that must be known around them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from lienthong.catalogue.models import DataSource, LintBound, Procedure, ProcedureVersion
from lienthong.catalogue.queries.versions import in_force
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.content import Content, parse
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.lint import Bounds, Draft, Finding, Row, lint, why_unchecked
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.organisations.models import WorkWeek

_DAY_END = "day_end_minute"


@dataclass(frozen=True, kw_only=True)
class ProcedureFinding:
    """A finding about a version; `version` is None for an unchecked row."""

    procedure: str
    version: int | None
    finding: Finding

    def as_json(self) -> dict[str, Any]:
        return {
            "procedure": self.procedure,
            "version": self.version,
            "rule": self.finding.rule,
            "severity": self.finding.severity.value,
            "sentence": self.finding.sentence,
        }


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the lint must know beside the version, the same for all versions of a day."""

    bounds: Bounds
    day_end: time
    sources: Mapping[str, str]
    connected: frozenset[str]


def findings(*, codes: Collection[str] = (), on: date) -> list[ProcedureFinding]:
    """Everything the lint finds: in drafts, in what is published and not yet over, and why the
    unchecked rows are not offered. Raises NotAllowed for a code that is not in the catalogue."""
    procedures = Procedure.objects.select_related("field").order_by("code")
    if codes:
        procedures = procedures.filter(code__in=codes)
        unknown = set(codes) - {procedure.code for procedure in procedures}
        if unknown:
            raise NotAllowed(
                "Không có thủ tục mang mã %(codes)s trong danh mục. Hãy kiểm tra lại mã.",
                codes=", ".join(sorted(unknown)),
            )
    around = surroundings(on=on)
    versions = _versions_by_procedure(on=on)
    previous = {row.procedure_id: row for row in in_force(on=on).filter(procedure__in=procedures)}
    found = []
    for procedure in procedures:
        for row in versions.get(procedure.pk, ()):
            before = previous.get(procedure.pk)
            draft = draft_of(
                procedure,
                parse(row.content),
                around=around,
                previous=parse(before.content) if before and before.pk != row.pk else None,
            )
            found += [_found(procedure, row.number, finding) for finding in lint(draft)]
        if not procedure.checked:
            found += [_found(procedure, None, finding) for finding in why_not(procedure, around)]
    return found


def draft_of(
    procedure: Procedure,
    content: Content,
    *,
    around: Surroundings,
    previous: Content | None = None,
) -> Draft:
    return Draft(
        code=procedure.code,
        content=content,
        bounds=around.bounds,
        day_end=around.day_end,
        sources=around.sources,
        connected=around.connected,
        previous=previous,
        legal_question=procedure.legal_question,
        answered_by=procedure.answered_by,
    )


def why_not(procedure: Procedure, around: Surroundings) -> list[Finding]:
    """Why an unchecked procedure is offered to nobody."""
    return why_unchecked(
        Row(
            cells=procedure.raw,
            ministry_system=procedure.field.ministry_system,
            bounds=around.bounds,
        )
    )


def surroundings(*, on: date) -> Surroundings:
    """Thresholds, data sources and the end of the working day as they are on a day.

    Raises NotAllowed when the reference data was not loaded.
    """
    values = dict(LintBound.objects.values_list("name", "value"))
    day_end = values.pop(_DAY_END, None)
    if day_end is None:
        raise NotAllowed("Danh mục chưa có dữ liệu ban đầu. Hãy nạp dữ liệu ban đầu trước.")
    sources = DataSource.objects.all()
    return Surroundings(
        bounds=Bounds(**{field.name: values[field.name] for field in fields(Bounds)}),
        day_end=_earliest_end(on=on) or time(*divmod(day_end, 60)),
        sources={source.code: source.name for source in sources},
        connected=frozenset(
            source.code
            for source in sources
            if source.status == SourceStatus.CONNECTED
            and source.connected_on is not None
            and source.connected_on <= on
        ),
    )


def _earliest_end(*, on: date) -> time | None:
    """The earliest end of a full working day (Monday to Friday) over all calendars."""
    weeks: dict[int, Mapping[str, list[list[str]]]] = {}
    rows = WorkWeek.objects.filter(edition_until=None, valid_from__lte=on).order_by("valid_from")
    for row in rows:
        weeks[row.calendar_id] = row.windows
    ends = [
        time.fromisoformat(windows[-1][1])
        for week in weeks.values()
        for day, windows in week.items()
        if windows and int(day) < 5
    ]
    return min(ends, default=None)


def _versions_by_procedure(*, on: date) -> dict[int, list[ProcedureVersion]]:
    """Published versions that hold on the day or later, and the newest draft."""
    found: dict[int, list[ProcedureVersion]] = {}
    drafts = {VersionStatus.DRAFT, VersionStatus.TRIED}
    for row in ProcedureVersion.objects.exclude(status=VersionStatus.ROLLED_BACK).order_by(
        "procedure", "number"
    ):
        over = row.valid_until is not None and row.valid_until <= on
        if row.status in drafts or not over:
            found.setdefault(row.procedure_id, []).append(row)
    return found


def _found(procedure: Procedure, version: int | None, finding: Finding) -> ProcedureFinding:
    return ProcedureFinding(procedure=procedure.code, version=version, finding=finding)
