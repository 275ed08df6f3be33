"""16 writers of 16 units: intake with the chained journal against the same with plain entries."""

import os
import subprocess
import sys
import time
from datetime import datetime
from typing import Any

from bench import house
from bench.line import line
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions import intake as intake_actions
from lienthong.dossiers.actions.intake import receive
from lienthong.journal.models import Entry

WRITERS = 16
EACH = 150


def main() -> None:
    if len(sys.argv) > 1:
        write(int(sys.argv[1]), chained=sys.argv[2] == "chained")
        return
    house.build()
    plain = _together("plain")
    chained = _together("chained")
    line(
        f"writers.{house.ENGINE}", chained, "dossiers/s", n=WRITERS * EACH, ratio=chained / plain,
        against=f"the same without chains, {plain:.0f} dossiers/s", writers=WRITERS, bar=0.8,
    )  # fmt: skip


def _together(manner: str) -> float:
    """Dossiers a second, from the first writer's start to the last one's end."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.writers", str(number), manner],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        for number in range(WRITERS)
    ]
    times = [tuple(map(float, process.communicate()[0].split()[-2:])) for process in running]
    return WRITERS * EACH / (max(end for _, end in times) - min(start for start, _ in times))


def write(number: int, *, chained: bool) -> None:
    at = house.working_moment()
    form, centre = house.forms(94)[number]
    if not chained:
        setattr(intake_actions.journal, "record", _plain)  # type: ignore[attr-defined]  # noqa: B010
    actor = Actor(by=house.BY, agency=centre)
    receive(intake=form, actor=actor, at=at)
    began = time.time()
    for _ in range(EACH):
        receive(intake=form, actor=actor, at=at)
    print(began, time.time())


def _plain(*, unit: str, action: str, subject: str, by: str, at: datetime, data: Any) -> None:
    """An entry without its chain: what the journal would cost if nobody could check it."""
    Entry.objects.bulk_create(
        [
            Entry(
                unit=unit, day=at.date(), position=time.monotonic_ns() % 2_000_000_000, at=at,
                by=by, action=action, subject=subject, data=data, digest="",
            )
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
