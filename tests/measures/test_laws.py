"""What counters owe the record: the same sums whatever the order, once whoever folds, never less
after a kill, and lateness by time alone."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import (
    applications,
    corrections,
    dry_runs,
    promises,
    steps,
    waits,
)
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.reading import reading_of
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.journal import queries as journal
from lienthong.measures import actions, queries
from lienthong.measures.models import Counted, Daily, OpenDue, OpenStock
from lienthong.measures.queries import Span
from lienthong.measures.queries.facts import facts_of
from lienthong.measures.queries.verification import verify
from lienthong.measures.rules.contribution import due_minute
from tests.dossiers import world as worlds
from tests.dossiers.world import BIRTH, NOW, PROVINCE, World, act
from tests.measures.states import LONG_AGO, asked, done

Counters = list[tuple[object, ...]]


def counters() -> Counters:
    found: Counters = []
    kinds: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
        (Daily, ("place", "procedure", "day", "figure", "value")),
        (OpenStock, ("place", "procedure", "pile", "value")),
        (OpenDue, ("place", "procedure", "minute", "value")),
    )
    for model, columns in kinds:
        found += sorted(model._default_manager.exclude(value=0).values_list(*columns))
    return found


def _advance(world: World, dossier: Dossier) -> object:
    return worlds.advance(world, dossier, at=NOW)


def _ask(world: World, dossier: Dossier) -> object:
    return asked(world, dossier, at=NOW)


def _answer(world: World, dossier: Dossier) -> object:
    told = act(dossier, world.handler, world.committee, NOW)
    return waits.receive_supplement(complete=True, note="", **told)


def _cause(world: World, dossier: Dossier) -> object:
    told = act(dossier, world.handler, world.committee, NOW)
    return promises.code_cause(cause="person", note="", **told)


def _note(world: World, dossier: Dossier) -> object:
    return steps.note(text="x", **act(dossier, world.handler, world.committee, NOW))


def _finish(world: World, dossier: Dossier) -> object:
    return done(world, dossier, at=NOW)


def _another(world: World, dossier: Dossier) -> object:
    return worlds.receive(world, BIRTH, at=NOW - timedelta(hours=1), test=dossier.pk % 2 == 0)


ACTS: list[Callable[[World, Dossier], object]] = [
    _advance, _ask, _answer, _cause, _note, _finish, _another,
]  # fmt: skip


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lives=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(ACTS), st.booleans()),
        min_size=3,
        max_size=14,
    ),
    order=st.randoms(use_true_random=False),
)
def test_counters_are_the_sum_over_all_dossiers_whenever_they_are_folded(
    world: World, lives: list[tuple[int, Callable[..., object], bool]], order: random.Random
) -> None:
    begun = [
        worlds.receive(world, at=LONG_AGO),
        worlds.receive(world, at=NOW - timedelta(days=1)),
        worlds.receive(world, at=NOW - timedelta(days=1), test=True),
    ]
    for which, acting, fold in lives:
        try:
            acting(world, Dossier.objects.get(pk=begun[which].pk))
        except NotAllowed:
            continue
        if fold:
            actions.fold_pending(at=NOW)
    actions.fold_pending(at=NOW)
    assert verify(now=NOW).different == ()
    folded = counters()
    # One by one, some of them twice, in any order: nothing is counted twice.
    again = [*Dossier.objects.values_list("pk", flat=True)] * 2
    order.shuffle(again)
    for dossier in again:
        actions.exchange([dossier])
    assert counters() == folded
    actions.rebuild(at=NOW)
    assert counters() == folded


def test_folding_again_changes_nothing(states: dict[str, Dossier]) -> None:
    before = counters()
    assert actions.fold_pending(at=NOW) == 0
    assert counters() == before
    assert journal.count_to_fold() == 0


def test_time_passes_without_events_and_dossiers_become_late(
    states: dict[str, Dossier],
) -> None:
    """The range sum against the clock of every dossier, at instants where nothing happens."""
    due = sorted(d.due_at for d in states.values() if d.due_at is not None and not d.is_test)
    instants = [NOW, NOW + timedelta(days=30)]
    for at in due:
        whole = at.astimezone(VIETNAM).replace(second=0, microsecond=0)
        instants += [whole, whole + timedelta(minutes=1)]
    late = []
    for at in sorted(instant for instant in instants if instant >= NOW):
        span = Span(since=NOW.date(), until=at.date(), as_of=at, soon=at)
        counted = queries.figures_of([f"p:{PROVINCE}"], span).open_late
        read = sum(
            reading_of(dossier, now=at).clock.overdue
            for dossier in states.values()
            if dossier.ended_at is None and not dossier.is_test
        )
        assert counted == read, at
        late.append(counted)
    assert late == sorted(late)
    assert late[-1] > late[0]


def test_a_due_minute_is_late_from_the_next_minute_on() -> None:
    noon = NOW.replace(hour=12, minute=0, second=0)
    assert due_minute(noon) == due_minute(noon + timedelta(seconds=59))
    assert not due_minute(noon) < due_minute(noon)
    assert due_minute(noon) < due_minute(noon + timedelta(minutes=1))


def test_a_corrected_dossier_leaves_the_figures(world: World) -> None:
    dossier = worlds.receive(world, at=LONG_AGO)
    actions.fold_pending(at=NOW)
    span = Span(since=NOW.date(), until=NOW.date(), as_of=NOW, soon=NOW)
    place = [f"a:{world.committee}"]
    assert queries.figures_of(place, span).open_late == 1
    first, second = (
        worlds.actor(account, world.province) for account in (world.corrector, world.corrector2)
    )
    opened = corrections.open_correction(
        kind=CorrectionKind.TEST_MARK, title="Là hồ sơ thử", scope={"codes": [dossier.code]},
        change={"is_test": True}, policy=Policy.FOLLOW_RULE, evidence="Biên bản chạy thử",
        actor=first, at=NOW,
    )  # fmt: skip
    dry_runs.try_dry(correction_id=opened.pk, actor=first, at=NOW)
    corrections.approve(correction_id=opened.pk, actor=second, at=NOW)
    while applications.apply_slice(correction_id=opened.pk, actor=second, at=NOW):
        pass
    actions.fold_pending(at=NOW)
    assert queries.figures_of(place, span).open_late == 0
    assert verify(now=NOW).different == ()


def test_facts_written_down_are_read_back_as_they_were(states: dict[str, Dossier]) -> None:
    """What a dossier counted as is taken away exactly."""
    ids = [dossier.pk for dossier in states.values()]
    assert set(Counted.objects.values_list("dossier", flat=True)) == set(ids)
    assert set(facts_of(ids)) == set(ids)
    actions.exchange(ids)
    assert verify(now=NOW).different == ()


@pytest.mark.parametrize("places", [[], ["a:999999"]])
def test_a_place_without_figures_is_empty(world: World, places: list[str]) -> None:
    span = Span(since=NOW.date(), until=NOW.date(), as_of=NOW, soon=NOW)
    found = queries.figures_of(places, span)
    assert not found.any
    assert found.share_in_time is None
