"""Taking dossiers in: where, by whom, what may be asked for, codes without gaps."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.actions import components, intake
from lienthong.dossiers.models import CodeSeries, Component, Dossier, TimelineEvent
from lienthong.dossiers.queries import places
from lienthong.dossiers.rules.late import LateRecord
from lienthong.journal.models import Entry
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import ABSENCE, BENEFIT, BIRTH, HOI_AN, LODGING, NOW, World, act

DAY = timedelta(days=1)


def form(world: World, code: str = BENEFIT, **changes: Any) -> intake.Intake:
    version = worlds.version(code)
    option = version.content.time_options[0]
    given = intake.Intake(
        version_id=version.id, option=option.key, channel=option.channels[0].value,
        receiving=world.centre, commune_code=HOI_AN, applicant=world.persons[0],
    )  # fmt: skip
    return replace(given, **changes)


def take(world: World, given: intake.Intake, **more: Any) -> Dossier:
    actor = worlds.actor(world.receptionist, world.centre)
    return intake.receive(intake=given, actor=actor, **{"at": NOW, **more})


def test_a_place_that_may_not_receive_says_where_to_go(world: World) -> None:
    with refused("Nơi này không tiếp nhận"):
        take(world, form(world, receiving=world.other_centre))


def test_a_dossier_of_another_commune_is_taken_where_the_list_says_so(world: World) -> None:
    """Design 4: receiving is not bound to territory where the procedure says so."""
    copies = "2.000815"
    elsewhere = next(
        unit.code for unit in organisations.communes_of("48", on=NOW.date()) if unit.code != HOI_AN
    )
    dossier = take(world, form(world, copies, commune_code=elsewhere))
    assert dossier.receiving_id == world.centre
    provincial = take(world, form(world, BIRTH, receiving=world.province_centre))
    assert (provincial.receiving_id, provincial.competent_id) == (
        world.province_centre, world.committee,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"option": "none"}, "trường hợp"), ({"channel": "pigeon"}, "cách nộp")],
)
def test_the_time_option_belongs_to_the_version_and_the_channel(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    with refused(sentence):
        take(world, form(world, **changes))


def test_the_chosen_option_decides_the_limit(world: World) -> None:
    short, long = (
        take(world, form(world, ABSENCE, option=option, channel="direct"))
        for option in ("standard", "verification")
    )
    assert short.due_at is not None and long.due_at is not None and short.due_at < long.due_at
    assert short.step_due_at is not None and long.step_due_at is not None
    assert short.step_due_at < long.step_due_at


def connected(world: World) -> tuple[str, str]:
    """(key, name) of a component of the benefit whose data a connected source holds."""
    sources = catalogue.connected_sources()
    part = next(
        part for part in worlds.version(BIRTH).content.components if part.replaced_by in sources
    )
    return part.key, part.name


def test_a_paper_whose_data_is_connected_is_asked_for_with_a_reason_only(world: World) -> None:
    """R147, R148, F36."""
    key, name = connected(world)
    paper = intake.NewComponent(key=key, name=name)
    with refused("Không yêu cầu nộp"):
        take(world, form(world, BIRTH, components=[paper]))
    with refused("Không yêu cầu nộp"):
        take(world, form(world, BIRTH, components=[replace(paper, asked_reason="  ")]))
    reason = "Dữ liệu trong nguồn sai, đã báo"
    dossier = take(world, form(world, BIRTH, components=[replace(paper, asked_reason=reason)]))
    assert Component.objects.get(dossier=dossier).asked_reason == reason
    source = next(iter(catalogue.connected_sources()))
    take(world, form(world, BIRTH, components=[replace(paper, source=source)]))


def test_a_later_paper_follows_the_same_rule(world: World) -> None:
    key, name = connected(world)
    dossier = take(world, form(world, BIRTH))
    common = act(dossier, world.receptionist, world.centre, NOW)
    paper = intake.NewComponent(key=key, name=name)
    with refused("Không yêu cầu nộp"):
        components.add_component(**common, component=paper)
    with refused("tên giấy tờ"):
        components.add_component(**common, component=replace(paper, name=" "))
    with refused("từ 1 trở lên"):
        components.add_component(**common, component=replace(paper, copies=0))
    dossier = components.add_component(
        **common, component=replace(paper, asked_reason="Nguồn ngừng hoạt động")
    )
    row = Component.objects.get(dossier=dossier)
    with refused("Chọn tệp"):
        components.attach_file(**common, component_id=row.pk, file="")
    with refused("không có giấy tờ này"):
        components.attach_file(**common, component_id=row.pk + 1, file="x")


def test_the_same_form_twice_makes_one_dossier_and_burns_no_code(world: World) -> None:
    given = form(world, key="form-7")
    first, second = take(world, given), take(world, given, at=NOW + timedelta(minutes=1))
    third = take(world, form(world))
    assert first.pk == second.pk
    assert [int(d.code[-4:]) for d in (first, third)] == [1, 2]


@pytest.mark.parametrize("count", [40, pytest.param(1000, marks=pytest.mark.soak)])
def test_a_burst_at_one_counter_has_codes_without_a_gap(world: World, count: int) -> None:
    """R158, F39: the 20,745 dossiers of one benefit, in small."""
    given = form(world)
    made = [take(world, given) for _ in range(count)]
    prefix = made[0].code.removesuffix("0001")
    assert [dossier.code for dossier in made] == [f"{prefix}{n:04d}" for n in range(1, count + 1)]
    assert CodeSeries.objects.get(prefix=prefix).last == count


def test_paper_dossiers_keep_the_instant_of_receipt_and_that_of_the_entry(world: World) -> None:
    """R131, F38: the clock starts when the paper was taken."""
    said = {"reason": "Mất điện", "second": f"a:{world.head}"}
    late = LateRecord(occurred_at=NOW - 2 * DAY, **said)
    dossier = take(world, form(world), late=late)
    assert dossier.submitted_at == dossier.accepted_at == NOW - 2 * DAY
    events = list(TimelineEvent.objects.filter(dossier=dossier))
    assert all(e.late_recorded and e.recorded_at == NOW and e.data["late"] == said for e in events)
    on_time = worlds.receive(world, at=NOW - 2 * DAY)
    assert dossier.due_at == on_time.due_at
    assert dossier.code.split("-")[1] == f"{NOW - 2 * DAY:%y%m%d}"
    with refused("lý do"):
        take(world, form(world), late=LateRecord(occurred_at=NOW - 2 * DAY))
    with refused("người thứ hai"):
        take(world, form(world), late=LateRecord(occurred_at=NOW - 2 * DAY, reason="Mất điện"))


def test_a_receipt_in_the_future_is_refused(world: World) -> None:
    with refused("ở sau lúc ghi"):
        take(world, form(world), late=LateRecord(occurred_at=NOW + DAY, reason="x", file="y"))


def test_the_second_person_of_a_late_receipt_is_not_the_first(world: World) -> None:
    late = LateRecord(occurred_at=NOW - DAY, reason="x", second=f"a:{world.receptionist}")
    with refused("không phải chính mình"):
        take(world, form(world), late=late)


def test_the_option_chosen_at_acceptance_decides_the_due_time_of_the_first_step(
    world: World,
) -> None:
    dues = []
    for option in ("standard", "verification"):
        dossier = worlds.submit(world, ABSENCE, at=NOW - timedelta(hours=1))
        common = act(dossier, world.receptionist, world.centre, NOW)
        dues.append(intake.accept(**common, option=option).step_due_at)
    assert dues[0] is not None and dues[1] is not None and dues[0] < dues[1]


def test_the_first_step_is_given_to_somebody_of_its_own_agency(world: World) -> None:
    dossier = worlds.submit(world, LODGING, at=NOW - timedelta(hours=1))
    common = act(dossier, world.receptionist, world.centre, NOW)
    option = worlds.version_of(dossier).content.time_options[0].key
    with refused("không làm việc ở cơ quan"):
        intake.accept(**common, option=option, officer=world.receptionist)
    accepted = intake.accept(**common, option=option)
    assert (accepted.agency_id, accepted.officer_id) == (world.police, None)


def test_an_online_dossier_is_accepted_by_hand_and_its_promise_journalled(world: World) -> None:
    dossier = worlds.submit(world, at=NOW - timedelta(hours=1))
    assert (dossier.clock_state, dossier.accepted_at) == ("not_started", None)
    common = act(dossier, world.receptionist, world.centre, NOW)
    with refused("trường hợp"):
        intake.accept(**common, option="none")
    dossier = intake.accept(**common, option="standard")
    assert dossier.accepted_at == NOW and dossier.promised_at == dossier.due_at is not None
    entry = Entry.objects.get(subject=dossier.code, action="dossier.accepted")
    assert entry.data["promised"]
    with refused("không thể"):
        intake.accept(**common, option="standard")


def test_a_code_that_changes_during_the_life_of_a_dossier_changes_nothing_in_it(
    world: World,
) -> None:
    """F15: new dossiers bear the new code; the old one is still found and goes on."""
    before = take(world, form(world))
    organisations_actions.change_code(
        agency_id=world.centre, code="H17.777", valid_from=date(2026, 9, 5),
        source="Quyết định 1", by=worlds.BY, at=NOW,
    )  # fmt: skip
    places.forget()
    after = take(world, form(world), at=NOW + 3 * DAY)
    assert after.code.startswith("H17.777-") and not before.code.startswith("H17.777-")
    moved = worlds.advance(world, before, at=NOW + 3 * DAY)
    assert moved.code == before.code
    assert organisations.agency_by_code("H17.777", on=date(2026, 9, 8)).id == world.centre
    old = before.code.split("-")[0]
    assert organisations.agency_by_code(old, on=date(2026, 9, 8)).id == world.centre


def test_test_dossiers_have_a_series_of_their_own(world: World) -> None:
    real, test = take(world, form(world)), take(world, form(world, test=True))
    assert "-T" in test.code and "-T" not in real.code
    assert real.code.endswith("0001") and test.code.endswith("0001")
    assert test.is_test and not real.is_test


def test_a_filing_goes_straight_to_the_agency_of_its_only_step(world: World) -> None:
    assert take(world, form(world, LODGING)).agency_id == world.police
