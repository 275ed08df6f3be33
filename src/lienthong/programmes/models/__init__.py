"""The tables of programmes, by what they tell of."""

from lienthong.programmes.models.difficulty import (
    Difficulty,
    DifficultyEvent,
    DifficultyOpinion,
)
from lienthong.programmes.models.directive import Directive, Proposal
from lienthong.programmes.models.meeting import Conclusion, Meeting
from lienthong.programmes.models.programme import (
    Phase,
    Programme,
    ProgrammeThreshold,
    TaskGroup,
    WorkingGroup,
)
from lienthong.programmes.models.task import (
    KeyResult,
    Task,
    TaskEvent,
    TaskSource,
    TaskStretch,
    TaskSupport,
)
from lienthong.programmes.models.visit import Remedy, Visit
from lienthong.programmes.models.work import (
    EarlyWarning,
    Evidence,
    Explanation,
    TaskRequest,
    WarningRecipient,
)

__all__ = [
    "Conclusion",
    "Difficulty",
    "DifficultyEvent",
    "DifficultyOpinion",
    "Directive",
    "EarlyWarning",
    "Evidence",
    "Explanation",
    "KeyResult",
    "Meeting",
    "Phase",
    "Programme",
    "ProgrammeThreshold",
    "Proposal",
    "Remedy",
    "Task",
    "TaskEvent",
    "TaskGroup",
    "TaskRequest",
    "TaskSource",
    "TaskStretch",
    "TaskSupport",
    "Visit",
    "WarningRecipient",
    "WorkingGroup",
]
