"""One version of a procedure: what changed, its trial, publishing it and taking it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import Permission
from lienthong.catalogue import actions, queries
from lienthong.catalogue.rules.differences import differences
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.organisations.rules import Sentence
from lienthong.web.admin.catalogue import EDIT, SEVERITIES, STATUSES, VIEW, entry_of
from lienthong.web.admin.correction_words import limit_words
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import day_field, long_field, text_field
from lienthong.web.ui.saying import REFUSALS, said


class Publish(forms.Form):
    decision = text_field(
        _("Quyết định công bố"),
        _("Ghi số quyết định công bố"),
        help_text=_("Số và ngày của quyết định công bố thủ tục."),
    )
    decided_on = day_field(_("Ngày ký quyết định"))
    announced_on = day_field(
        _("Ngày công bố"), required=False, help_text=_("Để trống: ngày ký quyết định.")
    )
    published_on = day_field(_("Ngày công khai"), required=False, help_text=_("Để trống: hôm nay."))
    valid_from = day_field(
        _("Có hiệu lực từ ngày"), help_text=_("Phiên bản trước kết thúc vào ngày này.")
    )


class RollBack(forms.Form):
    reason = long_field(_("Lý do thu hồi"), _("Ghi lý do thu hồi phiên bản"))


@needs(VIEW)
@never_cache
@require_safe
def one(request: Request, code: str, version_id: int) -> HttpResponse:
    return page(request, code, version_id)


def page(
    request: Request, code: str, version_id: int, *, wrong: forms.Form | None = None
) -> HttpResponse:
    """`wrong` is the form that was refused, if one was."""
    entry, history = entry_of(request, code), queries.history(code)
    row = next((one for one in history if one.id == version_id), None)
    if row is None:
        raise Http404
    version = queries.version(version_id)
    older = [one for one in history if one.number < row.number]
    against = _against(request, older)
    findings = queries.findings(codes=[code], on=today(request))
    context: dict[str, Any] = {
        "entry": entry,
        "row": row,
        "version": version,
        "status": STATUSES[row.status],
        "older": older,
        "against": against,
        "changes": differences(queries.version(against.id).content, version.content)
        if against
        else (),
        "limits": [
            {
                "limit": limit_words(option.amount, option.unit.value, option.cutoff),
                "condition": option.condition,
                "source": option.legal_source,
            }
            for option in version.content.time_options
        ],
        "findings": [
            {"sentence": found.finding.sentence, "tag": SEVERITIES[found.finding.severity]}
            for found in findings
            if found.version == row.number
        ],
        "samples": [
            {"fits": sample["fits"], "sentence": Sentence.from_json(sample["sentence"])}
            for sample in row.trial.get("samples", ())
        ],
        "passed": row.trial.get("passed"),
        "publish": wrong
        if isinstance(wrong, Publish)
        else Publish(initial={"decision": row.decision, "valid_from": today(request)}),
        "roll_back": wrong if isinstance(wrong, RollBack) else RollBack(),
        "may_edit": request.scope.may(EDIT),
        "may_correct": request.scope.may(Permission.CORRECTION_OPEN),
        "may_try": row.status in {VersionStatus.DRAFT, VersionStatus.TRIED},
        "may_publish": row.status is VersionStatus.TRIED,
        "restores": any(
            one.status is VersionStatus.PUBLISHED and one.valid_until == row.valid_from
            for one in older
        ),
        "may_roll_back": row.status is VersionStatus.PUBLISHED and row.valid_until is None,
    }
    return render(request, "admin/version.html", context, status=422 if wrong else 200)


def _against(request: Request, older: list[queries.VersionEntry]) -> queries.VersionEntry | None:
    wanted = request.GET.get("so-voi", "")
    return next((one for one in older if str(one.number) == wanted), older[0] if older else None)


def _version(code: str, version_id: int) -> queries.VersionEntry:
    for row in queries.history(code):
        if row.id == version_id:
            return row
    raise Http404


@needs(EDIT)
@require_POST
def try_out(request: Request, code: str, version_id: int) -> HttpResponse:
    _version(code, version_id)
    try:
        trial = actions.try_version(version_id=version_id, by=check(request, EDIT), at=request.now)
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
    else:
        if trial.passed:
            messages.success(request, gettext("Mọi hồ sơ mẫu đều kịp hạn. Có thể công khai."))
        else:
            messages.warning(
                request, gettext("Có hồ sơ mẫu không kịp hạn. Sửa bản thảo rồi chạy thử lại.")
            )
    return redirect("catalogue-version", code, version_id)


@needs(EDIT)
@require_POST
def publish(request: Request, code: str, version_id: int) -> HttpResponse:
    _version(code, version_id)
    form = Publish(request.POST)
    if form.is_valid() and form.cleaned_data["decided_on"] > today(request):
        form.add_error(
            "decided_on", gettext("Ngày ký ở sau hôm nay. Xem lại ngày trên quyết định.")
        )
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.publish(
                version_id=version_id,
                decision=given["decision"],
                decided_on=given["decided_on"],
                announced_on=given["announced_on"],
                published_on=given["published_on"],
                valid_from=given["valid_from"],
                by=check(request, EDIT),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Đã công khai phiên bản."))
            return redirect("catalogue-version", code, version_id)
    return page(request, code, version_id, wrong=form)


@needs(EDIT)
@require_POST
def roll_back(request: Request, code: str, version_id: int) -> HttpResponse:
    _version(code, version_id)
    form = RollBack(request.POST)
    if form.is_valid():
        try:
            actions.roll_back(
                version_id=version_id,
                reason=form.cleaned_data["reason"],
                by=check(request, EDIT),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(
                request,
                gettext(
                    "Đã thu hồi phiên bản. Hồ sơ nhận trong thời gian ấy giữ nguyên cho đến khi"
                    " đính chính."
                ),
            )
            return redirect("catalogue-one", code)
    return page(request, code, version_id, wrong=form)
