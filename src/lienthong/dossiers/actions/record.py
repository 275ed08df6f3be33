"""The one way in which events come into a timeline.

Every action says which facts it adds; here they are checked against the lifecycle, written with the
columns they determine and the journal entry, and refused when somebody else acted meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from lienthong import clock
from lienthong.accounts import queries as accounts
from lienthong.accounts.queries.actors import actor_name
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.content import Content, Place, Step
from lienthong.dossiers.models import Dossier, Sideline, TimelineEvent
from lienthong.dossiers.queries.places import resolved
from lienthong.dossiers.queries.reading import Reading, columns, events_of, read
from lienthong.dossiers.rules import MovedOn, NotAllowed
from lienthong.dossiers.rules import timeline as rules
from lienthong.dossiers.rules.late import LateRecord, check_late_record, check_not_ahead
from lienthong.dossiers.rules.lifecycle import EVENT_NAMES, EventType
from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Sentence

_IMPOSSIBLE = "Hạn tính ra xa quá mười năm. Kiểm tra lại con số đã ghi."


@dataclass(frozen=True, kw_only=True)
class Fact:
    """An event to add. Without `occurred_at` it happened now."""

    type: EventType
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A dossier as an action finds it, inside the transaction."""

    dossier: Dossier
    version: catalogue.VersionView
    reading: Reading
    at: datetime
    occurred_at: datetime

    @property
    def standing(self) -> rules.Standing:
        return self.reading.standing


@transaction.atomic
def record(
    *,
    dossier_id: int,
    seen: int | None,
    facts: Callable[[Case], Sequence[Fact]],
    action: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
    automatic_at: datetime | None = None,
    sideline_names: Mapping[str, str] | None = None,
) -> Dossier:
    """Add what `facts` says to the timeline of the dossier.

    `seen` is the number of events that the officer saw; None for the system's own acts, which read
    the dossier here. `late` says when it really happened and why it is recorded only now;
    `automatic_at` is the instant at which a rule made it happen, whenever the worker came. Raises
    NotAllowed with a sentence, MovedOn when somebody else was first; then nothing is written.
    """
    dossier = _locked(dossier_id)
    if seen is not None and seen != dossier.events_seen:
        raise MovedOn(who_was_first(dossier))
    version = catalogue.version(dossier.version_id)
    known = events_of(dossier_id)
    occurred_at = late.occurred_at if late else automatic_at or at
    before = read(known, version.content, now=max(at, known[-1].occurred_at))
    late_recorded = _check_instant(before, occurred_at, at, late, actor)
    case = Case(dossier=dossier, version=version, reading=before, at=at, occurred_at=occurred_at)
    added = _added(case, facts, actor, late if late_recorded else None)
    standing = before.standing
    for event in added:
        standing = rules.advance(standing, event)
    after, added = _read_on(before, added, version.content, at)
    _write(dossier, added, after, late_recorded=late_recorded)
    _write_sidelines(dossier, after.standing, sideline_names or {})
    journal.record(
        unit=str(actor.agency),
        action=action,
        subject=dossier.code,
        by=actor.by,
        at=at,
        data={
            "dossier": dossier.pk,
            "events": [event.seq for event in added],
            **_promise_entry(before.standing, after.standing),
        },
    )
    return dossier


def _added(
    case: Case,
    facts: Callable[[Case], Sequence[Fact]],
    actor: Actor,
    late: LateRecord | None,
) -> list[rules.Event]:
    try:
        told = facts(case)
    except (clock.Invalid, clock.LimitNotReached):
        raise NotAllowed(_IMPOSSIBLE) from None
    return [
        rules.Event(
            seq=len(case.reading.events) + place,
            type=fact.type,
            occurred_at=case.occurred_at,
            recorded_at=case.at,
            by=actor.by,
            agency=actor.agency,
            data={**fact.data, **(late.as_data() if late else {})},
        )
        for place, fact in enumerate(told, start=1)
    ]


def _read_on(
    before: Reading, added: list[rules.Event], content: Content, at: datetime
) -> tuple[Reading, list[rules.Event]]:
    """What the timeline says with the added events, and these with the date they promise."""
    try:
        after = read([*before.events, *added], content, now=at)
        with_promise = _with_promise(before, after, added)
        if with_promise is not added:
            after = read([*before.events, *with_promise], content, now=at)
    except (clock.Invalid, clock.LimitNotReached):
        raise NotAllowed(_IMPOSSIBLE) from None
    return after, with_promise


def _locked(dossier_id: int) -> Dossier:
    """The row under lock: on PostgreSQL by the row, on SQLite the transaction already has it."""
    try:
        return Dossier.objects.select_for_update().get(pk=dossier_id)
    except Dossier.DoesNotExist:
        raise NotAllowed("Không có hồ sơ này. Kiểm tra lại mã hồ sơ.") from None


def who_was_first(dossier: Dossier) -> Sentence:
    """Who acted last, for who comes second."""
    last = TimelineEvent.objects.filter(dossier=dossier).order_by("-seq").first()
    if last is None:
        return Sentence("Hồ sơ vừa thay đổi. Tải lại trang để xem bản mới.")
    return Sentence(
        "%(name)s vừa ghi “%(what)s” vào hồ sơ này lúc %(at)s. Việc của đồng nghiệp không mất,"
        " việc đang làm chưa được ghi. Xem bản mới rồi làm tiếp.",
        name=actor_name(last.by),
        what=EVENT_NAMES[EventType(last.type)],
        at=f"{last.recorded_at.astimezone(clock.VIETNAM):%H:%M %d/%m}",
    )


def _check_instant(
    before: Reading, occurred_at: datetime, at: datetime, late: LateRecord | None, actor: Actor
) -> bool:
    """Whether the fact counts as recorded late. Raises NotAllowed."""
    last = before.events[-1]
    check_not_ahead(occurred_at, recorded_at=at)
    if occurred_at < last.occurred_at:
        local = last.occurred_at.astimezone(clock.VIETNAM)
        raise NotAllowed(
            "Việc trước đó (“%(event)s”) xảy ra lúc %(at)s. Việc này không thể xảy ra trước đó.",
            event=EVENT_NAMES[last.type],
            at=f"{local:%H:%M %d/%m/%Y}",
        )
    if late is None:
        return False
    return check_late_record(late, recorded_at=at, calendar=before.calendar, by=actor.by)


def _with_promise(before: Reading, after: Reading, added: list[rules.Event]) -> list[rules.Event]:
    """The last added event carries the date that is now promised, when the clock moved it.

    An apology or a correction promises by itself; while the clock waits nothing is promised anew.
    """
    due = after.clock.due_at
    if (
        due is None
        or not after.standing.open
        or after.standing.overrides.get("promised")
        or any("promised" in event.data for event in added)
        or due == before.clock.due_at
        or due == after.standing.promised_at
    ):
        return added
    last = added[-1]
    promised = replace(last, data={**last.data, "promised": due.isoformat()})
    return [*added[:-1], promised]


def _promise_entry(before: rules.Standing, after: rules.Standing) -> dict[str, str]:
    if after.promised_at is None or after.promised_at == before.promised_at:
        return {}
    return {"promised": after.promised_at.isoformat()}


def _write(
    dossier: Dossier, added: Sequence[rules.Event], after: Reading, *, late_recorded: bool
) -> None:
    values = columns(after)
    expected = dossier.events_seen
    changed = Dossier.objects.filter(pk=dossier.pk, events_seen=expected).update(**values)
    if changed != 1:
        raise MovedOn(who_was_first(dossier))
    for name, value in values.items():
        setattr(dossier, name, value)
    TimelineEvent.objects.bulk_create(
        TimelineEvent(
            dossier_id=dossier.pk,
            seq=event.seq,
            type=event.type.value,
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
            by=event.by,
            agency=event.agency,
            data=dict(event.data),
            late_recorded=late_recorded,
        )
        for event in added
    )


def _write_sidelines(dossier: Dossier, standing: rules.Standing, names: Mapping[str, str]) -> None:
    if not standing.sidelines:
        return
    rows = {row.key: row for row in Sideline.objects.filter(dossier=dossier)}
    for line in standing.sidelines:
        row = rows.get(line.key)
        if row is None:
            Sideline.objects.create(
                dossier=dossier,
                key=line.key,
                kind=line.kind,
                name=names.get(line.key, line.key),
                agency_id=line.agency,
                opened_at=line.opened_at,
                due_at=line.due_at,
                closed_at=line.closed_at,
            )
        elif row.closed_at != line.closed_at:
            row.closed_at = line.closed_at
            row.save(update_fields=["closed_at"])


def place_of(
    case: Case,
    step_key: str,
    *,
    entered_at: datetime,
    officer: int | None = None,
    limit: clock.Limit | None = None,
    agency: int | None = None,
) -> dict[str, Any]:
    """The data of an event that puts the dossier at a step: agency, role and the step's own due
    instant, by the calendar of the step's agency. `limit`: of the time option that is chosen only
    now; else that of the dossier. `agency`: the one of the step, where it is known."""
    step = next((s for s in case.version.content.steps if s.key == step_key), None)
    if step is None:
        raise NotAllowed("Quy trình của thủ tục không có bước này. Tải lại trang rồi chọn lại.")
    agency = agency or agency_of_place(case, step.place)
    due = step_due_at(
        step,
        limit or case.reading.rule.limit,
        organisations.calendar_of(agency, edition=case.dossier.edition),
        entered_at,
    )
    data: dict[str, Any] = {"step": step.key, "role": step.role, "agency": agency}
    if officer is not None:
        data["officer"] = officer
    if due is not None:
        data["step_due"] = due.isoformat()
    return data


def agency_of_place(case: Case, place: Place) -> int:
    if place is Place.RECEIVING:
        return case.dossier.receiving_id
    on = case.occurred_at.astimezone(clock.VIETNAM).date()
    commune, moved_to = case.dossier.commune_code, None
    if case.standing.competence_moved:
        # What belongs to the competent agency goes where that now is, and so does what others of
        # its commune have to do.
        moved_to = organisations.successor_of(case.standing.competent, on=on)
        if moved_to is not None and moved_to.unit_code != moved_to.province_code:
            commune = moved_to.unit_code
    if moved_to is not None and place is case.version.content.competent:
        return moved_to.id
    agency = resolved(case.version, commune_code=commune, on=on).place(place)
    if agency is None:
        raise NotAllowed(
            "Chưa có cơ quan nào được giao làm bước này ở địa bàn của hồ sơ. "
            "Báo người quản trị danh mục bổ sung thẩm quyền."
        )
    return agency


def check_officer(officer: int | None, agency: int, at: datetime) -> None:
    """Work is given to somebody who holds a role in the agency, or deputises there (R154)."""
    if officer is None:
        return
    if all(known.account_id != officer for known in accounts.officers_of(agency, at=at)):
        raise NotAllowed(
            "Người được chọn không làm việc ở cơ quan đang giữ hồ sơ. Chọn người của cơ quan đó."
        )


def step_due_at(
    step: Step, limit: clock.Limit, calendar: clock.Calendar, entered_at: datetime
) -> datetime | None:
    """When the step should be done: its minutes, or its share of the limit, in working time of
    its own agency. None for a share of a limit that is "the same day"."""
    if step.minutes:
        return clock.add_working(calendar, entered_at, Fraction(step.minutes, 60))
    if not step.share or limit.unit is clock.Unit.SAME_DAY:
        return None
    return clock.due_after(
        calendar, entered_at, limit.amount * Fraction(step.share, 100), limit.unit
    )
