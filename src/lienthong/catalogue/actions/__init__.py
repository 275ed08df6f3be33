"""Every write of the catalogue: one transaction, a rule, rows, and the journal entry beside."""

from lienthong.catalogue.actions.packs import import_pack
from lienthong.catalogue.actions.reference import Loaded, load_reference
from lienthong.catalogue.actions.settings import (
    adjust_locally,
    assign_competence,
    change_source,
    end_adjustment,
    mark_authority,
    set_bound,
)
from lienthong.catalogue.actions.versions import (
    edit_draft,
    end_procedure,
    publish,
    roll_back,
    try_version,
    write_draft,
)

__all__ = [
    "Loaded",
    "adjust_locally",
    "assign_competence",
    "change_source",
    "edit_draft",
    "end_adjustment",
    "end_procedure",
    "import_pack",
    "load_reference",
    "mark_authority",
    "publish",
    "roll_back",
    "set_bound",
    "try_version",
    "write_draft",
]
