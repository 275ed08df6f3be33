"""What the screens of administration share: for whom one acts, refusals as sentences, tables."""

import re
from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.accounts.rules import GRANTS, Permission, Reach
from lienthong.accounts.rules import NotAllowed as AccountsNotAllowed
from lienthong.dossiers.actions.record import Actor
from lienthong.organisations.rules import NotAllowed, UnknownAgency, UnknownAgencyCode, UnknownUnit
from lienthong.papers.rules import Refused
from lienthong.web.ui.access import Request

REFUSALS = (
    NotAllowed,
    AccountsNotAllowed,
    Refused,
    UnknownAgency,
    UnknownAgencyCode,
    UnknownUnit,
)
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")


def acting(request: Request, permission: Permission) -> Actor:
    """Who acts, for the agency from which the permission reaches furthest."""
    scope = request.scope
    held = [held for held in scope.holdings if permission in GRANTS[held.role]]
    far = {Reach.OWN: 0, Reach.BELOW: 1, Reach.ALL: 2}
    agency = max(
        held,
        key=lambda one: (
            far[GRANTS[one.role][permission]],
            len(scope.below.get(one.agency_id, ())),
            -one.agency_id,
        ),
    ).agency_id
    return Actor(by=scope.actor_for(permission, agency_id=agency), agency=agency)


def today(request: Request) -> date:
    return timezone.localdate(request.now)


def typed(request: Request, name: str = "q", most: int = 100) -> str:
    """A text of the address without what cannot be printed."""
    return _UNPRINTED.sub(" ", request.GET.get(name, ""))[:most].strip()


def key_of(request: Request, name: str = "after") -> int:
    """A page key of the address; 0 where it makes no sense."""
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 16 else 0


def day_field(label: object, **options: object) -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        error_messages={
            "required": _("Chọn ngày"),
            "invalid": _("Chọn ngày, ví dụ 04/09/2026"),
        },
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        **options,  # type: ignore[arg-type]
    )


def text_field(label: object, wanted: object, **options: object) -> forms.CharField:
    """`wanted`: the sentence when it is empty."""
    options.setdefault("max_length", 200)
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        error_messages={"required": wanted},  # type: ignore[dict-item]
        **options,  # type: ignore[arg-type]
    )


def long_field(label: object, wanted: object, **options: object) -> forms.CharField:
    options.setdefault("max_length", 4000)
    return text_field(label, wanted, widget=forms.Textarea(attrs={"rows": 3}), **options)


def choice_field(label: object, wanted: object, **options: object) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,  # type: ignore[arg-type]
        error_messages={"required": wanted, "invalid_choice": wanted},  # type: ignore[dict-item]
        **options,  # type: ignore[arg-type]
    )


def after_days(day: date, count: int) -> date:
    return day + timedelta(days=count)
