from datetime import date

import pytest

from lienthong.journal.models import Entry
from lienthong.organisations import queries
from lienthong.organisations.adapters import reference
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind
from tests.dossiers.world import BY
from tests.organisations.conftest import TODAY

BEGINNING = date(2025, 7, 1)


@pytest.mark.usefixtures("da_nang")
def test_the_load_is_journalled_with_its_figures() -> None:
    entry = Entry.objects.get(action="organisations.reference_loaded")
    assert (entry.unit, entry.by) == ("house", BY)
    assert entry.data["units"] == 95


@pytest.mark.usefixtures("da_nang")
def test_agencies_stand_in_the_line_of_their_law() -> None:
    def above(unit_code: str, kind: AgencyKind) -> AgencyView:
        (agency,) = queries.agencies_in(unit_code, kind, on=TODAY)
        assert agency.parent_id is not None
        return queries.agency(agency.parent_id)

    assert above("20242", AgencyKind.COMMUNE_CENTRE).name == "Ủy ban nhân dân phường Hải Châu"
    assert above("20242", AgencyKind.COMMUNE_COMMITTEE).kind is AgencyKind.PROVINCE_COMMITTEE
    assert above("20242", AgencyKind.COMMUNE_POLICE).name == "Công an thành phố Đà Nẵng"
    assert above("48", AgencyKind.PROVINCE_POLICE).name == "Bộ Công an"
    assert above("48", AgencyKind.TAX).name == "Cục Thuế"
    assert above("48", AgencyKind.LAND_OFFICE).name.startswith("Sở Nông nghiệp và Môi trường")


def test_every_day_of_the_reference_data_has_a_name_and_a_source() -> None:
    days = reference.days()
    assert {day.on.year for day in days} == {2025, 2026, 2027}
    assert len({day.on for day in days}) == len(days)
    assert all(day.name and day.name_en and day.source for day in days)
    # The second of January 2026 is not found in any notice we hold.
    unsure = {day.on for day in days if not day.confirmed and day.on.year == 2026}
    assert unsure == {date(2026, 1, 2), date(2026, 1, 10), date(2026, 11, 24)}
    assert not any(day.confirmed for day in days if day.on.year == 2027)
