from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler

from lienthong.accounts.rules import Role


@models.CharField.register_lookup
class Prefix(models.Lookup):
    """`folded__prefix`: the column begins with the text, answered from its index. PostgreSQL does
    that for LIKE; SQLite's LIKE ignores case and the index, so there it is a range."""

    lookup_name = "prefix"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        column, given = self.process_lhs(compiler, connection)
        end = f"{self.rhs}\U0010ffff"
        return f"({column} >= %s AND {column} < %s)", (*given, self.rhs, *given, end)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Any]:
        return StartsWith(self.lhs, self.rhs).as_sql(compiler, connection)


class Person(models.Model):
    """A natural person or an organisation that the house knows: applicant or official."""

    kind = models.CharField(max_length=20, default="citizen")  # citizen, business, organisation
    full_name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, db_index=True)
    identity_number = models.CharField(max_length=20, unique=True, null=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=20, blank=True, db_index=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=240, blank=True)
    unit_code = models.CharField(max_length=10, blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.full_name


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """What an official signs in with. Made and changed by actions only."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    must_enrol_totp = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    shortcuts_off = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class Assignment(models.Model):
    """An account holds a role in an agency, from a day until a day. `fields` limits it to fields
    of procedures (empty: all), as when a centre's staff may receive justice dossiers (R150): an
    assignment of its own, whose `basis` is the decision that delegates."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="assignments"
    )
    position = models.ForeignKey(
        "organisations.Position", null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(max_length=30, choices=Role.choices())
    fields = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "agency", "role", "valid_from", "basis"],
                name="assignment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="assignment_validity",
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"], name="assignment_agency_role")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class Deputy(models.Model):
    """`deputy` acts with the roles of `principal` for a time. What they do is journalled as
    theirs, on behalf of the principal."""

    principal = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deputises")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="deputy_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")), name="deputy_is_another"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoked_by="")),
                name="deputy_revoked_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.principal_id}"
