"""Programmes and their boards: every figure opens down to the tasks under it, as of any moment."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nsmallest
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import sort_key
from lienthong.programmes.queries.figures import Seen, counts, counts_by, holds, ordered, seen
from lienthong.programmes.queries.programmes import ProgrammeView, rolled_up
from lienthong.programmes.queries.tasks import task_lines
from lienthong.programmes.queries.visits import remedy_counts
from lienthong.programmes.rules.timeliness import PUBLIC, Counts, Timeliness, added
from lienthong.web.programme import words
from lienthong.web.programme.asked import VIEW, Wanted
from lienthong.web.programme.lists import row, scope_sentence
from lienthong.web.programme.remedies import area
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import today

SHOWN: Final = 15
WORST: Final = 5
# What can still be acted on comes first: on a phone the last columns are off the screen.
COLUMNS: Final = ("overdue", "in_time", "done_on_time", "done_late")


@dataclass(frozen=True)
class Part:
    """A line of a table: its name, its counts, the list that each of them opens. Addresses are
    made when they are shown: of thousands of lines a page shows a few."""

    name: str
    page: Callable[[], str]
    counts: Counts
    opens: Callable[[str], str]

    @property
    def address(self) -> str:
        return self.page()

    @property
    def cells(self) -> list[tuple[int, str]]:
        return [(self.counts.public(name), self.opens(name)) for name in COLUMNS]


@needs(VIEW)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    """The programmes in which the reader's agencies have tasks, and those they run."""
    wanted = Wanted(request)
    found = seen(wanted.asked(kind="all"))
    parts = counts_by(found, lambda one: one.programme)
    under = rolled_up()
    cards = []
    for one in wanted.programmes:
        told = added(parts[number] for number in under[one.id] if number in parts)
        opens = partial(_opened, wanted, one.code)
        cards.append(
            {
                "programme": one,
                "counts": [
                    (words.kind_name(name), told.public(name), opens(name)) for name in PUBLIC
                ],
                "total": told.total,
                "all": opens("total"),
            }
        )
    context = {
        "cards": cards,
        "scope": scope_sentence(wanted),
        "wanted": wanted,
        "may_open": request.scope.may(Permission.PROGRAMME_EDIT),
    }
    return render(request, "programme/programmes.html", context)


def _opened(wanted: Wanted, code: str, kind: str) -> str:
    return wanted.address("tasks", chuong_trinh=code, so=kind)


@needs(VIEW)
@never_cache
@require_safe
def programme(request: Request, code: str) -> HttpResponse:
    """The board of one programme with those under it."""
    given = request.GET.copy()
    given["chuong-trinh"] = code
    request.GET = given  # type: ignore[assignment]
    wanted = Wanted(request)
    chosen = wanted.programme
    if chosen is None:
        raise Http404
    known = {one.code: one for one in wanted.programmes}
    lines = partial(task_lines, as_of=wanted.as_of)
    found = seen(wanted.asked(kind="all"))
    total = counts(found)
    leads = counts_by(found, lambda one: one.lead)
    shown = _worst(leads, len(leads) if request.GET.get("bang") == "du" else SHOWN)
    agencies = organisations.agencies(shown)
    by_lead = _parts(
        {number: leads[number] for number in shown},
        lambda key: formats.own_name(agencies[key]) if key in agencies else "–",
        lambda key, name: wanted.address("tasks", so=name, noi=str(key), rieng="1"),
        lambda key: wanted.address("programme", code, chuong_trinh="", noi=str(key)),
    )
    context: dict[str, Any] = {
        "chosen": chosen,
        "name": formats.own_name(chosen),
        "wanted": wanted,
        "scope": scope_sentence(wanted),
        "tiles": tiles(total, lambda name: wanted.address("tasks", so=name)),
        "rest": [
            (words.time_name(kind), number, wanted.address("tasks", so=kind.value))
            for kind, number in total.rest.items()
        ],
        "total": total.total,
        "total_address": wanted.address("tasks", so="total"),
        "leads": sorted(by_lead, key=lambda part: -part.counts.public("overdue")),
        "lead_count": len(leads),
        "all_leads": wanted.address("programme", code, chuong_trinh="", bang="du"),
        "pillars": _parts(
            counts_by(found, lambda one: one.pillar),
            lambda key: str(words.PILLARS[key]),  # type: ignore[index]
            lambda key, name: wanted.address("tasks", so=name, tru_cot=str(key)),
            lambda key: wanted.address("programme", code, chuong_trinh="", tru_cot=str(key)),
        ),
        "phases": _phases(chosen, found, wanted),
        "groups": _groups(chosen, found, wanted),
        "under": _under(chosen, known, found, wanted),
        "parent": known.get(chosen.parent),
        "may_edit": chosen.standing is not None
        and request.scope.may(Permission.PROGRAMME_EDIT, agency_id=chosen.standing.id),
        "pillar_choices": list(words.PILLARS.items()),
        "levels": list(words.LEVELS.items()),
        "up": wanted.address("programme", code, chuong_trinh="", noi=""),
        "heads": [words.kind_name(name) for name in COLUMNS],
        "next": [row(line, wanted) for line in lines(_pressing(found))],
    }
    return render(request, "programme/programme.html", context)


def tiles(total: Counts, opens: Callable[[str], str]) -> list[dict[str, Any]]:
    """The four public counts; those done ahead of time are told apart (R26)."""
    told = []
    for name in PUBLIC:
        value = total.public(name)
        then = {
            "done_on_time": _("%(count)s vượt tiến độ")
            % {"count": formats.number(total[Timeliness.DONE_AHEAD])},
            "done_late": _("kể cả việc đã gia hạn khi quá hạn"),
            "in_time": _("%(count)s sắp đến hạn")
            % {"count": formats.number(total[Timeliness.DUE_SOON])},
            "overdue": _("chưa xong, đã qua hạn"),
        }[name]
        told.append(
            {
                "name": words.kind_name(name),
                "value": value,
                "then": then,
                "address": opens(name) if value else "",
                "first": name == "overdue",
            }
        )
    return told


def _pressing(found: Sequence[Seen]) -> list[Seen]:
    """What is late or nearly so, the most pressing first."""
    near = [
        one
        for one in found
        if one.timeliness in (Timeliness.OVERDUE, Timeliness.DUE_SOON) and one.due_at
    ]
    return ordered(near)[:5]


def _parts(
    parts: Mapping[Hashable, Counts],
    name: Callable[[Hashable], str],
    opens: Callable[[Hashable, str], str],
    page: Callable[[Hashable], str],
) -> list[Part]:
    made = [
        Part(name(key), partial(page, key), told, partial(opens, key))
        for key, told in parts.items()
    ]
    return sorted(made, key=lambda part: sort_key(part.name))


def _worst(leads: Mapping[int, Counts], most: int) -> list[int]:
    """Those with the most overdue tasks: of thousands only what is shown gets a name."""
    return nsmallest(most, leads, key=lambda lead: (-leads[lead].public("overdue"), lead))


def _phases(chosen: ProgrammeView, found: Sequence[Seen], wanted: Wanted) -> list[dict[str, Any]]:
    parts = counts_by(found, lambda one: one.phase)
    return [
        {
            "name": name,
            "until": until,
            "part": Part(
                name,
                lambda: "",
                parts.get(number, counts(())),
                lambda kind, number=number: wanted.address(  # type: ignore[misc]
                    "tasks", so=kind, giai_doan=str(number)
                ),
            ),
        }
        for number, name, until in chosen.phases
    ]


def _groups(chosen: ProgrammeView, found: Sequence[Seen], wanted: Wanted) -> list[Part]:
    """The working groups with the tasks of their pillars (R23)."""
    return [
        Part(
            name,
            lambda code=code: wanted.address("tasks", so="all", nhom=code),  # type: ignore[misc]
            counts([one for one in found if one.pillar in pillars]),
            lambda kind, code=code: wanted.address(  # type: ignore[misc]
                "tasks", so=kind, nhom=code
            ),
        )
        for code, name, pillars, _inspects in chosen.working_groups
    ]


def _under(
    chosen: ProgrammeView,
    known: Mapping[str, ProgrammeView],
    found: Sequence[Seen],
    wanted: Wanted,
) -> list[Part]:
    """The programmes directly under it, each with those under it in turn: their figures are part
    of those above."""
    parts = counts_by(found, lambda one: one.programme)
    under = rolled_up()
    return [
        Part(
            formats.own_name(one),
            partial(_board, one.code, wanted),
            added(parts[number] for number in under[one.id] if number in parts),
            partial(_opened, wanted, one.code),
        )
        for one in known.values()
        if one.parent == chosen.code
    ]


def _board(code: str, wanted: Wanted) -> str:
    return wanted.address("programme", code, chuong_trinh="")


@needs(VIEW)
@never_cache
@require_safe
def leader(request: Request) -> HttpResponse:
    """A leader's page for a phone: the most important first."""
    wanted = Wanted(request)
    found = seen(wanted.asked(kind="all"))
    total = counts(found)
    lines = partial(task_lines, as_of=wanted.as_of)
    late = ordered(one for one in found if one.timeliness is Timeliness.OVERDUE)
    near = ordered(one for one in found if one.timeliness is Timeliness.DUE_SOON)
    waiting = ordered(one for one in found if holds(one, "to_accept", wanted.agencies))
    leads = counts_by(late, lambda one: one.lead)
    worst = _worst(leads, WORST)
    agencies = organisations.agencies(worst)
    context = {
        "remedies_late": remedy_counts(area(request), on=today(request))["late"],
        "wanted": wanted,
        "scope": scope_sentence(wanted),
        "tiles": tiles(total, lambda name: wanted.address("tasks", so=name)),
        "late": [row(line, wanted) for line in lines(late[:5])],
        "late_count": len(late),
        "late_address": wanted.address("tasks", so="overdue"),
        "near": [row(line, wanted) for line in lines(near[:5])],
        "near_count": len(near),
        "near_address": wanted.address("tasks", so=Timeliness.DUE_SOON.value),
        "waiting": [row(line, wanted) for line in lines(waiting[:5])],
        "waiting_count": len(waiting),
        "waiting_address": wanted.address("tasks", so="to_accept"),
        "worst": sorted(
            (
                (
                    formats.own_name(agencies[lead]),
                    leads[lead].total,
                    wanted.address("tasks", so="overdue", noi=str(lead), rieng="1"),
                )
                for lead in worst
            ),
            key=lambda line: (-line[1], sort_key(line[0])),
        ),
        "sentence": _sentence(total, len(late)),
    }
    return render(request, "programme/leader.html", context)


def _sentence(total: Counts, late: int) -> str:
    """What the page says first."""
    if not total.total:
        return _("Chưa có nhiệm vụ nào trong phạm vi này.")
    if not late:
        return _("Không nhiệm vụ nào quá hạn trong %(count)s nhiệm vụ.") % {
            "count": formats.number(total.total)
        }
    return _("%(late)s trong %(count)s nhiệm vụ đang quá hạn.") % {
        "late": formats.number(late),
        "count": formats.number(total.total),
    }
