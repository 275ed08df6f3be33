"""Every write about people, accounts, roles and deputies. Each checks its rule, writes its rows
and the journal entry in one transaction, and raises `rules.NotAllowed` with a sentence."""

from lienthong.accounts.actions.access import (
    appoint_deputy,
    assign,
    end_assignment,
    revoke_deputy,
)
from lienthong.accounts.actions.accounts import (
    create_account,
    disable_account,
    enable_account,
    set_password,
    set_shortcuts,
)
from lienthong.accounts.actions.opening import open_account
from lienthong.accounts.actions.persons import create_person, create_persons, update_person
from lienthong.accounts.actions.second_factor import (
    enrol_totp,
    pass_second_factor,
    renew_recovery_codes,
    reset_totp,
)

__all__ = [
    "appoint_deputy",
    "assign",
    "create_account",
    "create_person",
    "create_persons",
    "disable_account",
    "enable_account",
    "end_assignment",
    "enrol_totp",
    "open_account",
    "pass_second_factor",
    "renew_recovery_codes",
    "reset_totp",
    "revoke_deputy",
    "set_password",
    "set_shortcuts",
    "update_person",
]
