"""Lives written at once leave what single actions leave: rows, journal, counters."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import models, transaction

from lienthong.dossiers.actions import bulk
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.models import CodeSeries, Component, Dossier, Sideline, TimelineEvent
from lienthong.dossiers.queries.reading import events_of
from lienthong.dossiers.rules import NotAllowed
from lienthong.journal import queries as journal
from lienthong.journal.models import Entry
from lienthong.measures.actions import fold_pending
from lienthong.measures.models import Daily, OpenDue, OpenStock
from tests.dossiers import lives
from tests.dossiers import world as worlds
from tests.dossiers.world import NOW, World

LATER = NOW + timedelta(days=200)


@dataclass
class Left:
    """What is there, without the ids that the database gives."""

    rows: dict[str, list[dict[str, Any]]]
    entries: list[tuple[Any, ...]]
    counters: dict[str, list[tuple[Any, ...]]]


def left() -> Left:
    codes = dict(Dossier.objects.values_list("pk", "code"))
    fold_pending(at=LATER)
    tables: tuple[type[models.Model], ...] = (
        Dossier, TimelineEvent, Component, Sideline, CodeSeries,
    )  # fmt: skip
    counters: tuple[type[models.Model], ...] = (Daily, OpenStock, OpenDue)
    entries = Entry.objects.filter(action__startswith="dossier.")
    return Left(
        rows={table.__name__: _rows(table, codes) for table in tables},
        entries=sorted(
            (
                entry.subject, entry.data["events"], entry.action, entry.unit, entry.by,
                entry.at, {key: value for key, value in entry.data.items() if key != "dossier"},
            )
            for entry in entries
        ),
        counters={
            table.__name__: sorted(
                tuple(row)
                for row in table._default_manager.exclude(value=0).values_list(
                    *(f.name for f in table._meta.concrete_fields if f.name != "id")
                )
            )
            for table in counters
        },
    )  # fmt: skip


def _rows(table: type[models.Model], codes: dict[int, str]) -> list[dict[str, Any]]:
    found = []
    for row in table._default_manager.values():
        row.pop("id")
        if "dossier_id" in row:
            row["dossier_id"] = codes[row["dossier_id"]]
        found.append(row)
    return sorted(found, key=lambda row: [str(row.get(key)) for key in _KEYS])


_KEYS = ("code", "prefix", "dossier_id", "seq", "key")


def as_life(dossier: Dossier) -> bulk.Life:
    """The life as the journal tells it: which events were recorded by one act."""
    events = {event.seq: event for event in events_of(dossier.pk)}
    entries = sorted(Entry.objects.filter(subject=dossier.code), key=lambda e: e.data["events"])
    rows = Component.objects.filter(dossier=dossier).order_by("pk")
    return bulk.Life(
        code=dossier.code, version_id=dossier.version_id, channel=dossier.channel,
        receiving=dossier.receiving_id, commune_code=dossier.commune_code,
        applicant=dossier.applicant_id, answers=dossier.answers, summary=dossier.summary,
        return_method=dossier.return_method,
        acts=[
            bulk.Act(action=entry.action, events=[events[seq] for seq in entry.data["events"]])
            for entry in entries
        ],
        components=[
            NewComponent(
                key=row.key, name=row.name, kind=row.kind, copies=row.copies, source=row.source,
                asked_reason=row.asked_reason, file=row.file_id,
            )
            for row in rows
        ],
        sideline_names=dict(Sideline.objects.filter(dossier=dossier).values_list("key", "name")),
    )  # fmt: skip


@pytest.mark.parametrize("count", [100, pytest.param(2000, marks=pytest.mark.soak)])
def test_lives_one_by_one_and_at_once_leave_the_same(world: World, count: int) -> None:
    chance = random.Random(2026)  # noqa: S311 (the same lives every time)
    with transaction.atomic():
        made = [lives.live(world, chance) for _ in range(count)]
        told = [as_life(dossier) for dossier in Dossier.objects.order_by("pk")]
        one_by_one = left()
        transaction.set_rollback(True)
    assert len(told) == len(made)
    assert Dossier.objects.count() == 0
    for start in range(0, count, 50):
        bulk.write_lives(lives=told[start : start + 50], now=LATER)
    at_once = left()
    for table, rows in one_by_one.rows.items():
        assert at_once.rows[table] == rows, table
    assert at_once.entries == one_by_one.entries
    assert at_once.counters == one_by_one.counters
    assert journal.verify().first_bad is None
    _are_many(told)


def _are_many(told: Sequence[bulk.Life]) -> None:
    """The comparison is worth something only if much happened."""
    kinds = {event.type for life in told for event in life.events}
    assert len(kinds) >= 20, sorted(kinds)


def test_codes_go_on_behind_those_written_at_once(world: World) -> None:
    first = worlds.receive(world)
    life = as_life(first)
    code = first.code.removesuffix("0001") + "0007"
    bulk.write_lives(lives=[bulk.Life(**{**vars_of(life), "code": code})], now=NOW)
    assert worlds.receive(world).code.endswith("0008")


def vars_of(life: bulk.Life) -> dict[str, Any]:
    return {name: getattr(life, name) for name in life.__dataclass_fields__}


def test_a_life_that_the_rules_forbid_is_refused_and_nothing_written(world: World) -> None:
    first = worlds.receive(world)
    life = as_life(first)
    twice = [*life.acts, life.acts[0]]
    with pytest.raises(NotAllowed, match="không thể"):
        bulk.write_lives(
            lives=[bulk.Life(**{**vars_of(life), "code": "X-1", "acts": twice})], now=NOW
        )
    assert Dossier.objects.count() == 1
