"""Corrections: dry run, approval by another person, slices, undo."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lienthong.catalogue import actions as catalogue_actions
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.content import LimitUnit
from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import applications, corrections, dry_runs, endings, steps
from lienthong.dossiers.models import Correction, Dossier
from lienthong.dossiers.queries.corrections import preview, progress
from lienthong.dossiers.queries.corrections_of import under_verification
from lienthong.dossiers.queries.reading import columns, reading_of
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.journal import queries as journal
from lienthong.measures.actions import fold_pending
from lienthong.measures.models import Daily
from lienthong.measures.queries.verification import verify
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations.rules import DayKind
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import BENEFIT, TODAY, World

TAKEN = datetime(2026, 8, 24, 9, tzinfo=VIETNAM)
SETTLED = datetime(2026, 9, 7, 10, tzinfo=VIETNAM)  # 7 working days later, 14 calendar days later
NOW = datetime(2026, 9, 8, 9, tzinfo=VIETNAM)


@pytest.fixture
def wrong(world: World) -> int:
    """The benefit published with 10 calendar days; its version's id."""
    right = catalogue.version_in_force(BENEFIT, on=TODAY)
    content = replace(
        right.content,
        time_options=tuple(
            replace(option, unit=LimitUnit.CALENDAR_DAY) for option in right.content.time_options
        ),
    )
    since = TODAY - timedelta(days=40)
    decided, announced = since - timedelta(days=40), since - timedelta(days=30)
    draft = catalogue_actions.write_draft(
        procedure_code=BENEFIT, content=content, decision="x", by=worlds.BY, at=worlds.LOADED_AT,
        decided_on=decided, announced_on=announced,
    )  # fmt: skip
    catalogue_actions.try_version(version_id=draft, by=worlds.BY, at=worlds.LOADED_AT)
    catalogue_actions.publish(
        version_id=draft, decision="x", published_on=since - timedelta(days=29), valid_from=since,
        by=worlds.BY, at=worlds.LOADED_AT, decided_on=decided, announced_on=announced,
    )  # fmt: skip
    return draft


def burst(world: World, count: int = 3) -> list[Dossier]:
    """Taken in before the holidays of 2 September, settled after them."""
    made = []
    for _ in range(count):
        dossier = worlds.receive(world, at=TAKEN)
        dossier = worlds.advance_to_result(world, dossier, at=TAKEN + timedelta(hours=2))
        dossier = endings.complete(
            dossier_id=dossier.pk, seen=None, result_number="1/QĐ",
            actor=worlds.actor(world.approver, world.committee), at=SETTLED,
        )  # fmt: skip
        made.append(dossier)
    return made


def opened(world: World, version: int, policy: Policy = Policy.FOLLOW_RULE) -> Correction:
    return corrections.open_correction(
        kind=CorrectionKind.LIMIT,
        title="Trợ cấp hưu trí xã hội: 10 ngày làm việc",
        scope={"version": version},
        change={"limit": {"amount": "10", "unit": "working_day"}},
        policy=policy,
        evidence="Quyết định công bố thủ tục ghi 10 ngày làm việc",
        actor=worlds.actor(world.corrector, world.province),
        at=NOW,
    )


def tried(world: World, version: int, policy: Policy = Policy.FOLLOW_RULE) -> Correction:
    return dry_runs.try_dry(
        correction_id=opened(world, version, policy).pk,
        actor=worlds.actor(world.corrector, world.province),
        at=NOW,
    )


def approve(world: World, correction: Correction, at: datetime = NOW) -> Correction:
    return corrections.approve(
        correction_id=correction.pk, actor=worlds.actor(world.corrector2, world.province), at=at
    )


def apply_all(world: World, correction: Correction, *, size: int = 2) -> None:
    actor = worlds.actor(world.corrector2, world.province)
    while applications.apply_slice(correction_id=correction.pk, actor=actor, at=NOW, size=size):
        pass


def verdicts(made: Sequence[Dossier]) -> set[tuple[str, bool]]:
    rows = Dossier.objects.filter(pk__in=[dossier.pk for dossier in made])
    return {(row.verdict, row.first_late_at is not None) for row in rows}


def test_a_dry_run_that_found_nothing_is_not_approved(world: World, wrong: int) -> None:
    """The wrong version was chosen, perhaps: “applied” would say that the mistake is mended."""
    with pytest.raises(NotAllowed, match="không thấy hồ sơ nào"):
        approve(world, tried(world, wrong))


def test_the_case_of_the_report_is_corrected_applied_and_undone(world: World, wrong: int) -> None:
    made = burst(world)
    assert verdicts(made) == {("late", True)}
    correction = tried(world, wrong)
    dry = preview(correction)
    assert (dry.dossiers, dry.no_longer_late, dry.newly_late, dry.told_before) == (3, 3, 0, 3)
    assert verdicts(made) == {("late", True)}, "a dry run changes nothing"
    approve(world, correction)
    apply_all(world, correction)
    assert verdicts(made) == {("early", False)}
    fold_pending(at=NOW)
    assert verify(now=NOW).different == ()
    for dossier in Dossier.objects.filter(pk__in=[d.pk for d in made]):
        expected = columns(reading_of(dossier, now=NOW))
        assert {name: getattr(dossier, name) for name in expected} == expected

    undo = corrections.undo(
        correction_id=correction.pk, reason="Thử hoàn tác",
        actor=worlds.actor(world.corrector, world.province), at=NOW,
    )  # fmt: skip
    dry_runs.try_dry(
        correction_id=undo.pk, actor=worlds.actor(world.corrector, world.province), at=NOW
    )
    approve(world, undo)
    apply_all(world, undo)
    assert verdicts(made) == {("late", True)}
    assert journal.verify().first_bad is None


def test_nobody_approves_the_own_correction(world: World, wrong: int) -> None:
    burst(world, 1)
    correction = tried(world, wrong)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        corrections.approve(
            correction_id=correction.pk, actor=worlds.actor(world.corrector, world.province), at=NOW
        )


def test_a_dry_run_that_no_longer_holds_is_not_approved(world: World, wrong: int) -> None:
    open_one = worlds.receive(world, at=TAKEN)
    correction = tried(world, wrong)
    steps.note(
        dossier_id=open_one.pk, seen=None, text="Vừa có việc",
        actor=worlds.actor(world.handler, world.committee), at=NOW,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="Chạy thử lại"):
        approve(world, correction)


def test_what_happened_during_the_application_wins_and_is_listed(world: World, wrong: int) -> None:
    made = [worlds.receive(world, at=TAKEN) for _ in range(3)]
    correction = approve(world, tried(world, wrong))
    steps.note(
        dossier_id=made[2].pk, seen=None, text="Vừa có việc",
        actor=worlds.actor(world.handler, world.committee), at=NOW,
    )  # fmt: skip
    apply_all(world, correction, size=1)
    assert progress(correction) == {"applied": 2, "moved_on": 1}


def test_an_undo_leaves_dossiers_to_which_something_happened_later(
    world: World, wrong: int
) -> None:
    made = [worlds.receive(world, at=TAKEN) for _ in range(2)]
    correction = approve(world, tried(world, wrong))
    apply_all(world, correction)
    actor = worlds.actor(world.handler, world.committee)
    later = steps.note(dossier_id=made[0].pk, seen=None, text="Sau đó", actor=actor, at=NOW)
    undo = corrections.undo(
        correction_id=correction.pk, reason="Nhầm",
        actor=worlds.actor(world.corrector, world.province), at=NOW,
    )  # fmt: skip
    dry_runs.try_dry(
        correction_id=undo.pk, actor=worlds.actor(world.corrector, world.province), at=NOW
    )
    assert progress(undo) == {"pending": 1, "moved_on": 1}
    approve(world, undo)
    apply_all(world, undo)
    assert Dossier.objects.get(pk=later.pk).due_at == later.due_at


@pytest.mark.parametrize(
    ("policy", "kept"), [(Policy.FOLLOW_RULE, False), (Policy.NEVER_WORSEN, True)]
)
def test_the_policy_decides_whether_a_promised_date_may_get_later(
    world: World, wrong: int, policy: Policy, *, kept: bool
) -> None:
    dossier = worlds.receive(world, at=TAKEN)
    promised = dossier.promised_at
    correction = approve(world, tried(world, wrong, policy))
    apply_all(world, correction)
    after = Dossier.objects.get(pk=dossier.pk)
    assert after.due_at is not None and promised is not None
    assert after.due_at > promised
    assert (after.promised_at == promised) is kept


def test_ask_for_each_waits_for_every_decision(world: World, wrong: int) -> None:
    worlds.receive(world, at=TAKEN)
    correction = tried(world, wrong, Policy.ASK)
    with pytest.raises(NotAllowed, match="từng trường hợp"):
        approve(world, correction)
    item = correction.items.get()
    corrections.decide_item(
        item_id=item.pk, apply=False, actor=worlds.actor(world.corrector, world.province), at=NOW
    )
    approve(world, correction)
    apply_all(world, correction)
    assert progress(correction) == {"left": 1}


def test_a_new_holiday_moves_open_dossiers_and_never_makes_one_earlier(world: World) -> None:
    dossier = worlds.receive(world, at=TAKEN)
    before = dossier.due_at
    edition = organisations_actions.add_day(
        on=datetime(2026, 9, 3, tzinfo=VIETNAM).date(), kind=DayKind.CLOSED, name="Nghỉ bão",
        source="Công điện", by=worlds.BY, at=NOW, reason="Bão số 9",
    )  # fmt: skip
    correction = corrections.open_correction(
        kind=CorrectionKind.CALENDAR, title="Nghỉ bão 03/09", scope={},
        change={"edition": edition}, policy=Policy.FOLLOW_RULE, evidence="Công điện",
        actor=worlds.actor(world.corrector, world.province), at=NOW,
    )  # fmt: skip
    dry_runs.try_dry(
        correction_id=correction.pk, actor=worlds.actor(world.corrector, world.province), at=NOW
    )
    approve(world, correction)
    apply_all(world, correction)
    after = Dossier.objects.get(pk=dossier.pk)
    assert after.edition == edition
    assert before is not None and after.due_at is not None
    assert after.due_at == before + timedelta(days=1)


def test_a_test_mark_takes_a_dossier_out_of_every_figure(world: World) -> None:
    dossier = worlds.receive(world, at=TAKEN)
    fold_pending(at=NOW)
    correction = corrections.open_correction(
        kind=CorrectionKind.TEST_MARK, title="Là hồ sơ thử", scope={"codes": [dossier.code]},
        change={"is_test": True}, policy=Policy.FOLLOW_RULE, evidence="Biên bản chạy thử",
        actor=worlds.actor(world.corrector, world.province), at=NOW,
    )  # fmt: skip
    dry_runs.try_dry(
        correction_id=correction.pk, actor=worlds.actor(world.corrector, world.province), at=NOW
    )
    approve(world, correction)
    apply_all(world, correction)
    fold_pending(at=NOW)
    assert Dossier.objects.get(pk=dossier.pk).is_test
    assert verify(now=NOW).different == ()


def settled_by(world: World, correction: Correction) -> None:
    """Tried, approved and applied."""
    dry_runs.try_dry(
        correction_id=correction.pk, actor=worlds.actor(world.corrector, world.province), at=NOW
    )
    approve(world, correction)
    apply_all(world, correction)


def taken_back(world: World, correction: Correction) -> None:
    undo = corrections.undo(
        correction_id=correction.pk, reason="Nhầm",
        actor=worlds.actor(world.corrector, world.province), at=NOW,
    )  # fmt: skip
    settled_by(world, undo)


def test_an_undo_that_was_dropped_may_be_asked_for_again(world: World, wrong: int) -> None:
    made = burst(world)
    correction = tried(world, wrong)
    approve(world, correction)
    apply_all(world, correction)
    corrector = worlds.actor(world.corrector, world.province)
    asked = corrections.undo(correction_id=correction.pk, reason="Thử", actor=corrector, at=NOW)
    with refused("đã có yêu cầu hoàn tác"):
        corrections.undo(correction_id=correction.pk, reason="Thử", actor=corrector, at=NOW)
    corrections.drop(correction_id=asked.pk, actor=corrector, at=NOW)
    taken_back(world, correction)
    assert verdicts(made) == {("late", True)}


def corrected(
    world: World, kind: CorrectionKind, dossier: Dossier, change: dict[str, str]
) -> Correction:
    return corrections.open_correction(
        kind=kind, title="Đính chính", scope={"codes": [dossier.code]}, change=change,
        policy=Policy.FOLLOW_RULE, evidence="Biên nhận giấy",
        actor=worlds.actor(world.corrector, world.province), at=NOW,
    )  # fmt: skip


def test_a_dossier_handed_in_earlier_is_received_on_that_day_everywhere(world: World) -> None:
    dossier = worlds.submit(world, at=TAKEN)
    fold_pending(at=NOW)
    truly = TAKEN - timedelta(days=3)
    change = {"event": "submitted", "occurred_at": truly.isoformat()}
    correction = corrected(world, CorrectionKind.RECORDED_LATE, dossier, change)
    settled_by(world, correction)
    assert Dossier.objects.get(pk=dossier.pk).submitted_at == truly
    fold_pending(at=NOW)
    received = Daily.objects.filter(figure="received", value__gt=0).values_list("day", flat=True)
    assert set(received) == {truly.date()}
    assert verify(now=NOW).different == ()
    taken_back(world, correction)
    assert Dossier.objects.get(pk=dossier.pk).submitted_at == TAKEN


def test_taking_back_a_promise_leaves_none_where_there_was_none(world: World) -> None:
    dossier = worlds.receive(world, worlds.FOOD, at=TAKEN)
    assert dossier.promised_at is None
    correction = corrected(world, CorrectionKind.START_RULE, dossier, {"start_on": "accepted"})
    settled_by(world, correction)
    promised = Dossier.objects.get(pk=dossier.pk)
    assert promised.promised_at == promised.due_at is not None
    taken_back(world, correction)
    after = Dossier.objects.get(pk=dossier.pk)
    assert (after.promised_at, after.due_at, after.clock_state) == (None, None, "not_started")


def test_a_date_in_doubt_is_being_verified_from_the_dry_run_to_the_application(
    world: World, wrong: int
) -> None:
    late, finished = burst(world, 1)[0], worlds.receive(world, worlds.BIRTH, at=TAKEN)
    ids = [late.pk, finished.pk]
    correction = opened(world, wrong)
    assert under_verification(ids) == frozenset()
    actor = worlds.actor(world.corrector, world.province)
    dry_runs.try_dry(correction_id=correction.pk, actor=actor, at=NOW)
    assert under_verification(ids) == {late.pk}
    approve(world, correction)
    assert under_verification(ids) == {late.pk}
    apply_all(world, correction)
    assert under_verification(ids) == frozenset()


def test_a_correction_that_is_dropped_leaves_nothing_in_doubt(world: World, wrong: int) -> None:
    late = burst(world, 1)[0]
    correction = tried(world, wrong)
    actor = worlds.actor(world.corrector, world.province)
    corrections.drop(correction_id=correction.pk, actor=actor, at=NOW)
    assert under_verification([late.pk]) == frozenset()
