"""Unannounced visits: suggested where reports and use contradict each other, unknown to who is on
the list until recorded, and followed until everything is put right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count as count_from
from typing import Any

import pytest

from lienthong.accounts import actions as people
from lienthong.accounts import queries as accounts
from lienthong.accounts.models import Assignment
from lienthong.accounts.rules import GRANTS, Permission, Role
from lienthong.journal import queries as journal
from lienthong.measures.models import Daily
from lienthong.programmes.actions import visits as actions
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.actions.visits import RemedyGiven
from lienthong.programmes.models import Explanation, Visit
from lienthong.programmes.queries import visits as queries
from lienthong.programmes.queries.slow import slow_units
from lienthong.programmes.queries.suspicion import suspects
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.kinds import DeadlineKind, Pillar, VisitState
from lienthong.programmes.rules.visiting import (
    REMEDY_NAMES,
    STATE_NAMES,
    Claimed,
    Facts,
    Reported,
    check_planned,
    suspicions,
)
from lienthong.reports.models import Indicator, Value
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes.house import MONDAY, House, at

PLANNED_ON = date(2026, 9, 9)


@dataclass(frozen=True)
class World:
    house: House
    manager: int  # plans for the Party committee
    planned: Visit

    @property
    def by(self) -> str:
        return f"a:{self.manager}"


def plan(house: House, account: int, **changed: Any) -> Visit:
    given: dict[str, Any] = {
        "programme": house.programme,
        "visited": house.agencies.commune,
        "planned_on": PLANNED_ON,
        "reason": "Báo cáo đủ nhưng ít hồ sơ",
        "agency": house.party,
        "by": f"a:{account}",
        "at": MONDAY,
    }
    return actions.plan_visit(**{**given, **changed})


@pytest.fixture
def world(db: None) -> World:
    house = houses.build()
    manager = cast.account("manager")
    cast.assign(manager, house.party, Role.PROGRAMME_MANAGER)
    return World(house, manager, plan(house, manager))


def record(world: World, **changed: Any) -> Visit:
    given: dict[str, Any] = {
        "code": world.planned.code,
        "findings": "Máy quét chưa dùng lần nào",
        "agency": world.house.party,
        "by": world.by,
        "at": at(9),
    }
    return actions.record_visit(**{**given, **changed})


def reader(account: int) -> queries.Reader:
    return queries.reader_of(accounts.scope_of(account, at=at(9)))


def facts(**changed: Any) -> Facts:
    given: dict[str, Any] = {"received": 800, "online": 700, "days": 30, "good": True}
    return Facts(**{**given, **changed})


def hold(account: int, agency: int, role: Role) -> None:
    """Also a role that no commune may give: none opens the list."""
    Assignment.objects.create(
        account_id=account, agency_id=agency, role=role.value, valid_from=cast.OPENED
    )


# The suggestions.


def test_r78_reported_completion_that_measures_contradict_is_flagged_with_a_sentence() -> None:
    claim = Claimed(task="KH02.01", name="Trực tuyến", claimed=Decimal(90), measured=Decimal(30))
    told = suspicions(facts(claimed=[claim]), common=None, least=10)
    assert [round(one.points) for one in told] == [67]
    assert "KH02.01" in told[0].message % told[0].values
    fair = Claimed(task="KH02.01", name="Trực tuyến", claimed=Decimal(30), measured=Decimal(30))
    assert suspicions(facts(claimed=[fair]), common=None, least=10) == []


def test_small_and_large_units_are_compared_fairly() -> None:
    """The same share: of few dossiers it may be chance, of many it is not."""
    few = facts(received=10, online=4)
    many = facts(received=1000, online=400)
    assert suspicions(few, common=0.6, least=1) == []
    [reason] = suspicions(many, common=0.6, least=1)
    assert 10 < reason.points < 20
    small = Reported(name="Hồ sơ", reported=Decimal(8), measured=Decimal(2))
    large = Reported(name="Hồ sơ", reported=Decimal(800), measured=Decimal(200))
    assert suspicions(facts(reported=[small]), common=None, least=1) == []
    assert suspicions(facts(reported=[large]), common=None, least=1)[0].points > 60


def test_what_should_be_low_is_flagged_when_it_is_reported_too_low() -> None:
    late = Reported(name="Quá hạn", reported=Decimal(0), measured=Decimal(300), rising=False)
    assert suspicions(facts(reported=[late]), common=None, least=10)[0].points > 50
    honest = Reported(name="Quá hạn", reported=Decimal(300), measured=Decimal(300), rising=False)
    assert suspicions(facts(reported=[honest]), common=None, least=10) == []


def test_who_looks_bad_on_paper_already_needs_no_secret_visit_for_low_use() -> None:
    assert suspicions(facts(received=0, online=0), common=0.6, least=10)[0].points == 100
    assert suspicions(facts(received=0, online=0, good=False), common=0.6, least=10) == []
    assert suspicions(facts(received=900, online=1, good=False), common=0.6, least=10) == []


def count(place: str, figure: str, value: int, day: date) -> None:
    Daily.objects.create(place=place, procedure=0, day=day, figure=figure, value=value)


def test_r30_communes_and_provinces_with_good_reports_and_low_use_are_ranked(
    world: World,
) -> None:
    agencies, day = world.house.agencies, date(2026, 9, 3)
    Indicator.objects.create(
        code="ho-so", name="Hồ sơ tiếp nhận", measure="hồ sơ", kind="count", flow="discrete",
        rollup="sum", measured="dossiers.received", rising=True, source="Thử",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    for agency, stated in ((agencies.commune, 900), (agencies.other_commune, 400)):
        Value.objects.create(
            indicator="ho-so", agency_id=agency, start=day, end=day, number=stated,
            as_of=MONDAY, source="typed", at=MONDAY,
        )  # fmt: skip
    for agency, received in ((agencies.commune, 100), (agencies.other_commune, 400)):
        count(f"a:{agency}", "received", received, day)
        count(f"a:{agency}", "received_online", received * 9 // 10, day)
    for province in ("48", "46"):
        count(f"p:{province}", "received", 500, day)
        count(f"p:{province}", "received_online", 10 if province == "46" else 490, day)
    everywhere = {
        agencies.commune, agencies.other_commune, agencies.province, agencies.other_province,
    }  # fmt: skip
    found = suspects(everywhere, as_of=at(7, 12))
    assert [one.agency for one in found] == [agencies.commune, agencies.other_province]
    first = found[0]
    assert first.received == 100, "the volume stands beside the score"
    sentence = first.reasons[0].message % first.reasons[0].values
    assert "900" in sentence
    assert "100" in sentence
    assert suspects({agencies.other_commune}, as_of=at(7, 12)) == []


# Who may know.


def test_r31_who_plans_sees_the_list_and_nobody_of_the_unit_does(world: World) -> None:
    assert [row.code for row in queries.visits(reader(world.manager))] == [world.planned.code]
    agencies = world.house.agencies
    for number, role in enumerate(Role):
        for place in (agencies.commune, agencies.centre, agencies.police):
            account = cast.account(f"there-{number}-{place}")
            hold(account, place, role)
            assert queries.visits(reader(account)) == []
            assert queries.visit(world.planned.code, reader(account)) is None


@pytest.mark.parametrize("role", list(Role))
def test_r31_people_of_the_unit_with_any_role_higher_up_see_nothing(
    world: World, role: Role
) -> None:
    """Every role in the commune beside the right to plan for the whole province."""
    both = cast.account("both")
    hold(both, world.house.agencies.commune, role)
    for place in (world.house.party, world.house.agencies.province):
        cast.assign(both, place, Role.PROGRAMME_MANAGER)
        cast.assign(both, place, Role.INSPECTOR)
        cast.assign(both, place, Role.HEAD)
    assert queries.visits(reader(both)) == []
    assert queries.visit(world.planned.code, reader(both)) is None
    subject = f"visit:{world.planned.code}"
    assert queries.secret_subjects([subject], reader(both).own) == {subject}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROGRAMME_MANAGER])
def test_r31_who_only_reads_at_the_planning_agency_sees_no_plan(world: World, role: Role) -> None:
    above = cast.account("above")
    cast.assign(above, world.house.party, role)
    assert Permission.VISIT_PLAN not in GRANTS[role]
    assert queries.visits(reader(above)) == []


def test_r31_a_deputy_of_somebody_of_the_unit_sees_nothing(world: World) -> None:
    local, deputy = cast.account("local"), cast.account("deputy")
    cast.assign(local, world.house.agencies.commune, Role.REPORTER)
    cast.assign(deputy, world.house.party, Role.PROGRAMME_MANAGER)
    assert len(queries.visits(reader(deputy))) == 1
    people.appoint_deputy(
        principal_id=local, deputy_id=deputy, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=9),
        reason="Nghỉ phép", by=cast.BY, at=MONDAY,
    )  # fmt: skip
    assert queries.visits(reader(deputy)) == []


def test_r31_once_recorded_the_unit_sees_it(world: World) -> None:
    head, inspector = cast.account("head"), cast.account("inspector")
    cast.assign(head, world.house.agencies.commune, Role.HEAD)
    cast.assign(inspector, world.house.agencies.commune, Role.INSPECTOR)
    stranger = cast.account("stranger")
    cast.assign(stranger, world.house.agencies.other_commune, Role.HEAD)
    record(world)
    for account in (head, inspector):
        assert [row.findings for row in queries.visits(reader(account))] == [
            "Máy quét chưa dùng lần nào"
        ]
    assert queries.visits(reader(stranger)) == []


def test_r31_a_plan_that_was_given_up_stays_unseen(world: World) -> None:
    head = cast.account("head")
    cast.assign(head, world.house.agencies.commune, Role.HEAD)
    actions.drop_visit(code=world.planned.code, agency=world.house.party, by=world.by, at=at(8))
    assert queries.visits(reader(head)) == []
    assert queries.visits(reader(world.manager))[0].state is VisitState.DROPPED


def test_r31_the_journal_names_neither_unit_nor_day_before_it_is_recorded(world: World) -> None:
    [entry] = journal.entries_of(f"visit:{world.planned.code}")
    assert entry.data == {}
    assert entry.unit == str(world.house.party)
    record(world)
    newest = journal.entries_of(f"visit:{world.planned.code}")[0]
    assert newest.data == {"visited": world.house.agencies.commune}


def test_r31_a_code_tells_nothing_of_how_many_are_planned(world: World) -> None:
    codes = {plan(world.house, world.manager).code for _ in range(20)}
    assert len(codes) == 20
    assert not any(code.isdecimal() and int(code) < 1000 for code in codes)


def test_r31_visiting_a_province_or_a_department_is_hidden_from_all_its_people(
    world: World,
) -> None:
    agencies = world.house.agencies
    Visit.objects.all().delete()
    plan(world.house, world.manager, visited=agencies.department)
    below = cast.account("below")
    cast.assign(below, agencies.department, Role.REPORTER)
    cast.assign(below, world.house.party, Role.PROGRAMME_MANAGER)
    assert queries.visits(reader(below)) == []
    plan(world.house, world.manager, visited=agencies.province)
    anywhere = cast.account("anywhere")
    cast.assign(anywhere, agencies.centre, Role.HANDLER)
    cast.assign(anywhere, world.house.party, Role.PROGRAMME_MANAGER)
    assert [row.agency for row in queries.visits(reader(anywhere))] == [agencies.department]
    assert len(queries.visits(reader(world.manager))) == 2


def test_nobody_plans_a_visit_of_the_own_unit_nor_touches_one(world: World) -> None:
    both = cast.account("both")
    cast.assign(both, world.house.agencies.centre, Role.HEAD)
    cast.assign(both, world.house.party, Role.PROGRAMME_MANAGER)
    with pytest.raises(NotAllowed, match="đang giữ vai trò"):
        plan(world.house, both)
    with pytest.raises(NotAllowed, match="Không có cuộc kiểm tra này"):
        actions.drop_visit(
            code=world.planned.code, agency=world.house.party, by=f"a:{both}", at=at(8)
        )
    with pytest.raises(NotAllowed, match="Không có cuộc kiểm tra này"):
        record(world, by=f"a:{both}")
    with pytest.raises(NotAllowed, match="chính cơ quan mình"):
        plan(world.house, world.manager, visited=world.house.party)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"planned_on": date(2026, 9, 6)}, "từ hôm nay"),
        ({"reason": " "}, "Ghi lý do"),
        ({"visited": 10_000_000}, "Không có cơ quan"),
    ],
)
def test_a_plan_says_what_it_lacks(world: World, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        plan(world.house, world.manager, **changed)


def test_what_may_happen_to_a_visit_is_total() -> None:
    assert set(STATE_NAMES) == set(VisitState)
    assert len(REMEDY_NAMES) == 2
    check_planned(VisitState.PLANNED)
    for state in (VisitState.RECORDED, VisitState.DROPPED):
        with pytest.raises(NotAllowed):
            check_planned(state)


def test_a_visit_is_recorded_once_and_not_before_its_day(world: World) -> None:
    with pytest.raises(NotAllowed, match="Chưa đến ngày"):
        record(world, at=at(8))
    with pytest.raises(NotAllowed, match="đã thấy tại chỗ"):
        record(world, findings="  ")
    record(world, found={"Hồ sơ": "12"})
    with pytest.raises(NotAllowed, match="đã ghi nhận"):
        record(world)


# What has to be put right.


@pytest.fixture
def remedied(world: World) -> Callable[..., int]:
    numbers = count_from(777)

    def make(*, person: bool = True, due_on: date | None = date(2026, 9, 20)) -> int:
        who = cast.person("Trần Văn Khắc", next(numbers)) if person else None
        return actions.demand_remedy(
            programme=world.house.programme, owner=world.house.agencies.commune,
            given=RemedyGiven(text="Dùng máy quét", person=who, due_on=due_on),
            origin="12-BB/TĐKT", agency=world.house.party, by=world.by, at=at(9),
        ).pk  # fmt: skip

    return make


def test_r19_what_lacks_a_person_or_a_date_is_listed_until_it_is_named(
    world: World, remedied: Callable[..., int]
) -> None:
    whole, nobody, never = remedied(), remedied(person=False), remedied(due_on=None)
    there = {world.house.agencies.commune}

    def missing() -> set[int]:
        return {row.id for row in queries.remedies(there, on=date(2026, 9, 10), only="missing")}

    assert missing() == {nobody, never}
    assert whole not in missing()
    who = cast.person("Lê Thị Lo", 999)
    for number in (nobody, never):
        actions.name_remedy(
            remedy_id=number, person=who, due_on=date(2026, 9, 20),
            agency=world.house.party, by=world.by, at=at(10),
        )  # fmt: skip
    assert missing() == set()


def test_r32_a_remedy_is_followed_until_somebody_else_confirms_it(
    world: World, remedied: Callable[..., int]
) -> None:
    number, there = remedied(), world.house.agencies.commune

    def confirm(agency: int, by: str) -> None:
        actions.close_remedy(remedy_id=number, agency=agency, by=by, at=at(15))

    with pytest.raises(NotAllowed, match="Chưa có kết quả"):
        confirm(world.house.party, world.by)
    with pytest.raises(NotAllowed, match="Chỉ cơ quan phải khắc phục"):
        actions.report_remedy(
            remedy_id=number, result="x", agency=world.house.party, by=world.by, at=at(14)
        )
    actions.report_remedy(
        remedy_id=number, result="Đã dùng từ 14/9", agency=there, by="a:9", at=at(14)
    )
    with pytest.raises(NotAllowed, match="không tự xác nhận"):
        confirm(there, "a:10")
    with pytest.raises(NotAllowed, match="không tự xác nhận"):
        confirm(world.house.party, "a:9")
    actions.return_remedy(
        remedy_id=number, reason="Chưa thấy hồ sơ", agency=world.house.party, by=world.by,
        at=at(15),
    )  # fmt: skip
    assert not queries.remedies({there}, on=date(2026, 9, 15), only="waiting")
    actions.report_remedy(
        remedy_id=number, result="Đã có 20 hồ sơ", agency=there, by="a:9", at=at(16)
    )
    assert len(queries.remedies({there}, on=date(2026, 9, 16), only="waiting")) == 1
    confirm(world.house.party, world.by)
    assert queries.remedies({there}, on=date(2026, 9, 30), only="late") == []
    assert len(queries.remedies({there}, on=date(2026, 9, 30), only="done")) == 1


def test_a_remedy_reported_done_lacks_nothing_and_is_late_only_if_it_was_reported_late(
    world: World, remedied: Callable[..., int]
) -> None:
    there = world.house.agencies.commune
    early, bare, after = remedied(), remedied(due_on=None), remedied(due_on=date(2026, 9, 12))
    for number in (early, bare, after):
        actions.report_remedy(remedy_id=number, result="Xong", agency=there, by="a:9", at=at(14))
    rows = {row.id: row for row in queries.remedies({there}, on=date(2026, 9, 30))}
    assert [rows[number].late for number in (early, bare, after)] == [False, False, True]
    assert not any(row.missing for row in rows.values())
    assert queries.remedies({there}, on=date(2026, 9, 30), only="missing") == []
    assert [row.id for row in queries.remedies({there}, on=date(2026, 9, 30), only="late")] == [
        after
    ]


def test_r33_the_consolidated_report_counts_per_unit_and_holds_no_plan(
    world: World, remedied: Callable[..., int]
) -> None:
    area = {world.house.agencies.commune, world.house.agencies.centre}
    assert queries.follow_up(area, on=date(2026, 9, 9)) == []
    record(world, remedies=[RemedyGiven(text="Bố trí người hướng dẫn")])
    remedied(due_on=date(2026, 9, 20))
    [line] = queries.follow_up(area, on=date(2026, 9, 25))
    told = (line.visits, line.last_visit, line.remedies, line.open, line.late, line.missing)
    assert told == (1, date(2026, 9, 9), 2, 2, 1, 1)


def test_r35_slow_evasive_and_irresponsible_units_are_listed_with_evidence(
    world: World, remedied: Callable[..., int]
) -> None:
    agencies = world.house.agencies
    late = [
        assign_task(
            programme_id=world.house.programme, title=title, lead_id=lead,
            assigner_id=world.house.party, pillar=Pillar.DATA, by=world.by, at=at(1),
            due_at=at(5, 0), deadline_kind=DeadlineKind.DATE,
        )
        for title, lead in (("Một", agencies.commune), ("Hai", agencies.department))
    ]  # fmt: skip
    Explanation.objects.create(
        task=late[1], cause="system", text="Chờ", commits_to=date(2026, 9, 8), at=at(6), by="a:7"
    )
    remedied(due_on=date(2026, 9, 20))
    area = {agencies.commune, agencies.department, agencies.centre}
    told = {unit.agency: unit for unit in slow_units(area, as_of=at(25))}
    assert set(told) == {agencies.commune, agencies.department}
    commune = told[agencies.commune]
    assert commune.counts == {"overdue": 1, "silent": 1, "remedies": 1}
    assert commune.signs == ["Chậm", "Né tránh", "Thiếu trách nhiệm"]
    assert commune.tasks == (late[0].code,)
    assert told[agencies.department].counts == {"overdue": 1, "broken": 1}
    assert slow_units(area, as_of=at(4)) == []
