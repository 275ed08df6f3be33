"""What the system notices by itself: waits that run out, assignments nobody acts on, test dossiers
that have served, online dossiers nobody accepted."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max

from lienthong import clock
from lienthong.accounts.queries.active import active_accounts
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.actions.intake import accept
from lienthong.dossiers.actions.record import Fact, record
from lienthong.dossiers.models import IS_OPEN, Dossier, Reminder, TimelineEvent
from lienthong.dossiers.queries.answering import answer_by
from lienthong.dossiers.queries.thresholds import thresholds
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.organisations import queries as organisations

SYSTEM = "system:clock"


@transaction.atomic
def remind_of_waits(*, at: datetime) -> int:
    """Tell the officer before the applicant's own date of a supplement runs out (R125, F26)."""
    ahead = thresholds().number("remind_days")
    waiting = Dossier.objects.filter(
        state__in=[State.AWAITING_SUPPLEMENT.value, State.AWAITING_PAYMENT.value], is_test=False
    )
    found = []
    for dossier in waiting.iterator(chunk_size=1000):
        until = _until(dossier, at)
        if until is None:
            continue
        calendar = organisations.calendar_of(dossier.agency_id, edition=dossier.edition)
        last = _working_days_before(calendar, until, ahead)
        if at.astimezone(clock.VIETNAM).date() >= last:
            end = datetime.combine(until, time(23, 59), tzinfo=clock.VIETNAM)
            found.append(_reminder(dossier, "wait_ends", at, end))
    return _write(found)


def _until(dossier: Dossier, at: datetime) -> date | None:
    """The date given to the applicant; for a payment and where none was given, the promised one."""
    event = (
        TimelineEvent.objects.filter(
            dossier=dossier, type=EventType.SUPPLEMENT_REQUESTED.value, data__has_key="until"
        )
        .order_by("-seq")
        .first()
        if dossier.state == State.AWAITING_SUPPLEMENT
        else None
    )
    if event is not None:
        return date.fromisoformat(event.data["until"])
    promised = dossier.promised_at
    return promised.astimezone(clock.VIETNAM).date() if promised else None


def _working_days_before(calendar: clock.Calendar, day: date, count: int) -> date:
    while count:
        day -= timedelta(days=1)
        if clock.is_working_day(calendar, day):
            count -= 1
    return day


@transaction.atomic
def notice_stale(*, at: datetime) -> int:
    """Work that lies with somebody who does nothing, or with an account that is closed: a wrong or
    absent officer (R154, F8)."""
    hours = thresholds().number("stale_hours")
    lying = Dossier.objects.filter(
        IS_OPEN, holder="agency", is_test=False, held_since__lt=at
    ).exclude(waits_for="system_down")
    active = active_accounts()
    found = []
    for dossier in lying.iterator(chunk_size=2000):
        closed = dossier.officer_id is not None and dossier.officer_id not in active
        calendar = organisations.calendar_of(dossier.agency_id, edition=dossier.edition)
        idle = clock.working_seconds_between(calendar, dossier.held_since, at)
        planned = (
            clock.working_seconds_between(calendar, dossier.held_since, dossier.step_due_at)
            if dossier.step_due_at
            else 0
        )
        if closed or idle > max(hours * 3600, planned):
            kind = "officer_absent" if closed else "stale"
            found.append(_reminder(dossier, kind, at, dossier.held_since))
    return _write(found)


def _reminder(dossier: Dossier, kind: str, at: datetime, about: datetime) -> Reminder:
    return Reminder(
        dossier=dossier,
        kind=kind,
        at=at,
        about_at=about,
        agency=dossier.agency_id,
        officer=dossier.officer_id,
    )


def _write(found: Iterable[Reminder]) -> int:
    """Each cause once: what is there already stays as it is."""
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(found, ignore_conflicts=True, batch_size=500)
    return Reminder.objects.count() - before


def expire_tests(*, at: datetime) -> int:
    """Test dossiers end by themselves after their days (R129)."""
    days = thresholds().number("test_days")
    old = Dossier.objects.filter(
        IS_OPEN, is_test=True, submitted_at__lt=at - timedelta(days=days)
    ).values_list("pk", "receiving_id")
    for dossier, agency in list(old):
        record(
            dossier_id=dossier,
            seen=None,
            facts=lambda _: [Fact(type=EventType.EXPIRED)],
            action="dossier.expired",
            actor=Actor(by=SYSTEM, agency=agency),
            at=at,
        )
    return len(old)


def accept_unanswered(*, at: datetime) -> int:
    """Accept online dossiers at the instant the 8th working hour of the receiving place ends.

    Decision of the rule, not of a person: counted as automatic, never as late (design 4, R112).
    """
    hours = thresholds().number("auto_accept_hours")
    if not hours:
        return 0
    waiting = Dossier.objects.filter(state=State.SUBMITTED.value, channel="online", is_test=False)
    accepted = 0
    for dossier in list(waiting.filter(held_since__lt=at - timedelta(hours=hours))):
        instant = answer_by(dossier, hours=hours)
        if instant is None or instant > at:
            continue
        content = catalogue.version(dossier.version_id).content
        option = next((o for o in content.time_options if "online" in o.channels), None)
        if option is None:
            continue
        try:
            accept(
                dossier_id=dossier.pk,
                seen=None,
                option=option.key,
                actor=Actor(by=SYSTEM, agency=dossier.receiving_id),
                at=at,
                automatic_at=max(instant, _last_fact(dossier)),
            )
        except NotAllowed:
            # Somebody was first, or nobody is competent: it stays on the desk of the receiving
            # place, where it is counted.
            continue
        accepted += 1
    return accepted


def _last_fact(dossier: Dossier) -> datetime:
    """A note or an assignment made before the worker came does not keep the dossier waiting."""
    last = TimelineEvent.objects.filter(dossier=dossier).aggregate(at=Max("occurred_at"))["at"]
    return last if isinstance(last, datetime) else dossier.submitted_at
