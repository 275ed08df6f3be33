"""Coverage: for every commune, day and published procedure there is a receiving place and a
competent agency that exist on that day (R102, F31)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lienthong.catalogue.models import (
    Competence,
    LocalAdjustment,
    Procedure,
    ProcedureVersion,
)
from lienthong.catalogue.queries.places import Offer, ground_of, offer_of, offers, subject_of
from lienthong.catalogue.queries.versions import VersionView, in_force, versions
from lienthong.catalogue.rules.authority import AuthorityChange
from lienthong.catalogue.rules.content import Place, Routing
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.placing import Ground, Subject, agency_for, receiving_for
from lienthong.catalogue.rules.wording import PLACES
from lienthong.journal import queries as journal
from lienthong.organisations.models import Agency, Unit
from lienthong.organisations.rules import Sentence

LOOKED_AT = "catalogue:coverage"  # the subject of what the daily look finds, in the journal
_NO_RECEIVING = "Không có nơi tiếp nhận."


@dataclass(frozen=True, kw_only=True)
class Nowhere:
    """A procedure that cannot be filed, or that nobody competent settles, in these communes."""

    procedure: str
    name: str
    why: str
    communes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    on: date
    procedures: int
    communes: int
    nowhere: tuple[Nowhere, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "procedures": self.procedures,
            "communes": self.communes,
            "nowhere": [
                {
                    "procedure": hole.procedure,
                    "name": hole.name,
                    "why": hole.why,
                    "communes": list(hole.communes),
                }
                for hole in self.nowhere
            ],
        }


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """What the daily look last found, and since when it is so: procedures with the number of
    communes; none where everything was in order again."""

    since: datetime
    nowhere: Mapping[str, int]


def flagged() -> Flagged | None:
    """None before the first look that found anything."""
    kept = journal.entries_of(LOOKED_AT, limit=1)
    if not kept:
        return None
    nowhere = kept[0].data.get("nowhere")
    return Flagged(since=kept[0].at, nowhere=nowhere if isinstance(nowhere, dict) else {})


def coverage(*, on: date) -> Coverage:
    """Every procedure in force and every commune of a day. A few queries, whatever their number."""
    ids = in_force(on=on).order_by("procedure__code").values_list("pk", flat=True)
    found = versions(ids)
    ground = ground_of(on=on)
    holes = [*_moved_nowhere(ground, on=on)]
    holes += holes_of([found[key] for key in ids], ground, on=on)
    return Coverage(
        on=on,
        procedures=len(found),
        communes=len(ground.province_of),
        nowhere=tuple(sorted(holes, key=lambda hole: (hole.procedure, hole.why))),
    )


def holes_of(views: Iterable[VersionView], ground: Ground, *, on: date) -> list[Nowhere]:
    """Where versions are covered by nobody on the ground of a day."""
    adjustments = offers(on=on)
    named = {key[0] for key in ground.given}
    # Communes of a province answer alike for procedures that need the same places.
    known: dict[tuple[object, ...], dict[str, list[str]]] = {}
    holes = []
    for view in views:
        places = _places(view)
        found: dict[str, list[str]] = {}
        for province in ground.communes_of:
            terms = offer_of(view.content, adjustments.get((view.code, province)))
            subject = subject_of(view, terms)
            key = (
                province,
                terms.routing,
                bool(terms.routed_to),
                subject.receiving,
                subject.territorial,
                subject.sector,
                places,
                subject.code if subject.code in named else "",
                subject.field_code if subject.field_code in named else "",
            )
            if key not in known:
                known[key] = _holes_in(ground, province, subject, terms, places)
            for why, communes in known[key].items():
                found.setdefault(why, []).extend(communes)
        holes += [
            Nowhere(procedure=view.code, name=view.name, why=why, communes=tuple(communes))
            for why, communes in found.items()
        ]
    return holes


def change_days(*, since: date, until: date) -> list[date]:
    """Days on which coverage may change: between two of them it is the same every day."""
    days = {since}
    for model in (Agency, Unit, LocalAdjustment, Competence, ProcedureVersion):
        for name in ("valid_from", "valid_until"):
            days.update(
                model.objects.filter(**{f"{name}__gt": since, f"{name}__lte": until}).values_list(
                    name, flat=True
                )
            )
    return sorted(days)


def _places(view: VersionView) -> frozenset[Place]:
    content = view.content
    steps = {step.place for step in content.steps}
    return frozenset({content.competent} | steps | {task.place for task in content.subtasks}) - {
        Place.RECEIVING
    }


def _holes_in(
    ground: Ground, province: str, subject: Subject, terms: Offer, places: frozenset[Place]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for commune in ground.communes_of[province]:
        for why in _whys(ground, subject, terms, places, commune):
            found.setdefault(why, []).append(commune)
    return found


def _whys(
    ground: Ground, subject: Subject, terms: Offer, places: frozenset[Place], commune: str
) -> Iterator[str]:
    if terms.routing is Routing.MINISTRY:
        # Filed elsewhere: what matters is that somebody said where.
        if not terms.routed_to:
            yield Sentence("Đã chuyển sang hệ thống của bộ nhưng không ghi nộp ở đâu.")
        return
    if not receiving_for(ground, subject, commune):
        yield _NO_RECEIVING
    for place in sorted(places):
        if agency_for(ground, subject, place, commune) is None:
            yield Sentence("Không xác định được cơ quan: %(place)s.", place=PLACES[place])


def _moved_nowhere(ground: Ground, *, on: date) -> Iterator[Nowhere]:
    """Procedures that were offered once, are not any more, and go on nowhere."""
    offered = set(in_force(on=on).values_list("procedure__code", flat=True))
    ended = (
        Procedure.objects.filter(
            checked=True,
            versions__status__in=[VersionStatus.PUBLISHED, VersionStatus.ROLLED_BACK],
            versions__valid_from__lte=on,
        )
        .exclude(code__in=offered)
        .exclude(authority_change=AuthorityChange.ABOLISHED)
        .distinct()
    )
    for procedure in ended:
        if procedure.continued_by in offered:
            continue
        if procedure.continued_by:
            why = Sentence(
                "Đã chuyển thành thủ tục %(code)s nhưng thủ tục đó chưa được công khai.",
                code=procedure.continued_by,
            )
        else:
            why = Sentence(
                "Đã hết hiệu lực mà không có thủ tục nào tiếp nối và không ghi là bãi bỏ."
            )
        yield Nowhere(
            procedure=procedure.code,
            name=procedure.name,
            why=why,
            communes=tuple(ground.province_of),
        )
