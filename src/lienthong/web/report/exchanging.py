"""Packs of forms: out as a file, in as a draft."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import NotAllowed
from lienthong.organisations import queries as organisations
from lienthong.reports.actions import take_pack
from lienthong.reports.adapters.packs import pack_of, text_of
from lienthong.reports.queries import forms as queries
from lienthong.web.programme.holding import holders
from lienthong.web.report.reach import MANAGE, VIEW
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.fields import choice_field
from lienthong.web.ui.saying import REFUSALS, said

LARGEST = 1024 * 1024  # bytes


class Taking(forms.Form):
    pack = forms.FileField(
        label=gettext_lazy("Gói biểu mẫu (.yaml)"),
        error_messages={
            "required": gettext_lazy("Chọn tệp gói biểu mẫu"),
            "empty": gettext_lazy("Tệp rỗng. Chọn tệp khác."),
        },
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    receiver = choice_field(gettext_lazy("Nơi nhận"), gettext_lazy("Chọn nơi nhận"))


@needs(VIEW)
@never_cache
@require_safe
def give(request: Request, form_id: int) -> HttpResponse:
    """The form with the meaning of its figures."""
    try:
        one = queries.form(form_id)
    except NotAllowed:
        raise Http404 from None
    if one.published_at is None:
        check(request, MANAGE, agency_id=one.receiver)
    on = max(one.valid_from, formats.local(request.now).date())
    known = queries.indicators(one.content.codes, on=on)
    text = text_of(one, known, receiver=organisations.agency(one.receiver).name)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{one.code}.yaml"'
    return response


@needs(MANAGE)
@never_cache
@form_page
def take(request: Request) -> HttpResponse:
    posted = request.method == "POST"
    form = Taking(request.POST, request.FILES) if posted else Taking()
    receivers = holders(request.scope, MANAGE)
    known = organisations.agencies(receivers)
    form.fields["receiver"].choices = [  # type: ignore[attr-defined]
        (str(number), formats.own_name(known[number])) for number in receivers
    ]
    if posted and form.is_valid():
        receiver = int(form.cleaned_data["receiver"])
        by = check(request, MANAGE, agency_id=receiver)
        try:
            pack = pack_of(_text(form.cleaned_data["pack"].read(LARGEST + 1)))
            taken = take_pack(pack=pack, receiver=receiver, by=by, at=request.now)
        except REFUSALS as refusal:
            form.add_error("pack", said(refusal))
        else:
            messages.success(
                request,
                _("Đã nạp vào bản nháp: %(count)d chỉ tiêu mới. Xem thử rồi công bố.")
                % {"count": len(taken.defined)},
            )
            if taken.kept:
                messages.warning(
                    request,
                    _("Giữ định nghĩa đang có ở đây, khác với gói: %s.") % ", ".join(taken.kept),
                )
            return redirect("report-form-preview", taken.form)
    status = 422 if posted else 200
    return render(request, "report/form_take.html", {"form": form}, status=status)


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise NotAllowed("Tệp lớn hơn 1 MB, không phải là một gói biểu mẫu.")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise NotAllowed("Tệp không phải bảng mã UTF-8. Lưu lại với UTF-8 rồi nạp.") from None
