"""Dossiers for the access matrix: one in the reader's own agency, one below, one elsewhere, one
test. Filed from home and not accepted, so that no working hours are needed."""

from collections.abc import Mapping

from django.utils import timezone

from lienthong.catalogue.actions import write_draft
from lienthong.catalogue.models import Field, Procedure
from lienthong.dossiers.actions.bulk import Act, Life, write_lives
from lienthong.dossiers.models import Dossier, Reminder
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event
from lienthong.organisations import actions as organisations
from lienthong.organisations.models import CalendarEdition
from tests.accounts import cast
from tests.catalogue.contents import GOOD


def build(places: Mapping[str, int]) -> dict[str, str]:
    """Relation to the code of its dossier; the relation "test" makes a test dossier."""
    at = timezone.now()
    CalendarEdition.objects.create(number=1, made_at=at, made_by=cast.BY, reason="Thử")
    edition = organisations.set_week(
        calendar_code="test",
        valid_from=cast.OPENED,
        windows={str(day): [["07:30", "11:30"], ["13:30", "17:00"]] for day in range(5)},
        source="Thử",
        by=cast.BY,
        at=at,
        reason="Thử",
    )
    field = Field.objects.create(code="tu-phap", name="Tư pháp")
    Procedure.objects.create(code="9.000001", name="Cấp bản sao", field=field)
    version = write_draft(procedure_code="9.000001", content=GOOD, by=cast.BY, at=at)
    applicant = cast.person("Nguyễn Văn Tư", 1)
    lives = []
    for number, (relation, agency) in enumerate(places.items(), start=1):
        event = Event(
            seq=1,
            type=EventType.SUBMITTED,
            occurred_at=at,
            recorded_at=at,
            by="portal",
            agency=agency,
            data={
                "receiving": agency,
                "channel": "online",
                "edition": edition,
                "test": relation == "test",
            },
        )
        lives.append(
            Life(
                code=f"H48.1-260904-{number:04d}",
                version_id=version,
                channel="online",
                receiving=agency,
                commune_code="20194",
                applicant=applicant,
                acts=[Act(action="dossier.submitted", events=[event])],
            )
        )
    write_lives(lives=lives, now=at)
    return {relation: life.code for relation, life in zip(places, lives, strict=True)}


def remind(codes: Mapping[str, str]) -> dict[str, int]:
    """A reminder about each dossier."""
    at = timezone.now()
    made = {}
    for relation, code in codes.items():
        dossier = Dossier.objects.get(code=code)
        reminder = Reminder(
            dossier=dossier, kind="stale", at=at, about_at=at, agency=dossier.agency_id
        )
        reminder.save()
        made[relation] = reminder.pk
    return made
