"""Administrative units as they stood on a day, and what they were before 1 July 2025."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lienthong.organisations.models import Predecessor, Unit
from lienthong.organisations.rules import (
    Share,
    UnitKind,
    UnknownUnit,
    fold,
    normalise_tones,
    sort_key,
)


@dataclass(frozen=True)
class UnitView:
    """A unit on a day. `parent_code` is the province of a commune, empty for a province."""

    code: str
    kind: UnitKind
    name: str
    full_name: str
    name_en: str
    full_name_en: str
    parent_code: str
    source: str
    valid_from: date
    valid_until: date | None

    @property
    def province_code(self) -> str:
        return self.parent_code or self.code


@dataclass(frozen=True)
class PredecessorView:
    """A commune of before 1 July 2025 and the unit of today that holds it or a share of it."""

    old_code: str
    old_name: str
    old_district_code: str
    old_district: str
    old_province_code: str
    old_province: str
    code: str
    province_code: str
    share: Share


@dataclass(frozen=True)
class SuccessorUnit:
    """A unit of today that holds the whole, the main part or a part of a former one."""

    code: str
    province_code: str
    share: Share


_SHARE_ORDER = (Share.WHOLE, Share.MAIN, Share.PART)


def unit(code: str, *, on: date) -> UnitView:
    """The unit as it stood on a day. Raises UnknownUnit."""
    row = _valid(on).filter(code=code).first()
    if row is None:
        raise UnknownUnit(
            "Không có đơn vị hành chính nào mang mã %(code)s vào ngày %(on)s. Kiểm tra lại mã, "
            "hoặc tìm theo tên.",
            code=code,
            on=f"{on:%d/%m/%Y}",
        )
    return _view(row)


def unit_history(code: str) -> tuple[UnitView, ...]:
    """Everything a unit has been, oldest first."""
    return tuple(map(_view, Unit.objects.filter(code=code).order_by("valid_from")))


def provinces(*, on: date) -> tuple[UnitView, ...]:
    """All provinces and cities in Vietnamese alphabetical order."""
    return _sorted(_valid(on).filter(parent_code=""))


def communes_of(province_code: str, *, on: date) -> tuple[UnitView, ...]:
    """All communes, wards and special zones of a province in Vietnamese alphabetical order."""
    if not province_code:
        return ()
    return _sorted(_valid(on).filter(parent_code=province_code))


def count_communes(province_code: str = "", *, on: date) -> int:
    """How many communes, wards and special zones the country or a province has."""
    rows = _valid(on).exclude(parent_code="")
    return (rows.filter(parent_code=province_code) if province_code else rows).count()


def find_units(text: str, *, on: date, limit: int = 30) -> tuple[UnitView, ...]:
    """Units whose name, with that of their province, holds every word of `text`, or whose code it
    is; with or without accents. Exact names come first, then provinces, then by alphabet."""
    words = fold(text).split()
    if not words:
        return ()
    found = map(_view, _valid(on).filter(holds_words(words) | Q(code=text.strip())))
    wanted = normalise_tones(text.strip()).lower()
    folded = " ".join(words)

    def rank(row: UnitView) -> tuple[bool, bool, bool, bool, str]:
        names = {normalise_tones(row.name).lower(), normalise_tones(row.full_name).lower()}
        plain = {fold(row.name), fold(row.full_name)}
        return (
            row.code != text.strip(),
            wanted not in names,
            folded not in plain,
            bool(row.parent_code),
            sort_key(row.name),
        )

    return tuple(sorted(found, key=rank)[:limit])


def find_former_units(text: str, *, limit: int = 30) -> tuple[PredecessorView, ...]:
    """Communes of before 1 July 2025 whose name, with district and province, holds every word, or
    whose code it is. A divided one comes once for each unit of today."""
    words = fold(text).split()
    if not words:
        return ()
    rows = Predecessor.objects.filter(holds_words(words) | Q(old_code=text.strip()))
    found = sorted(
        map(_former, rows),
        key=lambda row: (
            fold(row.old_name) != " ".join(words),
            sort_key(row.old_name),
            row.old_code,
            _SHARE_ORDER.index(row.share),
        ),
    )
    return tuple(found[:limit])


def predecessors_of(code: str) -> tuple[PredecessorView, ...]:
    """What a commune, or all communes of a province, was made of."""
    rows = Predecessor.objects.filter(Q(code=code) | Q(province_code=code))
    return tuple(sorted(map(_former, rows), key=lambda row: (row.old_code, row.code)))


def successor_units(old_code: str) -> tuple[SuccessorUnit, ...]:
    """Who holds a unit of before 1 July 2025 today: the whole or main part first.

    `old_code` is that of a commune (5 digits), a district (3) or a province (2); the last two are
    PART where they were divided. Empty when no such unit is known.
    """
    if len(old_code) == 2:
        rows = Predecessor.objects.filter(old_province_code=old_code)
        codes = sorted(set(rows.values_list("province_code", "province_code")))
        return _successors(codes)
    if len(old_code) == 3:
        rows = Predecessor.objects.filter(old_district_code=old_code)
        return _successors(sorted(set(rows.values_list("code", "province_code"))))
    rows = Predecessor.objects.filter(old_code=old_code)
    found = (SuccessorUnit(row.code, row.province_code, Share(row.share)) for row in rows)
    return tuple(sorted(found, key=lambda row: (_SHARE_ORDER.index(row.share), row.code)))


def holds_words(words: Iterable[str]) -> Q:
    """Rows whose folded text holds every word, each at the beginning of one of its words."""
    found = Q()
    for word in words:
        found &= Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    return found


def _successors(codes: Iterable[tuple[str, str]]) -> tuple[SuccessorUnit, ...]:
    pairs = list(codes)
    share = Share.WHOLE if len(pairs) == 1 else Share.PART
    return tuple(SuccessorUnit(code, province, share) for code, province in pairs)


def _valid(on: date) -> QuerySet[Unit]:
    return Unit.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


def _sorted(rows: QuerySet[Unit]) -> tuple[UnitView, ...]:
    return tuple(sorted(map(_view, rows), key=lambda row: (sort_key(row.name), row.code)))


def _view(row: Unit) -> UnitView:
    return UnitView(
        code=row.code,
        kind=UnitKind(row.kind),
        name=row.name,
        full_name=row.full_name,
        name_en=row.name_en,
        full_name_en=row.full_name_en,
        parent_code=row.parent_code,
        source=row.source,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _former(row: Predecessor) -> PredecessorView:
    return PredecessorView(
        old_code=row.old_code,
        old_name=row.old_name,
        old_district_code=row.old_district_code,
        old_district=row.old_district,
        old_province_code=row.old_province_code,
        old_province=row.old_province,
        code=row.code,
        province_code=row.province_code,
        share=Share(row.share),
    )
