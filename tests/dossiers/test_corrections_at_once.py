"""Many dossiers at once: the fast form finds and writes what the exact one does, in slices that
give way to whoever works on a dossier meanwhile."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import applications, corrections, dry_runs, steps, waits
from lienthong.dossiers.adapters.corrections import write_items
from lienthong.dossiers.models import Correction, CorrectionItem, Dossier, TimelineEvent
from lienthong.dossiers.queries.corrections import progress, reached
from lienthong.dossiers.queries.outcomes import Outcome, by_the_exact_form, outcomes
from lienthong.dossiers.queries.recalculation import recalculated, rows_of
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations.rules import DayKind
from tests.dossiers import lives
from tests.dossiers import world as worlds
from tests.dossiers.world import World

NOW = datetime(2026, 9, 21, 9, tzinfo=VIETNAM)
LIVES = 50


def holiday(day: int, at: datetime) -> dict[str, Any]:
    edition = organisations_actions.add_day(
        on=datetime(2026, 9, day).date(), kind=DayKind.CLOSED, name="Nghỉ bão",
        source="Công điện", by=worlds.BY, at=at, reason="Bão",
    )  # fmt: skip
    return {"edition": edition}


def opened(
    world: World,
    kind: CorrectionKind,
    change: Mapping[str, Any],
    policy: Policy,
    *,
    at: datetime = NOW,
    **scope: Any,
) -> Correction:
    return corrections.open_correction(
        kind=kind, title="Đính chính", scope=scope, change=change, policy=policy,
        evidence="Công điện", actor=worlds.actor(world.corrector, world.province), at=at,
    )  # fmt: skip


def check_and_apply(world: World, correction: Correction, at: datetime) -> int:
    """Dry run by the fast form, held against the exact one; then applied in small slices. The
    dossiers are held against their events by the fixture `world`. Returns how many items."""
    opener = worlds.actor(world.corrector, world.province)
    other = worlds.actor(world.corrector2, world.province)
    rows = rows_of(reached(correction).order_by("pk"))
    who = (opener.by, opener.agency)
    exact = by_the_exact_form(correction, rows, at=at, actor=who)
    found = outcomes(correction, after=0, size=10_000, at=at, actor=who)
    of = {outcome.dossier_id: outcome for outcome in exact}
    assert found.found == [of[outcome.dossier_id] for outcome in found.found]
    assert found.last == (rows[-1].id if rows else None)
    dry_runs.try_dry(correction_id=correction.pk, actor=opener, at=at)
    items = CorrectionItem.objects.filter(correction=correction)
    written = items.order_by("dossier").values_list(*Outcome._fields)
    assert list(written) == [tuple(outcome) for outcome in exact]
    for item in items.filter(state="asked"):
        corrections.decide_item(item_id=item.pk, apply=item.pk % 3 > 0, actor=opener, at=at)
    corrections.approve(correction_id=correction.pk, actor=other, at=at)
    later = at + timedelta(hours=30)
    after: int | None = 0
    while after is not None:
        after = applications.apply_slice(
            correction_id=correction.pk, actor=other, at=later, after=after, size=40
        )
    assert progress(correction).keys() <= {"applied", "left"}, "nothing happened meanwhile"
    return len(exact)


def test_the_fast_form_corrects_random_lives_as_the_exact_one_does(world: World) -> None:
    chance = random.Random(11)  # noqa: S311
    for _ in range(LIVES):
        lives.live(world, chance)
    version = worlds.version(worlds.BENEFIT).id
    food = worlds.version(worlds.FOOD).id
    limit = {"limit": {"amount": "3", "unit": "working_day"}}
    day = {"limit": {"unit": "same_day", "cutoff": "15:00"}}
    calendar, rule, start = (
        CorrectionKind.CALENDAR, CorrectionKind.LIMIT, CorrectionKind.START_RULE,
    )  # fmt: skip
    at = NOW
    follow, never, ask = Policy.FOLLOW_RULE, Policy.NEVER_WORSEN, Policy.ASK
    done = [
        opened(world, calendar, holiday(3, at), never, touches_from="2026-08-20T00:00:00+07:00"),
        opened(world, rule, limit, ask, version=version),
        opened(world, start, {"start_on": "accepted"}, follow, version=food),
        opened(world, calendar, holiday(22, at), follow),
        opened(world, rule, day, follow, version=food),
    ]
    for number, correction in enumerate(done):
        reached_now = check_and_apply(world, correction, at)
        assert reached_now > 5
        for _ in range(number % 3):  # taken back, and for some the taking back as well
            at += timedelta(days=2)
            correction = corrections.undo(
                correction_id=correction.pk, reason="Hoàn tác",
                actor=worlds.actor(world.corrector, world.province), at=at,
            )  # fmt: skip
            assert 0 < check_and_apply(world, correction, at) <= reached_now
        at += timedelta(days=2)


def test_most_lives_need_no_exact_form(world: World) -> None:
    chance = random.Random(5)  # noqa: S311
    for _ in range(40):
        lives.live(world, chance)
    rows = rows_of(Dossier.objects.order_by("pk"))
    data = {"correction": 1, "set": {"edition": rows[0].edition}}
    found = list(recalculated(rows, data, at=NOW + timedelta(days=60)))
    assert [row.id for row, _ in found] == [row.id for row in rows]
    assert all(after is not None for _, after in found)
    known = {row.id: row for row in rows}
    for row, after in found:
        assert after is not None
        assert (after.due_at, after.verdict) == (known[row.id].due_at, known[row.id].verdict)


def test_an_event_after_the_dry_run_wins_in_the_middle_of_a_slice(world: World) -> None:
    made = [worlds.receive(world, at=NOW - timedelta(days=3)) for _ in range(4)]
    correction = opened(world, CorrectionKind.CALENDAR, holiday(29, NOW), Policy.FOLLOW_RULE)
    opener = worlds.actor(world.corrector, world.province)
    other = worlds.actor(world.corrector2, world.province)
    dry_runs.try_dry(correction_id=correction.pk, actor=opener, at=NOW)
    corrections.approve(correction_id=correction.pk, actor=other, at=NOW)
    busy = steps.note(
        dossier_id=made[1].pk, seen=None, text="Đã gọi", at=NOW,
        actor=worlds.actor(world.handler, world.committee),
    )  # fmt: skip
    assert applications.apply_slice(correction_id=correction.pk, actor=other, at=NOW) is None
    assert progress(correction) == {"applied": 3, "moved_on": 1}
    left = Dossier.objects.get(pk=made[1].pk)
    assert (left.events_seen, left.due_at) == (busy.events_seen, busy.due_at)
    told = TimelineEvent.objects.filter(type="corrected").values_list("dossier_id", flat=True)
    assert sorted(told) == [made[0].pk, made[2].pk, made[3].pk]


def test_what_an_edit_cannot_move_is_written_down_by_the_database(world: World) -> None:
    earlier = worlds.receive(world, at=NOW - timedelta(days=20))
    later = worlds.receive(world, at=NOW)
    correction = opened(world, CorrectionKind.CALENDAR, holiday(22, NOW), Policy.FOLLOW_RULE)
    who = (f"a:{world.corrector}", world.province)
    part = outcomes(correction, after=0, size=10, at=NOW, actor=who)
    assert [row[1] for rows in part.copied for row in rows] == [earlier.pk]
    assert [outcome.dossier_id for outcome in part.found] == [later.pk]


def test_what_moves_on_while_a_dry_run_computes_makes_it_no_longer_hold(world: World) -> None:
    running = worlds.advance(world, worlds.receive(world, at=NOW), at=NOW)
    correction = opened(world, CorrectionKind.CALENDAR, holiday(22, NOW), Policy.FOLLOW_RULE)
    opener = worlds.actor(world.corrector, world.province)
    other = worlds.actor(world.corrector2, world.province)
    dry_runs.begin_dry(correction_id=correction.pk, actor=opener, at=NOW)
    part = outcomes(correction, after=0, size=10, at=NOW, actor=(opener.by, opener.agency))
    waits.pause(
        dossier_id=running.pk, seen=None, reason="system_down", basis="Mất kết nối",
        system="VBDLIS", at=NOW, actor=worlds.actor(world.handler, world.committee),
    )  # fmt: skip
    write_items(correction.pk, part)
    assert correction.items.get().seen == running.events_seen
    while dry_runs.go_on_dry(correction_id=correction.pk, actor=opener, at=NOW) is not None:
        pass
    with pytest.raises(NotAllowed, match="Chạy thử lại"):
        corrections.approve(correction_id=correction.pk, actor=other, at=NOW)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_they_agree_on_many_more_lives(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(400):
        lives.live(world, chance, acts=16)
    for number, day in enumerate((3, 9, 24)):
        at = NOW + timedelta(days=2 * number)
        correction = opened(world, CorrectionKind.CALENDAR, holiday(day, at), Policy.FOLLOW_RULE)
        assert check_and_apply(world, correction, at) > 100
