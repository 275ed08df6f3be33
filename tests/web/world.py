"""The small world in which the expected access matrix is tried: one account per role, all held at
the committee of province 48, and for each kind of object one that belongs to the reader's own
agency, one below it, one beside it, and one that is a test."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from lienthong.accounts import actions
from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions.corrections import open_correction
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from tests.accounts import cast
from tests.web import directives, dossiers, gatherings, reports, tasks

# The readers of the matrix: nobody signed in, an account without a role, and every role.
ANONYMOUS, NO_ROLE = "anonymous", "no_role"
READERS = (ANONYMOUS, NO_ROLE, *(role.value for role in Role))


class Relation(StrEnum):
    OWN = "own"
    BELOW = "below"
    OTHER = "other"
    TEST = "test"


@dataclass(frozen=True)
class World:
    agencies: cast.Agencies
    readers: dict[str, int]
    owners: dict[Relation, int]
    assignments: dict[Relation, int]
    deputies: dict[Relation, int]
    own_deputies: dict[str, int]
    corrections: dict[Relation, int]
    dossiers: dict[str, str]
    reminders: dict[str, int]
    reports: reports.Reports
    tasks: tasks.Tasks
    directives: dict[str, int]
    gatherings: gatherings.Gatherings

    @property
    def places(self) -> dict[Relation, int]:
        """The agency of each relation; what is a test belongs to the own one."""
        return {
            Relation.OWN: self.agencies.province,
            Relation.BELOW: self.agencies.centre,
            Relation.OTHER: self.agencies.other_commune,
            Relation.TEST: self.agencies.province,
        }


def build() -> World:
    agencies = cast.build_agencies()
    readers = {NO_ROLE: cast.account("no-role")}
    for role in Role:
        readers[role.value] = cast.account(f"role-{role.value}")
        cast.assign(readers[role.value], agencies.province, role)
    owners, assignments, deputies = {}, {}, {}
    stand_in = cast.account("stand-in")
    for relation, agency_id in {
        Relation.OWN: agencies.province,
        Relation.BELOW: agencies.centre,
        Relation.OTHER: agencies.other_commune,
    }.items():
        owners[relation] = cast.account(f"owner-{relation}")
        assignments[relation] = cast.assign(owners[relation], agency_id, Role.HANDLER)
        deputies[relation] = _deputy(owners[relation], stand_in)
    own_deputies = {name: _deputy(number, stand_in) for name, number in readers.items()}
    # Enrolling is a path of its own; here everybody is through.
    Account.objects.update(must_enrol_totp=False)
    corrections = {
        Relation.OWN: _correction(agencies.province),
        Relation.BELOW: _correction(agencies.centre),
        Relation.OTHER: _correction(agencies.other_commune),
    }
    codes = dossiers.build(
        {
            Relation.OWN: agencies.province,
            Relation.BELOW: agencies.centre,
            Relation.OTHER: agencies.other_commune,
            Relation.TEST: agencies.province,
        }
    )
    reminders = dossiers.remind(codes)
    below: dict[str, int] = {
        Relation.OWN: agencies.province,
        Relation.BELOW: agencies.centre,
        Relation.OTHER: agencies.other_commune,
    }
    told = tasks.build(
        {
            Relation.OWN: (agencies.province, agencies.province),
            Relation.BELOW: (agencies.centre, agencies.province),
            Relation.OTHER: (agencies.other_commune, agencies.other_province),
        },
        {Relation.OWN: agencies.province, Relation.OTHER: agencies.other_province},
    )
    return World(
        agencies,
        readers,
        owners,
        assignments,
        deputies,
        own_deputies,
        corrections,
        codes,
        reminders,
        reports.build(
            {
                Relation.OWN: agencies.province,
                Relation.BELOW: agencies.centre,
                Relation.OTHER: agencies.other_commune,
            },
            {Relation.OWN: agencies.province, Relation.OTHER: agencies.other_province},
        ),
        told,
        directives.build(
            {Relation.OWN: agencies.province, Relation.OTHER: agencies.other_province}
        ),
        gatherings.build(
            told.programmes[Relation.OWN],
            below,
            # The province's own visit is planned next door: nobody of the province may know of it.
            {
                **below,
                Relation.OWN: agencies.other_province,
                Relation.BELOW: agencies.province,
                Relation.OTHER: agencies.other_province,
            },
        ),
    )


def _correction(agency_id: int) -> int:
    return open_correction(
        kind=CorrectionKind.CALENDAR,
        title="Nghỉ bão",
        scope={"agencies": [agency_id]},
        change={"edition": 1},
        policy=Policy.FOLLOW_RULE,
        evidence="Công điện",
        actor=Actor(by="a:1000000", agency=agency_id),
        at=timezone.now(),
    ).pk


def _deputy(principal: int, deputy: int) -> int:
    at = timezone.now()
    return actions.appoint_deputy(
        principal_id=principal,
        deputy_id=deputy,
        starts_at=at,
        ends_at=at + timedelta(days=3),
        reason="Nghỉ phép",
        by=cast.BY,
        at=at,
    )


@dataclass(frozen=True)
class Kind:
    """A kind of object in addresses: the relations that its cells tell, in this order, and the
    parts of an address for a reader and a relation."""

    relations: tuple[Relation, ...]
    parts: Callable[[World, str, Relation], dict[str, object]]


def _account(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {
        "account_id": world.owners[relation],
        "assignment_id": world.assignments[relation],
        "row_id": world.deputies[relation],
    }


def _own_deputy(world: World, reader: str, relation: Relation) -> dict[str, object]:
    if relation is Relation.OWN and reader in world.own_deputies:
        return {"row_id": world.own_deputies[reader]}
    return {"row_id": world.deputies[Relation.OTHER]}


def _code(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"code": "0.000000", "version_id": 1}


def _correction_of(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"correction_id": world.corrections[relation]}


def _agency(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"agency_id": world.places[relation]}


def _dossier(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {
        "code": world.dossiers[relation],
        "reminder_id": world.reminders[relation],
        "name": "ghi-chu",
        "sha256": "0" * 64,
        "number": "06",
    }


def _report(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {
        "report_id": world.reports.reports[relation],
        "finding_id": world.reports.findings[relation],
    }


def _report_form(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {
        "form_id": world.reports.forms[relation],
        "period_id": world.reports.periods[relation],
    }


def _task(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {
        "code": world.tasks.codes[relation],
        "name": "ghi-chu",
        "request_id": world.tasks.requests[relation],
        "warning_id": world.tasks.warnings[relation],
        "sha256": "0" * 64,
    }


def _programme(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"code": world.tasks.programmes[relation], "name": "soon_days"}


def _directive(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"directive_id": world.directives[relation], "seq": 1}


def _difficulty(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"code": world.gatherings.difficulties[relation], "name": "rut"}


def _planned(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"code": world.gatherings.planned[relation]}


def _visit(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"code": world.gatherings.recorded[relation]}


def _remedy(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {"remedy_id": world.gatherings.remedies[relation], "name": "bao-cao"}


def _meeting(world: World, reader: str, relation: Relation) -> dict[str, object]:
    return {
        "meeting_id": world.gatherings.meetings[relation],
        "conclusion_id": world.gatherings.conclusions[relation],
        "form": "docx",
    }


NEAR_AND_FAR = (Relation.OWN, Relation.BELOW, Relation.OTHER)
KINDS: dict[str, Kind] = {
    "": Kind((Relation.OWN,), lambda world, reader, relation: {}),
    "account": Kind(NEAR_AND_FAR, _account),
    "own-deputy": Kind((Relation.OWN, Relation.OTHER), _own_deputy),
    "code": Kind((Relation.OWN,), _code),
    "dossier": Kind(tuple(Relation), _dossier),
    "correction": Kind(NEAR_AND_FAR, _correction_of),
    "correction-kind": Kind((Relation.OWN,), lambda *_: {"kind": "thoi-han"}),
    "agency": Kind(NEAR_AND_FAR, _agency),
    "day": Kind((Relation.OWN,), lambda *_: {"on": "2026-09-02"}),
    "report": Kind(NEAR_AND_FAR, _report),
    "report-form": Kind((Relation.OWN, Relation.OTHER), _report_form),
    "indicator": Kind((Relation.OWN,), lambda *_: {"code": "x.one"}),
    "threshold": Kind((Relation.OWN,), lambda *_: {"name": "soon_days"}),
    "task": Kind(NEAR_AND_FAR, _task),
    "directive": Kind((Relation.OWN, Relation.OTHER), _directive),
    "programme": Kind((Relation.OWN, Relation.OTHER), _programme),
    "difficulty": Kind(NEAR_AND_FAR, _difficulty),
    "visit-planned": Kind(NEAR_AND_FAR, _planned),
    "visit": Kind(NEAR_AND_FAR, _visit),
    "remedy": Kind(NEAR_AND_FAR, _remedy),
    "meeting": Kind(NEAR_AND_FAR, _meeting),
}
