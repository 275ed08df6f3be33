"""Server time of desk, dossier page and board at 20,000 and at 1,000,000 dossiers."""

import os
import time

from django.test import Client
from django.utils import timezone

from bench import house
from bench.line import line, p95
from bench.multiply import multiply
from lienthong.accounts.models import Account
from lienthong.demo import province
from lienthong.dossiers.models import Dossier

LARGE = int(os.environ.get("BENCH_LARGE", "1000000"))
SMALL = min(20_000, LARGE)
ROUNDS = 60


def main() -> None:
    house.build()
    province.build(now=timezone.now(), dossiers=SMALL)
    measure(SMALL)
    if LARGE > SMALL:
        measure(multiply(LARGE))


def measure(size: int) -> None:
    code = Dossier.objects.filter(competent__unit_code="20413").latest("submitted_at").code
    for name, username, address in (
        ("desk", "thuly", "/ban-lam-viec/"),
        ("unit", "thutruong", "/ban-lam-viec/phong/"),
        ("dossier", "thuly", f"/ho-so/{code}/"),
        ("board", "giamsat", "/bang/"),
        ("board_of_ward", "thutruong", "/bang/"),
    ):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(
            Account.objects.get(username=username),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        answer = client.get(address)
        seconds = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            answer = client.get(address)
            seconds.append(time.perf_counter() - began)
        line(
            f"page.{name}.{house.ENGINE}", p95(seconds) * 1000, "ms p95", n=ROUNDS, dossiers=size,
            median=round(sorted(seconds)[ROUNDS // 2] * 1000, 1), status=answer.status_code,
            bar=100,
        )  # fmt: skip


if __name__ == "__main__":
    main()
