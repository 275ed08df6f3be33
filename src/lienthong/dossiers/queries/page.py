"""Everything that the page of one dossier shows, evaluated as of one instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lienthong import clock
from lienthong.accounts import queries as accounts
from lienthong.accounts.queries import PersonView
from lienthong.accounts.queries.actors import actor_names
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.rules.content import Step
from lienthong.dossiers.models import Component, Dossier, Sideline
from lienthong.dossiers.queries.ledgers import LedgerLine, ledger_lines
from lienthong.dossiers.queries.reading import Reading, events_of, read
from lienthong.dossiers.queries.words import own
from lienthong.dossiers.rules.causes import CAUSES, WAITS
from lienthong.dossiers.rules.lifecycle import EVENT_NAMES, EventType, possible
from lienthong.dossiers.rules.timeline import Event
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """An event in words. `details` are (label, text) pairs."""

    seq: int
    type: EventType
    name: str
    occurred_at: datetime
    recorded_at: datetime
    who: str
    agency: str
    details: Sequence[tuple[str, str]]
    recorded_late: bool


@dataclass(frozen=True, kw_only=True)
class ComponentLine:
    id: int
    name: str
    kind: str
    copies: int
    source: str
    asked_reason: str
    file: str | None


@dataclass(frozen=True, kw_only=True)
class SidelineLine:
    key: str
    kind: str
    name: str
    question: str
    agency: AgencyView
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None

    def overdue(self, now: datetime) -> bool:
        return self.closed_at is None and self.due_at is not None and now > self.due_at

    @property
    def closed_late(self) -> bool:
        ended, due = self.closed_at, self.due_at
        return ended is not None and due is not None and ended > due


@dataclass(frozen=True, kw_only=True)
class DossierPage:
    """One dossier. `possible` says what its state allows; who may do it is the page's question."""

    dossier: Dossier
    version: VersionView
    reading: Reading
    applicant: PersonView
    submitter: PersonView | None
    receiving: AgencyView
    competent: AgencyView
    agency: AgencyView
    step: Step | None
    officer: str
    next_steps: Sequence[Step]
    earlier_steps: Sequence[Step]
    events: Sequence[EventLine]
    components: Sequence[ComponentLine]
    sidelines: Sequence[SidelineLine]
    ledger: Sequence[LedgerLine]
    possible: frozenset[EventType]
    day_names: Mapping[date, tuple[str, str]]

    @property
    def code(self) -> str:
        return self.dossier.code

    @property
    def helper(self) -> str:
        """Who helped the applicant to file, with the applicant's consent (R272)."""
        return next(
            (
                str(event.data["help"]["helper"])
                for event in self.reading.events
                if "help" in event.data
            ),
            "",
        )


def find_dossier(code: str) -> Dossier | None:
    """By its code, however it was typed."""
    return Dossier.objects.filter(code=code.strip().upper()).first()


def dossier_page(dossier: Dossier, *, now: datetime) -> DossierPage:
    """A constant number of statements, however long the life."""
    version = catalogue.version(dossier.version_id)
    events = events_of(dossier.pk)
    reading = read(events, version.content, now=now)
    sidelines = list(Sideline.objects.filter(dossier=dossier).order_by("opened_at", "id"))
    ids = {event.agency for event in events} | {row.agency_id for row in sidelines}
    ids |= {dossier.receiving_id, dossier.competent_id, dossier.agency_id}
    agencies = organisations.agencies(ids)
    people = accounts.persons(
        person for person in (dossier.applicant_id, dossier.submitter_id) if person
    )
    officer_key = f"a:{dossier.officer_id}"
    names = actor_names({officer_key, *(event.by for event in events)})
    steps = {step.key: step for step in version.content.steps}
    here = steps.get(reading.standing.step)
    questions = {
        event.data["key"]: event.data.get("question", "")
        for event in events
        if event.type is EventType.CONSULTATION_REQUESTED
    }
    return DossierPage(
        dossier=dossier,
        version=version,
        reading=reading,
        applicant=people[dossier.applicant_id],
        submitter=people.get(dossier.submitter_id or 0),
        receiving=agencies[dossier.receiving_id],
        competent=agencies[dossier.competent_id],
        agency=agencies[dossier.agency_id],
        step=here,
        officer=names[officer_key] if dossier.officer_id else "",
        next_steps=[steps[key] for key in (here.next if here else ()) if key in steps],
        earlier_steps=[steps[key] for key in reading.standing.steps_done if key in steps],
        events=[_line(event, names, agencies, steps) for event in reversed(events)],
        components=[
            ComponentLine(
                id=row.pk,
                name=row.name,
                kind=row.kind,
                copies=row.copies,
                source=row.source,
                asked_reason=row.asked_reason,
                file=row.file_id,
            )
            for row in Component.objects.filter(dossier=dossier).order_by("id")
        ],
        sidelines=[
            SidelineLine(
                key=row.key,
                kind=row.kind,
                name=row.name,
                question=questions.get(row.key, ""),
                agency=agencies[row.agency_id],
                opened_at=row.opened_at,
                due_at=row.due_at,
                closed_at=row.closed_at,
            )
            for row in sidelines
        ],
        ledger=ledger_lines(reading, version.content, now=now),
        possible=possible(reading.standing.state),
        day_names=organisations.day_names(
            organisations.calendar_code_of(reading.calendar_agency),
            edition=reading.standing.edition,
            language=get_language() or "vi",
        ),
    )


_LABELS: Mapping[str, Promise] = {
    "reason": gettext_lazy("Lý do"),
    "legal_basis": gettext_lazy("Căn cứ"),
    "basis": gettext_lazy("Căn cứ"),
    "question": gettext_lazy("Nội dung hỏi"),
    "answer": gettext_lazy("Trả lời"),
    "result": gettext_lazy("Kết quả"),
    "number": gettext_lazy("Số, ký hiệu"),
    "finding": gettext_lazy("Kết quả kiểm tra"),
    "notice": gettext_lazy("Thông báo"),
    "proof": gettext_lazy("Chứng từ"),
    "note": gettext_lazy("Ghi chú"),
    "text": gettext_lazy("Ghi chú"),
    "system": gettext_lazy("Hệ thống"),
    "confirmation": gettext_lazy("Xác nhận"),
    "amount": gettext_lazy("Thêm"),
}


def _line(
    event: Event,
    names: Mapping[str, str],
    agencies: Mapping[int, AgencyView],
    steps: Mapping[str, Step],
) -> EventLine:
    return EventLine(
        seq=event.seq,
        type=event.type,
        name=event_name(event, steps),
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        who=names.get(event.by, ""),
        agency=own(agencies[event.agency]) if event.agency in agencies else "",
        details=_details(event, agencies),
        recorded_late="late" in event.data,
    )


def event_name(event: Event, steps: Mapping[str, Step]) -> str:
    """What happened, in the reader's language."""
    if "competent" in event.data and event.type is EventType.HANDED_OVER:
        return _("Chuyển thẩm quyền giải quyết")
    step = steps.get(event.data.get("step", ""))
    if event.type in {EventType.MOVED, EventType.HANDED_OVER} and step is not None:
        if event.data.get("back"):
            return _("Trả lại bước: %(step)s") % {"step": own(step)}
        return own(step)
    return _(EVENT_NAMES[event.type])


def moment(promised: str) -> str:
    """A promised instant of an event, as it is read."""
    return f"{datetime.fromisoformat(promised).astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"


def _details(event: Event, agencies: Mapping[int, AgencyView]) -> list[tuple[str, str]]:
    data: Mapping[str, Any] = event.data
    said = [(str(_LABELS[key]), str(data[key])) for key in _LABELS if data.get(key)]
    if event.type in {EventType.PAUSED, EventType.RESUMED}:
        reason = _(WAITS.get(data["reason"], data["reason"]))
        said = [(_("Lý do"), reason), *(pair for pair in said if pair[0] != _("Lý do"))]
    if wanted := data.get("wanted"):
        said.insert(0, (_("Cần bổ sung"), "; ".join(wanted)))
    if cause := data.get("cause"):
        said.insert(0, (_("Nguyên nhân"), _(CAUSES.get(cause, cause))))
    if event.type in {EventType.APOLOGISED, EventType.EXTENDED} and "promised" in data:
        said.insert(0, (_("Hẹn lại"), moment(data["promised"])))
    if event.type is EventType.HANDED_OVER and data["agency"] in agencies:
        said.insert(0, (_("Chuyển đến"), own(agencies[data["agency"]])))
    if late := data.get("late"):
        said.append((_("Ghi muộn vì"), late.get("reason", "")))
    return said
