"""The warning ladder, walked by the worker: once per task, level and day, to the right persons."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from lienthong import clock
from lienthong.accounts import queries as accounts
from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.journal import actions as journal
from lienthong.journal.rules import NewEntry
from lienthong.organisations import queries as organisations
from lienthong.programmes.models import EarlyWarning, Task, TaskRequest, WarningRecipient
from lienthong.programmes.queries.judging import Judged, judged
from lienthong.programmes.queries.parties import acceptors, decider_of
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import (
    RequestState,
    TaskState,
    Urgency,
    WarningLevel,
)
from lienthong.programmes.rules.timeliness import Responsible
from lienthong.programmes.rules.warnings import Alarm, is_due

SYSTEM: Final = "system:clock"
# How far ahead a deadline may lie for its pace to be judged every day.
_AHEAD: Final = timedelta(days=45)


class _People:
    """Who holds which role where, asked once per round."""

    def __init__(self, tasks: Iterable[Task], at: datetime) -> None:
        self._at = at
        named = {task.contact_id for task in tasks if task.contact_id is not None}
        accounts_of = Account.objects.filter(person__in=named, is_active=True)
        self.contacts: dict[int | None, int] = dict(accounts_of.values_list("person_id", "pk"))
        self._held: dict[tuple[int, Role], frozenset[int]] = {}
        self._above: dict[int, tuple[int, ...]] = {}

    def holding(self, agency: int, role: Role) -> frozenset[int]:
        key = (agency, role)
        if key not in self._held:
            self._held[key] = frozenset(
                officer.account_id for officer in accounts.who_holds(agency, role, at=self._at)
            )
        return self._held[key]

    def above(self, agency: int) -> tuple[int, ...]:
        if agency not in self._above:
            found: list[int] = []
            parent = organisations.agency(agency).parent_id
            while parent is not None and parent not in found:
                found.append(parent)
                parent = organisations.agency(parent).parent_id
            self._above[agency] = tuple(found)
        return self._above[agency]


@transaction.atomic
def warn(*, at: datetime) -> int:
    """Give the warnings that are due at `at`. Returns how many. A second round on the same day
    gives none again."""
    today = at.astimezone(clock.VIETNAM).date()
    tasks = list(_watched(at))
    people = _People(tasks, at)
    states = judged(tasks, as_of=at)
    given = _given(tasks)
    repeats = {number: thresholds(number) for number in {task.programme_id for task in tasks}}
    made = 0
    entries = []
    for task in tasks:
        state = states.get(task.pk)
        if state is None or state.alarm is None:
            continue
        repeat = repeats[task.programme_id].remind_days(Urgency(task.urgency))
        if not is_due(state.alarm.level, given.get(task.pk, {}), today=today, repeat_days=repeat):
            continue
        agency = _responsible_agency(task, state)
        warning = EarlyWarning.objects.create(
            task=task,
            level=state.alarm.level.value,
            on=today,
            at=at,
            reason=state.alarm.sentence[:300],
            agency_id=agency,
        )
        told = _recipients(task, state.alarm, agency, people)
        WarningRecipient.objects.bulk_create(
            WarningRecipient(warning=warning, account_id=number) for number in sorted(told)
        )
        entries.append(_entry(warning, task, at, len(told)))
        made += 1
    journal.record_many(entries)
    return made


def _watched(at: datetime) -> Iterable[Task]:
    """Open tasks about which there may be something to say."""
    asked = TaskRequest.objects.filter(state=RequestState.PENDING.value).values("task")
    return (
        Task.objects.filter(ended_at=None)
        .exclude(deadline_kind="recurring")
        .filter(
            Q(due_at__lte=at + _AHEAD)
            | Q(state__in=[TaskState.ASSIGNED.value, TaskState.SUBMITTED.value])
            | Q(pk__in=asked)
        )
        .select_related("programme__parent", "programme__calendar")
        .order_by("pk")
    )


def _given(tasks: Iterable[Task]) -> dict[int, dict[WarningLevel, date]]:
    found: dict[int, dict[WarningLevel, date]] = {}
    rows = EarlyWarning.objects.filter(task__in=[task.pk for task in tasks]).order_by("on")
    for task, level, on in rows.values_list("task", "level", "on"):
        found.setdefault(task, {})[WarningLevel(level)] = on
    return found


def _responsible_agency(task: Task, state: Judged) -> int:
    match state.alarm.responsible if state.alarm else None:
        case Responsible.ACCEPTOR:
            return next(iter(acceptors(task)), task.assigner_id)
        case Responsible.DECIDER:
            return decider_of(task)
        case _:
            return task.lead_id


def _recipients(task: Task, given: Alarm, agency: int, people: _People) -> set[int]:
    """Yellow: whoever works on it. Red: the head too. Special red: also the levels above and who
    assigned it."""
    told = set(_workers(task, given, agency, people))
    if given.level in (WarningLevel.RED, WarningLevel.SPECIAL_RED) or not told:
        told |= people.holding(agency, Role.HEAD)
    if given.level is WarningLevel.SPECIAL_RED:
        told |= people.holding(task.assigner_id, Role.PROGRAMME_MANAGER)
        told |= people.holding(task.assigner_id, Role.HEAD)
        for number in people.above(agency):
            told |= people.holding(number, Role.HEAD)
    return told


def _workers(task: Task, given: Alarm, agency: int, people: _People) -> frozenset[int]:
    if given.responsible is not Responsible.LEAD:
        return people.holding(agency, Role.PROGRAMME_MANAGER)
    if task.contact_id in people.contacts:
        return frozenset({people.contacts[task.contact_id]})
    return people.holding(agency, Role.REPORTER)


def _entry(warning: EarlyWarning, task: Task, at: datetime, told: int) -> NewEntry:
    return NewEntry(
        unit=str(warning.agency_id),
        action="task.warned",
        subject=task.code,
        by=SYSTEM,
        at=at,
        data={"task": task.pk, "level": warning.level, "told": told},
    )


@transaction.atomic
def see_warning(*, warning_id: int, account_id: int, by: str, at: datetime) -> None:
    """The recipient has read it."""
    row = (
        WarningRecipient.objects.select_related("warning__task")
        .filter(warning=warning_id, account=account_id)
        .first()
    )
    if row is None:
        raise NotAllowed(_("Cảnh báo này gửi cho người khác."))
    if row.seen_at is not None:
        return
    row.seen_at = at
    row.save(update_fields=["seen_at"])
    journal.record(
        unit=str(row.warning.agency_id),
        action="task.warning_seen",
        subject=row.warning.task.code,
        by=by,
        at=at,
        data={"warning": warning_id},
    )
