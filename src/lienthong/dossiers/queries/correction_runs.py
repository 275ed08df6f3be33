"""Corrections as the people see them who open, weigh and approve them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db.models import Count, Max, Q, QuerySet

from lienthong import clock
from lienthong.dossiers.models import IS_OPEN, Correction, CorrectionItem, Dossier
from lienthong.dossiers.queries.corrections import reached
from lienthong.dossiers.queries.corrections_of import CHANGED
from lienthong.dossiers.rules.corrections import CorrectionState, ItemState

PAGE: Final = 50
# What a list of items may be narrowed to.
FILTERS: Final[Mapping[str, Q]] = {
    "": Q(),
    "changed": CHANGED,
    "no_longer_late": Q(late_before=True, late_after=False),
    "newly_late": Q(late_before=False, late_after=True),
    "asked": Q(state=ItemState.ASKED.value),
    "left": Q(state=ItemState.LEFT.value),
    "moved_on": Q(state=ItemState.MOVED_ON.value),
}


@dataclass(frozen=True, kw_only=True)
class CorrectionRow:
    """A line of the list of corrections."""

    id: int
    kind: str
    title: str
    state: str
    opened_at: datetime
    opened_by: str
    approved_by: str
    undoes: int | None
    dossiers: int


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """A dossier in a correction: in fact (by what happened) and in the record (by when it was
    written down), before and after."""

    id: int
    code: str
    dossier: int
    state: str
    promised_at: datetime | None
    due_before: datetime | None
    due_after: datetime | None
    verdict_before: str
    verdict_after: str
    late_before: bool
    late_after: bool
    told: bool
    recorded_before: str
    recorded_after: str

    @property
    def later(self) -> bool:
        return bool(self.due_before and self.due_after and self.due_after > self.due_before)


@dataclass(frozen=True, kw_only=True)
class Run:
    """How far a dry run or an application has come."""

    done: int
    all: int

    @property
    def percent(self) -> int:
        return 100 if not self.all else min(100, 100 * self.done // self.all)


def corrections(
    *, agencies: Collection[int], states: Collection[str] = (), before: int | None = None
) -> tuple[Sequence[CorrectionRow], int | None]:
    """The corrections opened by these agencies, the newest first, and the key of the next page."""
    rows = Correction.objects.filter(opened_agency__in=agencies).order_by("-id")
    if states:
        rows = rows.filter(state__in=states)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    counts = dict(
        CorrectionItem.objects.filter(correction__in=page)
        .values_list("correction")
        .annotate(n=Count("id"))
    )
    found = [
        CorrectionRow(
            id=row.pk,
            kind=row.kind,
            title=row.title,
            state=row.state,
            opened_at=row.opened_at,
            opened_by=row.opened_by,
            approved_by=row.approved_by,
            undoes=row.undoes_id,
            dossiers=counts.get(row.pk, 0),
        )
        for row in page[:PAGE]
    ]
    return found, found[-1].id if len(page) > PAGE else None


def undoing(correction_id: int) -> Correction | None:
    """The correction that takes this one back, once somebody asked for it."""
    return Correction.objects.filter(undoes=correction_id).first()


def undone(correction_ids: Collection[int]) -> frozenset[int]:
    """Those among them that were taken back."""
    taken_back = Correction.objects.filter(
        undoes__in=correction_ids, state=CorrectionState.APPLIED.value
    )
    return frozenset(taken_back.values_list("undoes_id", flat=True))


def in_reach(correction: Correction) -> int:
    """How many dossiers a dry run has to read."""
    return reached(correction).count()


def dry_run(correction: Correction) -> Run:
    """How far a dry run in slices has come."""
    last = correction.items.aggregate(last=Max("dossier_id"))["last"] or 0
    found = reached(correction)
    return Run(done=found.filter(pk__lte=last).count(), all=found.count())


def application(correction: Correction) -> Run:
    items = correction.items.exclude(state=ItemState.LEFT.value)
    return Run(
        done=items.exclude(state__in=[ItemState.PENDING.value, ItemState.ASKED.value]).count(),
        all=items.count(),
    )


def items(
    correction: Correction, *, only: str = "", text: str = "", after: int = 0, limit: int = PAGE
) -> tuple[Sequence[ItemRow], int | None]:
    """The dossiers of a correction by key, narrowed by `FILTERS` and the beginning of a code."""
    rows = correction.items.filter(FILTERS.get(only, Q()), pk__gt=after).order_by("pk")
    if text:
        rows = rows.filter(dossier__code__contains=text.upper())
    page = [_item(row) for row in rows.select_related("dossier")[: limit + 1]]
    return page[:limit], page[limit - 1].id if len(page) > limit else None


def holds(correction: Correction, item_id: int) -> bool:
    """Whether the item is one of this correction."""
    return correction.items.filter(pk=item_id).exists()


def may_move(*, since: date, edition: int, agencies: Collection[int] = ()) -> int:
    """How many open dossiers have a date that a new edition may move."""
    return movable(since=since, edition=edition, agencies=agencies).count()


def movable(*, since: date, edition: int, agencies: Collection[int] = ()) -> QuerySet[Dossier]:
    """Open dossiers that are bound to an older edition of the calendars and due on `since` or
    later."""
    begins = datetime.combine(since, time(0), tzinfo=clock.VIETNAM)
    found = Dossier.objects.filter(
        IS_OPEN, Q(due_at=None) | Q(due_at__gte=begins), edition__lt=edition,
        is_test=False,
    )  # fmt: skip
    return found.filter(competent__in=agencies) if agencies else found


def unknown_codes(codes: Collection[str], *, agencies: Collection[int]) -> Sequence[str]:
    """Codes of no dossier of these agencies, in the order given."""
    known = set(
        Dossier.objects.filter(code__in=codes, competent__in=agencies).values_list(
            "code", flat=True
        )
    )
    return [code for code in codes if code not in known]


def _item(row: CorrectionItem) -> ItemRow:
    return ItemRow(
        id=row.pk,
        code=row.dossier.code,
        dossier=row.dossier_id,
        state=row.state,
        promised_at=row.promised_at,
        due_before=row.due_before,
        due_after=row.due_after,
        verdict_before=row.verdict_before,
        verdict_after=row.verdict_after,
        late_before=row.late_before,
        late_after=row.late_after,
        told=row.told,
        recorded_before=row.recorded_before,
        recorded_after=row.recorded_after,
    )
