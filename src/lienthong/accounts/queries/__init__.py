"""Reads: what an account may do, who holds which role, persons, the directory of accounts."""

from lienthong.accounts.queries.directory import (
    AccountPage,
    AccountRow,
    AccountView,
    AssignmentView,
    DeputyView,
    account,
    agencies_of,
    assignments_of,
    deputies_given,
    deputies_held,
    find_accounts,
    recovery_codes_left,
)
from lienthong.accounts.queries.persons import (
    PersonView,
    find_persons,
    person,
    person_by_identity,
    persons,
)
from lienthong.accounts.queries.scope import Officer, holders, officers_of, scope_of, who_holds

__all__ = [
    "AccountPage",
    "AccountRow",
    "AccountView",
    "AssignmentView",
    "DeputyView",
    "Officer",
    "PersonView",
    "account",
    "agencies_of",
    "assignments_of",
    "deputies_given",
    "deputies_held",
    "find_accounts",
    "find_persons",
    "holders",
    "officers_of",
    "person",
    "person_by_identity",
    "persons",
    "recovery_codes_left",
    "scope_of",
    "who_holds",
]
