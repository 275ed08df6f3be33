"""A dossier looked up by its code and secret, in plain words."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from django import forms
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong import clock
from lienthong.dossiers import queries as dossiers
from lienthong.dossiers.queries import PublicView
from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.lifecycle import State
from lienthong.organisations.rules import visible
from lienthong.web.portal import throttle
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, form_page, public
from lienthong.web.ui.strips import explained, strip

# What was asked for stays with the reader's browser, signed, so that the page can be reloaded and
# read in the other language without the code or the secret in any address.
COOKIE = "lookup"
COOKIE_AGE = 30 * 60


class LookupForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Mã hồ sơ"),
        help_text=gettext_lazy("In ở đầu giấy tiếp nhận và hẹn trả kết quả."),
        max_length=60,
        error_messages={"required": gettext_lazy("Điền mã hồ sơ")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Ký tự tra cứu"),
        help_text=gettext_lazy("In cạnh mã QR trên giấy hẹn; chữ hoa hay chữ thường đều được."),
        max_length=20,
        error_messages={"required": gettext_lazy("Điền ký tự tra cứu")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short code"}),
    )

    def clean_code(self) -> str:
        return "".join(visible(self.cleaned_data["code"]).split()).upper()

    def clean_secret(self) -> str:
        return "".join(visible(self.cleaned_data["secret"]).split()).upper()


@public
@never_cache
@form_page
def look_up(request: Request) -> HttpResponse:
    """The form. Wrong code and wrong secret get the same answer: neither can be found out."""
    if request.method != "POST":
        form = LookupForm(initial={"code": request.GET.get("ma", "")[:60]})
        return render(request, "portal/lookup.html", {"form": form})
    form = LookupForm(request.POST)
    status = 200
    if form.is_valid():
        code, secret = form.cleaned_data["code"], form.cleaned_data["secret"]
        if throttle.too_many(request, code):
            form.add_error(None, _("Đã nhập sai nhiều lần. Chờ 15 phút rồi thử lại."))
            status = 429
        elif dossiers.public_view(code, secret, as_of=request.now) is None:
            throttle.count_wrong(request, code)
            form.add_error(
                None,
                _(
                    "Không có hồ sơ nào khớp với mã và ký tự này. So lại từng chữ với giấy hẹn;"
                    " ký tự tra cứu không dùng số 0, số 1, chữ O, chữ I."
                ),
            )
        else:
            response = HttpResponseRedirect(reverse("track"))
            response.set_signed_cookie(
                COOKIE,
                f"{code} {secret}",
                max_age=COOKIE_AGE,
                path=reverse("look_up"),
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
            return response
    return render(request, "portal/lookup.html", {"form": form}, status=status)


@public
@never_cache
@require_safe
def track(request: Request) -> HttpResponse:
    view = _asked_for(request)
    if view is None:
        return HttpResponseRedirect(reverse("look_up"))
    drawn = strip(view.calendar, view.rule, view.clock_events, request.now, names=view.day_names)
    context = {
        "view": view,
        "headline": headline(view),
        "reasons": reasons(view),
        "strip": drawn,
        "explained": [*limit(view), *view.sentences, *(explained(drawn) if drawn else ())],
    }
    return render(request, "portal/track.html", context)


def _asked_for(request: Request) -> PublicView | None:
    try:
        asked = request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_AGE)
    except signing.BadSignature:
        return None
    code, _space, secret = (asked or "").partition(" ")
    return dossiers.public_view(code, secret, as_of=request.now)


def limit(view: PublicView) -> list[str]:
    """How long it may take, and what follows when it takes longer."""
    amount, unit = Fraction(view.rule.limit.amount), view.rule.limit.unit
    words = {
        clock.Unit.WORKING_DAY: formats.working_days,
        clock.Unit.WORKING_HOUR: formats.working_hours,
        clock.Unit.CALENDAR_DAY: formats.calendar_days,
    }
    said = [
        _("Thời hạn giải quyết là %(limit)s.")
        % {"limit": words[unit](float(amount)) if unit in words else _("trong ngày")}
    ]
    if view.open and view.due_at and not view.overdue:
        said.append(
            _("Quá hạn mà chưa xong, cơ quan phải gửi văn bản xin lỗi và hẹn lại ngày cụ thể.")
        )
    return said


_WITH_AGENCY: Final = frozenset({State.SUBMITTED, State.ACCEPTED, State.IN_PROCESS})
_HEADLINES: Final[Mapping[State, Promise]] = {
    State.SUBMITTED: gettext_lazy("Đã nộp, đang chờ tiếp nhận"),
    State.NOT_ACCEPTED: gettext_lazy("Hồ sơ không được tiếp nhận"),
    State.AWAITING_SUPPLEMENT: gettext_lazy("Cần bổ sung giấy tờ thì cơ quan mới làm tiếp được"),
    State.AWAITING_PAYMENT: gettext_lazy("Cần nộp tiền thì cơ quan mới làm tiếp được"),
    State.WITHDRAWN: gettext_lazy("Hồ sơ đã được rút theo đề nghị của người nộp"),
    State.STOPPED: gettext_lazy("Cơ quan đã dừng giải quyết hồ sơ"),
    State.DONE: gettext_lazy("Đã có kết quả, mời đến nhận"),
    State.RETURNED: gettext_lazy("Đã trả kết quả"),
}


def headline(view: PublicView) -> str:
    """The answer before everything else."""
    if view.returned_at:
        return _("Đã trả kết quả %(day)s") % {"day": formats.day_long(view.returned_at)}
    if view.outcome == "closed":
        return _("Đã ghi nhận xong, không phải đến nhận kết quả")
    if view.state in _HEADLINES:
        return str(_HEADLINES[view.state])
    if view.renewed_at:
        return _("Hẹn trả lại trước %(when)s") % {"when": formats.moment(view.renewed_at)}
    if view.overdue and view.promised_at:
        return _("Đã trễ hẹn trả %(when)s") % {"when": formats.moment(view.promised_at)}
    if view.due_at and not view.needs_result:
        return _("Sẽ xong trước %(when)s") % {"when": formats.moment(view.due_at)}
    if view.due_at:
        return _("Kết quả sẽ có trước %(when)s") % {"when": formats.moment(view.due_at)}
    return _("Đang giải quyết")


def reasons(view: PublicView) -> list[str]:
    """What to do or to expect, one sentence each."""
    said = []
    if view.state == State.DONE and view.outcome != "closed":
        said.append(
            _("Mang giấy hẹn và giấy tờ tùy thân đến %(place)s.")
            % {"place": formats.own_name(view.receiving)}
        )
    if view.state == State.AWAITING_SUPPLEMENT:
        said.append(
            _("Nộp giấy còn thiếu tại %(place)s.") % {"place": formats.own_name(view.receiving)}
        )
    if view.state == State.AWAITING_SUPPLEMENT and view.wanted_until:
        said.append(
            _("Gửi lúc nào cũng được đến hết %(day)s. Đồng hồ dừng trong lúc chờ.")
            % {"day": formats.day_long(view.wanted_until)}
        )
    elif view.waits_for in WAITS and view.state == State.IN_PROCESS:
        said.append(_("Đang tạm dừng: %(wait)s.") % {"wait": _(WAITS[view.waits_for])})
    if view.state in _WITH_AGENCY and view.waits_for != "applicant_request":
        said.append(_("Không cần làm gì thêm."))
    if view.renewed_at and view.due_at and view.open:
        said.append(
            _("Hạn theo quy định là %(when)s. Cơ quan đã xin lỗi vì chậm và hẹn lại ngày trên.")
            % {"when": formats.moment(view.due_at)}
        )
    elif view.overdue:
        said.append(_("Cơ quan phải gửi văn bản xin lỗi và hẹn lại ngày cụ thể."))
    return said
