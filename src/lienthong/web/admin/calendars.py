"""The work calendars: days off, swaps, make-up days and weekly hours; every edit is an edition."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission
from lienthong.dossiers.queries.correction_runs import may_move
from lienthong.organisations import actions, queries
from lienthong.organisations.rules import DayKind
from lienthong.web.admin import calendar_forms
from lienthong.web.admin.calendar_forms import TAGS, WEEKDAYS, written
from lienthong.web.admin.corrections import calendar_address
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import day_of, today
from lienthong.web.ui.saying import REFUSALS, said

EDIT = Permission.CALENDAR_EDIT
YEARS: Final = range(2020, 2101)
_EDITIONS: Final = 20


@needs(EDIT)
@never_cache
@require_safe
def year(request: Request) -> HttpResponse:
    on = today(request)
    given = request.GET.get("nam", "")
    chosen = (
        int(given) if given.isdecimal() and len(given) == 4 and int(given) in YEARS else on.year
    )
    calendars = queries.calendars()
    codes = {calendar.code for calendar in calendars}
    code = request.GET.get("lich", "")
    code = code if code in codes else ""
    edition = queries.current_edition()
    days = queries.calendar_days(edition=edition, year=chosen, calendar_code=code)
    editions = queries.editions()[:_EDITIONS]
    names = actor_names(row.made_by for row in editions)
    context = {
        "year": chosen,
        "before": chosen - 1,
        "following": chosen + 1,
        "calendars": calendars,
        "code": code,
        "edition": edition,
        "unconfirmed": [day for day in days if not day.confirmed],
        "months": _months(chosen, days),
        "weeks": [_week(calendar) for calendar in calendars if code in {"", calendar.code}],
        "editions": [{"row": row, "by": names[row.made_by]} for row in editions],
        "moved": _moved(request),
        "today": on,
    }
    return render(request, "admin/calendar.html", context)


def _months(year_: int, days: tuple[queries.CalendarDayView, ...]) -> list[dict[str, Any]]:
    """The days that are not as the week says, month by month."""
    found: dict[int, list[queries.CalendarDayView]] = {}
    for day in days:
        found.setdefault(day.on.month, []).append(day)
    return [
        {
            "first": date(year_, month, 1),
            "days": [{"day": day, "kind": TAGS[day.kind]} for day in row],
        }
        for month, row in sorted(found.items())
    ]


def _week(calendar: queries.CalendarView) -> dict[str, Any]:
    seasons = queries.weeks(calendar.code, edition=queries.current_edition())
    return {
        "calendar": calendar,
        "seasons": [
            {
                "valid_from": season.valid_from,
                "source": season.source,
                "days": [
                    {"name": name, "hours": written(season.windows.get(str(number), ()))}
                    for number, name in enumerate(WEEKDAYS)
                ],
            }
            for season in seasons
        ],
    }


def _moved(request: Request) -> dict[str, Any] | None:
    """After an edit: how many open dossiers it may move, and where that is corrected."""
    since = day_of(request.GET.get("doi-tu", ""))
    if since is None:
        return None
    edition = queries.current_edition()
    count = may_move(since=since, edition=edition)
    name, source = request.GET.get("ten", ""), request.GET.get("can-cu", "")
    return {
        "count": count,
        "since": since,
        "address": calendar_address(since, name, source),
        "may_open": request.scope.may(Permission.CORRECTION_OPEN),
    }


@needs(EDIT)
@never_cache
@form_page
def add(request: Request) -> HttpResponse:
    form = calendar_forms.Day(
        request.POST if request.method == "POST" else None,
        calendars=[(row.code, row.name) for row in queries.calendars()],
        initial={"on": request.GET.get("ngay", "")[:10]},
    )

    def act() -> int:
        given = form.cleaned_data
        return actions.add_day(
            on=given["on"],
            kind=DayKind(given["kind"]),
            name=given["name"],
            source=given["source"],
            calendar_code=given["calendar"],
            confirmed=given["confirmed"],
            reason=given["reason"],
            by=check(request, EDIT),
            at=request.now,
        )

    return _edit(request, form, act, _("Thêm một ngày"), lambda: form.cleaned_data["on"])


@needs(EDIT)
@never_cache
@form_page
def swap(request: Request) -> HttpResponse:
    form = calendar_forms.Swap(request.POST if request.method == "POST" else None)

    def act() -> int:
        given = form.cleaned_data
        days = [
            actions.NewDay(
                on=given[name],
                kind=kind,
                name=given["name"],
                source=given["source"],
                confirmed=given["confirmed"],
            )
            for name, kind in (("off", DayKind.CLOSED), ("worked", DayKind.OPENED))
        ]
        return actions.add_days(
            days=days, reason=given["reason"], by=check(request, EDIT), at=request.now
        )

    def since() -> date:
        days: list[date] = [form.cleaned_data["off"], form.cleaned_data["worked"]]
        return min(days)

    return _edit(request, form, act, _("Hoán đổi ngày nghỉ"), since)


@needs(EDIT)
@never_cache
@form_page
def week(request: Request, code: str) -> HttpResponse:
    calendar = next((row for row in queries.calendars() if row.code == code), None)
    if calendar is None:
        raise Http404
    seasons = queries.weeks(code, edition=queries.current_edition())
    now = seasons[-1].windows if seasons else {}
    form = calendar_forms.Week(
        request.POST if request.method == "POST" else None,
        initial={f"day_{number}": written(now.get(str(number), ())) for number in range(7)},
    )

    def act() -> int:
        given = form.cleaned_data
        return actions.set_week(
            calendar_code=code,
            windows=form.windows(),
            valid_from=given["valid_from"],
            source=given["source"],
            reason=given["reason"],
            by=check(request, EDIT),
            at=request.now,
        )

    title = _("Giờ làm việc: %(name)s") % {"name": calendar.name}
    return _edit(request, form, act, title, lambda: form.cleaned_data["valid_from"])


@needs(EDIT)
@never_cache
@form_page
def confirm(request: Request, on: str) -> HttpResponse:
    day = _day(request, on)
    form = calendar_forms.Confirm(request.POST if request.method == "POST" else None)

    def act() -> int:
        given = form.cleaned_data
        return actions.confirm_day(
            on=day.on,
            calendar_code=day.calendar_code,
            source=given["source"],
            reason=given["reason"],
            by=check(request, EDIT),
            at=request.now,
        )

    title = _("Xác nhận %(name)s, %(day)s") % {"name": day.name, "day": formats.day_long(day.on)}
    return _edit(request, form, act, title, lambda: day.on)


@needs(EDIT)
@never_cache
@form_page
def remove(request: Request, on: str) -> HttpResponse:
    day = _day(request, on)
    form = calendar_forms.Remove(request.POST if request.method == "POST" else None)

    def act() -> int:
        return actions.remove_day(
            on=day.on,
            calendar_code=day.calendar_code,
            reason=form.cleaned_data["reason"],
            by=check(request, EDIT),
            at=request.now,
        )

    title = _("Bỏ %(name)s, %(day)s") % {"name": day.name, "day": formats.day_long(day.on)}
    return _edit(request, form, act, title, lambda: day.on, risk=True)


def _day(request: Request, on: str) -> queries.CalendarDayView:
    wanted = day_of(on)
    code = request.GET.get("lich", "")
    if wanted is None:
        raise Http404
    days = queries.calendar_days(
        edition=queries.current_edition(), year=wanted.year, calendar_code=code
    )
    found = [day for day in days if day.on == wanted and day.calendar_code == code]
    if not found:
        raise Http404
    return found[0]


def _edit(
    request: Request,
    form: forms.Form,
    act: Callable[[], int],
    title: str,
    since: Callable[[], date],
    *,
    risk: bool = False,
) -> HttpResponse:
    """A form, one action, and then the question what becomes of dossiers under way."""
    if form.is_valid():
        try:
            edition = act()
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(
                request, _("Đã lập lịch làm việc bản số %(number)s.") % {"number": edition}
            )
            query = {
                "nam": since().year,
                "doi-tu": since().isoformat(),
                "ten": form.cleaned_data.get("reason", ""),
                "can-cu": form.cleaned_data.get("source", ""),
            }
            return redirect(f"{reverse('calendar')}?{urlencode(query)}")
    context = {"form": form, "title": title, "risk": risk}
    return render(request, "admin/calendar_edit.html", context, status=422 if form.errors else 200)
