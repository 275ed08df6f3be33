"""After an edit of the calendar: dry run, approval and application for every open dossier, the
counters behind them, and the same rows written by the bare driver."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench import house
from bench.line import line
from bench.multiply import multiply_open
from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.demo import province
from lienthong.dossiers.actions import applications, corrections, dry_runs
from lienthong.dossiers.models import CorrectionItem, Dossier, TimelineEvent
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.journal.adapters import rows
from lienthong.measures.actions import fold_pending
from lienthong.organisations import actions as organisation_actions
from lienthong.organisations.rules import DayKind
from lienthong.web.ops.memory import keep_loaded

LARGE = int(os.environ.get("BENCH_LARGE", "1000000"))
OPENER, APPROVER = Actor(by="a:1", agency=1), Actor(by="a:2", agency=1)
_ITEM = tuple(f.attname for f in CorrectionItem._meta.concrete_fields if f.attname != "id")  # noqa: SLF001
_EVENT = tuple(f.attname for f in TimelineEvent._meta.concrete_fields if f.attname != "id")  # noqa: SLF001
_CLOCK = (
    "events_seen", "edition", "clock_state", "due_at", "first_late_at", "verdict",
    "recorded_verdict", "promised_at",
)  # fmt: skip


class Watch:
    """Seconds by the wall and of this process, by part; and the longest slice."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.own: dict[str, float] = {}
        self.longest = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        wall, own = time.perf_counter(), time.process_time()
        yield
        took = time.perf_counter() - wall
        self.wall[name] = self.wall.get(name, 0) + took
        self.own[name] = self.own.get(name, 0) + time.process_time() - own
        self.longest = max(self.longest, took)


def main() -> None:
    house.prepare()
    now = timezone.now()
    province.build(now=now, dossiers=min(LARGE, 5000))
    fold_pending(at=now)
    have = multiply_open(LARGE)
    keep_loaded()  # as the worker does
    watch = Watch()
    first = _opened(now, days=3)
    _dry(first, now, watch)
    reached = CorrectionItem.objects.filter(correction=first).count()
    with watch.part("approve"):
        corrections.approve(correction_id=first, actor=APPROVER, at=now)
    _apply(first, now, watch)
    longest = watch.longest
    with watch.part("fold"):
        fold_pending(at=now)
    bare = _by_the_bare_driver(first, _opened(now, days=4), now)
    seconds = sum(watch.wall[part] for part in ("dry", "approve", "apply"))
    line(
        f"recalculate.{house.ENGINE}", seconds / max(reached, 1) * 1e6, "µs/dossier",
        n=reached, ratio=bare / seconds, against="the same rows by the bare driver",
        open=have, bare=round(bare / max(reached, 1) * 1e6, 1),
        wall={part: round(took, 2) for part, took in watch.wall.items()},
        own={part: round(took, 2) for part, took in watch.own.items()},
        longest_slice=round(longest, 2), load=os.getloadavg()[0],
        bar="60 s for 1,000,000 on 2 cores",
    )  # fmt: skip


def _opened(now: datetime, *, days: int) -> int:
    on = (now.astimezone(clock.VIETNAM) + timedelta(days=days)).date()
    edition = organisation_actions.add_day(
        on=on, kind=DayKind.CLOSED, name="Nghỉ bão", source="bench", by=house.BY, at=now,
        reason="bench",
    )  # fmt: skip
    return corrections.open_correction(
        kind=CorrectionKind.CALENDAR, title="bench", scope={"touches_from": now.isoformat()},
        change={"edition": edition}, policy=Policy.FOLLOW_RULE, evidence="bench", actor=OPENER,
        at=now,
    ).pk  # fmt: skip


def _dry(correction: int, now: datetime, watch: Watch) -> None:
    dry_runs.begin_dry(correction_id=correction, actor=OPENER, at=now)
    after: int | None = 0
    while after is not None:
        with watch.part("dry"):
            after = dry_runs.go_on_dry(correction_id=correction, actor=OPENER, at=now, after=after)


def _apply(correction: int, now: datetime, watch: Watch) -> None:
    after: int | None = 0
    while after is not None:
        with watch.part("apply"):
            after = applications.apply_slice(
                correction_id=correction, actor=APPROVER, at=now, after=after
            )


def _by_the_bare_driver(first: int, second: int, now: datetime) -> float:
    """Seconds for items, dossiers and events of a second correction, 2,000 to a transaction, with
    every value known beforehand."""
    items = list(CorrectionItem.objects.filter(correction=first).values(*_ITEM))
    for item in items:
        item |= {"correction_id": second, "seen": item["seen"] + 1}
    began = time.perf_counter()
    for start in range(0, len(items), 2000):
        part = items[start : start + 2000]
        with transaction.atomic():
            rows.insert(CorrectionItem, _ITEM, (tuple(item.values()) for item in part))
        with transaction.atomic():
            rows.update(
                Dossier,
                _CLOCK,
                (
                    (
                        item["dossier_id"],
                        (
                            item["seen"] + 1, item["edition_after"], item["clock_state_after"],
                            item["due_after"], item["first_late_after"], item["verdict_after"],
                            item["recorded_after"], item["promised_after"],
                        ),
                    )
                    for item in part
                ),
            )  # fmt: skip
            rows.insert(
                TimelineEvent,
                _EVENT,
                (
                    (
                        item["dossier_id"], item["seen"] + 1, "corrected", now, now, "a:2", 1,
                        item["data"], False,
                    )
                    for item in part
                ),
            )  # fmt: skip
            with connection.cursor() as cursor:
                cursor.executemany(
                    "UPDATE dossiers_correctionitem SET state = 'applied'"
                    " WHERE correction_id = %s AND dossier_id = %s",
                    [(second, item["dossier_id"]) for item in part],
                )
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
