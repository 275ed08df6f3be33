"""What an account may do, and who can act in an agency."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from lienthong.accounts.models import Assignment, Deputy
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Holding, Scope, reaches_down
from lienthong.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who holds a role in an agency, by own right or (`on_behalf_of`) as a deputy."""

    account_id: int
    person_name: str
    agency_id: int
    role: Role
    position: str
    fields: frozenset[str]
    on_behalf_of: int | None = None


# By hand, because every request asks: putting these words together took Django longer than all that
# the database had to do for the answer.
_HELD = """
WITH acting(id) AS (
    SELECT id FROM accounts_account WHERE id = %s
    UNION
    SELECT principal_id FROM accounts_deputy
    WHERE deputy_id = %s AND starts_at <= %s AND ends_at > %s
        AND (revoked_at IS NULL OR revoked_at > %s)
)
SELECT holder.id, person.full_name, held.agency_id, held.role, held.fields
FROM acting
JOIN accounts_account holder ON holder.id = acting.id AND holder.is_active
JOIN accounts_person person ON person.id = holder.person_id
LEFT JOIN accounts_assignment held ON held.account_id = holder.id
    AND held.valid_from <= %s AND (held.valid_until IS NULL OR held.valid_until > %s)
ORDER BY held.id
"""


def scope_of(account_id: int, *, at: datetime) -> Scope:
    """What the account may do at `at`: its own roles and those of everybody it deputises for.
    A deputy does not hand on what it holds as a deputy. One statement, and two for each agency
    where a role reaches down. A disabled or unknown account holds nothing."""
    on = timezone.localdate(at)
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [account_id, account_id, moment, moment, moment, on, on])
        rows = cursor.fetchall()
    # Who is active and holds nothing has a row too, without an agency.
    name = next((name for holder, name, *_ in rows if holder == account_id), None)
    if name is None:
        return Scope(account_id=account_id, person_name="")
    holdings = tuple(
        Holding(
            agency_id=agency_id,
            role=Role(role),
            fields=frozenset(json.loads(fields)),
            on_behalf_of=None if holder == account_id else holder,
        )
        for holder, _, agency_id, role, fields in rows
        if agency_id is not None
    )
    tops = {held.agency_id for held in holdings if reaches_down(held.role)}
    below = {top: organisations.within(top, on=on) for top in sorted(tops)}
    return Scope(account_id=account_id, person_name=name, holdings=holdings, below=below)


def who_holds(agency_id: int, role: Role, *, at: datetime) -> tuple[Officer, ...]:
    """Who can act in the role in the agency at `at`, deputies after those they deputise for."""
    return _officers(assignments_at(at).filter(agency_id=agency_id, role=role), at)


def holders(roles: Collection[Role], *, at: datetime) -> dict[tuple[int, Role], frozenset[int]]:
    """The accounts of `who_holds` for all agencies of the house, in two statements."""
    found: dict[tuple[int, Role], set[int]] = {}
    acting: dict[int, set[int]] = {}
    deputies = deputies_at(at).filter(deputy__is_active=True)
    for principal, deputy in deputies.values_list("principal_id", "deputy_id"):
        acting.setdefault(principal, set()).add(deputy)
    held = assignments_at(at).filter(role__in=[role.value for role in roles])
    for agency, role, account in held.values_list("agency_id", "role", "account_id"):
        found.setdefault((agency, Role(role)), set()).update({account}, acting.get(account, ()))
    return {key: frozenset(accounts) for key, accounts in found.items()}


def officers_of(agency_id: int, *, at: datetime) -> tuple[Officer, ...]:
    """Everybody who holds a role in the agency at `at`, one entry a role, deputies included."""
    return _officers(assignments_at(at).filter(agency_id=agency_id), at)


def assignments_at(at: datetime) -> QuerySet[Assignment]:
    on = timezone.localdate(at)
    return Assignment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on, account__is_active=True
    )


def deputies_at(at: datetime) -> QuerySet[Deputy]:
    return Deputy.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=at), starts_at__lte=at, ends_at__gt=at
    )


def _officers(held: QuerySet[Assignment], at: datetime) -> tuple[Officer, ...]:
    rows = list(held.select_related("account__person", "position").order_by("id"))
    deputies = (
        deputies_at(at)
        .filter(principal_id__in={row.account_id for row in rows}, deputy__is_active=True)
        .select_related("deputy__person")
        .order_by("id")
    )
    acting: dict[int, list[Deputy]] = {}
    for deputy in deputies:
        acting.setdefault(deputy.principal_id, []).append(deputy)
    return tuple(
        Officer(
            account_id=account.pk,
            person_name=account.person.full_name,
            agency_id=row.agency_id,
            role=Role(row.role),
            position=row.position.name if row.position else "",
            fields=frozenset(row.fields),
            on_behalf_of=principal,
        )
        for row in rows
        for account, principal in [
            (row.account, None),
            *((deputy.deputy, row.account_id) for deputy in acting.get(row.account_id, [])),
        ]
    )
