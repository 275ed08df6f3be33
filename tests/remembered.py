"""What a process remembers of its database. Inside a transaction nothing new is remembered, so a
test would read again and again what a server reads once."""

from importlib import import_module

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.models import ProcedureVersion
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.dossiers.queries import places
from lienthong.organisations import queries as organisations
from lienthong.organisations.models import Agency


def read() -> None:
    """Published versions and the calendars of all agencies, as committed."""
    published = ProcedureVersion.objects.filter(status=VersionStatus.PUBLISHED.value)
    catalogue.versions(published.values_list("pk", flat=True))
    organisations.calendars_of(
        Agency.objects.values_list("pk", flat=True), edition=organisations.current_edition()
    )


def forget() -> None:
    """Another database takes the place of this one."""
    # The name `versions` of the package is the function.
    import_module("lienthong.catalogue.queries.versions")._remembered.clear()
    organisations.forget_calendars()
    places.forget()
