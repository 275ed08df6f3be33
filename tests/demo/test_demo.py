"""The demo holds what people are to see, agrees with itself, and is the same every time."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F
from pytest_django.plugin import DjangoDbBlocker

from lienthong.accounts.models import Person
from lienthong.catalogue import queries as catalogue
from lienthong.demo import benefit
from lienthong.demo.province import Built
from lienthong.dossiers.models import Dossier, Sideline, TimelineEvent
from lienthong.dossiers.queries.ledger_check import broken_ledgers
from lienthong.dossiers.queries.reading import columns, events_of_many, read
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.journal import queries as journal
from lienthong.measures.queries.verification import verify
from tests import prepared, remembered
from tests.demo import building
from tests.demo.building import COUNT, NOW

Told = list[tuple[Any, ...]]


def told() -> Told:
    events = TimelineEvent.objects.order_by("dossier__code", "seq")
    return list(
        events.values_list(
            "dossier__code", "seq", "type", "occurred_at", "recorded_at", "late_recorded"
        )
    )


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    with django_db_blocker.unblock(), prepared.use("demo") as built:
        remembered.read()
        yield built


@pytest.fixture
def demo(_demo: Built, db: None) -> Built:
    return _demo


def test_there_are_as_many_dossiers_as_were_asked_for(demo: Built) -> None:
    assert abs(demo.dossiers - COUNT) <= COUNT // 20
    assert Dossier.objects.count() == demo.dossiers


def test_every_state_is_there(demo: Built) -> None:
    found = set(Dossier.objects.values_list("state", flat=True))
    assert {State(value) for value in found} == set(State)


@pytest.mark.parametrize(
    "kind",
    [
        EventType.SUPPLEMENT_REQUESTED, EventType.SUPPLEMENT_RECEIVED, EventType.PAUSED,
        EventType.HANDED_OVER, EventType.CONSULTATION_REQUESTED, EventType.INSPECTION_FINISHED,
        EventType.APOLOGISED, EventType.WITHDRAWN, EventType.RETURNED, EventType.SUBTASK_DONE,
        EventType.CASE_OPENED, EventType.PAYMENT_RECEIVED,
    ],
)  # fmt: skip
def test_what_officers_do_has_happened(demo: Built, kind: EventType) -> None:
    assert TimelineEvent.objects.filter(type=kind.value).exists()


def test_nothing_is_finished_that_officers_could_not_finish(demo: Built) -> None:
    """As the actions refuse it: before the limit ran, or with parts of others not done."""
    done = Dossier.objects.filter(outcome="completed")
    assert not done.filter(verdict="").exists()
    for dossier in done.filter(procedure__code="2.000986"):
        assert Sideline.objects.filter(dossier=dossier, kind="subtask").count() == 2
        assert not Sideline.objects.filter(dossier=dossier, closed_at=None).exists()


def test_late_recordings_tests_and_dossiers_sent_back_are_there(demo: Built) -> None:
    late = TimelineEvent.objects.filter(late_recorded=True)
    assert late.exists() and all(event.data["late"]["reason"] for event in late)
    assert late.filter(recorded_at__gt=F("occurred_at")).count() == late.count()
    tests = Dossier.objects.filter(is_test=True)
    assert tests.exists() and all("-T" in dossier.code for dossier in tests)
    assert Dossier.objects.filter(back_and_forth__gt=0).exists()
    assert Sideline.objects.exists()


def test_the_case_of_the_report_is_there_and_a_correction_would_clear_it(demo: Built) -> None:
    """A benefit of 10 working days, configured as 10 calendar days over the last holidays."""
    burst = Dossier.objects.filter(procedure__code=benefit.CODE, verdict="late")
    assert demo.benefit_dossiers >= COUNT // 10
    assert burst.count() >= demo.benefit_dossiers * 3 // 4
    right = {"limit": {"amount": "10", "unit": "working_day"}}
    timelines = events_of_many(burst.values_list("pk", flat=True))
    in_time = 0
    for dossier in burst:
        content = catalogue.version(dossier.version_id).content
        last = timelines[dossier.pk][-1]
        fixed = type(last)(
            seq=last.seq + 1, type=EventType.CORRECTED, occurred_at=NOW, recorded_at=NOW,
            by="x", agency=last.agency, data={"correction": 1, "set": right},
        )  # fmt: skip
        verdict = read([*timelines[dossier.pk], fixed], content, now=NOW).clock.verdict
        in_time += verdict is not None and verdict.value != "late"
    assert in_time >= burst.count() * 9 // 10


def test_nobody_in_it_exists(demo: Built) -> None:
    """Identity numbers with the unassigned prefix, phones 0900 000, example.com."""
    for person in Person.objects.all():
        assert person.identity_number is None or person.identity_number.startswith("000")
        assert not person.phone or person.phone.startswith("0900000")
        assert not person.email or person.email.endswith("@example.com")


def test_everything_computed_agrees_with_the_events(demo: Built) -> None:
    timelines = events_of_many(Dossier.objects.values_list("pk", flat=True))
    for dossier in Dossier.objects.all():
        events = timelines[dossier.pk]
        content = catalogue.version(dossier.version_id).content
        expected = columns(read(events, content, now=events[-1].recorded_at))
        assert {name: getattr(dossier, name) for name in expected} == expected, dossier.code
        assert events[-1].recorded_at <= NOW
    assert not [code for _, codes in broken_ledgers(now=NOW) for code in codes]
    assert verify(now=NOW).different == ()
    assert journal.verify().first_bad is None


def test_one_account_for_each_role_opens(demo: Built) -> None:
    assert len({account.username for account in demo.accounts}) == 14


@pytest.mark.soak
def test_the_same_seed_and_now_tell_the_same_lives(transactional_db: None) -> None:
    with prepared.use("demo", fresh=True):
        first = told()
    with prepared.use("country", fresh=True):
        building.build()
        assert told() == first != []
