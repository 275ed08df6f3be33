"""Identification codes: which agency a code means on a day, and which codes are still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lienthong.organisations.models import AgencyCode, UnknownCode
from lienthong.organisations.queries.agencies import AgencyView, successor_of
from lienthong.organisations.rules import UnknownAgencyCode
from lienthong.organisations.rules.codes import canonical


@dataclass(frozen=True)
class CodeView:
    agency_id: int
    agency_name: str
    code: str
    source: str
    confirmed: bool
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class UnknownCodeView:
    """A code that came in messages and that nobody has mapped yet."""

    code: str
    first_seen_at: datetime
    last_seen_at: datetime
    times: int
    where: str
    settled_at: datetime | None
    settled_by: str


def agency_by_code(code: str, *, on: date) -> AgencyView:
    """The agency that does, on a day, the work of whoever bears or bore this code.

    The last to receive it by that day counts, or else the first to receive it later, when a sender
    is ahead of us; from there through successors. Any spelling that `rules.codes.canonical` knows
    will do. Raises UnknownAgencyCode.
    """
    wanted = canonical(code)
    rows = AgencyCode.objects.filter(code=wanted).select_related("agency").order_by("valid_from")
    by_then = [row for row in rows if row.valid_from <= on]
    row = by_then[-1] if by_then else next(iter(rows), None)
    if row is None:
        raise UnknownAgencyCode(
            wanted,
            "Chưa biết mã định danh “%(wanted)s” là của cơ quan nào. Mã đã được ghi vào danh sách "
            "chờ; quản trị hệ thống gắn mã với cơ quan rồi nhận lại bản tin.",
            wanted=wanted,
        )
    found = successor_of(row.agency_id, on=on)
    if found is None:
        raise UnknownAgencyCode(
            wanted,
            "Mã định danh “%(wanted)s” là của %(name)s, cơ quan này không hoạt động vào ngày "
            "%(on)s và chưa ghi cơ quan kế thừa. Quản trị hệ thống ghi cơ quan kế thừa rồi nhận "
            "lại bản tin.",
            wanted=wanted,
            name=row.agency.name,
            on=f"{on:%d/%m/%Y}",
        )
    return found


def code_of(agency_id: int, *, on: date) -> str:
    """The code an agency bears on a day, or bore last; empty when it never had one by then."""
    rows = AgencyCode.objects.filter(agency=agency_id, valid_from__lte=on)
    return rows.order_by("-valid_from").values_list("code", flat=True).first() or ""


def codes_of(ids: Iterable[int], *, on: date) -> dict[int, str]:
    """As `code_of`, for many; agencies without a code are left out."""
    rows = AgencyCode.objects.filter(agency__in=set(ids), valid_from__lte=on)
    return dict(rows.order_by("valid_from").values_list("agency_id", "code"))


def code_history(agency_id: int) -> tuple[CodeView, ...]:
    """All codes of an agency, oldest first."""
    return _views(AgencyCode.objects.filter(agency=agency_id).order_by("valid_from"))


def provisional_codes(province_code: str = "", *, on: date) -> tuple[CodeView, ...]:
    """Codes in use on a day that no decision confirms: an administrator enters the decided ones."""
    rows = AgencyCode.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), confirmed=False, valid_from__lte=on
    )
    if province_code:
        rows = rows.filter(agency__province_code=province_code)
    return _views(rows.order_by("code"))


def unknown_codes(*, settled: bool = False) -> tuple[UnknownCodeView, ...]:
    """Codes that belong to no agency, the most frequent first; settled ones on demand."""
    rows = UnknownCode.objects.filter(settled_at__isnull=not settled)
    return tuple(
        UnknownCodeView(
            code=row.code,
            first_seen_at=row.first_seen_at,
            last_seen_at=row.last_seen_at,
            times=row.times,
            where=row.where,
            settled_at=row.settled_at,
            settled_by=row.settled_by,
        )
        for row in rows.order_by("-times", "code")
    )


def _views(rows: QuerySet[AgencyCode]) -> tuple[CodeView, ...]:
    return tuple(
        CodeView(
            agency_id=row.agency_id,
            agency_name=row.agency.name,
            code=row.code,
            source=row.source,
            confirmed=row.confirmed,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows.select_related("agency")
    )
