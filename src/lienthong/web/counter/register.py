"""The register of dossiers (form 07): on screen, on paper, as a file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.dossiers.queries import counter as counters
from lienthong.dossiers.queries.counter import RegisterQuery, RegisterRow
from lienthong.dossiers.queries.forms import register as register_form
from lienthong.dossiers.rules.lifecycle import OPEN
from lienthong.journal import actions as journal
from lienthong.organisations.queries import AgencyView
from lienthong.papers.adapters.typst import render as typeset
from lienthong.web.counter import places
from lienthong.web.counter.fields import day_of
from lienthong.web.counter.people import number_of
from lienthong.web.counter.printing import pdf, printing_of
from lienthong.web.ui import formats, status
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import printable
from lienthong.web.ui.status import Tag
from lienthong.web.ui.tables import table

VIEW: Final = Permission.REGISTER_VIEW
MOST_LINES: Final = 20_000
MOST_PRINTED: Final = 2_000
MOST_DAYS: Final = 366
_YEARS: Final = range(2000, 2101)
STATES: Final[Sequence[tuple[str, Promise]]] = (
    ("", gettext_lazy("Mọi tình trạng")),
    ("open", gettext_lazy("Đang giải quyết")),
    ("late", gettext_lazy("Quá hạn")),
    ("waiting", gettext_lazy("Chờ trả kết quả")),
    ("returned", gettext_lazy("Đã trả kết quả")),
)


@needs(VIEW)
@never_cache
@require_safe
def register(request: Request) -> HttpResponse:
    offered = _counters(request)
    chosen = number_of(request.GET.get("quay"))
    # Who sees a whole province begins with the counter where they stand, if they do.
    here = next((one for one in offered if one.id == chosen), None) or places.chosen_of(
        request, offered
    )
    if chosen is not None and here.id != chosen:
        check(request, VIEW, agency_id=chosen)
    query, wrong = _asked(request)
    total = counters.registered([here.id], query=query, now=request.now)
    shape = request.GET.get("dang", "")
    most = {"csv": MOST_LINES, "pdf": MOST_PRINTED}.get(shape)
    if most and total > most:
        wrong = wrong or _(
            "Mỗi lần lấy ra nhiều nhất %(most)s hồ sơ. Chọn khoảng ngày ngắn hơn."
        ) % {"most": formats.number(most)}
    if most and not wrong:
        return _taken_out(request, here, query, shape)
    by = check(request, VIEW, agency_id=here.id)
    after = request.GET.get("after", "")[:80]
    rows, following = counters.register_rows([here.id], query=query, now=request.now, after=after)
    _log(request, rows, by=by, screen="register")
    context = {
        "offered": offered,
        "here": here,
        "query": query,
        "wrong": wrong,
        "states": STATES,
        "lines": [(row, tag_of(row, request)) for row in rows],
        "total": total,
        "after": following,
        "procedures": counters.procedures_in_register([here.id], query=query, now=request.now),
        "address": _address(request),
        "may_export": request.scope.may(Permission.DOSSIER_EXPORT, agency_id=here.id),
    }
    return render(request, "counter/register.html", context)


def _counters(request: Request) -> Sequence[AgencyView]:
    """Who sees a whole province chooses among its counters, not among all its agencies."""
    offered = places.counters(request, VIEW)
    return [one for one in offered if one.kind in places.CENTRES] or offered


def _asked(request: Request) -> tuple[RegisterQuery, str]:
    """This month, unless other days are asked for; and what is wrong with them."""
    given = request.GET
    today = formats.local(request.now).date()
    wrong = ""
    days: list[date] = []
    for name, default in (("tu", today.replace(day=1)), ("den", today)):
        text = printable(given.get(name), most=20)
        day = day_of(text, today=today) if text else default
        if day is None or day.year not in _YEARS:
            wrong = _("“%(typed)s” không phải một ngày. Gõ ngày, tháng, năm, ví dụ 04/09/2026.") % {
                "typed": text
            }
            day = default
        days.append(day)
    since, until = days
    if since > until:
        wrong = wrong or _("Ngày đầu ở sau ngày cuối. Đổi lại hai ngày.")
        since, until = until, since
    if (until - since).days > MOST_DAYS:
        wrong = wrong or _("Sổ xem từng năm một. Chọn khoảng ngày ngắn hơn.")
        since = until - timedelta(days=MOST_DAYS)
    state = given.get("trang-thai", "")
    return RegisterQuery(
        since=since,
        until=until,
        text=printable(given.get("q")),
        procedure=number_of(given.get("thu-tuc")),
        state=state if state in dict(STATES) else "",
    ), wrong


def tag_of(row: RegisterRow, request: Request) -> Tag:
    if row.state in OPEN:
        if row.due_at is not None and row.due_at < request.now:
            return Tag("late", "triangle-alert", _("Quá hạn"))
        return Tag("run", "clock", _("Đang giải quyết"))
    if row.verdict == "late":
        return Tag("late", "triangle-alert", _("Xong, quá hạn"))
    return status.state(row.state, row.outcome)


def _taken_out(
    request: Request, here: AgencyView, query: RegisterQuery, shape: str
) -> HttpResponse:
    by = check(request, Permission.DOSSIER_EXPORT, agency_id=here.id)
    name = f"so-theo-doi-{query.since:%Y%m%d}-{query.until:%Y%m%d}"
    if shape == "pdf":
        made = register_form(
            [here.id],
            issuer=here,
            since=query.since,
            until=query.until,
            printing=printing_of(request),
        )
        codes = [line.code for line in made.lines]
        journal.log_reads(by=by, screen="register.pdf", subjects=codes, at=request.now)
        return pdf(typeset(made), f"{name}.pdf")
    rows, _after = counters.register_rows([here.id], query=query, now=request.now, limit=MOST_LINES)
    _log(request, rows, by=by, screen="register.csv")
    return table(
        f"{name}.csv",
        [
            _("Số thứ tự"),
            _("Mã hồ sơ"),
            _("Thủ tục"),
            _("Người nộp"),
            _("Nơi ở"),
            _("Điện thoại"),
            _("Cơ quan giải quyết"),
            _("Nhận lúc"),
            _("Hẹn trả"),
            _("Trả lúc"),
            _("Tình trạng"),
        ],
        (
            [
                number,
                row.code,
                row.procedure,
                row.applicant,
                row.address,
                row.phone,
                row.competent,
                row.received_at,
                row.promised_at,
                row.returned_at,
                tag_of(row, request).words,
            ]
            for number, row in enumerate(rows, start=1)
        ),
    )


def _address(request: Request) -> str:
    """The parameters that say what is shown, for the links that take it out."""
    kept = {
        name: value
        for name, value in request.GET.items()
        if name in {"quay", "tu", "den", "q", "thu-tuc", "trang-thai"} and value
    }
    return urlencode(kept)


def _log(request: Request, rows: Sequence[RegisterRow], *, by: str, screen: str) -> None:
    if rows:
        codes = [row.code for row in rows]
        journal.log_reads(by=by, screen=screen, subjects=codes, at=request.now)
