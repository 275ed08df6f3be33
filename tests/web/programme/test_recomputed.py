"""Every figure of every board, as of any past moment, is what a slow recomputation from the events
alone says, and opens a list of exactly as many tasks.

The recomputation below shares no code with the product: it reads the rows of the events.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions import decisions, editing, programmes, requests, work
from lienthong.programmes.actions.tasks import NewTask
from lienthong.programmes.models import Evidence, Phase, Task, TaskEvent, TaskRequest
from lienthong.programmes.queries.verification import verify
from lienthong.programmes.rules import MovedOn, NotAllowed
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, EvidenceKind, Pillar, RequestKind
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import HERE, House, at

NOW = at(29, 12)
PILLARS = [Pillar.DATA, Pillar.PEOPLE, Pillar.FINANCE]
BLOCS = [[], [Bloc.PARTY], [Bloc.FRONT, Bloc.PARTY]]
DUE = [at(8, 0), at(12, 16), at(15, 0), at(22, 0)]

# -- what happens


@dataclass
class Life:
    """Acts on the tasks, one after the other; one that the rules refuse leaves nothing."""

    house: House
    programmes: list[int]
    now: datetime = field(default_factory=lambda: at(1, 8))

    def leads(self) -> list[int]:
        found = self.house.agencies
        return [found.province, found.department, found.commune]

    def filed(self, programme: int, choice: int) -> dict[str, Any]:
        """Under what a task counts."""
        phases = list(Phase.objects.filter(programme=programme).values_list("pk", flat=True))
        return {
            "pillar": PILLARS[choice % 3], "blocs": BLOCS[choice // 3 % 3],
            "phase_id": [None, *phases][choice // 2 % 3],
        }  # fmt: skip

    def assign(self, task: int, choice: int) -> None:
        kind = [
            DeadlineKind.DATE, DeadlineKind.DATE, DeadlineKind.DATE, DeadlineKind.NONE,
            DeadlineKind.RECURRING, DeadlineKind.CONDITION,
        ][choice % 6]  # fmt: skip
        due = DUE[choice % 4] if kind is DeadlineKind.DATE else None
        programme = self.programmes[choice % len(self.programmes)]
        lives.assigned(
            self.house,
            on=self.now,
            programme_id=programme,
            lead_id=self.leads()[choice % 3],
            **self.filed(programme, choice),
            deadline_kind=kind,
            due_at=due,
            recurrence="weekly" if kind is DeadlineKind.RECURRING else "",
            condition="Khi có luật" if kind is DeadlineKind.CONDITION else "",
        )

    def of_lead(self, task: Task) -> Actor:
        return Actor(by="a:11", agency=task.lead_id)

    def party(self) -> Actor:
        return Actor(by="a:21", agency=self.house.party)

    def acknowledge(self, task: Task, choice: int) -> None:
        work.acknowledge(task_id=task.pk, seen=None, actor=self.of_lead(task), at=self.now)

    def evidence(self, task: Task, choice: int) -> None:
        work.add_evidence(
            task_id=task.pk, seen=None, kind=EvidenceKind.DOCUMENT, title="Biên bản",
            document="1/BB", document_on=(self.now - timedelta(days=choice % 5)).date(),
            actor=self.of_lead(task), at=self.now,
        )  # fmt: skip

    def progress(self, task: Task, choice: int) -> None:
        work.report_progress(
            task_id=task.pk, seen=None, percent=choice % 101, note="ghi",
            results={1: Decimal(choice % 9)}, actor=self.of_lead(task), at=self.now,
            evidence=list(Evidence.objects.filter(task=task).values_list("pk", flat=True)[:1]),
        )  # fmt: skip

    def submit(self, task: Task, choice: int) -> None:
        done = (self.now - timedelta(days=choice % 5)).date() if choice % 2 else None
        work.submit_task(
            task_id=task.pk, seen=None, actor=self.of_lead(task), at=self.now, done_on=done
        )

    def accept(self, task: Task, choice: int) -> None:
        decisions.accept_task(task_id=task.pk, seen=None, actor=self.party(), at=self.now)

    def give_back(self, task: Task, choice: int) -> None:
        decisions.return_task(
            task_id=task.pk, seen=None, reason="Thiếu", evidence=[], actor=self.party(),
            at=self.now,
        )  # fmt: skip

    def ask(self, task: Task, choice: int) -> None:
        kind = [RequestKind.EXTENSION, RequestKind.CORRECTION, RequestKind.REFUSAL][choice % 3]
        given: dict[str, Any] = {}
        if kind is RequestKind.EXTENSION:
            given["due_at"] = at(18 + choice % 9, 0)
        if kind is RequestKind.CORRECTION:
            last = TaskEvent.objects.filter(task=task, type="submitted").last()
            given = {"of": 1, "change": {"due": at(9 + choice % 15, 0).isoformat()}}
            if last is not None and choice % 2:
                given = {"of": last.seq, "change": {"done": at(2 + choice % 9).isoformat()}}
        requests.request(
            task_id=task.pk, seen=None, kind=kind, reason="Xin", actor=self.of_lead(task),
            at=self.now, **given,
        )  # fmt: skip

    def decide(self, task: Task, choice: int) -> None:
        row = TaskRequest.objects.filter(task=task, state="pending").first()
        if row is not None:
            requests.decide_request(
                request_id=row.pk, approve=choice % 3 > 0, decision="Xét",
                lead_id=self.leads()[choice % 3] if row.kind == "refusal" else None,
                actor=self.party(), at=self.now,
            )  # fmt: skip

    def move(self, task: Task, choice: int) -> None:
        decisions.reassign(
            task_id=task.pk, seen=None, lead_id=self.leads()[choice % 3], reason="Đúng hơn",
            actor=self.party(), at=self.now,
        )  # fmt: skip

    def edit(self, task: Task, choice: int) -> None:
        kind = DeadlineKind.DATE if choice % 3 else DeadlineKind.NONE
        new = NewTask(
            programme_id=task.programme_id, title="Sửa lại", lead_id=self.leads()[choice % 3],
            assigner_id=task.assigner_id, objective="Đủ", **self.filed(task.programme_id, choice),
            key_results=[lives.RESULT], deadline_kind=kind,
            due_at=at(20 + choice % 7, 0) if kind is DeadlineKind.DATE else None,
        )  # fmt: skip
        editing.edit_task(task_id=task.pk, seen=None, given=new, actor=self.party(), at=self.now)

    def cancel(self, task: Task, choice: int) -> None:
        decisions.cancel(
            task_id=task.pk, seen=None, document="1-TB", reason="Thôi", actor=self.party(),
            at=self.now,
        )  # fmt: skip

    def reopen(self, task: Task, choice: int) -> None:
        decisions.reopen(
            task_id=task.pk, seen=None, document="2-TB", reason="Sai", actor=self.party(),
            due_at=at(24, 0) if choice % 2 else None, at=self.now,
        )  # fmt: skip


ACTS: dict[str, Callable[[Life, Task, int], None]] = {
    "acknowledge": Life.acknowledge, "evidence": Life.evidence, "progress": Life.progress,
    "submit": Life.submit, "accept": Life.accept, "give_back": Life.give_back, "ask": Life.ask,
    "decide": Life.decide, "move": Life.move, "edit": Life.edit, "cancel": Life.cancel,
    "reopen": Life.reopen,
}  # fmt: skip
# The usual way of a task makes up half of what happens, so that many tasks come to their end.
USUAL = ("acknowledge", "evidence", "submit", "accept")
STEP = st.tuples(
    st.sampled_from([*ACTS, *USUAL, *USUAL]), st.integers(0, 5), st.integers(0, 200),
    st.integers(1, 20),
)  # fmt: skip
STORIES = st.tuples(
    st.lists(st.integers(0, 200), min_size=6, max_size=6),
    st.lists(STEP, min_size=10, max_size=45),
    st.lists(st.integers(0, 28 * 24), min_size=1, max_size=1),
)


def tell(life: Life, first: list[int], steps: list[tuple[str, int, int, int]]) -> None:
    for choice in first:
        life.assign(0, choice)
        life.now += timedelta(hours=3)
    for name, which, choice, hours in steps:
        life.now += timedelta(hours=hours)
        tasks = list(Task.objects.order_by("pk"))
        try:
            with transaction.atomic():
                ACTS[name](life, tasks[which % len(tasks)], choice)
        except (NotAllowed, MovedOn):
            continue


# -- what the events say, told anew

MOVES = {
    "acknowledged": "acknowledged", "progressed": "in_progress", "evidence_added": "in_progress",
    "submitted": "submitted", "accepted": "accepted", "returned": "in_progress",
    "reassigned": "assigned", "cancelled": "cancelled",
}  # fmt: skip
FINISHED = ("accepted", "cancelled")


def moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def day_of(moment: datetime) -> Any:
    return moment.astimezone(HERE).date()


def last_day(due: datetime) -> Any:
    return day_of(due - timedelta(microseconds=1))


def retold(task: Task, moment: datetime) -> dict[str, Any] | None:
    """How the task stood, step by step from the rows of its events; None before it was known."""
    rows = list(
        TaskEvent.objects.filter(task=task, recorded_at__lte=moment)
        .order_by("seq").values("seq", "type", "occurred_at", "data")
    )  # fmt: skip
    if not rows:
        return None
    by_seq = {row["seq"]: dict(row["data"]) for row in rows}
    for row in rows:
        if row["type"] == "corrected":
            by_seq[row["data"]["of"]].update(row["data"]["change"])
    one: dict[str, Any] = {
        "state": "assigned", "late": False, "due": None, "first": None, "done": None,
        "waiting": {},
    }  # fmt: skip
    for row in rows:
        kind, when, data = row["type"], row["occurred_at"], by_seq[row["seq"]]
        was_it_late(one, when)
        step(one, kind, data)
        dates(one, kind, when, data)
        if kind == "requested":
            one["waiting"][data["kind"]] = when
        if kind == "decided":
            one["waiting"].pop(data["kind"], None)
    one["stands"] = stands(one, moment)
    return one


def was_it_late(one: dict[str, Any], when: datetime) -> None:
    due = one["due"]
    if due and one["done"] is None and one["state"] not in FINISHED and when >= due:
        asked = one["waiting"].get("extension")
        one["late"] |= asked is None or asked >= due


def step(one: dict[str, Any], kind: str, data: dict[str, Any]) -> None:
    if kind == "reopened":
        one["state"] = "in_progress" if one["state"] == "accepted" else "assigned"
    one["state"] = MOVES.get(kind, one["state"])
    if kind in ("assigned", "reassigned", "edited"):
        one["lead"] = data["lead"]
    if kind in ("assigned", "edited"):
        one |= {name: data[name] for name in ("pillar", "phase", "blocs")}
    if kind in ("assigned", "extended", "edited"):
        one["kind"] = data.get("deadline_kind", "date")


def dates(one: dict[str, Any], kind: str, when: datetime, data: dict[str, Any]) -> None:
    if kind in ("assigned", "extended", "reopened"):
        one["due"] = moment_of(data.get("due")) or one["due"]
        one["first"] = one["first"] or one["due"]
    if kind == "edited":
        one["due"] = moment_of(data["due"])
        one["first"] = one["first"] if one["late"] else one["due"]
    if kind in ("returned", "reopened"):
        one["done"] = None
    if kind == "submitted":
        one["done"] = moment_of(data.get("done")) or when
        if one["due"]:
            late = one["late"] and one["done"] >= one["first"]
            one["late"] = late or one["done"] >= one["due"]


def stands(one: dict[str, Any], moment: datetime) -> str:
    state, due, done = one["state"], one["due"], one["done"]
    if state == "cancelled":
        return "cancelled"
    if state == "accepted":
        if due is None or done is None:
            return "done_late" if one["late"] else "not_assessed"
        if one["late"] or done >= due:
            return "done_late"
        return "done_ahead" if day_of(done) < last_day(due) else "done_on_time"
    if one["kind"] == "recurring":
        return "recurring"
    if due is None:
        return "awaiting" if one["kind"] == "condition" else "no_deadline"
    if moment >= due:
        return "correcting" if "correction" in one["waiting"] else "overdue"
    return "due_soon" if (last_day(due) - day_of(moment)).days <= 7 else "in_time"


FOUR = {
    "overdue": {"overdue"}, "in_time": {"in_time", "due_soon"},
    "done_on_time": {"done_ahead", "done_on_time"}, "done_late": {"done_late"},
}  # fmt: skip
COLUMNS = ("overdue", "in_time", "done_on_time", "done_late")


def four(told: list[dict[str, Any]]) -> list[int]:
    """The four public counts in the order of the tables."""
    return [sum(one["stands"] in FOUR[name] for one in told) for name in COLUMNS]


# -- what the pages say


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return houses.build()


@pytest.fixture
def life(house: House) -> Life:
    """A programme under the house's one, and another under that, each in two phases."""
    numbers = [house.programme]
    phases = [("dau", at(15).date()), ("cuoi", at(30).date())]
    for code, until in phases:
        Phase.objects.create(programme_id=house.programme, code=code, name=code, until=until)
    for code, parent in (("TINH", 0), ("XA", 1)):
        row = programmes.create_programme(
            code=code, name=code, authority="Thử", standing_id=house.party, source="Thử",
            parent_id=numbers[parent], valid_from=at(1).date(), by="a:21", at=at(1, 7),
            phases=[
                programmes.PhaseGiven(code=name, name=name, until=until) for name, until in phases
            ],
            working_groups=[
                programmes.WorkingGroupGiven(
                    code="2", name="Tổ 2", pillars=(Pillar.DATA, Pillar.PEOPLE)
                )
            ],
        )  # fmt: skip
        numbers.append(row.pk)
    return Life(house, numbers)


@pytest.fixture
def manager(house: House) -> Client:
    account = cast.account("manager")
    cast.assign(account, house.party, Role.PROGRAMME_MANAGER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def opens(client: Client, figures: list[tuple[int, str]]) -> None:
    """Each figure opens exactly as many tasks as it says, in a list that names them."""
    for value, address in figures:
        if address:
            page = client.get(address).context
            assert (page["count"], len(page["lines"])) == (value, min(value, 50)), address
        else:
            assert value == 0


def compare(client: Client, life: Life, moment: datetime | None) -> None:
    told = []
    for task in Task.objects.all():
        one = retold(task, moment or NOW)
        if one is not None:
            told.append(one | {"programme": task.programme_id})
    below = {number: life.programmes[place:] for place, number in enumerate(life.programmes)}
    chosen = len(told) % 3  # the figures of one board are opened, of the others compared
    query = f"?luc={moment.isoformat().replace('+', '%2B')}" if moment else ""
    for place, code in enumerate(("KH02", "TINH", "XA")):
        own = [one for one in told if one["programme"] in below[life.programmes[place]]]
        look = opens if place == chosen else _leave
        _board(client, f"/chuong-trinh/{code}/{query}", own, below, life, place, look)
    cards = client.get(f"/chuong-trinh/{query}").context["cards"]
    for card in cards:
        own = [one for one in told if one["programme"] in below[card["programme"].id]]
        values = {address: value for _name, value, address in card["counts"]}
        assert sorted(values.values()) == sorted(four(own))
        assert card["total"] == sum(one["stands"] != "cancelled" for one in own)
        if chosen == 0:
            opens(client, [(value, address) for address, value in values.items()])
            opens(client, [(card["total"], card["all"])])
    _leader(client, f"/nhiem-vu/lanh-dao/{query}", told, life)
    for bloc in ("party", "front", "assembly"):
        address = f"/chuong-trinh/KH02/{query or '?'}&khoi={bloc}"
        own = [one for one in told if bloc in one["blocs"]]
        _board(client, address, own, below, life, 0, _leave)
    assert verify().different == ()


def _leave(client: Client, figures: list[tuple[int, str]]) -> None:
    """Not opened this time."""


def _board(
    client: Client,
    address: str,
    told: list[dict[str, Any]],
    below: Any,
    life: Life,
    place: int,
    look: Callable[[Client, list[tuple[int, str]]], None],
) -> None:
    answer = client.get(address)
    if answer.status_code == 404:  # a programme without tasks that nobody of the reader runs
        assert not told
        return
    shown = answer.context
    tiles = {tile["name"]: (tile["value"], tile["address"]) for tile in shown["tiles"]}
    assert sorted(value for value, _address in tiles.values()) == sorted(four(told))
    look(client, list(tiles.values()))
    assert shown["total"] == sum(one["stands"] != "cancelled" for one in told)
    look(client, [(shown["total"], shown["total_address"])])
    outside = Counter(one["stands"] for one in told)
    for names in FOUR.values():
        for name in names:
            outside.pop(name, None)
    assert sorted(value for _name, value, _address in shown["rest"]) == sorted(outside.values())
    look(client, [(value, address) for _name, value, address in shown["rest"]])
    for part_of, parts in (("lead", "leads"), ("pillar", "pillars")):
        expected = sorted(
            four([one for one in told if one[part_of] == key])
            for key in {one[part_of] for one in told}
        )
        assert sorted([value for value, _ in part.cells] for part in shown[parts]) == expected
        for part in shown[parts]:
            look(client, part.cells)
    phases = Phase.objects.filter(programme=life.programmes[place]).order_by("until")
    numbers: list[int | None] = [phase.pk for phase in phases]
    if any(one["phase"] is None for one in told):
        numbers.append(None)  # the tasks of no phase have a line of their own
    for number, line in zip(numbers, shown["phases"], strict=True):
        own = [one for one in told if one["phase"] == number]
        assert [value for value, _ in line["part"].cells] == four(own)
        look(client, line["part"].cells)
    if place + 1 < len(life.programmes):
        (under,) = shown["under"]
        own = [one for one in told if one["programme"] in below[life.programmes[place + 1]]]
        assert [value for value, _ in under.cells] == four(own)
        look(client, under.cells)
    for group in shown["groups"]:
        own = [one for one in told if one["pillar"] in ("data", "people")]
        assert [value for value, _ in group.cells] == four(own)
        look(client, group.cells)


def _leader(client: Client, address: str, told: list[dict[str, Any]], life: Life) -> None:
    shown = client.get(address).context
    stand = Counter(one["stands"] for one in told)
    waiting = sum(one["state"] == "submitted" for one in told)
    assert (shown["late_count"], shown["near_count"], shown["waiting_count"]) == (
        stand["overdue"], stand["due_soon"], waiting,
    )  # fmt: skip
    opens(client, [(shown["late_count"], shown["late_address"]),
                   (shown["near_count"], shown["near_address"]),
                   (shown["waiting_count"], shown["waiting_address"])])  # fmt: skip
    opens(client, [(count, where) for _name, count, where in shown["worst"]])


def _tried(life: Life, client: Client, story: Any) -> None:
    first, steps, hours = story
    with undone():
        life.now = at(1, 8)
        tell(life, first, steps)
        compare(client, life, None)
        for hour in hours:
            compare(client, life, at(1, 8) + timedelta(hours=hour, minutes=7))


MODEST = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@MODEST
@given(STORIES)
def test_every_figure_of_every_board_is_what_the_events_say_as_of_any_moment(
    life: Life, manager: Client, story: Any
) -> None:
    _tried(life, manager, story)


@pytest.mark.soak
@settings(MODEST, max_examples=150)
@given(STORIES)
def test_figures_of_long_lives_are_what_the_events_say(
    life: Life, manager: Client, story: Any
) -> None:
    _tried(life, manager, story)
