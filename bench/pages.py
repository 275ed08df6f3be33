"""Server time of the pages of officials and of the public at 20,000 and at 1,000,000 dossiers."""

import logging
import os
import time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import house
from bench.line import line, p95
from bench.multiply import multiply_past
from lienthong.accounts.models import Account
from lienthong.demo import province
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import OPEN
from lienthong.web.ops.memory import keep_loaded

LARGE = int(os.environ.get("BENCH_LARGE", "1000000"))
SMALL = min(20_000, LARGE)
ROUNDS = 60


def main() -> None:
    house.prepare()
    call_command("collectstatic", interactive=False, verbosity=0)
    province.build(now=timezone.now(), dossiers=SMALL)
    measure(SMALL)
    if LARGE > SMALL:
        measure(multiply_past(LARGE))


def measure(size: int) -> None:
    # One line for each request would be most of the output.
    logging.disable(logging.WARNING)
    keep_loaded()  # as the server does
    handler = Account.objects.get(username="thuly").pk
    code = Dossier.objects.filter(officer=handler, state__in=sorted(OPEN)).latest("held_since").code
    for name, username, address in (
        ("public", "", "/tra-cuu/"),
        ("catalogue", "", "/thu-tuc/"),
        ("desk", "thuly", "/ban-lam-viec/"),
        ("unit", "thutruong", "/ban-lam-viec/phong/"),
        ("counter", "tiepnhan", "/quay/"),
        ("dossier", "thuly", f"/ho-so/{code}/"),
        ("search", "thuly", "/ho-so/?q=nguyen"),
        ("board", "giamsat", "/bang/"),
        ("board_of_fields", "giamsat", "/bang/linh-vuc/"),
        ("board_of_ward", "thutruong", "/bang/"),
        ("review", "giamsat", "/bang/can-xem/"),
        ("list_of_open", "giamsat", "/bang/ho-so/?so=open"),
        ("list_of_late", "giamsat", "/bang/ho-so/?so=open_late"),
        ("list_of_received", "giamsat", "/bang/ho-so/?so=received"),
        ("list_of_finished", "giamsat", "/bang/ho-so/?so=finished"),
    ):
        client = Client(headers={"host": "127.0.0.1"})
        if username:
            client.force_login(
                Account.objects.get(username=username),
                backend="django.contrib.auth.backends.ModelBackend",
            )
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        statements = len(asked)
        wall, own = [], []
        for _ in range(ROUNDS):
            began, cpu = time.perf_counter(), time.process_time()
            answer = client.get(address)
            wall.append(time.perf_counter() - began)
            own.append(time.process_time() - cpu)
        line(
            f"page.{name}.{house.ENGINE}", p95(wall) * 1000, "ms p95", n=ROUNDS, dossiers=size,
            median=_median(wall), own_median=_median(own), statements=statements,
            status=answer.status_code, load=round(os.getloadavg()[0], 1), bar=100,
        )  # fmt: skip


def _median(seconds: list[float]) -> float:
    return round(sorted(seconds)[len(seconds) // 2] * 1000, 1)


if __name__ == "__main__":
    main()
