"""Units that look slow, evasive or irresponsible, each with its evidence (R35). The system gathers
facts; whether somebody is to be dealt with, and how, people decide."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count

from lienthong import clock
from lienthong.programmes.models import Difficulty, Explanation, Remedy, Task, TaskRequest
from lienthong.programmes.queries.judging import judged
from lienthong.programmes.rules import _
from lienthong.programmes.rules.difficulties import WAITING
from lienthong.programmes.rules.kinds import RemedyState, RequestKind, RequestState
from lienthong.programmes.rules.lifecycle import OPEN
from lienthong.programmes.rules.timeliness import Responsible, Timeliness
from lienthong.reports.models import Report
from lienthong.reports.rules.kinds import ReportState

# What each kind of evidence is a sign of.
SIGNS: Final[Mapping[str, str]] = {
    "overdue": _("Chậm"),
    "reports": _("Chậm"),
    "answers": _("Chậm"),
    "silent": _("Né tránh"),
    "refusals": _("Né tránh"),
    "broken": _("Thiếu trách nhiệm"),
    "remedies": _("Thiếu trách nhiệm"),
}
WORDS: Final[Mapping[str, str]] = {
    "overdue": _("nhiệm vụ quá hạn do chính đơn vị"),
    "reports": _("báo cáo quá giờ chưa gửi"),
    "answers": _("khó khăn quá hạn chưa trả lời"),
    "silent": _("nhiệm vụ quá hạn chưa giải trình"),
    "refusals": _("đề nghị không nhận việc bị bác"),
    "broken": _("cam kết mới không giữ"),
    "remedies": _("việc khắc phục quá hạn"),
}


@dataclass(frozen=True, kw_only=True)
class SlowUnit:
    """`counts`: how much of each kind of evidence; `tasks`: codes of the tasks behind it."""

    agency: int
    counts: Mapping[str, int]
    tasks: Sequence[str] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def signs(self) -> list[str]:
        return list(dict.fromkeys(SIGNS[name] for name in SIGNS if self.counts.get(name)))


def slow_units(
    agencies: Collection[int], *, as_of: datetime, programme: int | None = None
) -> list[SlowUnit]:
    """With the most different kinds of evidence first, then with the most of it. A delay that an
    acceptor or decider answers for is not the lead's."""
    today = as_of.astimezone(clock.VIETNAM).date()
    found: dict[int, dict[str, int]] = {}
    codes: dict[int, list[str]] = {}

    def add(agency: int, name: str, count: int = 1) -> None:
        counts = found.setdefault(agency, {})
        counts[name] = counts.get(name, 0) + count

    for task, signs in _late_tasks(agencies, as_of=as_of, programme=programme):
        codes.setdefault(task.lead_id, []).append(task.code)
        for name in signs:
            add(task.lead_id, name)
    for name, rows in (
        ("reports", _reports(agencies, as_of)),
        ("answers", _answers(agencies, as_of)),
        ("refusals", _refusals(agencies)),
    ):
        for agency, count in rows:
            add(agency, name, count)
    late = Remedy.objects.filter(
        agency__in=agencies, due_on__lt=today, state=RemedyState.OPEN.value
    )
    for agency in late.values_list("agency_id", flat=True):
        add(agency, "remedies")
    units = [
        SlowUnit(agency=agency, counts=counts, tasks=tuple(codes.get(agency, ())))
        for agency, counts in found.items()
    ]
    return sorted(units, key=lambda unit: (-len(unit.counts), -unit.total, unit.agency))


def _late_tasks(
    agencies: Collection[int], *, as_of: datetime, programme: int | None
) -> Iterator[tuple[Task, list[str]]]:
    """Overdue tasks for whose delay the lead answers, each with what it is evidence of."""
    today = as_of.astimezone(clock.VIETNAM).date()
    found = Task.objects.filter(
        lead__in=agencies, due_at__lte=as_of, state__in=[state.value for state in OPEN]
    ).select_related("programme__calendar")
    if programme:
        found = found.filter(programme=programme)
    tasks = list(found.order_by("due_at"))
    said = {
        row.task_id: row.commits_to
        for row in Explanation.objects.filter(task__in=tasks, at__lte=as_of).order_by("at")
    }
    stands = judged(tasks, as_of=as_of)
    for task in tasks:
        one = stands.get(task.pk)
        if (
            one is None
            or one.timeliness is not Timeliness.OVERDUE
            or one.responsible is not Responsible.LEAD
        ):
            continue
        commitment = said.get(task.pk)
        if commitment is None:
            yield task, ["overdue", "silent"]
        else:
            yield task, ["overdue", *(["broken"] if commitment < today else [])]


def _reports(agencies: Collection[int], as_of: datetime) -> list[tuple[int, int]]:
    missing = Report.objects.filter(
        agency__in=agencies,
        due_at__lte=as_of,
        state__in=[ReportState.OWED.value, ReportState.DRAFT.value],
    )
    counted = missing.values("agency").annotate(many=Count("pk"))
    return [(row["agency"], row["many"]) for row in counted]


def _answers(agencies: Collection[int], as_of: datetime) -> list[tuple[int, int]]:
    late = Difficulty.objects.filter(
        owner__in=agencies,
        answer_due_at__lte=as_of,
        state__in=[state.value for state in WAITING],
    )
    return [(row["owner"], row["many"]) for row in late.values("owner").annotate(many=Count("pk"))]


def _refusals(agencies: Collection[int]) -> list[tuple[int, int]]:
    denied = TaskRequest.objects.filter(
        agency__in=agencies, kind=RequestKind.REFUSAL.value, state=RequestState.DENIED.value
    )
    counted = denied.values("agency").annotate(many=Count("pk"))
    return [(row["agency"], row["many"]) for row in counted]
