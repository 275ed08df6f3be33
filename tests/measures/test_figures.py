"""Every figure against the states that it counts, and against the list that it opens."""

# ruff: noqa: F811 (fixtures that are imported are named again by those who ask for them)

from datetime import date, timedelta
from typing import Any

import pytest

from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries import desk, lists
from lienthong.dossiers.queries.lists import Asked, Whole
from lienthong.dossiers.rules.causes import CAUSES
from lienthong.dossiers.rules.figures import BY_CAUSE, FIGURES, MARKS, PILES, SUMS, Timed
from lienthong.measures import queries as measures
from lienthong.measures.queries import Span
from tests.dossiers.world import NOW, PROVINCE, World
from tests.measures.stated import _stated, states, world  # noqa: F401 (fixtures)

SINCE, UNTIL = date(2026, 8, 6), NOW.date()
SPAN = Span(since=SINCE, until=UNTIL, as_of=NOW, soon=NOW + timedelta(days=4))
ALL = sorted({*FIGURES, *BY_CAUSE, *PILES, *MARKS, *SUMS, *Timed})

# The states of tests/measures/states.py that each figure counts.
RUNNING = {"running", "due_today", "overdue", "sent_back", "elsewhere", "opinion"}
FINISHED = {"early", "on_time", "late", "late_for_cause", "recorded_late", "returned", "refused"}
EXPECTED: dict[str, set[str]] = {
    "to_accept": {"to_accept"},
    "running": RUNNING,
    "waiting": {"waiting"},
    "waiting_late": {"waiting_late"},
    "all_waiting": {"waiting", "waiting_late"},
    "open": {"to_accept", "waiting", "waiting_late", *RUNNING},
    "due_today": {"due_today"},
    "open_late": {"overdue", "waiting_late"},
    "new_late": {"overdue"},
    "finished": FINISHED,
    "in_time": FINISHED - {"late", "late_for_cause"},
    "done_late": {"late", "late_for_cause"},
    "cause:software": {"late_for_cause"},
    "cause:none": {"late"},
    "recorded_late": {"recorded_late"},
    "refused": {"refused"},
    "withdrawn": {"withdrawn"},
    "stopped": {"stopped"},
    "declined": {"declined"},
    "returned": {"returned"},
    "to_return": FINISHED - {"returned"},
    "sent_back": {"sent_back"},
    "wait:supplement": {"waiting", "waiting_late"},
}


def asked(figure: str, **more: str) -> Asked:
    return Asked(figure=figure, since=SINCE, until=UNTIL, as_of=NOW, soon=SPAN.soon, **more)


def whole(**more: Any) -> Whole:
    return Whole(agencies=(), province=PROVINCE, **more)


def listed(figure: str, among: Whole | None = None) -> list[str]:
    lines, end = lists.dossiers(among or whole(), asked(figure), limit=None)
    assert end == ""
    return [line.code for line in lines]


@pytest.mark.parametrize("figure", sorted(EXPECTED))
def test_a_figure_opens_exactly_the_dossiers_that_it_counts(
    states: dict[str, Dossier], figure: str
) -> None:
    names = {dossier.code: name for name, dossier in states.items()}
    assert {names[code] for code in listed(figure)} == EXPECTED[figure]


@pytest.mark.parametrize("place", ["province", "agency", "procedure"])
def test_every_figure_is_as_large_as_its_list(
    states: dict[str, Dossier], world: World, place: str
) -> None:
    if place == "agency":
        among = Whole(agencies=[world.committee, world.other_committee])
        places = [f"a:{world.committee}", f"a:{world.other_committee}"]
        figures = measures.figures_of(places, SPAN)
    elif place == "province":
        among, figures = whole(), measures.figures_of([f"p:{PROVINCE}"], SPAN)
    else:
        procedure = states["overdue"].procedure_id
        among = Whole(agencies=(), province=PROVINCE, procedures=[procedure])
        figures = measures.figures_per_procedure([f"p:{PROVINCE}"], SPAN)[procedure]
    assert {figure: figures.value(figure) for figure in ALL} == {
        figure: len(listed(figure, among)) for figure in ALL
    }


def test_test_dossiers_are_in_no_figure_and_no_list(states: dict[str, Dossier]) -> None:
    tests = {states["test"].code, states["test_overdue"].code}
    for figure in ALL:
        assert tests.isdisjoint(listed(figure)), figure


def test_pages_of_a_list_hold_each_dossier_once(states: dict[str, Dossier]) -> None:
    for figure in ALL:
        found: list[str] = []
        after = ""
        while True:
            lines, after = lists.dossiers(whole(), asked(figure), after=after, limit=2)
            found += [line.code for line in lines]
            if not after:
                break
        assert found == listed(figure)


@pytest.mark.parametrize("after", ["", "x", "|", "2026-09-04|1", "2026-09-04T10:00|1", "9|9|9"])
def test_a_page_mark_that_was_tampered_with_opens_the_first_page(
    states: dict[str, Dossier], after: str
) -> None:
    lines, _ = lists.dossiers(whole(), asked("received"), after=after)
    assert [line.code for line in lines] == listed("received")


def test_a_list_is_searched_by_name_without_accents(states: dict[str, Dossier]) -> None:
    lines, _ = lists.dossiers(whole(), asked("finished", text="nguyen van tu"))
    assert len(lines) == len(FINISHED)
    assert lists.dossiers(whole(), asked("finished", text="khong ai"))[0] == []


def test_causes_of_open_lateness_are_told_apart(states: dict[str, Dossier]) -> None:
    assert lists.causes(whole(), asked("open_late")) == {"": 2}
    lines, _ = lists.dossiers(whole(), asked("done_late", cause="software"))
    assert [line.code for line in lines] == [states["late_for_cause"].code]
    assert {f"cause:{cause}" for cause in CAUSES} < set(BY_CAUSE)


def test_open_work_of_each_officer_adds_up_to_the_open_work(
    states: dict[str, Dossier], world: World
) -> None:
    loads = lists.loads([world.committee], asked("open"))
    among = Whole(agencies=[world.committee])
    assert sum(load.open for load in loads) == len(listed("open", among))
    for load in loads:
        officer = lists.NOBODY if load.officer is None else load.officer
        mine = Whole(agencies=[world.committee], officer=officer)
        assert len(listed("open", mine)) == load.open
        assert len(listed("due_today", mine)) == load.today


def test_what_an_officer_finished_is_counted_for_the_head(
    states: dict[str, Dossier], world: World
) -> None:
    officers = {dossier.officer_id for dossier in states.values() if dossier.officer_id}
    done = measures.figures_of_many([f"o:{officer}" for officer in officers], SPAN)
    for officer in officers:
        mine = Whole(agencies=(), province=PROVINCE, officer=officer)
        place = done.get(f"o:{officer}", measures.Figures())
        assert place.finished == len(listed("finished", mine))


def test_papers_asked_for_near_the_due_instant_are_listed(
    states: dict[str, Dossier], world: World
) -> None:
    lines = lists.asked_near_due(whole(), within=24 * 3600)
    assert [line.code for line in lines] == [states["waiting_late"].code]
    assert lines[0].left < 0
    far = lists.asked_near_due(whole(), within=365 * 86400)
    assert {line.code for line in far} == {states["waiting"].code, states["waiting_late"].code}
    assert lists.asked_near_due(Whole(agencies=[world.police]), within=365 * 86400) == []


def test_same_day_work_that_is_open_is_listed_as_it_is_counted(
    states: dict[str, Dossier], world: World
) -> None:
    agencies = [world.committee, world.centre]
    lines, _ = lists.dossiers(Whole(agencies=agencies), asked(lists.SAME_DAY))
    assert [line.code for line in lines] == [states["due_today"].code]
    assert desk.same_day_open(agencies, now=NOW) == 1
