"""What changes forms, periods, reports and findings; each act is one transaction."""

from lienthong.reports.actions.definitions import (
    NewForm,
    NewIndicator,
    define_indicator,
    publish_form,
)
from lienthong.reports.actions.findings import assign_finding, return_report, settle_finding
from lienthong.reports.actions.packs import LoadedPacks, load_pack, load_packs
from lienthong.reports.actions.periods import (
    lock_period,
    mark_period,
    open_due_periods,
    open_period,
    reopen_report,
)
from lienthong.reports.actions.sheets import TakenSheet, take_sheet
from lienthong.reports.actions.submitting import (
    Figures,
    Submitted,
    WrongFigures,
    consolidate,
    save_draft,
    submit,
    submit_unchanged,
)

__all__ = [
    "Figures",
    "LoadedPacks",
    "NewForm",
    "NewIndicator",
    "Submitted",
    "TakenSheet",
    "WrongFigures",
    "assign_finding",
    "consolidate",
    "define_indicator",
    "load_pack",
    "load_packs",
    "lock_period",
    "mark_period",
    "open_due_periods",
    "open_period",
    "publish_form",
    "reopen_report",
    "return_report",
    "save_draft",
    "settle_finding",
    "submit",
    "submit_unchanged",
    "take_sheet",
]
