from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lienthong.accounts.actions.access import assign
from lienthong.accounts.actions.accounts import create_account
from lienthong.accounts.actions.persons import create_person
from lienthong.accounts.models import Person
from lienthong.accounts.rules import NotAllowed, Role, _
from lienthong.accounts.rules.persons import PersonData
from lienthong.organisations.rules import fold


@transaction.atomic
def open_account(
    *,
    data: PersonData,
    username: str,
    password: str,
    agency_id: int,
    role: Role,
    basis: str,
    by: str,
    at: datetime,
) -> int:
    """Takes in a new official: the person (who may be known already, as somebody who once applied
    for something), an account with a temporary password, and the first role from today on.
    Returns the account's id."""
    clean = data.checked(on=timezone.localdate(at))
    known = (
        Person.objects.filter(identity_number=clean.identity_number).first()
        if clean.identity_number
        else None
    )
    if known is not None and known.folded != fold(clean.full_name):
        raise NotAllowed(
            _(
                "Số định danh %(number)s đang mang tên %(name)s. Đối chiếu giấy tờ, sửa họ tên hoặc"
                " số rồi gửi lại."
            ),
            number=clean.identity_number,
            name=known.full_name,
        )
    person_id = known.pk if known else create_person(data=clean, by=by, at=at, agency_id=agency_id)
    account_id = create_account(
        username=username, person_id=person_id, password=password, temporary=True, by=by, at=at
    )
    assign(
        account_id=account_id,
        agency_id=agency_id,
        role=role,
        valid_from=timezone.localdate(at),
        basis=basis,
        by=by,
        at=at,
    )
    return account_id
