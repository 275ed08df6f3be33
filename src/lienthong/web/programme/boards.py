"""Programmes and their boards: every figure opens down to the tasks under it, as of any moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate
from typing import Any, Final, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import sort_key
from lienthong.programmes.queries.figures import NO_PHASE, Figures, counts_by
from lienthong.programmes.queries.programmes import ProgrammeView, rolled_up
from lienthong.programmes.queries.tasks import TaskLine, task_lines
from lienthong.programmes.queries.visits import remedy_counts
from lienthong.programmes.rules.kinds import Pillar
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
FIRST: Final = 5  # of a list, below which it opens
# What can still be acted on comes first: on a phone the last columns are off the screen.
COLUMNS: Final = ("overdue", "in_time", "done_on_time", "done_late")
_FILLS: Final = ("done", "soon", "", "late")  # of the public counts in their order
_Key = TypeVar("_Key")


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
    parts = Figures(wanted.asked(kind="all")).tally("programme")
    under = rolled_up()
    cards = []
    for one in wanted.programmes:
        told = added(parts[number,] for number in under[one.id] if (number,) in parts)
        opens = partial(_opened, wanted, one.code)
        cards.append(
            {
                "programme": one,
                "counts": [
                    (words.kind_name(name), told.public(name), opens(name)) for name in PUBLIC
                ],
                "bar": _bar(told),
                "assessed": told.assessed,
                "total": told.total,
                "beyond": told.total - told.assessed,
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


def _bar(told: Counts) -> Sequence[tuple[str, int, int]]:
    """Class, beginning and width of each of the four counts, as parts of those assessed."""
    widths = [told.public(name) for name in PUBLIC]
    begins = accumulate(widths[:-1], initial=0)
    return list(zip(_FILLS, begins, widths, strict=True))


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
    figures = Figures(wanted.asked(kind="all"))
    told = figures.tally("programme", "pillar", "phase")
    total = added(told.values())
    pillars = counts_by(told, lambda key: Pillar(key[1]))
    worst = figures.leads(most=None if request.GET.get("bang") == "du" else SHOWN)
    agencies = organisations.agencies(worst)
    by_lead = _parts(
        worst,
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
        "cancelled": total[Timeliness.CANCELLED],
        "total": total.total,
        "total_address": wanted.address("tasks", so="total"),
        "leads": sorted(by_lead, key=lambda part: -part.counts.public("overdue")),
        "lead_count": figures.how_many_leads(),
        "all_leads": wanted.address("programme", code, chuong_trinh="", bang="du"),
        "pillars": _parts(
            pillars,
            lambda key: str(words.PILLARS[key]),
            lambda key, name: wanted.address("tasks", so=name, tru_cot=str(key)),
            lambda key: wanted.address("programme", code, chuong_trinh="", tru_cot=str(key)),
        ),
        "phases": _phases(chosen, counts_by(told, lambda key: key[2]), wanted)
        if chosen.phases
        else [],
        "groups": _groups(chosen, pillars, wanted),
        "under": _under(chosen, known, counts_by(told, lambda key: key[0]), wanted),
        "parent": known.get(chosen.parent),
        "may_edit": chosen.standing is not None
        and request.scope.may(Permission.PROGRAMME_EDIT, agency_id=chosen.standing.id),
        "pillar_choices": list(words.PILLARS.items()),
        "levels": list(words.LEVELS.items()),
        "up": wanted.address("programme", code, chuong_trinh="", noi=""),
        "heads": [words.kind_name(name) for name in COLUMNS],
        "next": [row(line, wanted) for line in _pressing(figures, wanted)],
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


def _pressing(figures: Figures, wanted: Wanted) -> list[TaskLine]:
    """What is late or nearly so, the most pressing first: what is overdue was due before."""
    late = figures.seen(Timeliness.OVERDUE, most=FIRST)
    near = figures.seen(Timeliness.DUE_SOON, most=FIRST)
    return task_lines([*late, *near][:FIRST], as_of=wanted.as_of)


def _parts(
    parts: Mapping[_Key, Counts],
    name: Callable[[_Key], str],
    opens: Callable[[_Key, str], str],
    page: Callable[[_Key], str],
) -> list[Part]:
    made = [
        Part(name(key), partial(page, key), told, partial(opens, key))
        for key, told in parts.items()
    ]
    return sorted(made, key=lambda part: sort_key(part.name))


def _phases(
    chosen: ProgrammeView, parts: Mapping[int | None, Counts], wanted: Wanted
) -> list[dict[str, Any]]:
    rows: list[tuple[int, str, date | None]] = list(chosen.phases)
    if None in parts:
        rows.append((NO_PHASE, _("Chưa xếp giai đoạn"), None))
    return [
        {
            "name": name,
            "until": until,
            "part": Part(
                name,
                lambda number=number: wanted.address(  # type: ignore[misc]
                    "programme", chosen.code, chuong_trinh="", giai_doan=str(number)
                ),
                parts.get(number or None, added(())),
                lambda kind, number=number: wanted.address(  # type: ignore[misc]
                    "tasks", so=kind, giai_doan=str(number)
                ),
            ),
        }
        for number, name, until in rows
    ]


def _groups(chosen: ProgrammeView, parts: Mapping[Pillar, Counts], wanted: Wanted) -> list[Part]:
    """The working groups with the tasks of their pillars (R23)."""
    return [
        Part(
            name,
            lambda code=code: wanted.address("tasks", so="all", nhom=code),  # type: ignore[misc]
            added(parts[pillar] for pillar in frozenset(pillars) if pillar in parts),
            lambda kind, code=code: wanted.address(  # type: ignore[misc]
                "tasks", so=kind, nhom=code
            ),
        )
        for code, name, pillars, _inspects in chosen.working_groups
    ]


def _under(
    chosen: ProgrammeView,
    known: Mapping[str, ProgrammeView],
    parts: Mapping[int, Counts],
    wanted: Wanted,
) -> list[Part]:
    """The programmes directly under it, each with those under it in turn: their figures are part
    of those above."""
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
    figures = Figures(wanted.asked(kind="all"))
    total = figures.counts()
    late_count = total[Timeliness.OVERDUE]
    worst = figures.leads(Timeliness.OVERDUE, most=WORST)
    agencies = organisations.agencies(worst)

    shown = {
        kind: figures.seen(kind, most=FIRST)
        for kind in (Timeliness.OVERDUE, Timeliness.DUE_SOON, "to_accept")
    }
    every = {one.id: one for part in shown.values() for one in part}
    lines = {
        line.id: row(line, wanted) for line in task_lines([*every.values()], as_of=wanted.as_of)
    }
    late, near, waiting = ([lines[one.id] for one in part] for part in shown.values())
    context = {
        "remedies_late": remedy_counts(area(request), on=today(request))["late"],
        "wanted": wanted,
        "scope": scope_sentence(wanted),
        "tiles": tiles(total, lambda name: wanted.address("tasks", so=name)),
        "late": late,
        "late_count": late_count,
        "late_address": wanted.address("tasks", so="overdue"),
        "near": near,
        "near_count": total[Timeliness.DUE_SOON],
        "near_address": wanted.address("tasks", so=Timeliness.DUE_SOON.value),
        "waiting": waiting,
        "waiting_count": figures.how_many("to_accept"),
        "waiting_address": wanted.address("tasks", so="to_accept"),
        "worst": sorted(
            (
                (
                    formats.own_name(agencies[lead]),
                    told.total,
                    wanted.address("tasks", so="overdue", noi=str(lead), rieng="1"),
                )
                for lead, told in worst.items()
            ),
            key=lambda line: (-line[1], sort_key(line[0])),
        ),
        "sentence": _sentence(total, late_count),
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
