from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from lienthong.accounts.models import Person
from lienthong.accounts.rules import NotAllowed, _
from lienthong.accounts.rules.persons import PersonData
from lienthong.journal import actions as journal
from lienthong.organisations.rules import fold


@transaction.atomic
def create_person(*, data: PersonData, by: str, at: datetime, agency_id: int | None = None) -> int:
    """Records a person and returns its id. `agency_id`: the agency that got to know the person,
    in whose journal it stands."""
    row = _row(data, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _known(data) from error
    journal.record(
        unit=_unit(agency_id),
        action="person.created",
        subject=f"person:{row.pk}",
        by=by,
        at=at,
    )
    return row.pk


@transaction.atomic
def create_persons(
    *, people: Sequence[PersonData], by: str, at: datetime, agency_id: int | None = None
) -> list[int]:
    """Records many at once, as an import does, and returns their ids in the same order. The
    journal holds one entry with the first and last id."""
    if not people:
        return []
    rows = [_row(data, at) for data in people]
    try:
        with transaction.atomic():
            Person.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        raise NotAllowed(
            _("Danh sách có số định danh bị trùng hoặc đã có người mang. Sửa rồi nhập lại.")
        ) from error
    ids = [row.pk for row in rows]
    journal.record(
        unit=_unit(agency_id),
        action="persons.created",
        subject=f"person:{min(ids)}",
        by=by,
        at=at,
        data={"count": len(ids), "last": max(ids)},
    )
    return ids


@transaction.atomic
def update_person(
    *,
    person_id: int,
    data: PersonData,
    by: str,
    at: datetime,
    agency_id: int | None = None,
) -> None:
    """Replaces what is recorded of the person. The journal names the fields, not their values."""
    row = Person.objects.select_for_update().get(pk=person_id)
    changes = _columns(data, at)
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(row, name, changes[name])
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError as error:
        raise _known(data) from error
    journal.record(
        unit=_unit(agency_id),
        action="person.changed",
        subject=f"person:{person_id}",
        by=by,
        at=at,
        data={"fields": changed},
    )


def _row(data: PersonData, at: datetime) -> Person:
    return Person(**_columns(data, at), recorded_at=at)


def _columns(data: PersonData, at: datetime) -> dict[str, Any]:
    clean = data.checked(on=timezone.localdate(at))
    values = {field.name: getattr(clean, field.name) for field in fields(clean)}
    return {**values, "folded": fold(clean.full_name)}


def _unit(agency_id: int | None) -> str:
    return "house" if agency_id is None else str(agency_id)


def _known(data: PersonData) -> NotAllowed:
    return NotAllowed(
        _("Đã có người mang số định danh %(number)s. Tìm theo số ấy và dùng người đã có."),
        number=data.identity_number,
    )
