"""Warnings, handing down, and figures that a past moment recomputes."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Actor
from lienthong.journal.models import Entry
from lienthong.organisations.rules import Level
from lienthong.programmes.actions import cascade, decisions, programmes, requests, warnings, work
from lienthong.programmes.models import EarlyWarning, Programme, Task, WarningRecipient
from lienthong.programmes.queries import reach
from lienthong.programmes.queries.duties import duties, inbox
from lienthong.programmes.queries.figures import KINDS, OTHER_KINDS, Asked, Figures
from lienthong.programmes.queries.pages import task_page
from lienthong.programmes.queries.programmes import visible_programmes, with_children
from lienthong.programmes.queries.tasks import page_of_tasks
from lienthong.programmes.queries.thresholds import threshold_rows, thresholds
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.assigning import KeyResultGiven, SourceGiven
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, RequestKind, WarningLevel
from lienthong.programmes.rules.timeliness import PUBLIC, Timeliness
from lienthong.reports.models import Value
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import House, at


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


def everything(house: House) -> frozenset[int]:
    found = house.agencies
    return frozenset({house.party, found.province, found.department, found.commune, found.centre})


# -- warnings


@pytest.fixture
def people(house: House) -> dict[str, int]:
    """Who works for the province, its head, the standing agency's manager and its head."""
    held = {
        "reporter": (house.agencies.province, Role.REPORTER),
        "head": (house.agencies.province, Role.HEAD),
        "manager": (house.party, Role.PROGRAMME_MANAGER),
        "party-head": (house.party, Role.HEAD),
    }
    found = {}
    for name, (agency, role) in held.items():
        found[name] = cast.account(name)
        cast.assign(found[name], agency, role)
    return found


def told(task: Task, day: int) -> set[int]:
    rows = WarningRecipient.objects.filter(warning__task=task, warning__on=at(day).date())
    return set(rows.values_list("account", flat=True))


def test_the_ladder_reaches_more_people_the_later_it_is(
    house: House, people: dict[str, int]
) -> None:
    task = lives.assigned(house)
    work.acknowledge(task_id=task.pk, seen=None, actor=lives.hands(house).lead, at=at(1, 10))
    for day in range(8, 20):
        warnings.warn(at=at(day))
    given = list(EarlyWarning.objects.order_by("on").values_list("level", "on__day"))
    assert given == [
        ("yellow", 8), ("yellow", 11), ("yellow", 14), ("red", 15), ("special_red", 17),
    ]  # fmt: skip
    assert told(task, 11) == {people["reporter"]}
    assert told(task, 15) == {people["reporter"], people["head"]}
    assert told(task, 17) == set(people.values())


def test_a_second_round_on_the_same_day_says_nothing_again(
    house: House, people: dict[str, int]
) -> None:
    lives.assigned(house)
    assert warnings.warn(at=at(16)) == 1
    assert warnings.warn(at=at(16, 11)) == 0
    assert Entry.objects.filter(action="task.warned").count() == 1


def test_a_result_that_waits_warns_who_has_to_accept_it(
    house: House, people: dict[str, int]
) -> None:
    task = lives.submitted(house, lives.assigned(house), at(14))
    warnings.warn(at=at(16))
    warning = EarlyWarning.objects.get()
    assert (warning.level, warning.agency_id) == (WarningLevel.RED, house.party)
    assert told(task, 16) == {people["manager"], people["party-head"]}


def test_who_got_a_warning_sees_it_once(house: House, people: dict[str, int]) -> None:
    lives.assigned(house)
    warnings.warn(at=at(16))
    mine = inbox(people["reporter"], unseen=True)
    assert [line.level for line in mine] == [WarningLevel.RED]
    with pytest.raises(NotAllowed, match="người khác"):
        warnings.see_warning(
            warning_id=mine[0].id, account_id=people["manager"], by="a:1", at=at(16)
        )
    warnings.see_warning(
        warning_id=mine[0].id, account_id=people["reporter"], by="a:1", at=at(16, 12)
    )
    assert inbox(people["reporter"], unseen=True) == []


# -- requirements


def test_r3_every_task_has_exactly_one_pillar_of_the_six(house: House) -> None:
    assert len(Pillar) == 6
    task = lives.assigned(house, pillar=Pillar.FINANCE)
    assert task.pillar == Pillar.FINANCE
    found = Figures(Asked(agencies=everything(house), now=at(2), pillar=Pillar.FINANCE)).seen()
    assert [one.id for one in found] == [task.pk]
    assert not Figures(Asked(agencies=everything(house), now=at(2), pillar=Pillar.DATA)).seen()


def test_r6_a_task_concerns_one_or_more_blocs(house: House) -> None:
    task = lives.assigned(house, blocs=[Bloc.PARTY, Bloc.FRONT, Bloc.PARTY])
    page = task_page(task.code, now=at(2))
    assert page is not None
    assert set(page.blocs) == {Bloc.PARTY, Bloc.FRONT}
    for bloc, count in ((Bloc.PARTY, 1), (Bloc.ASSEMBLY, 0)):
        assert len(Figures(Asked(agencies=everything(house), now=at(2), bloc=bloc)).seen()) == count


def test_r21_and_r22_a_task_names_who_answers_for_it_and_whom_to_call(house: House) -> None:
    number = Account.objects.get(pk=cast.account("dau-moi", "Lê Đầu Mối")).person_id
    task = lives.assigned(house)
    work.acknowledge(
        task_id=task.pk,
        seen=None,
        head_id=number,
        contact_id=number,
        actor=lives.hands(house).lead,
        at=at(2),
    )
    page = task_page(task.code, now=at(2))
    assert page is not None
    assert (page.head, page.contact) == ("Lê Đầu Mối", "Lê Đầu Mối")
    warnings.warn(at=at(16))
    assert told(task, 16) == {Account.objects.get(person=number).pk}


def test_r23_a_working_group_follows_the_tasks_of_its_pillars(house: House) -> None:
    own = programmes.create_programme(
        code="CT",
        name="Chương trình riêng",
        authority="Thành ủy",
        standing_id=house.party,
        parent_id=house.programme,
        source="Thử",
        valid_from=at(1).date(),
        working_groups=[
            programmes.WorkingGroupGiven(
                code="2-3", name="Tổ 2, 3", pillars=(Pillar.INFRASTRUCTURE, Pillar.DATA)
            )
        ],
        by="a:21",
        at=at(1),
    )
    lives.assigned(house, programme_id=own.pk, pillar=Pillar.DATA)
    lives.assigned(house, programme_id=own.pk, pillar=Pillar.PEOPLE)
    group = next(one for one in visible_programmes([house.party]) if one.code == "CT")
    pillars = group.working_groups[0][2]
    found = Figures(Asked(agencies=everything(house), now=at(2), pillars=pillars)).seen()
    assert [one.pillar for one in found] == [Pillar.DATA]
    assert with_children(house.programme) == {house.programme, own.pk}


def test_r28_one_task_of_several_systems_shows_all_its_codes_and_where_they_disagree(
    house: House,
) -> None:
    task = lives.assigned(
        house,
        sources=[
            SourceGiven(code="35-TB/TGV", due_on=at(14).date()),
            SourceGiven(code="57.204", system="nq57.vn", due_on=at(28).date()),
        ],
    )
    lines, _after, _count = page_of_tasks(
        Asked(agencies=everything(house), now=at(2), text="57.204 ho tro")
    )
    assert [line.code for line in lines] == [task.code]
    assert lines[0].codes == ("35-TB/TGV", "nq57.vn 57.204")
    page = task_page(task.code, now=at(2))
    assert page is not None
    assert page.conflicts[0].printed == ("14/09/2026", "28/09/2026")


def test_a_claim_above_what_is_measured_is_flagged_at_once(house: House) -> None:
    result = KeyResultGiven(
        name="Xã có hồ sơ", target=Decimal(93), measure="xã", indicator="x.ready"
    )
    task = lives.assigned(house, key_results=[result])
    Value.objects.create(
        indicator="x.ready", agency_id=task.lead_id, start=at(1).date(),
        end=at(2).date(), number=Decimal(90), as_of=at(2), source="typed", at=at(2),
    )  # fmt: skip
    lead = lives.hands(house).lead
    work.acknowledge(task_id=task.pk, seen=None, actor=lead, at=at(2))
    work.report_progress(
        task_id=task.pk, seen=None, percent=100, results={1: Decimal(93)}, actor=lead, at=at(3)
    )
    page = task_page(task.code, now=at(3))
    assert page is not None
    assert page.key_results[0].over
    assert page.events[-1].data["flagged"] == [
        {"result": 1, "claimed": "93", "measured": "90.0000"}
    ]


# -- handing down


def test_r39_a_task_is_handed_down_with_less_time_for_each_level(house: House) -> None:
    task = lives.assigned(house, on=at(1))
    lead = lives.hands(house).lead
    with pytest.raises(NotAllowed, match="cấp dưới của mình"):
        cascade.cascade_task(
            task_id=task.pk, lead_ids=[house.agencies.other_commune], actor=lead, at=at(1)
        )
    made = cascade.cascade_task(
        task_id=task.pk,
        lead_ids=[house.agencies.commune, house.agencies.department],
        actor=lead,
        at=at(1),
    )
    commune, department = made
    assert (commune.code, department.code) == ("KH02.01.01", "KH02.01.02")
    assert commune.due_at is not None
    assert department.due_at is not None
    assert task.due_at is not None
    assert at(1) < commune.due_at < department.due_at < task.due_at
    with pytest.raises(NotAllowed, match="đều đã được giao"):
        cascade.cascade_task(
            task_id=task.pk, lead_ids=[house.agencies.commune], actor=lead, at=at(2)
        )


def test_a_task_is_not_submitted_before_those_handed_down_are_done(house: House) -> None:
    task = lives.assigned(house, on=at(1))
    lead = lives.hands(house).lead
    made = cascade.cascade_task(
        task_id=task.pk, lead_ids=[house.agencies.commune], actor=lead, at=at(1)
    )
    lives.with_evidence(house, task, at(2))
    with pytest.raises(NotAllowed, match="1 việc giao cho cấp dưới"):
        work.submit_task(task_id=task.pk, seen=None, actor=lead, at=at(3))
    decisions.cancel(
        task_id=made[0].pk, seen=None, document="1-TB", reason="Thôi", actor=lead, at=at(3)
    )
    work.submit_task(task_id=task.pk, seen=None, actor=lead, at=at(3))


# -- figures


def lived(house: House) -> None:
    """Tasks in many states, with corrections and extensions."""
    hands = lives.hands(house)
    lives.assigned(house, due_at=None, deadline_kind=DeadlineKind.RECURRING, recurrence="daily")
    lives.assigned(house, due_at=None)
    accepted = lives.submitted(house, lives.assigned(house), at(9))
    decisions.accept_task(task_id=accepted.pk, seen=None, actor=hands.party, at=at(11))
    late = lives.submitted(house, lives.assigned(house), at(17))
    decisions.accept_task(task_id=late.pk, seen=None, actor=hands.party, at=at(18))
    requests.request(
        task_id=lives.assigned(house).pk,
        seen=None,
        kind=RequestKind.CORRECTION,
        reason="Sai",
        of=1,
        change={"due": at(25).isoformat()},
        actor=hands.lead,
        at=at(16),
    )
    other = lives.assigned(house)
    decisions.reassign(
        task_id=other.pk,
        seen=None,
        lead_id=house.agencies.department,
        reason="Đúng thẩm quyền",
        actor=hands.party,
        at=at(12),
    )
    dropped = lives.assigned(house)
    decisions.cancel(
        task_id=dropped.pk, seen=None, document="1", reason="x", actor=hands.party, at=at(13)
    )


def test_figures_of_now_and_of_this_moment_as_a_past_one_are_the_same(house: House) -> None:
    lived(house)
    for moment in (at(18, 10), at(30)):
        for unit in (None, [house.agencies.province], [house.agencies.department]):
            asked = Asked(agencies=everything(house), now=moment, units=unit)
            again = Asked(agencies=everything(house), now=at(30), as_of=moment, units=unit)
            assert Figures(asked).counts() == Figures(again).counts()


def test_a_past_figure_is_what_was_shown_then(house: House) -> None:
    """Whatever is recorded later, and whoever leads now."""
    shown: dict[datetime, dict[str, int]] = {}
    moments = [at(day, 12) for day in (2, 9, 11, 12, 13, 16, 17, 18)]

    def figures(now: datetime, as_of: datetime | None = None) -> dict[str, int]:
        asked = Asked(
            agencies=everything(house), now=now, as_of=as_of, units=[house.agencies.province]
        )
        found = Figures(asked).counts()
        return {kind.value: found[kind] for kind in Timeliness}

    lived(house)
    for moment in moments:
        shown[moment] = figures(at(30), moment)
    assert shown[at(12, 12)] != shown[at(11, 12)]
    assert shown[at(18, 12)]["done_late"] == 1
    assert shown[at(2, 12)]["due_soon"] + shown[at(2, 12)]["in_time"] == 5
    hands = lives.hands(house)
    for task in Task.objects.filter(ended_at=None):
        decisions.cancel(
            task_id=task.pk, seen=None, document="2", reason="x", actor=hands.party, at=at(28)
        )
    assert {moment: figures(at(30), moment) for moment in moments} == shown


def test_of_two_who_act_at_once_the_one_with_the_earlier_clock_breaks_no_past_figure(
    house: House,
) -> None:
    task = lives.assigned(house)
    lead = lives.hands(house).lead
    work.acknowledge(task_id=task.pk, seen=None, actor=lead, at=at(2))
    proof = lives.with_evidence(house, task, at(2) - timedelta(milliseconds=5))
    work.report_progress(
        task_id=task.pk, seen=None, percent=5, evidence=[proof], actor=lead, at=at(2, 10)
    )
    for shift in (-6, -5, -3, 0, 1):
        moment = at(2) + timedelta(milliseconds=shift)
        asked = Asked(agencies=everything(house), now=at(20), as_of=moment)
        assert Figures(asked).counts().total == 1


def test_every_figure_opens_as_many_tasks(house: House) -> None:
    lived(house)
    for as_of in (None, at(12, 12)):
        whole = Asked(agencies=everything(house), now=at(18, 10), as_of=as_of)
        told_ = Figures(whole).counts()
        for kind in sorted(KINDS - {*OTHER_KINDS}):
            asked = Asked(agencies=everything(house), now=at(18, 10), as_of=as_of, kind=kind)
            _lines, _after, number = page_of_tasks(asked)
            # A public count has the name of the largest of its parts.
            assert number == (told_.public(kind) if kind in PUBLIC else told_[Timeliness(kind)])


@pytest.mark.parametrize("few", [0, reach.FEW])
def test_a_unit_sees_its_own_tasks_and_those_it_assigned_only(
    house: House, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """However many they are."""
    monkeypatch.setattr(reach, "FEW", few)
    task = lives.assigned(house)
    mine = lives.assigned(house, lead_id=house.agencies.commune, supporting=[house.agencies.police])
    for agency, tasks in (
        (house.agencies.commune, {mine.pk}),
        (house.agencies.police, {mine.pk}),
        (house.party, {task.pk, mine.pk}),
        (house.agencies.other_commune, set()),
    ):
        assert {one.id for one in Figures(Asked(agencies=[agency], now=at(2))).seen()} == tasks
    level = Asked(agencies=everything(house), now=at(2), level=Level.COMMUNE)
    assert [one.id for one in Figures(level).seen()] == [mine.pk]


def test_the_list_goes_on_where_the_page_ended(house: House) -> None:
    codes = [lives.assigned(house).code for _ in range(5)]
    asked = Asked(agencies=everything(house), now=at(2))
    first, after, count = page_of_tasks(asked, limit=2)
    second, after2, _ = page_of_tasks(asked, after=after, limit=2)
    third, end, _ = page_of_tasks(asked, after=after2, limit=2)
    assert [line.code for line in (*first, *second, *third)] == codes
    assert (count, end) == (5, 0)


def test_the_days_work_of_a_unit(house: House) -> None:
    hands = lives.hands(house)
    fresh = lives.assigned(house)
    due = lives.assigned(house)
    work.acknowledge(task_id=due.pk, seen=None, actor=hands.lead, at=at(2))
    waiting = lives.submitted(house, lives.assigned(house), at(9))
    own = duties([house.agencies.province], deciding=[], now=at(10))
    assert [one.id for one in own.to_acknowledge] == [fresh.pk]
    assert [one.id for one in own.near] == [due.pk]
    above = duties([house.party], deciding=[house.party], now=at(10))
    assert [one.id for one in above.to_accept] == [waiting.pk]
    assert above.count == 1


# -- programmes and thresholds


def test_a_programme_may_set_its_own_threshold_with_a_source(house: House) -> None:
    actor = Actor(by="a:21", agency=house.party)
    with pytest.raises(NotAllowed, match="căn cứ"):
        programmes.set_programme_threshold(
            programme_id=house.programme, name="soon_days", value="5", source=" ", actor=actor,
            at=at(1),
        )  # fmt: skip
    programmes.set_programme_threshold(
        programme_id=house.programme, name="soon_days", value="5", source="12-QĐ/TU", actor=actor,
        at=at(1),
    )  # fmt: skip
    assert thresholds(house.programme).number("soon_days") == 5
    assert thresholds().number("soon_days") == 7
    row = next(row for row in threshold_rows(house.programme) if row.name == "soon_days")
    assert (row.value, row.reference, row.source) == ("5", "7", "12-QĐ/TU")


def test_a_programme_is_opened_once_with_its_source(house: House) -> None:
    given = {
        "code": "KH02", "name": "x", "authority": "", "standing_id": house.party, "source": "x",
        "valid_from": at(1).date(), "by": "a:21", "at": at(1) + timedelta(hours=1),
    }  # fmt: skip
    with pytest.raises(NotAllowed, match="mang mã"):
        programmes.create_programme(**given)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="nguồn"):
        programmes.create_programme(**given | {"code": "B", "source": ""})  # type: ignore[arg-type]
    assert Programme.objects.count() == 1
