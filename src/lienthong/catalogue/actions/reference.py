"""The reference data that comes with the product."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from lienthong.catalogue.actions.record import folded, record, stored
from lienthong.catalogue.adapters import reference
from lienthong.catalogue.models import (
    DataSource,
    Field,
    LintBound,
    Procedure,
    ProcedureVersion,
)
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.pack import PackProcedure

_BATCH = 200
_CSV_SOURCE = (
    "Danh mục thủ tục hành chính cấp xã trên Cổng Dịch vụ công quốc gia, máy đọc giữa năm 2026"
)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """How many rows were added."""

    fields: int
    sources: int
    bounds: int
    procedures: int
    versions: int
    unchecked: int


@transaction.atomic
def load_reference(*, by: str, at: datetime) -> Loaded:
    """Fields, data sources, thresholds, published procedures, and unchecked rows of the catalogue.

    Adds what is missing and changes nothing that is there: what people edited stays. Safe to call
    again, and quick when there is nothing to do.
    """
    fields = _add(Field, "code", [Field(**row) for row in reference.rows("fields.csv")])
    sources = _add(DataSource, "code", [_source(row) for row in reference.rows("sources.csv")])
    bounds = _add(
        LintBound,
        "name",
        [
            LintBound(name=row["name"], value=int(row["value"]), source=row["source"])
            for row in reference.rows("bounds.csv")
        ],
    )
    known = set(Procedure.objects.values_list("code", flat=True))
    field_of = {field.code: field for field in Field.objects.all()}
    procedures = _load_packs(known, field_of, at=at, by=by)
    unchecked = _load_unchecked(known, field_of)
    loaded = Loaded(
        fields=fields,
        sources=sources,
        bounds=bounds,
        procedures=procedures,
        versions=procedures,
        unchecked=unchecked,
    )
    if any(asdict(loaded).values()):
        record("reference_loaded", "reference", by=by, at=at, data=asdict(loaded))
    return loaded


def _add(
    model: type[Field] | type[DataSource] | type[LintBound],
    key: str,
    rows: list[Field] | list[DataSource] | list[LintBound],
) -> int:
    known = set(model.objects.values_list(key, flat=True))
    missing = [row for row in rows if getattr(row, key) not in known]
    model.objects.bulk_create(missing)  # type: ignore[arg-type]
    return len(missing)


def _source(row: dict[str, str]) -> DataSource:
    connected = row["connected_on"]
    return DataSource(
        **row | {"connected_on": date.fromisoformat(connected) if connected else None}
    )


def _load_packs(known: set[str], field_of: dict[str, Field], *, at: datetime, by: str) -> int:
    entries = {
        entry.code: (pack.field.code, entry)
        for pack in reference.packs()
        for entry in pack.procedures
        if entry.code not in known
    }
    rows = {row["code"]: row for row in reference.rows("procedures_commune.csv")}
    Procedure.objects.bulk_create(
        [
            Procedure(
                code=code,
                name=entry.name,
                name_en=entry.name_en,
                official_name=entry.official_name,
                folded=folded(code, entry.name, entry.official_name),
                field=field_of[field],
                levels=entry.levels,
                checked=True,
                raw=rows.get(code, {}),
                authority_change=entry.authority_change,
                legal_question=entry.legal_question,
                answered_by=entry.answered_by,
                source=entry.source,
            )
            for code, (field, entry) in entries.items()
        ],
        batch_size=_BATCH,
    )
    procedure_of = {row.code: row for row in Procedure.objects.filter(code__in=entries)}
    ProcedureVersion.objects.bulk_create(
        [
            _published(procedure_of[code], entry, at=at, by=by)
            for code, (_, entry) in entries.items()
        ],
        batch_size=_BATCH,
    )
    known.update(entries)
    return len(entries)


def _published(
    procedure: Procedure, entry: PackProcedure, *, at: datetime, by: str
) -> ProcedureVersion:
    document, digest = stored(entry.content)
    valid_from = date.fromisoformat(entry.valid_from)
    return ProcedureVersion(
        procedure=procedure,
        number=1,
        status=VersionStatus.PUBLISHED,
        name=entry.name,
        name_en=entry.name_en,
        content=document,
        digest=digest,
        decision=entry.decision,
        published_on=valid_from,
        valid_from=valid_from,
        published_by=by,
    )


def _load_unchecked(known: set[str], field_of: dict[str, Field]) -> int:
    """The machine-read rows: found by administrators, offered to nobody."""
    by_name = {field.name: field for field in field_of.values()}
    missing = [
        Procedure(
            code=row["code"],
            name=row["name"][:600],
            official_name=row["name"] if len(row["name"]) > 600 else "",
            folded=folded(row["code"], row["name"]),
            field=by_name[row["field"]],
            levels=row["levels"],
            raw=row,
            source=_CSV_SOURCE,
        )
        for row in reference.rows("procedures_commune.csv")
        if row["code"] not in known
    ]
    Procedure.objects.bulk_create(missing, batch_size=_BATCH)
    return len(missing)
