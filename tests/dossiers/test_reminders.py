"""What the system notices and does by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lienthong.accounts import actions as accounts
from lienthong.accounts.rules import Role
from lienthong.clock import VIETNAM
from lienthong.dossiers import tasks
from lienthong.dossiers.actions import intake, noticed, reminders, steps, thresholds, waits
from lienthong.dossiers.models import Dossier, Reminder, TimelineEvent
from lienthong.dossiers.queries.worklist import reminders_for
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.journal.models import Entry
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import NOW, World, act

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# Wednesday 26 August 2026, 15:00: the 8th working hour of the centre ends the next day.
FILED = datetime(2026, 8, 26, 15, tzinfo=VIETNAM)


def waiting(world: World, until: date | None) -> Dossier:
    dossier = worlds.receive(world, at=NOW - DAY)
    return waits.request_supplement(
        **act(dossier, world.receptionist, world.centre, NOW), wanted=["Đơn"], reason="Thiếu",
        legal_basis="Điều 5", until=until,
    )  # fmt: skip


def test_the_officer_is_reminded_before_the_applicants_own_date(world: World) -> None:
    """R125, F26: two working days before, once, and put aside by whom."""
    waiting(world, date(2026, 9, 15))  # a Tuesday
    assert [reminders.remind_of_waits(at=NOW + timedelta(days=n)) for n in range(6, 9)] == [0, 1, 0]
    (line,) = reminders_for([world.centre])
    assert (line.kind, line.officer) == ("wait_ends", "Trần Quốc Bảo")
    head = worlds.actor(world.head, world.centre)
    noticed.put_aside(reminder_id=line.id, actor=head, at=NOW + 8 * DAY)
    noticed.put_aside(reminder_id=line.id, actor=head, at=NOW + 9 * DAY)
    assert reminders_for([world.centre]) == []
    assert Entry.objects.filter(action="reminder.seen").count() == 1
    with refused("Không có lời nhắc"):
        noticed.put_aside(reminder_id=line.id + 1, actor=head, at=NOW)


def test_without_a_date_of_the_applicant_the_promised_one_counts(world: World) -> None:
    dossier = waiting(world, None)
    assert dossier.promised_at is not None
    assert reminders.remind_of_waits(at=NOW) == 0
    assert reminders.remind_of_waits(at=dossier.promised_at - DAY) == 1


def test_a_second_supplement_with_a_new_date_is_reminded_of_again(world: World) -> None:
    dossier = waiting(world, date(2026, 9, 8))
    assert reminders.remind_of_waits(at=NOW + 3 * DAY) == 1
    common = act(dossier, world.receptionist, world.centre, NOW + 4 * DAY)
    waits.receive_supplement(**common, complete=True, note="")
    waits.request_supplement(
        **common, wanted=["Sổ"], reason="Mờ", legal_basis="Điều 5", until=date(2026, 9, 22)
    )
    assert reminders.remind_of_waits(at=NOW + 17 * DAY) == 1


def test_an_assignment_nobody_acts_on_is_noticed_once(world: World) -> None:
    """R154, F8: eight working hours, or what the step was given if that is more."""
    dossier = worlds.advance(world, worlds.receive(world, at=NOW - DAY), at=NOW)
    assert dossier.step_due_at is not None
    assert reminders.notice_stale(at=dossier.step_due_at) == 0
    assert reminders.notice_stale(at=dossier.step_due_at + HOUR) == 1
    assert reminders.notice_stale(at=dossier.step_due_at + DAY) == 0
    assert Reminder.objects.get().kind == "stale"


def test_an_assignment_to_an_absent_officer_is_noticed_at_once(world: World) -> None:
    """R154, F8."""
    leaver = worlds.official("nghiviec", "Lý Văn Nghỉ", world.committee, Role.HANDLER)
    dossier = worlds.advance(world, worlds.receive(world, at=NOW - DAY), at=NOW)
    steps.assign(**act(dossier, world.head, world.committee, NOW), officer=leaver)
    assert reminders.notice_stale(at=NOW + timedelta(minutes=1)) == 0
    accounts.disable_account(account_id=leaver, reason="Nghỉ việc", by=worlds.BY, at=NOW + HOUR)
    assert reminders.notice_stale(at=NOW + HOUR) == 1
    (line,) = reminders_for([world.committee])
    assert (line.kind, line.code) == ("officer_absent", dossier.code)


def test_what_waits_for_others_is_not_stale(world: World) -> None:
    dossier = worlds.advance(world, worlds.receive(world, at=NOW - DAY), at=NOW)
    waits.pause(
        **act(dossier, world.handler, world.committee, NOW), reason="system_down", basis="Mất mạng"
    )
    waiting(world, None)
    assert reminders.notice_stale(at=NOW + 20 * DAY) == 0


def test_what_was_noticed_is_told_only_as_long_as_it_is_so(world: World) -> None:
    """Nobody is told that nothing was done about what somebody has done."""
    idle = worlds.advance(world, worlds.receive(world, at=NOW - DAY), at=NOW)
    assert idle.step_due_at is not None
    assert reminders.notice_stale(at=idle.step_due_at + HOUR) == 1
    assert [line.kind for line in reminders_for([world.committee])] == ["stale"]
    worlds.advance(world, idle, at=idle.step_due_at + 2 * HOUR)
    assert reminders_for([world.committee]) == []
    wanted = waiting(world, date(2026, 9, 8))
    assert reminders.remind_of_waits(at=NOW + 3 * DAY) == 1
    assert [line.kind for line in reminders_for([world.centre])] == ["wait_ends"]
    waits.receive_supplement(
        **act(wanted, world.receptionist, world.centre, NOW + 3 * DAY), complete=True, note=""
    )
    assert reminders_for([world.centre]) == []


# -- automatic acceptance (R112, F11, design 4)


def the_instant(dossier: Dossier) -> datetime:
    """Eight working hours of the centre after the filing: 7:30-11:30, 13:30-17:00 are 7.5 a day."""
    assert dossier.submitted_at == FILED
    return datetime(2026, 8, 27, 15, 30, tzinfo=VIETNAM)


def test_an_online_dossier_nobody_answered_is_accepted_at_the_end_of_the_eighth_working_hour(
    world: World,
) -> None:
    dossier = worlds.submit(world, at=FILED)
    instant = the_instant(dossier)
    assert reminders.accept_unanswered(at=instant - timedelta(seconds=1)) == 0
    assert reminders.accept_unanswered(at=instant + 40 * DAY) == 1, "whenever the worker comes"
    dossier.refresh_from_db()
    assert (dossier.state, dossier.accepted_at) == (State.ACCEPTED, instant)
    event = TimelineEvent.objects.get(dossier=dossier, type=EventType.ACCEPTED)
    assert (event.occurred_at, event.recorded_at) == (instant, instant + 40 * DAY)
    assert event.data["automatic"] and not event.late_recorded
    assert dossier.due_at is not None and dossier.due_at < instant + 40 * DAY
    assert reminders.accept_unanswered(at=instant + 41 * DAY) == 0


def test_exactly_at_the_instant_it_is_accepted(world: World) -> None:
    dossier = worlds.submit(world, at=FILED)
    assert tasks.accept_unanswered(the_instant(dossier)) == 1


def test_what_was_noted_meanwhile_does_not_keep_it_from_being_accepted(world: World) -> None:
    dossier = worlds.submit(world, at=FILED)
    instant = the_instant(dossier)
    common = act(dossier, world.receptionist, world.centre, instant + HOUR)
    steps.note(**common, text="Đã gọi người nộp")
    assert reminders.accept_unanswered(at=instant + 2 * HOUR) == 1
    dossier.refresh_from_db()
    assert dossier.state == State.ACCEPTED


def test_after_a_supplement_the_receiving_place_has_its_hours_anew(world: World) -> None:
    dossier = worlds.submit(world, at=FILED)
    common = act(dossier, world.receptionist, world.centre, FILED + HOUR)
    waits.request_supplement(
        **common, wanted=["Đơn"], reason="Mờ", legal_basis="Điều 5", until=None
    )
    assert reminders.accept_unanswered(at=FILED + 5 * DAY) == 0
    back = datetime(2026, 9, 3, 7, 30, tzinfo=VIETNAM)
    waits.receive_supplement(**common | {"at": back}, complete=True, note="")
    answered_by = datetime(2026, 9, 4, 8, tzinfo=VIETNAM)
    assert reminders.accept_unanswered(at=answered_by - timedelta(seconds=1)) == 0
    assert reminders.accept_unanswered(at=answered_by) == 1
    dossier.refresh_from_db()
    assert dossier.accepted_at == answered_by


def test_only_online_dossiers_are_accepted_by_themselves_and_only_where_that_is_switched_on(
    world: World,
) -> None:
    worlds.submit(world, at=FILED, channel="postal")
    worlds.submit(world, at=FILED, test=True)
    assert reminders.accept_unanswered(at=FILED + 30 * DAY) == 0
    worlds.submit(world, at=FILED)
    thresholds.set_threshold(
        name="auto_accept_hours", value="0", source="Quyết định 1",
        actor=worlds.actor(world.supervisor, world.province), at=NOW,
    )  # fmt: skip
    assert reminders.accept_unanswered(at=FILED + 30 * DAY) == 0


def test_a_dossier_that_was_answered_by_hand_is_left_alone(world: World) -> None:
    dossier = worlds.submit(world, at=FILED)
    intake.accept(**act(dossier, world.receptionist, world.centre, FILED + HOUR), option="standard")
    assert reminders.accept_unanswered(at=FILED + 30 * DAY) == 0


# -- thresholds


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"source": " "}, "văn bản"), ({"value": "x"}, "số nguyên"), ({"name": "y"}, "Không có")],
)
def test_a_threshold_changes_with_its_source(
    world: World, changes: dict[str, Any], sentence: str
) -> None:
    given = {"name": "remind_days", "value": "5", "source": "Quyết định 1", **changes}
    with refused(sentence):
        thresholds.set_threshold(
            **given, actor=worlds.actor(world.supervisor, world.province), at=NOW
        )


def test_a_changed_threshold_holds_at_once(world: World) -> None:
    waiting(world, date(2026, 9, 15))
    thresholds.set_threshold(
        name="remind_days", value="5", source="Quyết định 1",
        actor=worlds.actor(world.supervisor, world.province), at=NOW,
    )  # fmt: skip
    assert tasks.remind(NOW + 4 * DAY) >= 1
    assert Reminder.objects.filter(kind="wait_ends").exists()
