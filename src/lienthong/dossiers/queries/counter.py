"""What a counter has to know: what is filed there most, what waits at it, what it has taken in."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from lienthong import clock
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.models import Procedure
from lienthong.dossiers.models import IS_OPEN, Dossier
from lienthong.dossiers.queries.desk import matching
from lienthong.dossiers.queries.words import own
from lienthong.dossiers.rules.lifecycle import State

PAGE: Final = 50
# Frequent is what was frequent lately: a counter changes with the season.
LATELY: Final = timedelta(days=60)
_COUNTED: Final = 1000
_READ: Final = 200  # forms that are read for what is written often
_SEVERAL: Final = 3  # applicants who had the same words
_SHORT: Final = 80


@dataclass(frozen=True, kw_only=True)
class FrequentProcedure:
    code: str
    name: str
    name_en: str
    field_code: str


def frequent_procedures(
    agency_id: int, *, now: datetime, limit: int = 9
) -> list[FrequentProcedure]:
    """What was received most of late at a counter, the most frequent first. However much a counter
    receives, no more than `_COUNTED` dossiers are counted."""
    lately = (
        Dossier.objects.filter(
            receiving_id=agency_id, submitted_at__gte=now - LATELY, is_test=False
        )
        .order_by("-submitted_at")
        .values_list("procedure_id", flat=True)[:_COUNTED]
    )
    received = Counter(lately)
    rows = Procedure.objects.filter(pk__in=received).values_list(
        "pk", "code", "name", "name_en", "field__code"
    )
    ranked = sorted(rows, key=lambda row: (-received[row[0]], row[1]))
    return [
        FrequentProcedure(code=code, name=name, name_en=name_en, field_code=field)
        for _id, code, name, name_en, field in ranked[:limit]
    ]


def often_written(
    agency_id: int, *, procedure_id: int, keys: Collection[str], now: datetime, limit: int = 5
) -> dict[str, list[str]]:
    """What forms of a procedure said at a counter again and again, by field, the most frequent
    first. Only words that several applicants had, so that nobody's own data is told to others."""
    if not keys:
        return {}
    rows = (
        Dossier.objects.filter(
            receiving_id=agency_id,
            procedure_id=procedure_id,
            submitted_at__gte=now - LATELY,
            is_test=False,
        )
        .order_by("-submitted_at")
        .values_list("applicant_id", "answers")[:_READ]
    )
    said: dict[str, dict[str, set[int]]] = {key: {} for key in keys}
    for applicant, answers in rows:
        for key in keys:
            text = str(answers.get(key, ""))
            if any(letter.isalpha() for letter in text) and len(text) <= _SHORT:
                said[key].setdefault(text, set()).add(applicant)
    return {
        key: [text for text, who in ranked if len(who) >= _SEVERAL][:limit]
        for key, texts in said.items()
        for ranked in [sorted(texts.items(), key=lambda pair: (-len(pair[1]), pair[0]))]
    }


def received_lately(
    agency_id: int, *, applicant_id: int, procedure_id: int, now: datetime
) -> tuple[str, datetime] | None:
    """Code and instant of what this counter took in of the same person for the same procedure
    within a day: a second time it may be the same case, sent twice."""
    return (
        Dossier.objects.filter(
            receiving_id=agency_id,
            applicant_id=applicant_id,
            procedure_id=procedure_id,
            submitted_at__gte=now - timedelta(days=1),
            is_test=False,
        )
        .order_by("-submitted_at")
        .values_list("code", "submitted_at")
        .first()
    )


@dataclass(frozen=True, kw_only=True)
class Coded:
    """A line with a code, whose first part a counter's own list need not repeat."""

    id: int
    code: str

    @property
    def prefix(self) -> str:
        return self.code.partition("-")[0] + "-"

    @property
    def rest(self) -> str:
        return self.code.partition("-")[2]


@dataclass(frozen=True, kw_only=True)
class WaitingDossier(Coded):
    """A dossier at a counter: filed online and not accepted yet, or with its result waiting.
    `since`: submitted, or done, at."""

    procedure: str
    applicant: str
    phone: str
    since: datetime
    outcome: str
    return_method: str
    seen: int
    is_test: bool


def waiting_online(agency_id: int, *, limit: int = 6) -> list[WaitingDossier]:
    """Filed and not accepted yet, the longest waiting first. Test dossiers are on the desk, in a
    place of their own."""
    found = Dossier.objects.filter(
        IS_OPEN, agency_id=agency_id, state=State.SUBMITTED.value, is_test=False
    )
    return _waiting(found.order_by("submitted_at", "id")[:limit])


def results_waiting(agency_id: int) -> int:
    return _results([agency_id]).count()


def results(
    agencies: Collection[int], *, text: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[WaitingDossier], str]:
    """Results to be returned, the longest waiting first, and the mark of the next page."""
    found = _results(agencies)
    if text.strip():
        found = found.filter(matching(text))
    mark = _mark(after)
    if mark is not None:
        found = found.filter(Q(ended_at__gt=mark[0]) | Q(ended_at=mark[0], pk__gt=mark[1]))
    rows = _waiting(found.order_by("ended_at", "id")[: limit + 1], since="ended_at")
    kept = rows[:limit]
    if len(rows) <= limit:
        return kept, ""
    return kept, f"{kept[-1].since.isoformat()}|{kept[-1].id}"


def _results(agencies: Collection[int]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(
        state=State.DONE.value, holder="desk", agency_id__in=list(agencies), is_test=False
    )


def _waiting(found: "QuerySet[Dossier]", *, since: str = "submitted_at") -> list[WaitingDossier]:
    rows = found.annotate(
        applicant_name=F("applicant__full_name"), applicant_phone=F("applicant__phone")
    ).values(
        "id", "code", "version_id", "applicant_name", "applicant_phone", since, "outcome",
        "return_method", "events_seen", "is_test",
    )  # fmt: skip
    rows = list(rows)
    versions = catalogue.versions({row["version_id"] for row in rows})
    return [
        WaitingDossier(
            id=row["id"],
            code=row["code"],
            procedure=own(versions[row["version_id"]]),
            applicant=row["applicant_name"],
            phone=row["applicant_phone"],
            since=row[since],
            outcome=row["outcome"],
            return_method=row["return_method"],
            seen=row["events_seen"],
            is_test=row["is_test"],
        )
        for row in rows
    ]


def taken_in_by(intake_key: str) -> Dossier | None:
    """The dossier that a form made, if it was sent before."""
    return Dossier.objects.filter(intake_key=intake_key).first() if intake_key else None


@dataclass(frozen=True, kw_only=True)
class RegisterQuery:
    """Which lines of the register: days inclusive; `state`: all, open, late, returned."""

    since: date
    until: date
    text: str = ""
    procedure: int | None = None
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterRow(Coded):
    procedure: str
    applicant: str
    address: str
    phone: str
    competent: str
    state: State
    outcome: str
    verdict: str
    received_at: datetime
    promised_at: datetime | None
    due_at: datetime | None
    returned_at: datetime | None
    return_method: str


def register_rows(
    agencies: Collection[int],
    *,
    query: RegisterQuery,
    now: datetime,
    after: str = "",
    limit: int = PAGE,
) -> tuple[list[RegisterRow], str]:
    """The register (form 07) in the order of receipt, and the mark of the next page. Test dossiers
    are not in it."""
    found = _registered(agencies, query, now)
    mark = _mark(after)
    if mark is not None:
        found = found.filter(Q(submitted_at__gt=mark[0]) | Q(submitted_at=mark[0], pk__gt=mark[1]))
    rows = list(
        found.select_related("applicant", "competent").order_by("submitted_at", "id")[: limit + 1]
    )
    versions = catalogue.versions({row.version_id for row in rows})
    kept = [
        RegisterRow(
            id=row.pk,
            code=row.code,
            procedure=own(versions[row.version_id]),
            applicant=row.applicant.full_name,
            address=row.applicant.address,
            phone=row.applicant.phone,
            competent=own(row.competent),
            state=State(row.state),
            outcome=row.outcome,
            verdict=row.verdict,
            received_at=row.submitted_at,
            promised_at=row.promised_at,
            due_at=row.due_at,
            returned_at=row.returned_at,
            return_method=row.return_method,
        )
        for row in rows[:limit]
    ]
    if len(rows) <= limit:
        return kept, ""
    return kept, f"{kept[-1].received_at.isoformat()}|{kept[-1].id}"


def registered(agencies: Collection[int], *, query: RegisterQuery, now: datetime) -> int:
    """How many lines."""
    return _registered(agencies, query, now).count()


def procedures_in_register(
    agencies: Collection[int], *, query: RegisterQuery, now: datetime
) -> Sequence[tuple[int, str]]:
    """What the lines of the period are about, to filter by."""
    rows = (
        _registered(agencies, RegisterQuery(since=query.since, until=query.until), now)
        .order_by("procedure__name")
        .values_list("procedure_id", "procedure__name")
        .distinct()
    )
    return list(rows)


def _registered(
    agencies: Collection[int], query: RegisterQuery, now: datetime
) -> QuerySet[Dossier]:
    begin = datetime.combine(query.since, time(), tzinfo=clock.VIETNAM)
    end = datetime.combine(query.until, time(), tzinfo=clock.VIETNAM) + timedelta(days=1)
    found = Dossier.objects.filter(
        receiving_id__in=list(agencies), is_test=False, submitted_at__gte=begin,
        submitted_at__lt=end,
    )  # fmt: skip
    if query.text.strip():
        found = found.filter(matching(query.text))
    if query.procedure is not None:
        found = found.filter(procedure_id=query.procedure)
    return found.filter(
        {
            "open": Q(ended_at=None),
            "late": Q(verdict="late") | Q(ended_at=None, due_at__lt=now),
            "waiting": Q(state=State.DONE.value, holder="desk"),
            "returned": Q(state=State.RETURNED.value),
        }.get(query.state, Q())
    )


def _mark(after: str) -> tuple[datetime, int] | None:
    """Where the last page ended: "instant|id". What makes no sense begins at the beginning."""
    try:
        instant, last = after.split("|")
        known = datetime.fromisoformat(instant), int(last)
    except ValueError:
        return None
    return known if known[0].tzinfo is not None and 0 <= known[1] < 2**62 else None
