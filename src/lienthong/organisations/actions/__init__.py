"""Every change of units, agencies, codes, calendars and readiness."""

from lienthong.organisations.actions.agencies import (
    change_unit,
    close_agency,
    close_position,
    merge_agency,
    open_agency,
    open_position,
    rename_agency,
    reopen_agency,
)
from lienthong.organisations.actions.calendars import (
    NewDay,
    add_day,
    add_days,
    assign_calendar,
    confirm_day,
    open_calendar,
    remove_day,
    set_week,
)
from lienthong.organisations.actions.codes import (
    change_code,
    dismiss_unknown_code,
    report_unknown_code,
    settle_unknown_code,
)
from lienthong.organisations.actions.readiness import record_readiness
from lienthong.organisations.actions.reference import Loaded, load_reference

__all__ = [
    "Loaded",
    "NewDay",
    "add_day",
    "add_days",
    "assign_calendar",
    "change_code",
    "change_unit",
    "close_agency",
    "close_position",
    "confirm_day",
    "dismiss_unknown_code",
    "load_reference",
    "merge_agency",
    "open_agency",
    "open_calendar",
    "open_position",
    "record_readiness",
    "remove_day",
    "rename_agency",
    "reopen_agency",
    "report_unknown_code",
    "set_week",
    "settle_unknown_code",
]
