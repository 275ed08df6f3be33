"""Calendars read from committed rows are remembered."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from lienthong.organisations import actions, queries
from lienthong.organisations.rules import AgencyKind, DayKind
from tests.organisations.conftest import AT, BY, agency_in


@pytest.mark.django_db(transaction=True)
def test_a_calendar_is_read_once_and_its_edition_never_changes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    queries.forget_calendars()
    actions.load_reference(by=BY, at=datetime(2026, 11, 1, tzinfo=UTC), provinces={"46"})
    unit = queries.communes_of("46", on=AT.date())[0]
    agency = agency_in(unit.code, AgencyKind.COMMUNE_COMMITTEE)
    with transaction.atomic():
        first = queries.calendar_of(agency.id, edition=1)
    edition = actions.add_day(
        on=date(2026, 11, 25),
        kind=DayKind.CLOSED,
        name="Nghỉ phòng bão",
        source="Công điện thử",
        reason="Bão",
        by=BY,
        at=AT,
    )
    second = queries.calendar_of(agency.id, edition=edition)
    with django_assert_num_queries(0):
        assert queries.calendar_of(agency.id, edition=1) is first
        assert queries.calendar_of(agency.id, edition=edition) is second
    assert first != second
    queries.forget_calendars()
