"""A house with reference data of one province, one applicant and one official for each commune."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
django.setup()

from datetime import datetime, timedelta  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from lienthong import clock  # noqa: E402
from lienthong.accounts import actions as accounts  # noqa: E402
from lienthong.accounts.rules.persons import PersonData  # noqa: E402
from lienthong.catalogue import actions as catalogue_actions  # noqa: E402
from lienthong.catalogue import queries as catalogue  # noqa: E402
from lienthong.cli import places  # noqa: E402
from lienthong.dossiers.actions.intake import Intake, NewComponent  # noqa: E402
from lienthong.organisations import actions as organisation_actions  # noqa: E402
from lienthong.organisations import queries as organisations  # noqa: E402
from lienthong.organisations.rules import AgencyKind  # noqa: E402

BY = "system:bench"
PROVINCE = "48"
PROCEDURE = "1.014027"
ENGINE = "sqlite" if connection.vendor == "sqlite" else "postgresql"


def prepare() -> None:
    """Places and tables, for who loads data itself."""
    places.make_places()
    call_command("migrate", verbosity=0, interactive=False)


def build() -> None:
    prepare()
    at = timezone.now()
    organisation_actions.load_reference(by=BY, at=at, provinces={PROVINCE})
    catalogue_actions.load_reference(by=BY, at=at)
    accounts.create_person(
        data=PersonData(full_name="Nguyễn Văn Tư", identity_number="000000000001"), by=BY, at=at
    )


def forms(count: int) -> list[tuple[Intake, int]]:
    """What `count` counters, one after the other, take in: a form and its receiving agency."""
    on = timezone.localdate()
    version = catalogue.version_in_force(PROCEDURE, on=on)
    option = next(o for o in version.content.time_options if "direct" in o.channels)
    components = [NewComponent(key=f"part-{n}", name=f"Giấy tờ số {n}") for n in range(4)]
    made = []
    for commune in organisations.communes_of(PROVINCE, on=on):
        centre = organisations.agencies_in(commune.code, AgencyKind.COMMUNE_CENTRE, on=on)[0].id
        form = Intake(
            version_id=version.id,
            option=option.key,
            channel="direct",
            receiving=centre,
            commune_code=commune.code,
            applicant=1,
            components=components,
        )
        made.append((form, centre))
    return [made[n % len(made)] for n in range(count)]


def working_moment() -> datetime:
    """Now, or the last instant at which offices worked: intake at night measures nothing else."""
    now = timezone.now().astimezone(clock.VIETNAM)
    return now.replace(hour=9, minute=0) - timedelta(days=1 if now.hour < 9 else 0)
