"""Difficulties, visits, remedies and meetings for the access matrix: one of the reader's own
agency, one below it, one elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from lienthong.programmes.actions.difficulties import raise_difficulty
from lienthong.programmes.actions.meetings import conclude, make_brief, open_meeting
from lienthong.programmes.actions.visits import (
    RemedyGiven,
    demand_remedy,
    plan_visit,
    record_visit,
)
from lienthong.programmes.models import Programme
from lienthong.programmes.rules.difficulties import Draft
from lienthong.programmes.rules.kinds import Against, MeetingKind

BY = "a:1000000"


@dataclass(frozen=True)
class Gatherings:
    """Relation to code or number. `planned`: visits of units that nobody may know of yet."""

    difficulties: Mapping[str, str]
    planned: Mapping[str, str]
    recorded: Mapping[str, str]
    remedies: Mapping[str, int]
    meetings: Mapping[str, int]
    conclusions: Mapping[str, int]


def build(
    programme_code: str, places: Mapping[str, int], planners: Mapping[str, int]
) -> Gatherings:
    """`planners`: the agency that plans the visit of each relation's place, not itself."""
    at = timezone.now()
    programme = Programme.objects.get(code=programme_code).pk
    difficulties: dict[str, str] = {}
    planned: dict[str, str] = {}
    recorded: dict[str, str] = {}
    remedies: dict[str, int] = {}
    meetings: dict[str, int] = {}
    conclusions: dict[str, int] = {}
    for relation, agency in places.items():
        difficulties[relation] = raise_difficulty(
            draft=Draft(against=Against.SYSTEM, subject="Phần mềm", text="Chậm", since=at.date()),
            agency=agency,
            by=BY,
            at=at,
            programme=programme,
        ).code
        for found in (planned, recorded):
            found[relation] = plan_visit(
                programme=programme,
                visited=agency,
                planned_on=timezone.localdate(at),
                reason="Ít hồ sơ",
                agency=planners[relation],
                by=BY,
                at=at,
            ).code
        record_visit(
            code=recorded[relation], findings="Chưa dùng", agency=planners[relation], by=BY, at=at
        )
        remedies[relation] = demand_remedy(
            programme=programme,
            owner=agency,
            given=RemedyGiven(text="Dùng máy quét"),
            origin="1-BB",
            agency=planners[relation],
            by=BY,
            at=at,
        ).pk
        meetings[relation] = open_meeting(
            programme=programme,
            agency=agency,
            kind=MeetingKind.WEEKLY,
            held_at=at - timedelta(hours=1),
            title="Giao ban",
            by=BY,
            at=at,
        ).pk
        make_brief(meeting_id=meetings[relation], by=BY, at=at)
        conclusions[relation] = conclude(
            meeting_id=meetings[relation], text="Làm tiếp", by=BY, at=at
        ).pk
    return Gatherings(difficulties, planned, recorded, remedies, meetings, conclusions)
