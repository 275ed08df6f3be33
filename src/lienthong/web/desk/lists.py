"""Beside the desk: searching all dossiers, what was recorded late, putting a reminder aside."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions import noticed
from lienthong.dossiers.queries import find_dossier, worklist
from lienthong.dossiers.queries.corrections_of import under_verification
from lienthong.dossiers.queries.thresholds import thresholds
from lienthong.journal import actions as journal
from lienthong.web.desk import export
from lienthong.web.desk.rows import measure_of, shown
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import typed
from lienthong.web.ui.tables import table

VIEW = Permission.DOSSIER_VIEW


@needs(VIEW)
@never_cache
@require_safe
def search(request: Request) -> HttpResponse:
    """Every dossier the reader may see, by code, name, phone or identity number. A whole code
    opens its dossier."""
    text = typed(request)
    if text and request.GET.get("dang") != "csv" and "after" not in request.GET:
        exact = find_dossier(text)
        if exact is not None:
            return redirect("dossier", exact.code)
    state = request.GET.get("trang-thai", "")
    state = state if state in {"open", "ended"} else ""
    agencies = request.scope.agencies(VIEW)
    before = request.GET.get("after", "")
    mark = int(before) if before.isdecimal() and len(before) < 19 else None
    now = formats.local(request.now)
    if request.GET.get("dang") == "csv":
        by = check(request, Permission.DOSSIER_EXPORT)
        reach = request.scope.agencies(Permission.DOSSIER_EXPORT)
        rows, _next = worklist.search(text, agencies=reach, state=state, limit=export.MOST)
        measure = measure_of(
            {row.agency for row in rows}, now=now, soon_days=thresholds().number("soon_days")
        )
        return export.worklist(rows, measure, by=by, at=request.now)
    rows, after = worklist.search(text, agencies=agencies, state=state, before=mark)
    measure = measure_of(
        {row.agency for row in rows}, now=now, soon_days=thresholds().number("soon_days")
    )
    journal.log_reads(
        by=request.scope.actor_for(VIEW),
        screen="search",
        subjects=[row.code for row in rows],
        at=request.now,
    )
    checking = under_verification([row.id for row in rows])
    query = request.GET.copy()
    query.pop("after", None)
    query["dang"] = "csv"
    context = {
        "text": text,
        "state": state,
        "lines": [shown(row, measure, {}, checking=checking) for row in rows],
        "after": str(after) if after else "",
        "export": f"?{query.urlencode()}"
        if rows and request.scope.may(Permission.DOSSIER_EXPORT)
        else "",
    }
    return render(request, "desk/search.html", context)


@needs(Permission.LATE_RECORD_REVIEW)
@never_cache
@require_safe
def late(request: Request) -> HttpResponse:
    """What was recorded more than one working hour after it happened, for the head of the unit."""
    agencies = request.scope.agencies(Permission.LATE_RECORD_REVIEW)
    before = request.GET.get("after", "")
    mark = int(before) if before.isdecimal() and len(before) < 19 else None
    exported = request.GET.get("dang") == "csv"
    lines, after = worklist.late_recordings(
        agencies,
        before=None if exported else mark,
        limit=export.MOST if exported else worklist.PAGE,
    )
    journal.log_reads(
        by=request.scope.actor_for(Permission.LATE_RECORD_REVIEW),
        screen="late_records",
        subjects=sorted({line.code for line in lines}),
        at=request.now,
    )
    if exported:
        return table(
            "ghi-muon.csv",
            [
                _("Mã hồ sơ"), _("Việc"), _("Xảy ra lúc"), _("Ghi lúc"), _("Người ghi"),
                _("Cơ quan"), _("Lý do"), _("Người thứ hai"),
            ],
            (
                (
                    line.code,
                    line.name,
                    f"{formats.local(line.occurred_at):%Y-%m-%d %H:%M}",
                    f"{formats.local(line.recorded_at):%Y-%m-%d %H:%M}",
                    line.who,
                    line.agency,
                    line.reason,
                    line.second,
                )
                for line in lines
            ),
        )  # fmt: skip
    context = {"lines": lines, "after": str(after) if after else ""}
    return render(request, "desk/late.html", context)


@needs(VIEW)
@require_POST
def put_aside(request: Request, reminder_id: int) -> HttpResponse:
    """A reminder is known: by who works in its agency."""
    agency = worklist.reminder_agency(reminder_id)
    if agency is None:
        raise Http404
    by = check(request, Permission.DOSSIER_WORK, agency_id=agency)
    noticed.put_aside(reminder_id=reminder_id, actor=Actor(by=by, agency=agency), at=request.now)
    messages.success(request, _("Đã ghi là đã biết."))
    return redirect("desk")
