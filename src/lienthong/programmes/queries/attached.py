"""The task or the report that a difficulty or a remedy can come from."""

from collections.abc import Collection
from dataclasses import dataclass

from lienthong.programmes.models import Task
from lienthong.reports.models import Report
from lienthong.reports.queries.reports import ReportView, report


@dataclass(frozen=True)
class TaskToAttach:
    id: int
    code: str
    title: str
    programme: int
    lead: int


def task_to_attach(code: str, agencies: Collection[int]) -> TaskToAttach | None:
    """The task of that code, if one of the agencies leads, supports or assigned it."""
    if not code:
        return None
    row = Task.objects.filter(code=code).first()
    if row is None:
        return None
    supporting = row.supports.values_list("agency", flat=True)
    if frozenset(agencies).isdisjoint({row.lead_id, row.assigner_id, *supporting}):
        return None
    return TaskToAttach(row.pk, row.code, row.title, row.programme_id, row.lead_id)


def report_to_attach(number: int | None, agencies: Collection[int]) -> ReportView | None:
    """The report of that number, if it is that of one of the agencies whose reports are seen."""
    known = Report.objects.filter(pk=number or 0).exists()
    found = report(number) if number and known else None
    return found if found and found.agency_id in agencies else None
