"""Officials of the demo: a small staff in every agency, one account per role to sign in with."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from lienthong.accounts import actions as accounts
from lienthong.accounts.models import Account, Assignment
from lienthong.accounts.rules import ROLE_NAMES, Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.demo.people import Someone
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind

BY = "system:demo"
# Printed by `make run`; refused by `lienthong check` in production.
PASSWORD = "lien-thong-minh-hoa"  # noqa: S105
_DOOR = "Dữ liệu minh họa"

_STAFF: Mapping[AgencyKind, Sequence[tuple[Role, int]]] = {
    AgencyKind.COMMUNE_CENTRE: ((Role.RECEPTIONIST, 3), (Role.HEAD, 1)),
    AgencyKind.COMMUNE_COMMITTEE: ((Role.HANDLER, 4), (Role.APPROVER, 1), (Role.HEAD, 1)),
    AgencyKind.COMMUNE_POLICE: ((Role.HANDLER, 2), (Role.APPROVER, 1), (Role.RECEPTIONIST, 1)),
    AgencyKind.PROVINCE_CENTRE: ((Role.RECEPTIONIST, 3), (Role.HEAD, 1)),
}
_ELSEWHERE = ((Role.HANDLER, 3), (Role.APPROVER, 1), (Role.HEAD, 1))


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    username: str
    role: Role
    agency: AgencyView
    fits: str  # what to try with it


def appoint(
    agencies: Sequence[AgencyView],
    someone: Iterator[Someone],
    *,
    since: date,
    at: datetime,
) -> dict[tuple[int, str], tuple[int, ...]]:
    """Officials for all agencies; returns the accounts by (agency, role). Nobody can sign in with
    these."""
    posts = [
        (agency, role)
        for agency in agencies
        for role, count in _STAFF.get(agency.kind, _ELSEWHERE)
        for _ in range(count)
    ]
    persons = accounts.create_persons(
        people=[_person(next(someone), agency.unit_code) for agency, _ in posts], by=BY, at=at
    )
    unusable = make_password(None)
    made = Account.objects.bulk_create(
        (
            Account(
                username=f"cb{person}",
                person_id=person,
                password=unusable,
                is_demo=True,
                created_at=at,
            )
            for person in persons
        ),
        batch_size=500,
    )
    Assignment.objects.bulk_create(
        (
            Assignment(account=account, agency_id=agency.id, role=role.value, valid_from=since)
            for account, (agency, role) in zip(made, posts, strict=True)
        ),
        batch_size=500,
    )
    held: dict[tuple[int, str], list[int]] = defaultdict(list)
    for account, (agency, role) in zip(made, posts, strict=True):
        held[agency.id, role.value].append(account.pk)
    return {key: tuple(found) for key, found in held.items()}


def open_doors(
    doors: Sequence[tuple[str, Role, AgencyView, str]],
    someone: Iterator[Someone],
    *,
    since: date,
    at: datetime,
) -> list[tuple[int, DemoAccount]]:
    """One account per role with the printed password."""
    opened = []
    # One password, hashed once: hashing is slow on purpose.
    hashed = make_password(PASSWORD)
    for username, role, agency, fits in doors:
        person = accounts.create_person(
            data=_person(next(someone), agency.unit_code), by=BY, at=at, agency_id=agency.id
        )
        account = accounts.create_account(
            username=username, person_id=person, is_demo=True, by=BY, at=at
        )
        accounts.assign(
            account_id=account, agency_id=agency.id, role=role, valid_from=since, by=BY, at=at,
            basis=_DOOR,
        )  # fmt: skip
        opened.append(
            (account, DemoAccount(username=username, role=role, agency=agency, fits=fits))
        )
    Account.objects.filter(pk__in=[account for account, _ in opened]).update(password=hashed)
    return opened


def _person(someone: Someone, unit_code: str) -> PersonData:
    return PersonData(
        full_name=someone.full_name,
        identity_number=someone.identity_number,
        born_on=someone.born_on,
        phone=someone.phone,
        email=someone.email,
        address=someone.street,
        unit_code=unit_code,
    )


def accounts_of_demo() -> list[tuple[str, str, str]]:
    """(user name, role, agency) of the accounts that can sign in, in the order they were made."""
    rows = (
        Assignment.objects.filter(account__is_demo=True, basis=_DOOR)
        .order_by("account_id")
        .values_list("account__username", "role", "agency__name")
    )
    return [(name, str(ROLE_NAMES[Role(role)]), agency) for name, role, agency in rows]
