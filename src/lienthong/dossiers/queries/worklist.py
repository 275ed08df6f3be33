"""What stands around the list of a desk: how much is in each group, what to filter by, what the
system noticed by itself, what was recorded late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from lienthong.accounts.queries.actors import actor_names
from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.models import HAS_ENDED, IS_OPEN, Dossier, Reminder, TimelineEvent
from lienthong.dossiers.queries.desk import DeskQuery, DeskRow, Whose, matching, narrowed, rows_of
from lienthong.dossiers.queries.desk import tonight as end_of_today
from lienthong.dossiers.queries.words import own
from lienthong.dossiers.rules.lifecycle import EVENT_NAMES, EventType, State
from lienthong.organisations import queries as organisations

PAGE: Final = 50


@dataclass(frozen=True, kw_only=True)
class GroupCounts:
    """How many rows of the list are in each group; together they are the whole list."""

    accept: int
    today: int
    soon: int
    time: int
    late: int
    waiting: int
    tests: int = 0

    @property
    def empty(self) -> frozenset[int]:
        """Groups of `desk` with nothing in them, by number: not worth a statement each."""
        sizes = (self.accept, self.today + self.soon + self.time, self.late, self.waiting)
        return frozenset(number for number, size in enumerate(sizes) if not size)


def group_counts(
    whose: Whose, *, query: DeskQuery, now: datetime, soon_until: datetime
) -> GroupCounts:
    """`soon_until`: until when a due time counts as soon."""
    tonight = end_of_today(now)
    to_accept = Q(state=State.SUBMITTED.value)
    soon = max(soon_until, tonight)
    listed = narrowed(whose, query, now)
    if query.only == "tests":
        return GroupCounts(
            accept=0, today=0, soon=0, time=0, late=0, waiting=0, tests=listed.count()
        )
    found = listed.aggregate(
        accept=Count("id", filter=to_accept),
        today=Count("id", filter=Q(due_at__gte=now, due_at__lt=tonight)),
        soon=Count("id", filter=Q(due_at__gte=tonight, due_at__lte=soon)),
        time=Count("id", filter=Q(due_at__gte=tonight, due_at__gt=soon)),
        late=Count("id", filter=Q(due_at__lt=now)),
        waiting=Count("id", filter=Q(due_at=None) & ~to_accept),
    )
    return GroupCounts(**found)


def procedures_on(whose: Whose, *, now: datetime) -> list[tuple[int, str, int]]:
    """(procedure, its name, how many) of the open work, the most frequent first."""
    rows = (
        narrowed(whose, DeskQuery(), now)
        .order_by()
        .values_list("procedure_id", "procedure__name")
        .annotate(n=Count("id"))
        .order_by("-n", "procedure__name")
    )
    return list(rows)


@dataclass(frozen=True, kw_only=True)
class ReminderLine:
    """kind: wait_ends, stale, officer_absent."""

    id: int
    kind: str
    code: str
    procedure: str
    applicant: str
    at: datetime
    about_at: datetime | None
    officer: str


_WAITS: Final = (State.AWAITING_SUPPLEMENT.value, State.AWAITING_PAYMENT.value)


def reminders_for(
    agencies: Collection[int], *, officers: Collection[int] | None = None, limit: int = 6
) -> list[ReminderLine]:
    """What was noticed about open work of the agencies and nobody has put aside yet; for some
    officers: about theirs and about what lies with nobody."""
    same_officer = Q(officer=F("dossier__officer")) | Q(officer=None, dossier__officer=None)
    # What was noticed is told as long as it is so.
    still = Q(kind="wait_ends", dossier__state__in=_WAITS) | (
        Q(dossier__held_since=F("about_at")) & ~Q(kind="wait_ends") & same_officer
    )
    found = Reminder.objects.filter(
        still,
        agency__in=list(agencies),
        seen_at=None,
        dossier__ended_at=None,
        dossier__is_test=False,  # also one marked as a test since
    )
    if officers is not None:
        found = found.filter(Q(officer__in=list(officers)) | Q(officer=None))
    told = found.select_related("dossier__applicant").only(
        "kind", "at", "about_at", "officer", "dossier__code", "dossier__version_id",
        "dossier__applicant__full_name",
    )  # fmt: skip
    rows = list(told.order_by("-at", "-id")[:limit])
    officers_named = {f"a:{row.officer}" for row in rows if row.officer}
    names = actor_names(officers_named) if officers_named else {}
    versions = catalogue.versions(row.dossier.version_id for row in rows)
    return [
        ReminderLine(
            id=row.pk,
            kind=row.kind,
            code=row.dossier.code,
            procedure=own(versions[row.dossier.version_id]),
            applicant=row.dossier.applicant.full_name,
            at=row.at,
            about_at=row.about_at,
            officer=names.get(f"a:{row.officer}", ""),
        )
        for row in rows
    ]


def reminder_agency(reminder_id: int) -> int | None:
    return Reminder.objects.filter(pk=reminder_id).values_list("agency", flat=True).first()


@dataclass(frozen=True, kw_only=True)
class LateRecordLine:
    """An event that was recorded more than one working hour after it happened."""

    id: int
    code: str
    procedure: str
    name: str
    occurred_at: datetime
    recorded_at: datetime
    who: str
    agency: str
    reason: str
    file: str
    second: str


def late_recordings(
    agencies: Collection[int], *, before: int | None = None, limit: int = PAGE
) -> tuple[list[LateRecordLine], int | None]:
    """The newest first; the mark of the next page, or None at the end."""
    found = TimelineEvent.objects.filter(
        late_recorded=True, agency__in=list(agencies), dossier__is_test=False
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("dossier").order_by("-id")[: limit + 1])
    shown = rows[:limit]
    lates = {row.pk: row.data.get("late", {}) for row in shown}
    names = actor_names(
        {row.by for row in shown} | {late["second"] for late in lates.values() if "second" in late}
    )
    places = organisations.agencies(row.agency for row in shown)
    versions = catalogue.versions(row.dossier.version_id for row in shown)
    return [
        LateRecordLine(
            id=row.pk,
            code=row.dossier.code,
            procedure=own(versions[row.dossier.version_id]),
            name=_(EVENT_NAMES[EventType(row.type)]),
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
            who=names[row.by],
            agency=own(places[row.agency]) if row.agency in places else "",
            reason=lates[row.pk].get("reason", ""),
            file=lates[row.pk].get("file", ""),
            second=names.get(lates[row.pk].get("second", ""), ""),
        )
        for row in shown
    ], shown[-1].pk if len(rows) > limit else None


def search(
    text: str,
    *,
    agencies: Collection[int],
    state: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[list[DeskRow], int | None]:
    """Dossiers that the agencies received, settle or hold, the newest first. `state`: open, ended
    or all. The mark of the next page, or None at the end. Test dossiers are not in it: they are
    found by their whole code."""
    ids = list(agencies)
    found = Dossier.objects.filter(
        Q(competent_id__in=ids) | Q(receiving_id__in=ids) | Q(agency_id__in=ids), is_test=False
    )
    if text.strip():
        found = found.filter(matching(text))
    if state == "open":
        found = found.filter(IS_OPEN)
    elif state == "ended":
        found = found.filter(HAS_ENDED)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = rows_of(found.order_by("-id")[: limit + 1])
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A dossier chosen in a list: what has to be known to act on it."""

    id: int
    code: str
    agency: int
    step: str
    version: int


def by_codes(codes: Sequence[str]) -> dict[str, Chosen]:
    rows = Dossier.objects.filter(code__in=list(codes)).values_list(
        "pk", "code", "agency_id", "step", "version_id"
    )
    return {
        code: Chosen(id=pk, code=code, agency=agency, step=step, version=version)
        for pk, code, agency, step, version in rows
    }
