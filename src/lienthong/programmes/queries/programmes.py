"""Programmes and what stands under them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.programmes.models import Programme, TaskStretch
from lienthong.programmes.queries.reach import visible
from lienthong.programmes.rules.kinds import Pillar


@dataclass(frozen=True, kw_only=True)
class ProgrammeView:
    id: int
    code: str
    name: str
    name_en: str
    document: str
    document_on: date | None
    authority: str
    standing: AgencyView | None
    parent: str
    source: str
    confirmed: bool
    phases: tuple[tuple[int, str, date], ...]
    groups: tuple[tuple[int, str], ...]
    working_groups: tuple[tuple[str, str, tuple[Pillar, ...], bool], ...]


def programmes(ids: Collection[int] | None = None) -> list[ProgrammeView]:
    """All programmes, or some, the upper ones first."""
    rows = Programme.objects.select_related("parent").prefetch_related(
        "phases", "groups", "working_groups"
    )
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    found = list(rows.order_by("parent_id", "code"))
    agencies = organisations.agencies({row.standing_id for row in found})
    return [
        ProgrammeView(
            id=row.pk,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            document=row.document,
            document_on=row.document_on,
            authority=row.authority,
            standing=agencies.get(row.standing_id),
            parent=row.parent.code if row.parent else "",
            source=row.source,
            confirmed=row.confirmed,
            phases=tuple(
                (phase.pk, phase.name, phase.until)
                for phase in sorted(row.phases.all(), key=lambda phase: phase.until)
            ),
            groups=tuple((group.pk, group.name) for group in row.groups.all()),
            working_groups=tuple(
                (
                    group.code,
                    group.name,
                    tuple(Pillar(value) for value in group.pillars),
                    group.inspects,
                )
                for group in sorted(row.working_groups.all(), key=lambda group: group.code)
            ),
        )
        for row in sorted(found, key=lambda row: (row.parent_id is not None, row.code))
    ]


def visible_programmes(agencies: Collection[int]) -> list[ProgrammeView]:
    """The programmes in which these agencies have tasks or which they run, and those above."""
    tasks = visible(TaskStretch.objects.filter(until=None), agencies)
    having = Programme.objects.filter(Exists(tasks.filter(programme=OuterRef("pk"))))
    numbers = set(having.values_list("pk", flat=True))
    mine = frozenset(agencies)
    known = {one.id: one for one in programmes()}
    by_code = {one.code: one for one in known.values()}
    numbers |= {one.id for one in known.values() if one.standing and one.standing.id in mine}
    for number in list(numbers):
        above = by_code.get(known[number].parent)
        while above is not None and above.id not in numbers:
            numbers.add(above.id)
            above = by_code.get(above.parent)
    return [one for number, one in known.items() if number in numbers]


def rolled_up() -> dict[int, frozenset[int]]:
    """Each programme with all those under it."""
    above = dict(Programme.objects.values_list("pk", "parent"))
    found: dict[int, set[int]] = {number: {number} for number in above}
    for number in above:
        parent, seen = above[number], {number}
        while parent is not None and parent not in seen:
            found[parent].add(number)
            seen.add(parent)
            parent = above[parent]
    return {number: frozenset(below) for number, below in found.items()}


def with_children(programme_id: int) -> frozenset[int]:
    """A programme and those under it: figures are rolled up over them."""
    return rolled_up().get(programme_id, frozenset({programme_id}))
