"""What changes forms, periods, reports and findings; each act is one transaction."""

from lienthong.reports.actions.definitions import (
    NewForm,
    draft_form,
    drop_draft,
    publish_draft,
    publish_form,
    retire_form,
    set_opening,
)
from lienthong.reports.actions.findings import assign_finding, return_report, settle_finding
from lienthong.reports.actions.indicators import (
    NewIndicator,
    check_parts,
    define_indicator,
    retire_indicator,
)
from lienthong.reports.actions.packs import LoadedPacks, TakenPack, load_pack, load_packs, take_pack
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
    "TakenPack",
    "TakenSheet",
    "WrongFigures",
    "assign_finding",
    "check_parts",
    "consolidate",
    "define_indicator",
    "draft_form",
    "drop_draft",
    "load_pack",
    "load_packs",
    "lock_period",
    "mark_period",
    "open_due_periods",
    "open_period",
    "publish_draft",
    "publish_form",
    "reopen_report",
    "retire_form",
    "retire_indicator",
    "return_report",
    "save_draft",
    "set_opening",
    "settle_finding",
    "submit",
    "submit_unchanged",
    "take_pack",
    "take_sheet",
]
