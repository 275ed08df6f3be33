"""For which agency somebody acts, and the agency that somebody names."""

from collections.abc import Collection
from datetime import date

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.accounts.rules import GRANTS, Permission, Reach
from lienthong.accounts.rules.scope import Scope
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import fold
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import text_field

_TOLD = 5


def holders(scope: Scope, permission: Permission, over: Collection[int] | None = None) -> list[int]:
    """The agencies where a role is held that carries the permission over one of `over` (None: over
    anything), in the order of the assignments."""
    found = []
    for held in scope.holdings:
        reach = GRANTS[held.role].get(permission)
        if reach is None:
            continue
        if reach is Reach.BELOW:
            reached = scope.below[held.agency_id]
        else:
            reached = frozenset({held.agency_id})
        if over is None or not reached.isdisjoint(over):
            found.append(held.agency_id)
    return list(dict.fromkeys(found))


def own_province(scope: Scope) -> str:
    """The province where the reader works: communes of several provinces have one name."""
    own = organisations.agencies({held.agency_id for held in scope.holdings})
    return next((one.province_code for one in own.values() if one.province_code), "")


def agency_field(label: Promise | str, wanted: Promise | str, **options: object) -> forms.CharField:
    """A text in which an agency is named; the page offers names in a list of the same id."""
    return text_field(
        label,
        wanted,
        max_length=240,
        widget=forms.TextInput(attrs={"list": "co-quan", "autocomplete": "off"}),
        **options,
    )


def named(text: str, *, on: date, province: str = "") -> AgencyView:
    """The agency of that name, of the province first; "name, province" names one of another. A name
    that several bear is never guessed. Raises forms.ValidationError with what to write instead."""
    provinces = {unit.code: unit for unit in organisations.provinces(on=on)}
    before, _comma, place = text.rpartition(",")
    for code, unit in provinces.items():
        known_as = (unit.name, unit.full_name, unit.name_en, unit.full_name_en)
        if before and fold(place) in map(fold, known_as):
            text, province = before, code
    wanted = fold(text)
    found = [
        one
        for where in dict.fromkeys((province, ""))
        for one in organisations.find_agencies(text, on=on, province_code=where, limit=30)
    ]
    exact = [one for one in found if wanted in {fold(one.name), fold(formats.own_name(one))}]
    near = [one for one in exact if province and one.province_code == province]
    known = {one.id: one for one in near or exact or found}
    if len(known) == 1:
        return next(iter(known.values()))
    if not known:
        raise forms.ValidationError(
            _("Không có cơ quan nào tên “%(name)s”. Gõ tên đầy đủ, có hoặc không dấu.")
            % {"name": text}
        )
    # Those whose name ends in what was typed first: the ward itself, not its neighbours.
    ranked = sorted(known.values(), key=lambda one: not fold(one.name).endswith(wanted))
    names = [formats.own_name(one) for one in ranked]
    told = "; ".join(
        f"{name}, {formats.own_name(provinces[one.province_code])}"
        if names.count(name) > 1 and one.province_code in provinces
        else name
        for name, one in list(zip(names, ranked, strict=True))[:_TOLD]
    )
    raise forms.ValidationError(
        _("Nhiều cơ quan có tên như vậy: %(names)s. Ghi rõ tên đầy đủ.") % {"names": told}
    )


def several_field(label: Promise | str, **options: object) -> forms.CharField:
    """Any number of agencies, one on each line."""
    return text_field(
        label,
        "",
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Mỗi dòng một cơ quan. Gõ tên, có hoặc không dấu."),
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


def several(text: str, *, on: date, province: str = "") -> list[AgencyView]:
    """The agencies of the lines, each once. Raises forms.ValidationError."""
    lines = [line.strip(" ;,") for line in text.splitlines()]
    found = [named(line, on=on, province=province) for line in lines if line]
    return list({one.id: one for one in found}.values())


def offered(province: str, *, on: date) -> list[str]:
    """Names of agencies of a province above the communes, to choose from while typing."""
    return [
        formats.own_name(one)
        for one in organisations.agencies_of_province(province, on=on)
        if one.unit_code == province
    ]


def inspected(text: str, request: Request) -> int:
    """The agency of that name, if the reader may inspect it. Raises forms.ValidationError."""
    found = named(text, on=today(request), province=own_province(request.scope))
    if found.id not in request.scope.agencies(Permission.VISIT_PLAN):
        raise forms.ValidationError(
            _("%(name)s ngoài phạm vi kiểm tra của mình. Chọn nơi khác.")
            % {"name": formats.own_name(found)}
        )
    return found.id
