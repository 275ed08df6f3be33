"""Opening a programme: its document, who runs it, its phases."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Level
from lienthong.programmes.actions.programmes import PhaseGiven, create_programme
from lienthong.programmes.queries.programmes import programmes, visible_programmes
from lienthong.web.programme.asked import VIEW
from lienthong.web.programme.forms import end_of
from lienthong.web.programme.holding import holders
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import choice_field, day_field, text_field
from lienthong.web.ui.saying import REFUSALS, said

EDIT: Final = Permission.PROGRAMME_EDIT
PHASES: Final = (1, 2, 3, 4)
_CODE: Final = re.compile(r"\w[\w.-]*")
_OWN_ADDRESS: Final = "moi"  # a programme of this code would have the address of this form


class Opening(forms.Form):
    code = text_field(
        gettext_lazy("Mã chương trình"),
        gettext_lazy("Ghi mã chương trình"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Chữ, số, dấu chấm, gạch ngang; ví dụ KH-2026. Mã không đổi về sau."
        ),
    )
    name = text_field(
        gettext_lazy("Tên chương trình"), gettext_lazy("Ghi tên chương trình"), max_length=240
    )
    document = text_field(
        gettext_lazy("Số văn bản giao"), gettext_lazy("Ghi số văn bản giao"), max_length=80
    )
    document_on = day_field(gettext_lazy("Ngày ban hành"))
    authority = text_field(
        gettext_lazy("Cơ quan ban hành"), gettext_lazy("Ghi cơ quan ban hành"), max_length=160
    )
    standing = choice_field(
        gettext_lazy("Cơ quan thường trực"),
        gettext_lazy("Chọn cơ quan thường trực"),
        help_text=gettext_lazy("Cơ quan theo dõi chương trình và giao nhiệm vụ của nó."),
    )
    parent = forms.TypedChoiceField(
        label=gettext_lazy("Thuộc chương trình cấp trên"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    valid_from = day_field(gettext_lazy("Áp dụng từ ngày"))

    def __init__(self, *args: Any, request: Request, **options: Any) -> None:
        super().__init__(*args, **options)
        known = organisations.agencies(holders(request.scope, EDIT))
        standing = [(str(one.id), formats.own_name(one)) for one in known.values()]
        several = [("", "–")] if len(standing) > 1 else []
        self.fields["standing"].choices = [*several, *standing]  # type: ignore[attr-defined]
        mine = {one.id for one in visible_programmes(request.scope.agencies(VIEW))}
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *(
                (one.id, f"{one.code}: {formats.own_name(one)}")
                for one in programmes()
                if one.id in mine or (one.standing and one.standing.level is Level.MINISTRY)
            ),
        ]
        for at in PHASES:
            self.fields[f"phase_{at}"] = text_field(
                _("Giai đoạn %(number)d") % {"number": at}, "", max_length=160, required=False
            )
            self.fields[f"until_{at}"] = day_field(_("Đến hết ngày"), required=False)

    @property
    def plain(self) -> Iterator[BoundField]:
        return (self[name] for name in self.base_fields)

    @property
    def phases(self) -> Iterator[tuple[BoundField, BoundField]]:
        return ((self[f"phase_{at}"], self[f"until_{at}"]) for at in PHASES)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not _CODE.fullmatch(code) or code == _OWN_ADDRESS:
            raise forms.ValidationError(
                _("Mã chỉ gồm chữ, số, dấu chấm, gạch ngang. Ghi lại, ví dụ KH-2026.")
            )
        return code

    def clean_document_on(self) -> date:
        return self._near("document_on")

    def clean_valid_from(self) -> date:
        return self._near("valid_from")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        found, last = [], given.get("valid_from")
        for at in PHASES:
            name, until = given.get(f"phase_{at}"), given.get(f"until_{at}")
            if not name and until:
                self.add_error(f"phase_{at}", _("Ghi tên giai đoạn"))
            if not name or f"until_{at}" in self.errors:
                continue
            if until is None:
                self.add_error(f"until_{at}", _("Chọn ngày cuối của giai đoạn"))
            elif last is not None and until <= last:
                self.add_error(
                    f"until_{at}",
                    _("Ngày này phải sau %(day)s. Chọn lại ngày.") % {"day": formats.day(last)},
                )
            else:
                last = until
                found.append(PhaseGiven(code=str(at), name=name, until=until))
        given["phases"] = found
        return given

    def _near(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        end_of(day)
        return day


@needs(EDIT)
@never_cache
@form_page
def new(request: Request) -> HttpResponse:
    form = Opening(
        request.POST if request.method == "POST" else None,
        request=request,
        initial={"valid_from": today(request)},
    )
    if form.is_valid():
        given = form.cleaned_data
        standing = int(given["standing"])
        try:
            made = create_programme(
                code=given["code"],
                name=given["name"],
                document=given["document"],
                document_on=given["document_on"],
                authority=given["authority"],
                standing_id=standing,
                parent_id=given["parent"],
                phases=given["phases"],
                valid_from=given["valid_from"],
                source=f"{given['document']}, {given['authority']}",
                confirmed=True,
                by=check(request, EDIT, agency_id=standing),
                at=request.now,
            )
        except REFUSALS as refusal:
            # The form has checked the rest: what is left is a code that is taken.
            form.add_error("code", said(refusal))
        else:
            messages.success(request, _("Đã mở chương trình. Giao nhiệm vụ đầu tiên từ trang này."))
            return redirect("programme", made.code)
    status = 422 if form.errors else 200
    return render(request, "programme/programme_new.html", {"form": form}, status=status)
