"""The peak before 16:00: 3,321 communes submit their daily report in the last five minutes, through
the whole page, by as many processes as a server has. Time runs from when a commune pressed the
button, waiting included.

BENCH_SECONDS=30 takes a tenth of the communes at the same pace.
"""

import multiprocessing
import os
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from bench import house
from bench.line import line, p95
from lienthong import clock
from lienthong.accounts import actions as accounts
from lienthong.accounts.models import Account, Assignment
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.cli import places
from lienthong.organisations import actions as organisation_actions
from lienthong.organisations import queries as organisations
from lienthong.reports import actions
from lienthong.reports.models import Period, Report
from lienthong.reports.queries.forms import form_in_force

COMMUNES = 3321
MINUTES = 5
SECONDS = int(os.environ.get("BENCH_SECONDS", str(MINUTES * 60)))
COUNT = COMMUNES * SECONDS // (MINUTES * 60)
PROCESSES = 4
WARM = 20
TYPED = {
    "v-day.received": "1.030", "v-day.online": "1.020", "v-day.direct": "10",
    "v-day.finished": "900", "v-day.late": "3", "n-day.received": "Số của sổ một cửa",
    "act": "submit",
}  # fmt: skip


def main() -> None:
    numbers = build()
    connections.close_all()
    # Time for each process to warm up, then all by one clock.
    start = time.monotonic() + WARM
    jobs = [(numbers[n::PROCESSES], n, start) for n in range(PROCESSES)]
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        taken = [one for part in pool.map(submit_all, jobs) for one in part]
    waited = [seconds for seconds, status in taken if status == 302]
    stored = Report.objects.filter(revision__gt=0, level="commune").count()
    line(
        f"reports.peak.{house.ENGINE}", p95(waited) * 1000, "ms p95", n=len(waited),
        median=round(sorted(waited)[len(waited) // 2] * 1000, 1),
        longest=round(max(waited) * 1000, 1), seconds=SECONDS, processes=PROCESSES,
        per_second=round(COMMUNES / (MINUTES * 60), 2), stored=stored,
        refused=len(taken) - len(waited), bar=1000,
    )  # fmt: skip


def build() -> list[tuple[str, int]]:
    """The country, its daily form, a period that is open, and an account for each commune."""
    places.make_places()
    call_command("migrate", verbosity=0, interactive=False)
    at = timezone.now()
    organisation_actions.load_reference(by=house.BY, at=at)
    actions.load_packs(by=house.BY, at=at, names=["daily"])
    form = form_in_force("daily", on=timezone.localdate())
    assert form is not None  # noqa: S101
    day = timezone.localdate()
    calendar = organisations.calendar_of(form.receiver, edition=organisations.current_edition())
    while not clock.is_working_day(calendar, day):
        day -= timedelta(days=1)
    period = actions.open_period(form_id=form.id, day=day, by=house.BY, at=at)
    Period.objects.filter(pk=period).update(
        opens_at=at - timedelta(hours=9), due_at=at + timedelta(hours=1)
    )
    owed = Report.objects.filter(period=period, level="commune").order_by("id")[:COUNT]
    return [(session(report.agency_id, n, at), report.pk) for n, report in enumerate(owed)]


def session(agency: int, number: int, at: Any) -> str:
    (person,) = accounts.create_persons(
        people=[PersonData(full_name=f"Cán bộ {number}", identity_number=f"000{number:09d}")],
        by=house.BY,
        at=at,
    )
    account = Account.objects.create(
        username=f"bc{number}", person_id=person, password=make_password(None), created_at=at,
        must_enrol_totp=False, must_change_password=False,
    )  # fmt: skip
    Assignment.objects.create(
        account=account, agency_id=agency, role=Role.REPORTER.value,
        valid_from=at.astimezone(clock.VIETNAM).date(),
    )  # fmt: skip
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def submit_all(job: tuple[list[tuple[str, int]], int, float]) -> list[tuple[float, int]]:
    """The communes of one process, each at its moment: every PROCESSES-th of the whole row."""
    numbers, own, start = job
    warm = Client(headers={"host": "127.0.0.1"})
    warm.cookies[settings.SESSION_COOKIE_NAME] = numbers[0][0]
    warm.post(f"/bao-cao/{numbers[0][1]}/kiem-tra/", TYPED)
    taken = []
    for place, (key, report) in enumerate(numbers):
        due = start + (place * PROCESSES + own) / COUNT * SECONDS
        time.sleep(max(0.0, due - time.monotonic()))
        client = Client(headers={"host": "127.0.0.1"})
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        answer = client.post(f"/bao-cao/{report}/nop/", TYPED)
        taken.append((time.monotonic() - due, answer.status_code))
    return taken


if __name__ == "__main__":
    main()
