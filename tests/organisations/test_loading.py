from datetime import date

from lienthong.organisations import actions, queries
from tests.organisations.conftest import AT, BY, TODAY

BEGINNING = date(2025, 7, 1)


def test_one_province_can_be_loaded_alone_and_the_others_later(db: None) -> None:
    first = actions.load_reference(by=BY, at=AT, provinces={"46"})
    assert first.units == 1 + 40
    assert len(queries.provinces(on=TODAY)) == 1
    second = actions.load_reference(by=BY, at=AT, provinces={"46", "96"})
    assert second.units == 1 + 64
    assert second.calendar_days == 0
    assert {unit.name for unit in queries.provinces(on=TODAY)} == {"Huế", "Cà Mau"}
