from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from lienthong.journal import rules
from tests.journal.builders import MORNING, new

PLACE = {"unit": "7", "day": date(2025, 7, 1), "position": 1, "by": "a:1", "action": "x"}


def digest(previous: str = "", **changes: object) -> str:
    fields: dict[str, object] = PLACE | {"at": MORNING, "subject": "H", "data": "{}"} | changes
    return rules.entry_digest(previous, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "8"},
        {"day": date(2025, 7, 2)},
        {"position": 2},
        {"at": MORNING + timedelta(microseconds=1)},
        {"by": "a:2"},
        {"action": "y"},
        {"subject": "G"},
        {"data": '{"a":1}'},
        {"previous": "0"},
        # A border between two fields cannot be moved.
        {"action": "xH", "subject": ""},
    ],
)
def test_every_field_is_in_the_fingerprint(changes: dict[str, object]) -> None:
    assert digest(**changes) != digest()  # type: ignore[arg-type]


def test_the_same_instant_has_one_fingerprint_in_any_offset() -> None:
    in_hanoi = MORNING.astimezone(timezone(timedelta(hours=7)))
    as_sqlite_gives_it = MORNING.replace(tzinfo=None)
    assert digest(at=in_hanoi) == digest(at=as_sqlite_gives_it) == digest()


def test_keys_have_one_order() -> None:
    assert rules.data_text({"b": 1, "a": [True, None, "ă"]}) == '{"a":[true,null,"ă"],"b":1}'


@pytest.mark.parametrize("value", [1.5, "a\0b", MORNING, {1: "x"}, [0.1], {"x": {"y": 2.0}}, b"x"])
def test_what_a_database_would_give_back_otherwise_is_refused(value: object) -> None:
    with pytest.raises(rules.NotJournalled):
        rules.data_text({"a": value})


def test_the_day_is_the_one_on_the_wall_in_viet_nam() -> None:
    assert rules.local_day(datetime(2025, 6, 30, 16, 59, 59, tzinfo=UTC)) == date(2025, 6, 30)
    assert rules.local_day(datetime(2025, 6, 30, 17, 0, tzinfo=UTC)) == date(2025, 7, 1)
    with pytest.raises(rules.NotJournalled):
        rules.local_day(datetime(2025, 7, 1, 8, 0))


def test_texts_are_neither_empty_nor_wider_than_their_columns() -> None:
    with pytest.raises(rules.NotJournalled):
        new(unit="")
    with pytest.raises(rules.NotJournalled):
        new(unit="9" * 41)
    with pytest.raises(rules.NotJournalled):
        rules.NewRead(by="a:1", screen="", subject="H", at=MORNING)
