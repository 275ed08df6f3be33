"""After an edit of the calendar: dry run and application for every open dossier."""

import os
import time
from datetime import timedelta

from django.utils import timezone

from bench import house
from bench.line import line
from bench.multiply import multiply
from lienthong import clock
from lienthong.demo import province
from lienthong.dossiers.actions import corrections
from lienthong.dossiers.actions.record import Actor
from lienthong.dossiers.models import CorrectionItem
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.organisations import actions as organisation_actions
from lienthong.organisations.rules import DayKind

LARGE = int(os.environ.get("BENCH_LARGE", "1000000"))


def main() -> None:
    house.build()
    now = timezone.now()
    province.build(now=now, dossiers=min(LARGE, 5000))
    have = multiply(LARGE)
    opener, approver = Actor(by="a:1", agency=1), Actor(by="a:2", agency=1)
    on = (now.astimezone(clock.VIETNAM) + timedelta(days=3)).date()
    edition = organisation_actions.add_day(
        on=on, kind=DayKind.CLOSED, name="Nghỉ bão", source="bench", by=house.BY, at=now,
        reason="bench",
    )  # fmt: skip
    correction = corrections.open_correction(
        kind=CorrectionKind.CALENDAR, title="bench", scope={"touches_from": now.isoformat()},
        change={"edition": edition}, policy=Policy.FOLLOW_RULE, evidence="bench", actor=opener,
        at=now,
    )  # fmt: skip
    began = time.perf_counter()
    corrections.try_dry(correction_id=correction.pk, actor=opener, at=now)
    dry = time.perf_counter() - began
    corrections.approve(correction_id=correction.pk, actor=approver, at=now)
    began = time.perf_counter()
    while corrections.apply_slice(correction_id=correction.pk, actor=approver, at=now):
        pass
    applied = time.perf_counter() - began
    reached = CorrectionItem.objects.filter(correction=correction).count()
    line(
        f"recalculate.{house.ENGINE}", (dry + applied) / max(reached, 1) * 1e6,
        "µs/dossier", n=reached, dossiers=have, dry_seconds=round(dry, 1),
        applied_seconds=round(applied, 1), bar="60 s for 1,000,000 on 2 cores",
    )  # fmt: skip


if __name__ == "__main__":
    main()
