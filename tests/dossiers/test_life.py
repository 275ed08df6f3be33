"""A dossier from the counter to the result, by actions."""

from datetime import timedelta

import pytest

from lienthong.dossiers.actions import endings, steps, waits
from lienthong.dossiers.models import Dossier, TimelineEvent
from lienthong.dossiers.queries.reading import columns, reading_of
from lienthong.dossiers.rules import MovedOn, NotAllowed
from lienthong.dossiers.rules.lifecycle import State
from lienthong.journal.models import Entry
from tests.dossiers import world as worlds
from tests.dossiers.world import NOW, World


def test_a_benefit_goes_from_the_counter_to_the_result(world: World) -> None:
    dossier = worlds.receive(world, at=NOW - timedelta(days=2))
    assert dossier.state == State.ACCEPTED
    assert dossier.due_at is not None
    assert dossier.promised_at == dossier.due_at
    dossier = worlds.advance_to_result(world, dossier, at=NOW - timedelta(days=1))
    dossier = endings.complete(
        dossier_id=dossier.pk, seen=None, result_number="12/QĐ-UBND",
        actor=worlds.actor(world.approver, world.committee), at=NOW,
    )  # fmt: skip
    assert (dossier.state, dossier.verdict, dossier.holder) == (State.DONE, "early", "desk")
    assert dossier.agency_id == world.centre
    dossier = endings.return_result(
        dossier_id=dossier.pk, seen=None, method="direct",
        actor=worlds.actor(world.receptionist, world.centre), at=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert dossier.state == State.RETURNED
    stored = Dossier.objects.get(pk=dossier.pk)
    expected = columns(reading_of(stored, now=NOW + timedelta(days=9)))
    assert {name: getattr(stored, name) for name in expected} == expected
    assert Entry.objects.filter(subject=dossier.code).count() >= 4


def test_two_officers_at_once_one_succeeds_and_the_other_is_told_who_was_first(
    world: World,
) -> None:
    dossier = worlds.receive(world)
    seen = dossier.events_seen
    actor = worlds.actor(world.receptionist, world.centre)
    steps.note(dossier_id=dossier.pk, seen=seen, text="một", actor=actor, at=NOW)
    with pytest.raises(MovedOn, match="Trần Quốc Bảo vừa ghi"):
        steps.note(dossier_id=dossier.pk, seen=seen, text="hai", actor=actor, at=NOW)
    assert TimelineEvent.objects.filter(dossier=dossier).count() == seen + 1


def test_a_supplement_stops_the_clock_and_moves_the_promise(world: World) -> None:
    dossier = worlds.receive(world, at=NOW - timedelta(days=3))
    first = dossier.promised_at
    actor = worlds.actor(world.handler, world.committee)
    dossier = waits.request_supplement(
        dossier_id=dossier.pk, seen=None, wanted=["Bản sao sổ tài khoản"], reason="Sai số",
        legal_basis="Thành phần hồ sơ", until=None, actor=actor, at=NOW,
    )  # fmt: skip
    assert (dossier.state, dossier.due_at, dossier.holder) == (
        State.AWAITING_SUPPLEMENT, None, "applicant",
    )  # fmt: skip
    dossier = waits.receive_supplement(
        dossier_id=dossier.pk, seen=None, complete=True, note="", actor=actor,
        at=NOW + timedelta(days=5),
    )  # fmt: skip
    assert first is not None and dossier.promised_at is not None
    assert dossier.promised_at > first


def test_nothing_is_written_when_an_act_is_refused(world: World) -> None:
    dossier = worlds.receive(world)
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed):
        endings.return_result(
            dossier_id=dossier.pk, seen=None, method="direct",
            actor=worlds.actor(world.receptionist, world.centre), at=NOW,
        )  # fmt: skip
    assert Entry.objects.count() == entries
    assert TimelineEvent.objects.filter(dossier=dossier).count() == 2


def test_the_same_form_sent_twice_makes_one_dossier(world: World) -> None:
    first = worlds.receive(world, key="form-1")
    second = worlds.receive(world, key="form-1")
    assert first.pk == second.pk
