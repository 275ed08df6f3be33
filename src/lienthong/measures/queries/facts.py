"""The facts of dossiers: as their columns say now, and recomputed from their events."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.reading import columns, events_of_many, read
from lienthong.measures.rules.contribution import Facts
from lienthong.organisations.models import Agency

_COLUMNS = (
    "competent_id", "receiving_id", "commune_code", "procedure_id", "officer_id", "channel",
    "is_test", "state", "holder", "submitted_at", "ended_at", "returned_at", "outcome",
    "clock_state", "due_at", "first_late_at", "verdict", "recorded_verdict", "waits_for",
    "back_and_forth", "cause",
)  # fmt: skip


def _facts(values: dict[str, Any], provinces: dict[int, str]) -> Facts:
    return Facts(
        competent=values["competent_id"],
        receiving=values["receiving_id"],
        province=provinces.get(values["competent_id"], ""),
        commune=values["commune_code"],
        procedure=values["procedure_id"],
        officer=values["officer_id"],
        **{
            name: values[name]
            for name in _COLUMNS
            if not name.endswith("_id") and name != "commune_code"
        },
    )


def _provinces(agencies: Iterable[int]) -> dict[int, str]:
    return dict(Agency.objects.filter(pk__in=set(agencies)).values_list("pk", "province_code"))


def all_dossiers() -> Iterable[int]:
    return Dossier.objects.order_by("pk").values_list("pk", flat=True)


def facts_of(dossier_ids: Iterable[int]) -> dict[int, Facts]:
    """As the columns say now."""
    rows = list(Dossier.objects.filter(pk__in=list(dossier_ids)).values("pk", *_COLUMNS))
    provinces = _provinces(row["competent_id"] for row in rows)
    return {row["pk"]: _facts(row, provinces) for row in rows}


def recomputed_facts(*, now: datetime, chunk: int = 1000) -> Iterator[tuple[int, Facts]]:
    """As the events of every dossier say, chunk by chunk."""
    last = 0
    while dossiers := list(Dossier.objects.filter(pk__gt=last).order_by("pk")[:chunk]):
        last = dossiers[-1].pk
        timelines = events_of_many(dossier.pk for dossier in dossiers)
        provinces = _provinces(dossier.competent_id for dossier in dossiers)
        for dossier in dossiers:
            content = catalogue.version(dossier.version_id).content
            events = timelines[dossier.pk]
            values = {
                **columns(read(events, content, now=now)),
                "receiving_id": dossier.receiving_id,
                "commune_code": dossier.commune_code,
                "procedure_id": dossier.procedure_id,
                "channel": dossier.channel,
            }
            yield dossier.pk, _facts(values, provinces)
