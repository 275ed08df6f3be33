from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from lienthong.accounts.models import Account, Assignment, Deputy
from lienthong.accounts.rules import NotAllowed, Role, _, check_role_at
from lienthong.accounts.rules.holding import (
    check_assignment_period,
    check_deputy,
    check_end,
    check_not_for_oneself,
)
from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations


@transaction.atomic
def assign(
    *,
    account_id: int,
    agency_id: int,
    role: Role,
    valid_from: date,
    by: str,
    at: datetime,
    valid_until: date | None = None,
    fields: Collection[str] = (),
    position_id: int | None = None,
    basis: str = "",
) -> int:
    """Gives the account the role in the agency, from a day until before a day, for all fields of
    procedures or some, and returns the assignment's id. `basis` is the decision behind it: a
    delegation to receive one more field is an assignment of its own with its own basis (R150)."""
    check_not_for_oneself(by, account_id)
    check_role_at(role, organisations.agency(agency_id).level)
    check_assignment_period(valid_from, valid_until)
    _active(account_id)
    try:
        with transaction.atomic():
            row = Assignment.objects.create(
                account_id=account_id,
                agency_id=agency_id,
                position_id=position_id,
                role=role,
                fields=sorted(fields),
                valid_from=valid_from,
                valid_until=valid_until,
                basis=basis.strip(),
            )
    except IntegrityError as error:
        raise NotAllowed(
            _("Vai trò này đã giao từ cùng ngày. Kết thúc lần giao trước, hoặc ghi căn cứ khác.")
        ) from error
    journal.record(
        unit=str(agency_id),
        action="role.assigned",
        subject=f"account:{account_id}",
        by=by,
        at=at,
        data={
            "assignment": row.pk,
            "role": role.value,
            "fields": row.fields,
            "from": valid_from.isoformat(),
            "until": valid_until.isoformat() if valid_until else None,
        },
    )
    return row.pk


@transaction.atomic
def end_assignment(*, assignment_id: int, valid_until: date, by: str, at: datetime) -> None:
    """Ends the role: from `valid_until` on it is no longer held. One that has not lasted a day is
    taken away whole; the journal keeps that it was there."""
    row = Assignment.objects.select_for_update().get(pk=assignment_id)
    check_not_for_oneself(by, row.account_id)
    check_end(valid_until, on=timezone.localdate(at))
    if row.valid_until is not None and row.valid_until <= valid_until:
        raise NotAllowed(_("Vai trò này đã kết thúc trước ngày ấy. Không cần làm gì thêm."))
    if valid_until <= row.valid_from:
        row.delete()
    else:
        row.valid_until = valid_until
        row.save(update_fields=["valid_until"])
    journal.record(
        unit=str(row.agency_id),
        action="role.ended",
        subject=f"account:{row.account_id}",
        by=by,
        at=at,
        data={
            "assignment": assignment_id,
            "role": row.role,
            "until": valid_until.isoformat(),
        },
    )


@transaction.atomic
def appoint_deputy(
    *,
    principal_id: int,
    deputy_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: str,
    at: datetime,
) -> int:
    """Lets `deputy` act with the roles of `principal` for a time; returns the appointment's id."""
    check_deputy(
        principal_id=principal_id,
        deputy_id=deputy_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        at=at,
    )
    # Only the principal, or an administrator who gains nothing by it.
    check_not_for_oneself(by, deputy_id)
    _active(principal_id)
    _active(deputy_id)
    same = Deputy.objects.filter(
        principal_id=principal_id,
        deputy_id=deputy_id,
        revoked_at=None,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )
    if same.exists():
        raise NotAllowed(
            _("Người này đã được giao làm thay trong khoảng ấy. Thu hồi lần trước rồi giao lại.")
        )
    row = Deputy.objects.create(
        principal_id=principal_id,
        deputy_id=deputy_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip()[:200],
        made_at=at,
        made_by=by,
    )
    journal.record(
        unit="house",
        action="deputy.appointed",
        subject=f"account:{principal_id}",
        by=by,
        at=at,
        data={
            "appointment": row.pk,
            "deputy": deputy_id,
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
        },
    )
    return row.pk


@transaction.atomic
def revoke_deputy(*, deputy_row_id: int, by: str, at: datetime) -> None:
    """Ends a deputy's time at once. What was done until then stays valid."""
    row = Deputy.objects.select_for_update().get(pk=deputy_row_id)
    if row.revoked_at is not None or row.ends_at <= at:
        raise NotAllowed(_("Việc làm thay này đã kết thúc. Không cần làm gì thêm."))
    row.revoked_at = at
    row.revoked_by = by
    row.save(update_fields=["revoked_at", "revoked_by"])
    journal.record(
        unit="house",
        action="deputy.revoked",
        subject=f"account:{row.principal_id}",
        by=by,
        at=at,
        data={"appointment": row.pk, "deputy": row.deputy_id},
    )


def _active(account_id: int) -> None:
    if not Account.objects.filter(pk=account_id, is_active=True).exists():
        raise NotAllowed(_("Tài khoản này không có hoặc đã khóa. Mở lại tài khoản trước."))
