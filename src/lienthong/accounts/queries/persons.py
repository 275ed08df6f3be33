"""The persons a counter looks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Q

from lienthong.accounts.models import Person
from lienthong.accounts.rules.persons import digits_of
from lienthong.organisations.rules import fold


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    kind: str
    full_name: str
    identity_number: str
    born_on: date | None
    sex: str
    phone: str
    email: str
    address: str
    unit_code: str

    @classmethod
    def of(cls, row: Person) -> Self:
        return cls(
            id=row.pk,
            kind=row.kind,
            full_name=row.full_name,
            identity_number=row.identity_number or "",
            born_on=row.born_on,
            sex=row.sex,
            phone=row.phone,
            email=row.email,
            address=row.address,
            unit_code=row.unit_code,
        )


def person(person_id: int) -> PersonView:
    return PersonView.of(Person.objects.get(pk=person_id))


def persons(person_ids: Iterable[int]) -> dict[int, PersonView]:
    return {row.pk: PersonView.of(row) for row in Person.objects.filter(pk__in=set(person_ids))}


def person_by_identity(identity_number: str) -> PersonView | None:
    found = Person.objects.filter(identity_number=digits_of(identity_number)).first()
    return PersonView.of(found) if found else None


def find_persons(text: str, *, limit: int = 20) -> tuple[PersonView, ...]:
    """Persons by the start of the name (accents do not matter), or by the whole identity number
    or phone. Whole names come before longer ones. Each branch is one look into one index."""
    if digits := digits_of(text):
        rows = Person.objects.filter(Q(identity_number=digits) | Q(phone=digits))[:limit]
        return tuple(PersonView.of(row) for row in sorted(rows, key=lambda row: row.pk))
    wanted = folded(text)
    if not wanted:
        return ()
    # No order is asked of the database: it would sort all of "nguyễn", or walk through everybody
    # in the order asked for.
    found = sorted(Person.objects.filter(folded=wanted)[:limit], key=lambda row: row.pk)
    if len(found) < limit:
        longer = Person.objects.filter(folded__prefix=wanted).exclude(folded=wanted)
        found += sorted(longer[: limit - len(found)], key=lambda row: (row.folded, row.pk))
    return tuple(PersonView.of(row) for row in found)


def folded(text: str) -> str:
    """What to look for in a folded column. No database column holds a NUL; PostgreSQL refuses
    even to be asked for one."""
    return fold(text.replace("\x00", ""))
