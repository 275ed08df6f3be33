"""Reads of directives and of what was read out of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import fold
from lienthong.programmes.models import Directive, Proposal, Task, TaskSource
from lienthong.programmes.rules.extraction.layout import Line
from lienthong.programmes.rules.kinds import ProposalState
from lienthong.programmes.rules.resolving import Candidate, Certainty, Resolved, most_alike, resolve
from lienthong.programmes.rules.sources import Conflict, Printed, conflicts


@dataclass(frozen=True)
class DirectiveRow:
    """A line of the list. `waiting`: tasks that nobody has settled yet."""

    directive: Directive
    tasks: int
    waiting: int


def directives(
    *, agencies: Collection[int], text: str = "", limit: int = 100
) -> list[DirectiveRow]:
    """Directives entered by these agencies, the newest first; `text` in number, title or issuer."""
    is_task = Q(proposals__kind="task")
    rows = (
        Directive.objects.filter(agency__in=agencies)
        .defer("lines", "notices")
        .annotate(
            tasks=Count("proposals", filter=is_task),
            waiting=Count(
                "proposals",
                filter=is_task & Q(proposals__state=ProposalState.PROPOSED.value),
            ),
        )
        .order_by(F("issued_on").desc(nulls_last=True), "-id")
    )
    words = fold(text).split()
    found = [
        DirectiveRow(row, row.tasks, row.waiting)
        for row in rows
        if all(word in fold(f"{row.number} {row.title} {row.issuer}") for word in words)
    ]
    return found[:limit]


def directive(directive_id: int) -> Directive | None:
    return Directive.objects.select_related("programme").filter(pk=directive_id).first()


def lines_of(row: Directive) -> list[Line]:
    """The text as it was read, residue of web pages and all."""
    return [
        Line(number, text, page, tuple(cells), last)
        for number, text, page, cells, last in row.lines
    ]


def proposals(directive_id: int) -> list[Proposal]:
    """In the order of the text; what a person split stays beside what it came from."""
    rows = Proposal.objects.filter(directive=directive_id).select_related("lead", "task", "same_as")
    return sorted(rows, key=lambda row: (row.item["lines"][0], row.seq))


def kinds_of(rows: Sequence[Proposal]) -> Mapping[str, int]:
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.kind] = counted.get(row.kind, 0) + 1
    return counted


# Whom a printed name means


def suggestions(printed: str, *, agency_id: int, on: date) -> Resolved:
    """Agencies of the house that a printed name may mean: those of the own province first. "Sở Tài
    chính" in a paper of a province is that of the province, however many others have one."""
    own = organisations.agency(agency_id).province_code
    found: dict[int, str] = {}
    likely: Resolved | None = None
    for spelling in _spellings(printed):
        near = organisations.find_agencies(spelling, on=on, province_code=own, limit=30)
        far = organisations.find_agencies(spelling, on=on, limit=30)
        found |= {view.id: view.name for view in (*near, *far)}
        if near:
            answer = resolve(printed, [Candidate(view.id, view.name) for view in near])
            if answer.certainty is Certainty.SURE:
                return answer
            if answer.certainty is Certainty.LIKELY and own:
                likely = likely or answer
    answer = resolve(printed, [Candidate(number, name) for number, name in found.items()])
    return answer if likely is None or answer.certainty is Certainty.SURE else likely


def known_agencies(names: Iterable[str], *, agency_id: int, on: date) -> dict[str, int]:
    """By the printed name the agency that it means; those that are not sure are absent."""
    found = {}
    for name in names:
        answer = suggestions(name, agency_id=agency_id, on=on)
        if answer.certainty in (Certainty.SURE, Certainty.LIKELY) and answer.candidates:
            found[name] = answer.candidates[0].agency
    return found


def _spellings(printed: str) -> Sequence[str]:
    """As printed and with the abbreviations that names of agencies carry."""
    text = fold(printed)
    short = text.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
    return list(dict.fromkeys((text, short)))


# The same task elsewhere


def same_task(proposal: Proposal) -> Task | None:
    """An open task of the programme that says much the same."""
    programme = proposal.directive.programme_id
    known = dict(Task.objects.filter(programme=programme).values_list("id", "title"))
    found = most_alike(proposal.text, known)
    return Task.objects.filter(pk=found).first() if found is not None else None


def adoptable(proposal: Proposal) -> Proposal | None:
    """An earlier proposal ("kiến nghị") that this task grants (R63)."""
    rows = Proposal.objects.filter(kind="proposal", directive__agency=proposal.directive.agency_id)
    known = dict(rows.exclude(directive=proposal.directive_id).values_list("id", "text"))
    found = most_alike(proposal.text, known, least=0.6)
    return rows.select_related("directive").filter(pk=found).first() if found else None


# Sources that disagree


@dataclass(frozen=True)
class ConflictRow:
    """A task whose sources print different days or leads (R28)."""

    task: Task
    sources: Sequence[TaskSource]
    conflicts: Sequence[Conflict]


def source_conflicts(*, agencies: Collection[int]) -> list[ConflictRow]:
    """Of programmes whose standing agency is one of these."""
    rows = (
        TaskSource.objects.filter(task__programme__standing__in=agencies)
        .select_related("task", "task__lead", "task__programme")
        .order_by("task_id", "id")
    )
    by_task: dict[int, list[TaskSource]] = {}
    for row in rows:
        by_task.setdefault(row.task_id, []).append(row)
    found = []
    for sources in by_task.values():
        disagree = conflicts([_printed(source) for source in sources])
        if disagree:
            found.append(ConflictRow(sources[0].task, sources, disagree))
    return found


def _printed(source: TaskSource) -> Printed:
    return Printed(
        code=source.code,
        lead=source.printed_lead,
        due_on=source.due_on,
        resolved=source.resolved_at is not None,
    )


def newest(*, agencies: Collection[int]) -> int | None:
    """The number of the last directive that these agencies took in."""
    rows = Directive.objects.filter(agency__in=agencies).order_by("-id")
    return rows.values_list("id", flat=True).first()


def task_named(code: str, *, programme_id: int) -> Task | None:
    return Task.objects.filter(code=code, programme=programme_id).first()
