"""The directory of accounts: for who gives roles, and for everybody about the own account."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from lienthong.accounts.models import Account, Assignment, Deputy
from lienthong.accounts.queries.persons import PersonView, folded
from lienthong.accounts.queries.scope import assignments_at
from lienthong.accounts.rules import ROLE_NAMES, Role


@dataclass(frozen=True, slots=True)
class AccountView:
    id: int
    username: str
    person: PersonView
    is_active: bool
    is_demo: bool
    must_change_password: bool
    has_totp: bool
    shortcuts_off: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """`state`: "held", "coming" or "ended" on the day that was asked for."""

    id: int
    agency_id: int
    agency_name: str
    role: Role
    fields: tuple[str, ...]
    position: str
    valid_from: date
    valid_until: date | None
    basis: str
    state: str

    @property
    def role_name(self) -> str:
        """In the reader's language."""
        return gettext(ROLE_NAMES[self.role])

    @property
    def last_day(self) -> date | None:
        return self.valid_until - timedelta(days=1) if self.valid_until else None


@dataclass(frozen=True, slots=True)
class DeputyView:
    """`state`: "held", "coming", "ended" or "revoked" at the time that was asked for."""

    id: int
    principal_id: int
    principal_name: str
    deputy_id: int
    deputy_name: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: int
    username: str
    person_name: str
    is_active: bool
    has_totp: bool
    held: tuple[AssignmentView, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    total: int
    rows: tuple[AccountRow, ...]


def account(account_id: int) -> AccountView | None:
    row = Account.objects.select_related("person").filter(pk=account_id).first()
    if row is None:
        return None
    return AccountView(
        id=row.pk,
        username=row.username,
        person=PersonView.of(row.person),
        is_active=row.is_active,
        is_demo=row.is_demo,
        must_change_password=row.must_change_password,
        has_totp=_totp().filter(user_id=row.pk).exists(),
        shortcuts_off=row.shortcuts_off,
        last_login=row.last_login,
    )


def assignments_of(account_id: int, *, on: date) -> tuple[AssignmentView, ...]:
    """All assignments of the account, the newest first."""
    rows = Assignment.objects.filter(account_id=account_id).select_related("agency", "position")
    return tuple(_assignment(row, on) for row in rows.order_by("-valid_from", "-id"))


def agencies_of(account_id: int, *, on: date) -> frozenset[int]:
    """The agencies where the account holds a role or is going to."""
    rows = Assignment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), account_id=account_id
    )
    return frozenset(rows.values_list("agency_id", flat=True))


def deputies_given(account_id: int, *, at: datetime) -> tuple[DeputyView, ...]:
    """Who acts, acted or will act for the account, the newest first."""
    return _deputies(Deputy.objects.filter(principal_id=account_id), at)


def deputies_held(account_id: int, *, at: datetime) -> tuple[DeputyView, ...]:
    """For whom the account acts, acted or will act, the newest first."""
    return _deputies(Deputy.objects.filter(deputy_id=account_id), at)


def recovery_codes_left(account_id: int) -> int:
    row = Authenticator.objects.filter(
        user_id=account_id, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    try:
        return len(row.wrap().get_unused_codes()) if row else 0
    except InvalidToken:
        return 0  # written with another key: none of them is good any more


def find_accounts(
    *,
    agency_ids: Collection[int],
    at: datetime,
    text: str = "",
    role: Role | None = None,
    active: bool | None = None,
    offset: int = 0,
    limit: int = 50,
) -> AccountPage:
    """Accounts with a role in one of the agencies, and those without any role, by name. `text`
    is found in the name (accents do not matter) or the sign-in name."""
    open_rows = Assignment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=timezone.localdate(at)), account_id=OuterRef("pk")
    )
    found = Account.objects.filter(
        Exists(open_rows.filter(agency_id__in=agency_ids)) | ~Exists(open_rows)
    )
    if role is not None:
        found = found.filter(Exists(open_rows.filter(role=role)))
    if active is not None:
        found = found.filter(is_active=active)
    if wanted := folded(text):
        found = found.filter(Q(person__folded__contains=wanted) | Q(username__contains=wanted))
    rows = list(
        found.select_related("person")
        .annotate(has_totp=Exists(_totp().filter(user_id=OuterRef("pk"))))
        .order_by("person__folded", "pk")[offset : offset + limit]
    )
    on = timezone.localdate(at)
    held: dict[int, list[AssignmentView]] = {row.pk: [] for row in rows}
    for assignment in (
        assignments_at(at)
        .filter(account_id__in=held)
        .select_related("agency", "position")
        .order_by("id")
    ):
        held[assignment.account_id].append(_assignment(assignment, on))
    return AccountPage(
        total=found.count(),
        rows=tuple(
            AccountRow(
                id=row.pk,
                username=row.username,
                person_name=row.person.full_name,
                is_active=row.is_active,
                has_totp=row.has_totp,
                held=tuple(held[row.pk]),
            )
            for row in rows
        ),
    )


def _totp() -> "QuerySet[Authenticator]":
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    return rows


def _assignment(row: Assignment, on: date) -> AssignmentView:
    state = "held"
    if row.valid_until is not None and row.valid_until <= on:
        state = "ended"
    elif row.valid_from > on:
        state = "coming"
    return AssignmentView(
        id=row.pk,
        agency_id=row.agency_id,
        agency_name=row.agency.name,
        role=Role(row.role),
        fields=tuple(row.fields),
        position=row.position.name if row.position else "",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        basis=row.basis,
        state=state,
    )


def _deputies(rows: "QuerySet[Deputy]", at: datetime) -> tuple[DeputyView, ...]:
    def state(row: Deputy) -> str:
        if row.revoked_at is not None and row.revoked_at <= at:
            return "revoked"
        if row.ends_at <= at:
            return "ended"
        return "coming" if row.starts_at > at else "held"

    return tuple(
        DeputyView(
            id=row.pk,
            principal_id=row.principal_id,
            principal_name=row.principal.person.full_name,
            deputy_id=row.deputy_id,
            deputy_name=row.deputy.person.full_name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            reason=row.reason,
            state=state(row),
        )
        for row in rows.select_related("principal__person", "deputy__person").order_by(
            "-starts_at", "-id"
        )
    )
