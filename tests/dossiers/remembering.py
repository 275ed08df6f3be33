"""Reference versions read once for many tests. Inside a transaction nothing is remembered, since it
may be rolled back; in tests it is, as a whole, at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.models import ProcedureVersion
from lienthong.catalogue.rules.lifecycle import VersionStatus


@contextmanager
def published_versions() -> Iterator[None]:
    published = ProcedureVersion.objects.filter(status=VersionStatus.PUBLISHED.value)
    read = catalogue.versions(published.values_list("pk", flat=True))
    remembered = import_module("lienthong.catalogue.queries.versions")._remembered
    remembered.update(read)
    yield
    for number in read:
        del remembered[number]
