"""`lienthong measures verify`: live counters against the events, now and up to a past moment."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, Model
from django.utils import timezone

from lienthong.cli.main import main
from lienthong.dossiers.models import Dossier
from lienthong.measures.models import Daily, OpenDue, OpenStock
from tests.dossiers.world import NOW, World
from tests.measures.stated import _stated, states, world  # noqa: F401 (fixtures)

KEYS = {"indicator", "unit", "period", "live", "recomputed"}
PAST = "2026-09-03T23:30+07:00"


@pytest.fixture
def ask(
    world: World,  # noqa: F811
    states: dict[str, Dossier],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Any:
    """The exit code and what the command printed, at the hour of the world."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def asked(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = main(["measures", "verify", *arguments])
        return code, json.loads(capsys.readouterr().out)

    return asked


def change(row: Model, by: int) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(value=F("value") + by)


def test_counters_equal_the_events_now_and_up_to_a_past_moment(ask: Any) -> None:
    code, now = ask()
    assert (code, now["different"]) == (0, [])
    code, past = ask("--as-of", PAST)
    assert (code, past["different"]) == (0, [])
    assert 0 < past["compared"] < now["compared"]
    assert past["compared"] == Daily.objects.filter(day__lte=NOW.date() - timedelta(days=1)).count()


@pytest.mark.parametrize("counters", [Daily, OpenStock, OpenDue])
def test_a_counter_that_was_tampered_with_is_named(ask: Any, counters: type[Model]) -> None:
    row: Any = counters._default_manager.filter(value__gt=0).earliest("pk")
    change(row, 5)
    code, found = ask()
    change(row, -5)
    assert code == 1
    (wrong,) = found["different"]
    assert wrong.keys() == KEYS
    assert wrong["unit"] == f"{row.place}/{row.procedure}"
    assert (wrong["live"], wrong["recomputed"]) == (row.value + 5, row.value)


def test_a_counter_that_is_missing_or_that_nothing_explains_is_named(ask: Any) -> None:
    row = Daily.objects.filter(value__gt=0).earliest("day", "pk")
    row.delete()
    Daily.objects.create(place="a:999", procedure=0, day=row.day, figure=row.figure, value=3)
    _code, found = ask()
    Daily.objects.filter(place="a:999").delete()
    row.save(force_insert=True)
    told = {one["unit"]: (one["live"], one["recomputed"]) for one in found["different"]}
    assert told == {"a:999/0": (3, 0), f"{row.place}/{row.procedure}": (0, row.value)}


def test_up_to_a_moment_only_the_days_until_then_are_compared(ask: Any) -> None:
    today = Daily.objects.filter(day=NOW.date(), value__gt=0).earliest("pk")
    before = Daily.objects.filter(day__lt=NOW.date(), value__gt=0).earliest("pk")
    change(today, 1)
    assert ask("--as-of", PAST)[0] == 0
    # 17:30 in UTC is the next day in Việt Nam.
    assert ask("--as-of", "2026-09-03T17:30+00:00")[0] == 1
    change(today, -1)
    change(before, 1)
    code, found = ask("--as-of", PAST)
    change(before, -1)
    assert code == 1
    assert [one["period"] for one in found["different"]] == [before.day.isoformat()]


@pytest.mark.parametrize(
    ("moment", "says"), [("2026-09-05", "chưa đến"), ("hôm qua", "không dùng được")]
)
def test_a_moment_that_cannot_be_is_refused_in_a_sentence(
    ask: Any, capsys: pytest.CaptureFixture[str], moment: str, says: str
) -> None:
    try:
        code = main(["measures", "verify", "--as-of", moment])
    except SystemExit as end:
        code = int(str(end.code))
    assert code == 2
    assert says in capsys.readouterr().err
