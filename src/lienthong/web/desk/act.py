"""What an act on a dossier is, for which agency it is done, and when it makes sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from lienthong.accounts.rules import Permission
from lienthong.catalogue.rules.content import StartOn, StepKind
from lienthong.dossiers.actions import steps
from lienthong.dossiers.queries import DossierPage
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.web.desk.fields import ActForm

WORK, DECIDE = Permission.DOSSIER_WORK, Permission.DOSSIER_DECIDE
RECEIVE, RETURN = Permission.DOSSIER_RECEIVE, Permission.DOSSIER_RETURN

Given = Mapping[str, Any]
Common = Mapping[str, Any]  # dossier_id, seen, actor, at, and late where the act takes it


def titled(words: str) -> Promise:
    """The name of an act. The event that it records often has the same words in Vietnamese, not in
    English: “Pause” is what can be done, “Paused” what happened."""
    return pgettext_lazy("act", words)


def holding(found: DossierPage) -> frozenset[int]:
    """The agency that has the dossier now."""
    return frozenset({found.dossier.agency_id})


def receiving(found: DossierPage) -> frozenset[int]:
    return frozenset({found.dossier.receiving_id})


def competent(found: DossierPage) -> frozenset[int]:
    """The agency that answers for it."""
    return frozenset({found.dossier.competent_id})


def either(found: DossierPage) -> frozenset[int]:
    """Where it is worked on, and the counter: papers and money come there."""
    return holding(found) | receiving(found)


def involved(found: DossierPage) -> frozenset[int]:
    return either(found) | {found.dossier.competent_id}


def asked(kind: str) -> Callable[[DossierPage], frozenset[int]]:
    """The agencies that still have to answer."""
    return lambda found: frozenset(
        line.agency.id for line in found.sidelines if line.kind == kind and line.closed_at is None
    )


def always(found: DossierPage) -> bool:
    return True


def at_approval(found: DossierPage) -> Permission:
    """What is signed at a step is decided by who may decide; other steps are work."""
    step = found.step
    return DECIDE if step is not None and step.kind is StepKind.APPROVE else WORK


@dataclass(frozen=True, kw_only=True)
class Act:
    """`needs`: the permission, for one of the agencies `where`. `fits`: beyond what the state
    allows (`event`), whether it makes sense now. `late`: may be recorded afterwards. `done` is
    said when it is done. `help` says what will follow."""

    name: str
    title: Promise
    done: Promise
    event: EventType
    form: type[ActForm]
    run: Callable[[Given, Common], object]
    needs: Permission | Callable[[DossierPage], Permission] = WORK
    where: Callable[[DossierPage], frozenset[int]] = holding
    fits: Callable[[DossierPage], bool] = always
    late: bool = False
    risk: bool = False
    icon: str = "check"
    key: str = ""
    help: Promise | str = ""

    def permission(self, found: DossierPage) -> Permission:
        return self.needs if isinstance(self.needs, Permission) else self.needs(found)

    def possible(self, found: DossierPage) -> bool:
        """Whether the state of the dossier allows it and it makes sense."""
        return self.event in found.possible and self.fits(found)


def in_work(found: DossierPage) -> bool:
    return found.reading.standing.state in {State.ACCEPTED, State.IN_PROCESS}


def free(found: DossierPage) -> bool:
    """Nothing is waited for: the step may be left."""
    standing = found.reading.standing
    return in_work(found) and not standing.pauses and not standing.open_sidelines


def _inspected(found: DossierPage) -> bool:
    """Whether the field inspection of the present step has been recorded."""
    for event in reversed(found.reading.events):
        if event.type is EventType.INSPECTION_FINISHED:
            return True
        if event.data.get("step") == found.reading.standing.step:
            return False
    return False


def must_inspect(found: DossierPage) -> bool:
    step = found.step
    return step is not None and step.kind is StepKind.INSPECT and not _inspected(found)


def goes_on(found: DossierPage) -> bool:
    step = found.step
    return (
        free(found)
        and step is not None
        and bool(steps.steps_ahead(found.version.content, step))
        and not must_inspect(found)
    )


def gives_result(found: DossierPage) -> bool:
    step = found.step
    return (
        free(found)
        and step is not None
        and steps.gives_result(found.version.content, step)
        and not must_inspect(found)
        and found.reading.clock.started_at is not None
        and not parts_to_give(found)
    )


def starts_on(start: StartOn) -> Callable[[DossierPage], bool]:
    """The clock waits for this to start."""
    return lambda found: (
        found.version.content.clock.start_on is start
        and found.reading.clock.started_at is None
        and in_work(found)
    )


def resumable(found: DossierPage) -> bool:
    own = {"supplement", "financial_obligation", "liaison_opinion"}
    return any(reason not in own for reason in found.reading.standing.pauses)


def parts_to_give(found: DossierPage) -> bool:
    given = {line.key for line in found.sidelines}
    done = {line.key for line in found.sidelines if line.closed_at}
    passed = done | set(found.reading.standing.steps_done)
    return any(
        task.key not in given and (not task.after or task.after in passed)
        for task in found.version.content.subtasks
    )
