"""The roles of an account as a table shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from lienthong.accounts.queries import AssignmentView
from lienthong.catalogue import queries as catalogue
from lienthong.organisations.rules import sort_key
from lienthong.web.ui import formats


@dataclass(frozen=True)
class RoleRow:
    id: int
    role_name: str
    position: str
    agency_name: str
    field_names: str
    valid_from: date
    last_day: date | None
    basis: str
    state: str


def role_rows(assignments: Sequence[AssignmentView], at: datetime) -> list[RoleRow]:
    limited = any(row.fields for row in assignments)
    names = dict(fields_of_procedures(at)) if limited else {}
    return [
        RoleRow(
            id=row.id,
            role_name=row.role_name,
            position=row.position,
            agency_name=row.agency_name,
            field_names=", ".join(names.get(code, code) for code in row.fields),
            valid_from=row.valid_from,
            last_day=row.last_day,
            basis=row.basis,
            state=row.state,
        )
        for row in assignments
    ]


def fields_of_procedures(at: datetime) -> list[tuple[str, str]]:
    """Code and name of the fields that have a procedure in force, by name."""
    found = {
        (row.field_code, row.field_name_en if formats.english() else row.field_name)
        for row in catalogue.published(on=timezone.localdate(at))
    }
    return sorted(found, key=lambda one: sort_key(one[1]))
