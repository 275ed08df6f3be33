"""A task handed down from the centre to 34 provinces and 3,321 communes, and the same rows by the
bare driver; a round of warnings over 100,000 tasks; boards, list and leader's page over them, as of
now and as of last week.

BENCH_TASKS=10000 keeps it small.
"""

import logging
import os
import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import house
from bench.line import line, p95
from lienthong import clock
from lienthong.accounts import actions as accounts
from lienthong.accounts.models import Account, Assignment
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.accounts.rules.scope import Actor
from lienthong.journal.adapters import rows
from lienthong.journal.adapters.chains import COLUMNS, copy_rows
from lienthong.organisations import actions as organisation_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.models import Agency
from lienthong.organisations.rules import AgencyKind, Level
from lienthong.programmes.actions import cascade, programmes, tasks, warnings
from lienthong.programmes.actions.record import Fact, event_rows, numbered, stretch_row
from lienthong.programmes.models import KeyResult, Programme, Task, TaskEvent, TaskStretch
from lienthong.programmes.queries.timelines import columns, events_of_many
from lienthong.programmes.rules.assigning import KeyResultGiven
from lienthong.programmes.rules.kinds import DeadlineKind, Pillar, TaskEventType
from lienthong.programmes.rules.stretches import stretches
from lienthong.programmes.rules.timeline import standing_of

COUNT = int(os.environ.get("BENCH_TASKS", "100000"))
ROUNDS = 10
E = TaskEventType


def main() -> None:
    logging.disable(logging.WARNING)
    house.prepare()
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    organisation_actions.load_reference(by=house.BY, at=now)
    centre = Agency.objects.get(kind=AgencyKind.PARTY_COMMITTEE, level=Level.MINISTRY.value)
    programme = open_programme(centre.pk, now)
    hand_down_timed(programme, centre.pk, now)
    while Task.objects.count() < COUNT:
        hand_down(programme, centre.pk, now)
    live(now)
    warned(now)
    for username, agency, role in people(centre.pk, now):
        pages(programme, username, sign_in(username, agency, role, now), now)


def open_programme(standing: int, now: datetime) -> Programme:
    return programmes.create_programme(
        code="KH02", name="Kế hoạch 02", authority="Ban Chỉ đạo", standing_id=standing,
        source="bench", valid_from=(now - timedelta(days=60)).date(), by=house.BY, at=now,
        phases=[
            programmes.PhaseGiven(
                code="dot-pha", name="Đột phá", until=(now + timedelta(days=60)).date()
            )
        ],
        working_groups=[
            programmes.WorkingGroupGiven(
                code="2", name="Tổ 2", pillars=(Pillar.DATA, Pillar.PLATFORM)
            )
        ],
    )  # fmt: skip


def hand_down(programme: Programme, centre: int, now: datetime) -> int:
    """Centre to provinces, each province to its communes; how many tasks came of it."""
    at = now - timedelta(days=30)
    chance = random.Random(Task.objects.count())  # noqa: S311
    top = tasks.assign_task(
        programme_id=programme.pk, title="Rà soát trang thiết bị của Trung tâm phục vụ hành chính",
        lead_id=centre, assigner_id=centre, pillar=chance.choice(list(Pillar)),
        objective="Biết nơi nào thiếu",
        key_results=[KeyResultGiven(name="Xã đã rà soát", target=Decimal(100), measure="%")],
        deadline_kind=DeadlineKind.DATE, due_at=now + timedelta(days=chance.randint(-5, 40)),
        phase_id=programme.phases.values_list("pk", flat=True)[0], by=house.BY, at=at,
    )  # fmt: skip
    on = at.astimezone(clock.VIETNAM).date()
    provinces = organisations.agencies_of_kinds([AgencyKind.PROVINCE_COMMITTEE], on=on)
    below = {one.id: organisations.within(one.id, on=on) for one in provinces}
    communes = organisations.agencies_of_kinds([AgencyKind.COMMUNE_COMMITTEE], on=on)
    made = cascade.cascade_task(
        task_id=top.pk, lead_ids=[one.id for one in provinces], at=at,
        actor=Actor(by=house.BY, agency=centre),
    )  # fmt: skip
    count = 1 + len(made)
    by_lead = {task.lead_id: task for task in made}
    for province in provinces:
        own = [one.id for one in communes if one.id in below[province.id]]
        handed = cascade.cascade_task(
            task_id=by_lead[province.id].pk, lead_ids=own, at=at,
            actor=Actor(by=house.BY, agency=province.id),
        )  # fmt: skip
        count += len(handed)
    return count


def hand_down_timed(programme: Programme, centre: int, now: datetime) -> None:
    with CaptureQueriesContext(connection) as asked:
        hand_down(programme, centre, now)  # warms up, too
    statements = len(asked)
    after = Task.objects.order_by("-pk").values_list("pk", flat=True)[0]
    began, own = time.perf_counter(), time.process_time()
    count = hand_down(programme, centre, now)
    took, computed = time.perf_counter() - began, time.process_time() - own
    bare = by_the_bare_driver(after)
    line(
        f"programmes.cascade.{house.ENGINE}", took, "s", n=count, ratio=bare / took,
        against="the same rows by the bare driver, 35 transactions", bare=round(bare, 3),
        computed=round(computed, 2), per_task_us=round(computed / count * 1e6),
        statements=statements,
        load=round(os.getloadavg()[0], 1),
    )  # fmt: skip


def by_the_bare_driver(after: int) -> float:
    """Seconds for the rows of the last cascade with every value known beforehand; taken back."""
    made = list(Task.objects.filter(pk__gt=after))
    parts: dict[int | None, list[Task]] = {}
    for task in made:
        parts.setdefault(task.parent_id, []).append(task)
    told: list[
        tuple[list[Task], list[tuple[type[models.Model], list[Any]]], list[tuple[Any, ...]]]
    ] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM programmes_task")
        shift = cursor.fetchone()[0] - after
    for group in parts.values():
        numbers = [task.pk for task in group]
        events = list(TaskEvent.objects.filter(task__in=numbers))
        stood = list(TaskStretch.objects.filter(task__in=numbers))
        results = list(KeyResult.objects.filter(task__in=numbers))
        codes = [task.code for task in group]
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(codes))
            cursor.execute(
                f"SELECT {COLUMNS} FROM journal_entry"
                f" WHERE action = 'task.assigned' AND subject IN ({marks})",
                codes,
            )
            entries = [(*row[:2], row[2] + 10**6, *row[3:]) for row in cursor.fetchall()]
        told.append(
            (group, [(TaskEvent, events), (TaskStretch, stood), (KeyResult, results)], entries)
        )
    for task in made:
        task.pk += shift
        task.code = f"b{task.code}"
    for _group, parts_of, _entries in told:
        for _model, own in parts_of:
            for row in own:
                row.pk, row.task_id = None, row.task_id + shift
    took = 0.0
    with transaction.atomic():
        for group, parts_of, entries in told:
            began = time.perf_counter()
            with transaction.atomic():
                _insert(Task, group)
                for model, own in parts_of:
                    _insert(model, own)
                copy_rows("journal_entry", COLUMNS, entries)
            took += time.perf_counter() - began
        transaction.set_rollback(True)
    return took


def _insert(model: type[models.Model], made: Sequence[Any]) -> None:
    rows.insert_made(model, made)


def live(now: datetime) -> None:
    """What became of the tasks within the month: acknowledged, reported, done, late."""
    chance = random.Random(7)  # noqa: S311
    numbers = list(Task.objects.exclude(parent=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), 5_000):
        part = numbers[start : start + 5_000]
        assigned = Task.objects.in_bulk(part)
        events, changed, counted = [], [], []
        for number, known in events_of_many(part).items():
            task = assigned[number]
            added = story(known[0].data["lead"], task.assigner_id, chance, now)
            events += event_rows(number, added)
            changed.append((number, columns(standing_of([*known, *added]))))
            counted += [
                stretch_row(task, one.counted, since=one.since, until=one.until)
                for one in stretches([*known, *added])
            ]
        with transaction.atomic():
            rows.insert_made(TaskEvent, events)
            TaskStretch.objects.filter(task__in=part).delete()
            rows.insert_made(TaskStretch, counted)
            names = list(changed[0][1])
            rows.update(Task, names, ((number, list(told.values())) for number, told in changed))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def story(lead: int, assigner: int, chance: random.Random, now: datetime) -> list[Any]:
    """Up to six events of one task, in the order of time."""
    own, above = Actor(by="a:1", agency=lead), Actor(by="a:2", agency=assigner)
    days = sorted(chance.sample(range(29), 5), reverse=True)
    steps: list[tuple[TaskEventType, dict[str, Any], Actor]] = [
        (E.ACKNOWLEDGED, {}, own),
        (E.EVIDENCE_ADDED, {"evidence": 1, "kind": "document"}, own),
        (E.PROGRESSED, {"percent": chance.randint(5, 40)}, own),
        (E.PROGRESSED, {"percent": chance.randint(40, 95)}, own),
        (E.SUBMITTED, {}, own),
        (E.ACCEPTED, {}, above),
    ]
    added: list[Any] = []
    for step, (kind, data, actor) in enumerate(steps[: chance.choice((0, 1, 3, 4, 4, 4, 5, 6))]):
        at = now - timedelta(days=days[min(step, 4)], minutes=60 - step)
        given = {"done": at.isoformat()} if kind is E.SUBMITTED else data
        added += numbered([Fact(type=kind, data=given)], actor, at, after=len(added) + 1)
    return added


def warned(now: datetime) -> None:
    for name in ("warn", "warn_again"):
        with CaptureQueriesContext(connection) as asked:
            wall, own = time.perf_counter(), time.process_time()
            made = warnings.warn(at=now)
        took, computed = time.perf_counter() - wall, time.process_time() - own
        line(
            f"programmes.{name}.{house.ENGINE}", took, "s", n=Task.objects.count(), given=made,
            computed=round(computed, 2), statements=len(asked),
            load=round(os.getloadavg()[0], 1),
        )  # fmt: skip


def people(centre: int, now: datetime) -> list[tuple[str, int, Role]]:
    """Who looks: the centre at all, a province at its communes, a commune at its own."""
    on = now.astimezone(clock.VIETNAM).date()
    (province,) = organisations.agencies_in("48", AgencyKind.PROVINCE_COMMITTEE, on=on)
    commune = organisations.agencies_of_kinds(
        [AgencyKind.COMMUNE_COMMITTEE], on=on, province_code="48"
    )[0]
    return [
        ("centre", centre, Role.PROGRAMME_MANAGER),
        ("province", province.id, Role.HEAD),
        ("commune", commune.id, Role.HEAD),
    ]


def sign_in(name: str, agency: int, role: Role, now: datetime) -> Client:
    (person,) = accounts.create_persons(
        people=[PersonData(full_name=name, identity_number=f"00{len(name):010d}")],
        by=house.BY, at=now,
    )  # fmt: skip
    account = Account.objects.create(
        username=name, person_id=person, password="!", created_at=now, must_enrol_totp=False,  # noqa: S106
        must_change_password=False,
    )  # fmt: skip
    Assignment.objects.create(
        account=account, agency_id=agency, role=role.value,
        valid_from=now.astimezone(clock.VIETNAM).date(),
    )  # fmt: skip
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages(programme: Programme, who: str, client: Client, now: datetime) -> None:
    past = (now - timedelta(days=7)).astimezone(clock.VIETNAM).strftime("%Y-%m-%dT%H:00")
    board = f"/chuong-trinh/{programme.code}/"
    for name, address in (
        ("programmes", "/chuong-trinh/"),
        ("board", board),
        ("board_past", f"{board}?luc={past}"),
        ("leader", "/nhiem-vu/lanh-dao/"),
        ("leader_past", f"/nhiem-vu/lanh-dao/?luc={past}"),
        ("list", "/nhiem-vu/"),
        ("list_past", f"/nhiem-vu/?luc={past}"),
        ("duties", "/nhiem-vu/hom-nay/"),
        ("warnings", "/nhiem-vu/canh-bao/"),
    ):
        answer = client.get(address)
        wall, own, served = [], [], database_seconds()
        for _ in range(ROUNDS):
            began, cpu = time.perf_counter(), time.process_time()
            answer = client.get(address)
            wall.append(time.perf_counter() - began)
            own.append(time.process_time() - cpu)
            if sum(wall) > 10:
                break
        line(
            f"programmes.page.{who}.{name}.{house.ENGINE}", p95(wall) * 1000, "ms p95",
            n=len(wall), median=round(sorted(wall)[len(wall) // 2] * 1000, 1),
            own_median=round(sorted(own)[len(own) // 2] * 1000, 1),
            database_mean=round((database_seconds() - served) / len(wall) * 1000, 1),
            tasks=Task.objects.count(),
            status=answer.status_code, load=round(os.getloadavg()[0], 1), bar=100,
        )  # fmt: skip


def database_seconds() -> float:
    """What the serving process of PostgreSQL has computed until now; SQLite computes in ours."""
    if house.ENGINE == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    told = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
