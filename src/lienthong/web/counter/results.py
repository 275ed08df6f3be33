"""Results that wait at the counter for those who asked for them."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as catalogue
from lienthong.dossiers import queries as dossiers
from lienthong.dossiers.actions import endings
from lienthong.dossiers.queries import counter as counters
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import State
from lienthong.journal import actions as journal
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import printable
from lienthong.web.ui.saying import said

RETURN: Final = Permission.DOSSIER_RETURN
METHODS: Final[tuple[tuple[str, Promise], ...]] = (
    ("direct", gettext_lazy("Trả trực tiếp")),
    ("postal", gettext_lazy("Gửi bưu chính")),
    ("online", gettext_lazy("Gửi bản điện tử")),
)
OUTCOMES: Final = {
    "completed": gettext_lazy("Kết quả"),
    "refused": gettext_lazy("Văn bản từ chối"),
    "withdrawn": gettext_lazy("Trả lại hồ sơ đã rút"),
    "stopped": gettext_lazy("Thông báo dừng"),
}


@dataclass(frozen=True)
class Line:
    """A result with how it was asked to be returned."""

    row: counters.WaitingDossier
    outcome: str | Promise
    wanted: str | Promise
    others: tuple[tuple[str, Promise], ...]


@needs(RETURN)
@never_cache
@require_safe
def results(request: Request) -> HttpResponse:
    """The longest waiting first; a scanned code or the address in a receipt's QR picture finds its
    dossier."""
    text = code_in(printable(request.GET.get("q"), most=300))
    agencies = request.scope.agencies(RETURN)
    after = request.GET.get("after", "")[:80]
    rows, following = counters.results(agencies, text=text, after=after)
    if rows:
        journal.log_reads(
            by=request.scope.actor_for(RETURN),
            screen="counter.results",
            subjects=[row.code for row in rows],
            at=request.now,
        )
    elsewhere = dossiers.find_dossier(text) if text and not rows else None
    context = {
        "text": text,
        "lines": [_line(row) for row in rows],
        "after": following,
        "elsewhere": elsewhere.code if elsewhere is not None else "",
        "said": _why_not_here(elsewhere.state) if elsewhere is not None else "",
    }
    return render(request, "counter/results.html", context)


@needs(RETURN)
@require_POST
def hand_out(request: Request, code: str) -> HttpResponse:
    """The result is handed out, and with it the dossier ends (R126)."""
    known = dossiers.find_dossier(code[:60])
    if known is None:
        raise Http404
    field = catalogue.version(known.version_id).field_code
    by = check(request, RETURN, agency_id=known.agency_id, field=field)
    seen = printable(request.POST.get("seen"))
    try:
        endings.return_result(
            dossier_id=known.pk,
            seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1,
            method=printable(request.POST.get("cach")),
            actor=Actor(by=by, agency=known.agency_id),
            at=request.now,
        )
    except NotAllowed as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, _("Đã trả kết quả hồ sơ %(code)s.") % {"code": known.code})
    return redirect("counter-results")


def code_in(text: str) -> str:
    """The code in what a scanner types: the address of the look-up page, or the code itself."""
    return text.rpartition("?ma=")[2].partition("&")[0].strip() if "?ma=" in text else text


def _line(row: counters.WaitingDossier) -> Line:
    wanted = dict(METHODS)
    first = row.return_method if row.return_method in wanted else "direct"
    return Line(
        row=row,
        outcome=OUTCOMES.get(row.outcome, row.outcome),
        wanted=wanted[first],
        others=tuple(sorted(METHODS, key=lambda pair: pair[0] != first)),
    )


def _why_not_here(state: int) -> str:
    if state == State.RETURNED:
        return _("Kết quả của hồ sơ này đã trả.")
    return _("Hồ sơ này chưa có kết quả, hoặc kết quả chờ ở nơi khác.")
