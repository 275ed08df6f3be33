"""The warning ladder, walked by the worker: once per task, level and day, to the right persons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from lienthong import clock
from lienthong.accounts import queries as accounts
from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.journal import actions as journal
from lienthong.journal.adapters import rows
from lienthong.journal.rules import NewEntry
from lienthong.organisations import queries as organisations
from lienthong.programmes.models import EarlyWarning, Programme, Task, TaskRequest, WarningRecipient
from lienthong.programmes.queries.judging import judged
from lienthong.programmes.queries.parties import acceptors, decider_of
from lienthong.programmes.queries.thresholds import thresholds_of_all
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


# Tasks in one transaction: short enough that nobody waits for it.
SLICE: Final = 2_000
_TOLD: Final = (Role.REPORTER, Role.HEAD, Role.PROGRAMME_MANAGER)


class _People:
    """Who holds which role where and who stands above whom, asked once per round."""

    def __init__(self, at: datetime) -> None:
        self._held = accounts.holders(_TOLD, at=at)
        self._parents = organisations.parents()

    def holding(self, agency: int, role: Role) -> frozenset[int]:
        return self._held.get((agency, role), frozenset())

    def above(self, agency: int) -> list[int]:
        found: list[int] = []
        parent = self._parents.get(agency)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self._parents.get(parent)
        return found


@dataclass(frozen=True, kw_only=True)
class _Due:
    """A warning that is to be given, and to which accounts."""

    task: Task
    alarm: Alarm
    agency: int
    told: frozenset[int]


def warn(*, at: datetime) -> int:
    """Give the warnings that are due at `at`. Returns how many. A second round on the same day
    gives none again.

    Task by task the judging is only reading and holds no lock; what is due is written in slices,
    each a transaction, so that a round that was interrupted goes on where it was.
    """
    people = _People(at)
    programmes = {row.pk: row for row in Programme.objects.select_related("parent", "calendar")}
    made = after = 0
    while tasks := list(_watched(at).filter(pk__gt=after)[:SLICE]):
        for task in tasks:
            task.programme = programmes[task.programme_id]
        made += _give(_due(tasks, people, at), at=at)
        after = tasks[-1].pk
    return made


def _due(tasks: Sequence[Task], people: _People, at: datetime) -> list[_Due]:
    """What has to be said about these tasks today."""
    today = at.astimezone(clock.VIETNAM).date()
    states = judged(tasks, as_of=at)
    alarmed = [task for task in tasks if task.pk in states and states[task.pk].alarm is not None]
    given = _given(alarmed)
    contacts = _contacts(alarmed)
    repeats = thresholds_of_all()
    found = []
    for task in alarmed:
        alarm = states[task.pk].alarm
        repeat = repeats[task.programme_id].remind_days(Urgency(task.urgency))
        if alarm is None or not is_due(
            alarm.level, given.get(task.pk, {}), today=today, repeat_days=repeat
        ):
            continue
        agency = _responsible_agency(task, alarm)
        told = _recipients(task, alarm, agency, people, contacts)
        found.append(_Due(task=task, alarm=alarm, agency=agency, told=frozenset(told)))
    return found


@transaction.atomic
def _give(due: Sequence[_Due], *, at: datetime) -> int:
    """Write the warnings with their recipients; what another round gave meanwhile is left out."""
    today = at.astimezone(clock.VIETNAM).date()
    numbers = [one.task.pk for one in due]
    before = set(
        EarlyWarning.objects.filter(task__in=numbers, on=today).values_list("task", "level")
    )
    new = [one for one in due if (one.task.pk, one.alarm.level.value) not in before]
    if not new:
        return 0
    made = [
        EarlyWarning(
            pk=number,
            task_id=one.task.pk,
            level=one.alarm.level.value,
            on=today,
            at=at,
            reason=one.alarm.sentence[:300],
            agency_id=one.agency,
        )
        for number, one in zip(rows.new_ids(EarlyWarning, len(new)), new, strict=True)
    ]
    rows.insert_made(EarlyWarning, made)
    rows.insert_made(
        WarningRecipient,
        [
            WarningRecipient(warning_id=warning.pk, account_id=account)
            for warning, one in zip(made, new, strict=True)
            for account in sorted(one.told)
        ],
    )
    journal.record_many([_entry(one, at) for one in new])
    return len(new)


def _watched(at: datetime) -> QuerySet[Task]:
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
        .order_by("pk")
    )


def _given(tasks: Sequence[Task]) -> dict[int, dict[WarningLevel, date]]:
    """The last day on which each level was given."""
    found: dict[int, dict[WarningLevel, date]] = {}
    warned = EarlyWarning.objects.filter(task__in=[task.pk for task in tasks])
    for row in warned.values("task", "level").annotate(last=Max("on")).order_by():
        found.setdefault(row["task"], {})[WarningLevel(row["level"])] = row["last"]
    return found


def _contacts(tasks: Iterable[Task]) -> dict[int, int]:
    """The accounts of the persons whom the tasks name as contact."""
    named = {task.contact_id for task in tasks if task.contact_id is not None}
    held = Account.objects.filter(person__in=named, is_active=True)
    return dict(held.values_list("person_id", "pk"))


def _responsible_agency(task: Task, given: Alarm) -> int:
    match given.responsible:
        case Responsible.ACCEPTOR:
            return next(iter(acceptors(task)), task.assigner_id)
        case Responsible.DECIDER:
            return decider_of(task)
        case _:
            return task.lead_id


def _recipients(
    task: Task, given: Alarm, agency: int, people: _People, contacts: Mapping[int, int]
) -> set[int]:
    """Yellow: whoever works on it. Red: the head too. Special red: also the levels above and who
    assigned it."""
    told = set(_workers(task, given, agency, people, contacts))
    if given.level in (WarningLevel.RED, WarningLevel.SPECIAL_RED) or not told:
        told |= people.holding(agency, Role.HEAD)
    if given.level is WarningLevel.SPECIAL_RED:
        told |= people.holding(task.assigner_id, Role.PROGRAMME_MANAGER)
        told |= people.holding(task.assigner_id, Role.HEAD)
        for number in people.above(agency):
            told |= people.holding(number, Role.HEAD)
    return told


def _workers(
    task: Task, given: Alarm, agency: int, people: _People, contacts: Mapping[int, int]
) -> frozenset[int]:
    if given.responsible is not Responsible.LEAD:
        return people.holding(agency, Role.PROGRAMME_MANAGER)
    if task.contact_id is not None and task.contact_id in contacts:
        return frozenset({contacts[task.contact_id]})
    return people.holding(agency, Role.REPORTER)


def _entry(due: _Due, at: datetime) -> NewEntry:
    return NewEntry(
        unit=str(due.agency),
        action="task.warned",
        subject=due.task.code,
        by=SYSTEM,
        at=at,
        data={"task": due.task.pk, "level": due.alarm.level.value, "told": len(due.told)},
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
