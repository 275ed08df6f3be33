"""The desk: one's own work and that of the whole office, ordered by what can still be saved."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts import queries as accounts
from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission, Role
from lienthong.clock import LimitNotReached, next_working_day
from lienthong.dossiers.queries import desk as desks
from lienthong.dossiers.queries import worklist
from lienthong.dossiers.queries.desk import DeskCounts, DeskQuery, DeskRow, Whose
from lienthong.dossiers.queries.thresholds import Thresholds, thresholds
from lienthong.journal import actions as journal
from lienthong.web.desk import export
from lienthong.web.desk.rows import Measure, groups, measure_of, shown
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import typed

WORK = (Permission.DOSSIER_WORK, Permission.DOSSIER_DECIDE, Permission.DOSSIER_RETURN)
_MARK = re.compile(r"[0-3]\|\d{4}-\d\d-\d\dT[\d:.]{8,15}\+\d\d:\d\d\|\d{1,18}")


@dataclass(frozen=True)
class Chip:
    """A quick filter: its word in the address, what it asks for, its words."""

    slug: str
    only: str
    label: Promise


CHIPS: Final[Sequence[Chip]] = (
    Chip("", "all", gettext_lazy("Tất cả")),
    Chip("hom-nay", "today", gettext_lazy("Hôm nay")),
    Chip("cho-ky", "to_sign", gettext_lazy("Chờ ký")),
    Chip("chua-nhan", "to_accept", gettext_lazy("Trực tuyến, chưa nhận")),
    Chip("qua-han", "late", gettext_lazy("Quá hạn")),
    Chip("dang-cho", "waiting", gettext_lazy("Đang chờ")),
    Chip("cho-tra", "to_return", gettext_lazy("Chờ trả kết quả")),
)
# Shown only when there is any.
_WHEN_ANY: Final = {"to_sign", "to_accept", "to_return", "waiting"}
# Test dossiers have this place of their own: they are in no other list and no figure.
TESTS: Final = Chip("ho-so-thu", "tests", gettext_lazy("Hồ sơ thử"))
UNASSIGNED: Final = Chip("chua-giao", "unassigned", gettext_lazy("Chưa giao ai"))


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    chip: Chip
    text: str
    procedure: int | None
    after: str

    @property
    def query(self) -> DeskQuery:
        return DeskQuery(only=self.chip.only, text=self.text, procedure=self.procedure)

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.procedure or self.chip.only != "all")


def asked(request: Request) -> Asked:
    """Whatever stands in the address; what makes no sense is left aside."""
    given = request.GET
    slug, procedure, after = given.get("loc", ""), given.get("thu-tuc", ""), given.get("after", "")
    chips = {chip.slug: chip for chip in (*CHIPS, UNASSIGNED, TESTS)}
    return Asked(
        chip=chips.get(slug, CHIPS[0]),
        text=typed(request),
        procedure=int(procedure) if procedure.isdecimal() and len(procedure) < 10 else None,
        after=after if _MARK.fullmatch(after) else "",
    )


def my_work(request: Request) -> Whose:
    """What lies with the reader, with those the reader stands in for, and with nobody where the
    reader has the role of the step."""
    scope = request.scope
    agencies = frozenset[int]().union(*(scope.agencies(permission) for permission in WORK))
    held = [held for held in scope.holdings if held.agency_id in agencies]
    roles = {held.role.value for held in held}
    if Role.HEAD in roles:
        roles.add(Role.APPROVER.value)  # a head signs what nobody was named for
    return Whose(
        agencies=agencies,
        officer=scope.account_id,
        roles=roles,
        principals={held.on_behalf_of for held in held if held.on_behalf_of},
    )


def stood_in_for(request: Request, rows: Sequence[DeskRow]) -> dict[DeskRow, str]:
    """Work that the reader has only as somebody's deputy, with that somebody's name: what lies
    with a principal, and what lies with nobody where the reader has no role of the own."""
    held = [held for held in request.scope.holdings if held.on_behalf_of]
    own = {held.agency_id for held in request.scope.holdings if not held.on_behalf_of}
    there = {held.agency_id: held.on_behalf_of for held in held if held.agency_id not in own}
    principals = {held.on_behalf_of for held in held}
    found = {
        row: row.officer if row.officer in principals else there.get(row.agency)
        for row in rows
        if row.officer in {None, *principals}
    }
    names = actor_names({f"a:{account}" for account in found.values() if account})
    return {row: names[f"a:{account}"] for row, account in found.items() if account}


@needs(Permission.DOSSIER_VIEW)
@never_cache
@require_safe
def mine(request: Request) -> HttpResponse:
    return _desk(request, my_work(request), template="desk/mine.html", office=False)


@needs(Permission.DOSSIER_ASSIGN)
@never_cache
@require_safe
def office(request: Request) -> HttpResponse:
    agencies = request.scope.agencies(Permission.DOSSIER_ASSIGN)
    officer = request.GET.get("nguoi", "")
    chosen = int(officer) if officer.isdecimal() and len(officer) < 10 else None
    whose = Whose(agencies=agencies, officer=chosen)
    return _desk(request, whose, template="desk/office.html", office=True)


def _desk(request: Request, whose: Whose, *, template: str, office: bool) -> HttpResponse:
    now = formats.local(request.now)
    known = thresholds()
    wanted = asked(request)
    measure = measure_of(whose.agencies, now=now, soon_days=known.number("soon_days"))
    if request.GET.get("dang") == "csv":
        by = check(request, Permission.DOSSIER_EXPORT, agency_id=whose.agencies)
        reach = request.scope.agencies(Permission.DOSSIER_EXPORT)
        taken = replace(whose, agencies=reach.intersection(whose.agencies))
        rows, _after = desks.desk(taken, query=wanted.query, now=now, limit=export.MOST)
        return export.worklist(rows, measure, by=by, at=request.now)
    counts = desks.counts(whose, now=now)
    in_groups = worklist.group_counts(
        whose, query=wanted.query, now=now, soon_until=measure.soon_until
    )
    rows, after = desks.desk(
        whose, query=wanted.query, now=now, after=wanted.after, skip=in_groups.empty
    )
    first = not wanted.after and not wanted.narrowed
    tests = wanted.chip is TESTS and not wanted.after
    asked_of_us = desks.sidelines_for(whose.agencies, tests=tests) if first or tests else []
    given_to = colleagues(request) if office else []
    people = _people(given_to, rows)
    instead_of = {} if office else stood_in_for(request, [*rows, *asked_of_us])
    reminders = (
        worklist.reminders_for(
            whose.agencies,
            officers=None if office else [request.scope.account_id, *whose.principals],
        )
        if first
        else []
    )
    _log(request, [*rows, *asked_of_us], office=office)
    alarm = same_day_alarm(request, whose, known, now)
    context: dict[str, Any] = {
        "groups": groups(
            rows,
            in_groups,
            measure,
            ended=counts.to_return,
            names=people,
            instead_of=instead_of,
        ),
        "counts": counts,
        "opening": opening(counts, asked_of_us=len(asked_of_us)),
        "chips": _chips(request, counts, wanted, office=office),
        "asked": wanted,
        "procedures": worklist.procedures_on(whose, now=now),
        "after": after,
        "asked_of_us": [
            shown(row, measure, {}, instead_of=instead_of.get(row, "")) for row in asked_of_us
        ],
        "reminders": reminders,
        "alarm": alarm,
        "next_day": _next_day(measure) if first and not rows else None,
        "export": _export(request, whose),
        "now": now,
        "may_advance": request.scope.may(Permission.DOSSIER_WORK),
        "office": office,
        "may_review": request.scope.may(Permission.LATE_RECORD_REVIEW),
        "may_receive": request.scope.may(Permission.DOSSIER_RECEIVE),
        "colleagues": given_to,
        "people": people,
    }
    if office:
        loads = _workloads(Whose(agencies=whose.agencies), people, now)
        context["workloads"] = [load for load in loads if load.open]
        context["idle"] = [load for load in loads if load.officer and not load.open]
        context["chosen"] = people.get(whose.officer or 0, "") if whose.officer else ""
    return render(request, template, context)


def opening(counts: DeskCounts, *, asked_of_us: int) -> str:
    """The sentence under the heading: what there is, and what to begin with."""
    if not counts.all:
        if asked_of_us:
            return _("Không còn hồ sơ nào đang mở; cơ quan khác đang chờ trả lời.")
        return _("Không còn việc nào đang mở.")
    said = [
        ngettext("%(count)s hồ sơ.", "%(count)s hồ sơ.", counts.all)
        % {"count": formats.number(counts.all)}
    ]
    if counts.today:
        said.append(
            ngettext(
                "%(count)s hồ sơ hết hạn hôm nay: làm trước.",
                "%(count)s hồ sơ hết hạn hôm nay: làm lần lượt từ trên xuống.",
                counts.today,
            )
            % {"count": formats.number(counts.today)}
        )
    else:
        said.append(_("Không hồ sơ nào hết hạn hôm nay."))
    return " ".join(said)


def same_day_alarm(request: Request, whose: Whose, known: Thresholds, now: datetime) -> int:
    """How much same-day work is still open, once the hour has come to say so aloud (R133)."""
    if now.time() < known.time("same_day_alarm"):
        return 0
    agencies = frozenset(whose.agencies) | request.scope.agencies(Permission.LATE_RECORD_REVIEW)
    return desks.same_day_open(agencies, now=now)


def colleagues(request: Request) -> list[tuple[int, str]]:
    """Who work can be given to: officials of the agencies where the reader gives work."""
    found: dict[int, str] = {}
    for agency in sorted(request.scope.agencies(Permission.DOSSIER_ASSIGN)):
        for officer in accounts.officers_of(agency, at=request.now):
            found[officer.account_id] = officer.person_name
    return sorted(found.items(), key=lambda pair: pair[1].split()[-1] if pair[1] else "")


def _people(given_to: Sequence[tuple[int, str]], rows: Sequence[DeskRow]) -> dict[int, str]:
    """Names of those who have the work shown in an office's list."""
    known = dict(given_to)
    missing = {row.officer for row in rows if row.officer and row.officer not in known}
    if known and missing:
        names = actor_names({f"a:{number}" for number in missing})
        known |= {number: names[f"a:{number}"] for number in missing}
    return known


@dataclass(frozen=True)
class Load:
    """The open work of one officer as it is shown."""

    officer: int | None
    name: str
    open: int
    today: int
    late: int
    share: int  # of the longest bar, in percent


def _workloads(whose: Whose, people: Mapping[int, str], now: datetime) -> list[Load]:
    """Everybody who can be given work, those without any too; what lies with nobody first."""
    found = {load.officer: load for load in desks.workloads(whose.agencies, now=now)}
    names = dict(people)
    missing = [officer for officer in found if officer and officer not in names]
    if missing:
        told = actor_names({f"a:{number}" for number in missing})
        names |= {number: told[f"a:{number}"] for number in missing}
    most = max((load.open for load in found.values()), default=0) or 1
    lines = []
    for officer in (None, *names):
        load = found.get(officer)
        lines.append(
            Load(
                officer=officer,
                name=names[officer] if officer else _("Chưa giao ai"),
                open=load.open if load else 0,
                today=load.today if load else 0,
                late=load.late if load else 0,
                share=round(load.open * 100 / most) if load else 0,
            )
        )
    return sorted(lines, key=lambda line: (line.officer is not None, -line.open, line.name))


def _chips(
    request: Request, counts: DeskCounts, wanted: Asked, *, office: bool
) -> list[dict[str, Any]]:
    how_many: dict[str, int | None] = {
        "all": counts.all,
        "today": counts.today,
        "to_sign": counts.to_sign,
        "to_accept": counts.to_accept,
        "late": counts.late,
        "waiting": counts.waiting,
        "to_return": counts.to_return,
    }
    made = []
    offered = [*CHIPS, *([UNASSIGNED] if office else [])]
    if counts.tests or wanted.chip is TESTS:
        offered.append(TESTS)
    for chip in offered:
        count = how_many.get(chip.only)
        if not count and chip.only in _WHEN_ANY and chip is not wanted.chip:
            continue  # of no use to this reader today
        query = request.GET.copy()
        query.pop("after", None)
        query["loc"] = chip.slug
        if not chip.slug:
            query.pop("loc")
        made.append(
            {
                "label": chip.label,
                "count": count,
                "address": f"?{query.urlencode()}",
                "current": chip is wanted.chip,
            }
        )
    return made


def _export(request: Request, whose: Whose) -> str:
    """The address of the table as a file, for who may take lists out of the house."""
    if not request.scope.may(Permission.DOSSIER_EXPORT, agency_id=whose.agencies):
        return ""
    query = request.GET.copy()
    query.pop("after", None)
    query["dang"] = "csv"
    return f"?{query.urlencode()}"


def _next_day(measure: Measure) -> datetime | None:
    calendar = next(iter(measure.calendars.values()), None)
    if calendar is None:
        return None
    try:
        day = next_working_day(calendar, measure.now.date())
    except LimitNotReached:
        return None
    return measure.now.replace(year=day.year, month=day.month, day=day.day)


def _log(request: Request, rows: Sequence[DeskRow], *, office: bool) -> None:
    """Lists show names, so they are reads of personal data."""
    if rows:
        journal.log_reads(
            by=request.scope.actor,
            screen="desk.office" if office else "desk",
            subjects=sorted({row.code for row in rows}),
            at=request.now,
        )
