"""Whose reports a reader sees, and whose the reader writes."""

from typing import Final

from django.http import Http404

from lienthong.accounts.rules import NotAllowed, Permission
from lienthong.organisations import queries as organisations
from lienthong.reports.queries.reports import ReportView
from lienthong.reports.queries.reports import report as report_query
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check

VIEW: Final = Permission.REPORT_VIEW
SUBMIT: Final = Permission.REPORT_SUBMIT
MANAGE: Final = Permission.REPORT_MANAGE


def reach(request: Request) -> frozenset[int]:
    """The agencies whose reports the reader sees."""
    return request.scope.agencies(VIEW)


def own(request: Request) -> frozenset[int]:
    """The agencies for which the reader reports."""
    return request.scope.agencies(SUBMIT)


def seen(request: Request, report_id: int, permission: Permission = VIEW) -> ReportView:
    """The report, for who may see it (or what `permission` says). Raises Http404, Forbidden."""
    try:
        found = report_query(report_id)
    except NotAllowed:
        raise Http404 from None
    check(request, permission, agency_id=found.agency_id)
    return found


def agency_name(owed: ReportView) -> str:
    return formats.own_name(organisations.agency(owed.agency_id))
