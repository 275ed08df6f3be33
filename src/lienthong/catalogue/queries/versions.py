"""Versions as others read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.catalogue.models import ProcedureVersion
from lienthong.catalogue.rules import NotOffered
from lienthong.catalogue.rules.content import Content, OnlineLevel, parse
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.organisations.rules import fold, sort_key


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """A version with its content read. Nothing in it changes once the version is published."""

    id: int
    procedure_id: int
    code: str
    name: str
    name_en: str
    official_name: str
    field_code: str
    field_name: str
    field_sector: str
    number: int
    status: VersionStatus
    valid_from: date | None
    decision: str
    digest: str
    content: Content


@dataclass(frozen=True, kw_only=True)
class ProcedureRow:
    """A procedure as a list shows it to people who want to file."""

    code: str
    name: str
    name_en: str
    field_code: str
    field_name: str
    field_name_en: str
    levels: str
    online_level: OnlineLevel
    version_id: int


# Published versions that were read outside a transaction: what is committed never changes.
_remembered: dict[int, VersionView] = {}


def version(version_id: int) -> VersionView:
    """A version by its id; published ones come from memory after the first time.

    Raises NotOffered when there is none.
    """
    found = versions([version_id])
    if version_id not in found:
        raise NotOffered("Không có phiên bản thủ tục này. Hãy tải lại trang danh mục.")
    return found[version_id]


def versions(version_ids: Iterable[int]) -> dict[int, VersionView]:
    """Several versions by id, in at most one query."""
    wanted = set(version_ids)
    found = {key: _remembered[key] for key in wanted & _remembered.keys()}
    missing = wanted - found.keys()
    if not missing:
        return found
    rows = ProcedureVersion.objects.filter(pk__in=missing).select_related("procedure__field")
    for row in rows:
        found[row.pk] = view = _view(row)
        if view.status is VersionStatus.PUBLISHED and not connection.in_atomic_block:
            _remembered[view.id] = view
    return found


def version_in_force(procedure_code: str, *, on: date) -> VersionView:
    """The published version of a checked procedure that holds on a day.

    Raises NotOffered with a sentence when nobody may be offered the procedure on that day.
    """
    found = in_force(on=on).filter(procedure__code=procedure_code).values_list("pk", flat=True)
    first = found.first()
    if first is None:
        raise NotOffered(
            "Thủ tục %(procedure_code)s không có phiên bản đang có hiệu lực ngày %(on)s. Hãy chọn "
            "thủ tục khác hoặc hỏi bộ phận quản trị danh mục.",
            procedure_code=procedure_code,
            on=f"{on:%d/%m/%Y}",
        )
    return version(first)


def in_force(*, on: date) -> QuerySet[ProcedureVersion]:
    """Published versions of checked procedures that hold on a day; for queries of this app."""
    return ProcedureVersion.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on),
        status=VersionStatus.PUBLISHED,
        valid_from__lte=on,
        procedure__checked=True,
    )


def published(*, on: date, text: str = "", field: str = "") -> list[ProcedureRow]:
    """What may be filed on a day, by field and name; found without accents, word by word."""
    rows = in_force(on=on)
    for word in fold(text).split():
        rows = rows.filter(procedure__folded__contains=word)
    if field:
        rows = rows.filter(procedure__field__code=field)
    found = [
        ProcedureRow(
            code=row["procedure__code"],
            name=row["name"],
            name_en=row["name_en"],
            field_code=row["procedure__field__code"],
            field_name=row["procedure__field__name"],
            field_name_en=row["procedure__field__name_en"],
            levels=row["procedure__levels"],
            online_level=OnlineLevel(row["content__online_level"]),
            version_id=row["id"],
        )
        for row in rows.values(
            "id",
            "name",
            "name_en",
            "content__online_level",
            "procedure__code",
            "procedure__levels",
            "procedure__field__code",
            "procedure__field__name",
            "procedure__field__name_en",
        )
    ]
    return sorted(found, key=lambda row: (sort_key(row.field_name), sort_key(row.name), row.code))


def _view(row: ProcedureVersion) -> VersionView:
    procedure = row.procedure
    return VersionView(
        id=row.pk,
        procedure_id=procedure.pk,
        code=procedure.code,
        name=row.name,
        name_en=row.name_en,
        official_name=procedure.official_name or row.name,
        field_code=procedure.field.code,
        field_name=procedure.field.name,
        field_sector=procedure.field.sector,
        number=row.number,
        status=VersionStatus(row.status),
        valid_from=row.valid_from,
        decision=row.decision,
        digest=row.digest,
        content=parse(row.content),
    )
