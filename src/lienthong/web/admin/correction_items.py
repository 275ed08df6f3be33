"""The dossiers of a correction: the list, its export, and the decision for each."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions import corrections as actions
from lienthong.dossiers.queries import correction_runs as runs
from lienthong.dossiers.queries.correction_runs import ItemRow
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionState, Policy
from lienthong.papers.queries import download
from lienthong.papers.rules import NoSuchFile
from lienthong.web.admin import correction_words as words
from lienthong.web.admin.corrections import OPEN, found
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import key_of, typed
from lienthong.web.ui.saying import said
from lienthong.web.ui.tables import table

if TYPE_CHECKING:
    from lienthong.dossiers.models import Correction

MOST_EXPORTED: Final = 100_000
_PART: Final = 2000
# Word in the address, filter of the query, label.
FILTERS: Final[tuple[tuple[str, str, Promise], ...]] = (
    ("", "", gettext_lazy("Tất cả")),
    ("het-tre", "no_longer_late", gettext_lazy("Không còn trễ")),
    ("thanh-tre", "newly_late", gettext_lazy("Thành trễ")),
    ("doi-hen", "changed", gettext_lazy("Đổi hạn")),
    ("cho-quyet", "asked", gettext_lazy("Chờ quyết định")),
    ("de-nguyen", "left", gettext_lazy("Để nguyên")),
    ("co-viec-khac", "moved_on", gettext_lazy("Đã có việc khác")),
)
_QUERY: Final = {slug: only for slug, only, _label in FILTERS}


@needs(OPEN)
@never_cache
@require_safe
def items(request: Request, correction_id: int) -> HttpResponse:
    correction = found(request, correction_id)
    slug, text = request.GET.get("loc", ""), typed(request)
    only = _QUERY.get(slug, "")
    if request.GET.get("dang") == "csv":
        return _csv(correction, only=only, text=text)
    rows, after = runs.items(correction, only=only, text=text, after=key_of(request))
    query = request.GET.copy()
    query["dang"] = "csv"
    context: dict[str, Any] = {
        "correction": correction,
        "rows": [_shown(row) for row in rows],
        "filters": FILTERS,
        "only": slug if slug in _QUERY else "",
        "text": text,
        "after": str(after) if after else "",
        "export": "?" + query.urlencode(),
        "deciding": correction.state == CorrectionState.PREVIEWED
        and correction.policy == Policy.ASK
        and request.scope.may(OPEN, agency_id=correction.opened_agency),
        "here": request.get_full_path(),
    }
    return render(request, "admin/correction_items.html", context)


@needs(OPEN)
@require_POST
def decide(request: Request, correction_id: int) -> HttpResponse:
    """For one dossier: to be corrected, or to stay as it is."""
    correction = found(request, correction_id)
    by = check(request, OPEN, agency_id=correction.opened_agency)
    apply, _colon, number = request.POST.get("quyet", "").partition(":")
    if apply not in {"sua", "giu"} or not number.isdecimal() or len(number) > 15:
        messages.warning(request, _("Chọn sửa hoặc để nguyên cho một hồ sơ."))
    elif not runs.holds(correction, int(number)):
        messages.warning(request, _("Hồ sơ này không còn trong lần chạy thử. Tải lại danh sách."))
    else:
        try:
            actions.decide_item(
                item_id=int(number),
                apply=apply == "sua",
                actor=Actor(by=by, agency=correction.opened_agency),
                at=request.now,
            )
        except NotAllowed as refusal:
            messages.warning(request, said(refusal))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("correction-items", args=[correction.pk])
    return redirect(back)


@needs(OPEN)
@require_safe
def evidence(request: Request, correction_id: int) -> HttpResponseBase:
    """The file that shows what was wrong."""
    correction = found(request, correction_id)
    if correction.evidence_file_id is None:
        raise Http404
    try:
        got = download(correction.evidence_file_id, name=_("bang-chung"), inline=True)
    except NoSuchFile as refusal:
        messages.warning(request, said(refusal))
        return redirect("correction", correction.pk)
    return StreamingHttpResponse(got.chunks, headers=got.headers)


def _shown(row: ItemRow) -> dict[str, Any]:
    return {
        "row": row,
        "state": words.ITEMS[row.state],
        "before": words.VERDICTS[row.verdict_before],
        "after": words.VERDICTS[row.verdict_after],
        "recorded_before": words.VERDICTS[row.recorded_before],
        "recorded_after": words.VERDICTS[row.recorded_after],
        "better": row.late_before and not row.late_after,
        "worse": row.late_after and not row.late_before,
    }


def _csv(correction: "Correction", *, only: str, text: str) -> HttpResponse:
    heads = [
        _("Mã hồ sơ"), _("Đã hứa trả"), _("Hạn trước"), _("Hạn sau"), _("Kết quả trước"),
        _("Kết quả sau"), _("Trễ trước"), _("Trễ sau"), _("Đã báo người nộp"), _("Tình trạng"),
    ]  # fmt: skip
    yes, no = _("có"), _("không")

    def lines() -> Iterator[list[object]]:
        after, count = 0, 0
        while count < MOST_EXPORTED:
            rows, following = runs.items(correction, only=only, text=text, after=after, limit=_PART)
            for row in rows:
                yield [
                    row.code, row.promised_at, row.due_before, row.due_after,
                    words.VERDICTS[row.verdict_before], words.VERDICTS[row.verdict_after],
                    yes if row.late_before else no, yes if row.late_after else no,
                    yes if row.told else no, words.ITEMS[row.state].words,
                ]  # fmt: skip
            count += len(rows)
            if following is None:
                return
            after = following

    return table(f"dinh-chinh-{correction.pk}.csv", heads, lines())
