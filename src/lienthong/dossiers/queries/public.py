"""What the owner of a dossier may know who shows its code and secret. Nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lienthong import clock
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.content import Content
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.ledgers import LedgerLine, ledger_lines
from lienthong.dossiers.queries.page import moment
from lienthong.dossiers.queries.reading import Reading, events_of, read
from lienthong.dossiers.queries.words import either
from lienthong.dossiers.rules import codes
from lienthong.dossiers.rules.lifecycle import OPEN, EventType, State
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView


@dataclass(frozen=True, kw_only=True)
class PublicStep:
    """kind: past, wait, now or next."""

    kind: str
    name: str
    at: datetime | None = None
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicView:
    """A dossier for its owner. `renewed_at`: the later date, still to come, with which the agency
    has apologised."""

    code: str
    procedure_code: str
    procedure_name: str
    state: State
    outcome: str
    needs_result: bool
    due_at: datetime | None
    promised_at: datetime | None
    renewed_at: datetime | None
    overdue: bool
    verdict: str
    waits_for: str
    returned_at: datetime | None
    calendar: clock.Calendar
    rule: clock.Rule
    clock_events: Sequence[clock.Event]
    day_names: dict[date, str]
    sentences: Sequence[str]
    spans: Sequence[LedgerLine]
    steps: Sequence[PublicStep]
    wanted: Sequence[str]
    wanted_until: date | None
    receiving: AgencyView
    competent: AgencyView

    @property
    def open(self) -> bool:
        return self.state in OPEN


def lookup_secret(code: str) -> str:
    """What the receipt prints beside the code."""
    return codes.secret(code, key=settings.LOOKUP_KEY)


def public_view(code: str, secret: str, *, as_of: datetime) -> PublicView | None:
    """The dossier, or None for a wrong code and a wrong secret alike."""
    typed = code.strip().upper()
    right = codes.secret_is_right(typed, secret, key=settings.LOOKUP_KEY)
    dossier = Dossier.objects.filter(code=typed).first() if right else None
    if dossier is None:
        return None
    version = catalogue.version(dossier.version_id)
    events = events_of(dossier.pk)
    reading = read(events, version.content, now=as_of)
    standing = reading.standing
    agencies = organisations.agencies({dossier.receiving_id, standing.competent, standing.agency})
    asked = next(
        (event for event in reversed(events) if event.type is EventType.SUPPLEMENT_REQUESTED),
        None,
    )
    waiting = standing.state is State.AWAITING_SUPPLEMENT and asked is not None
    until = asked.data.get("until") if asked is not None and waiting else None
    competent = agencies[standing.competent]
    names = organisations.day_names(
        organisations.calendar_code_of(reading.calendar_agency),
        edition=standing.edition,
        language=get_language() or "vi",
    )
    return PublicView(
        code=dossier.code,
        procedure_code=version.code,
        procedure_name=either(version.name, version.name_en),
        state=standing.state,
        outcome=standing.outcome,
        needs_result=version.content.needs_result,
        due_at=reading.clock.due_at,
        promised_at=standing.promised_at,
        renewed_at=_renewed(reading, as_of),
        overdue=reading.clock.overdue,
        verdict=reading.clock.verdict.value if reading.clock.verdict else "",
        waits_for=reading.waits_for,
        returned_at=standing.returned_at,
        calendar=reading.calendar,
        rule=reading.rule,
        clock_events=reading.clock_events,
        day_names={day: name for day, (name, _source) in names.items()},
        sentences=_former_promise(reading),
        spans=ledger_lines(reading, version.content, now=as_of),
        steps=_steps(reading, version.content, agencies[standing.agency]),
        wanted=tuple(asked.data["wanted"]) if asked is not None and waiting else (),
        wanted_until=date.fromisoformat(until) if until else None,
        receiving=agencies[dossier.receiving_id],
        competent=competent,
    )


def _former_promise(reading: Reading) -> tuple[str, ...]:
    if reading.by_rule is None:
        return ()
    return (_("Ngày hẹn đã có từ trước khi hồ sơ chuyển sang hệ thống này và được giữ nguyên."),)


def _renewed(reading: Reading, as_of: datetime) -> datetime | None:
    promised, due = reading.standing.promised_at, reading.clock.due_at
    if not reading.standing.apologised or promised is None or promised < as_of:
        return None
    return promised if due is None or promised > due else None


_PASSED: Mapping[EventType, Promise] = {
    EventType.SUBMITTED: gettext_lazy("Đã nộp hồ sơ"),
    EventType.ACCEPTED: gettext_lazy("Đã tiếp nhận"),
    EventType.SUPPLEMENT_REQUESTED: gettext_lazy("Đề nghị bổ sung"),
    EventType.SUPPLEMENT_RECEIVED: gettext_lazy("Đã nhận bổ sung"),
    EventType.COMPLETED: gettext_lazy("Đã có kết quả"),
    EventType.CLOSED: gettext_lazy("Đã ghi nhận xong"),
    EventType.RETURNED: gettext_lazy("Đã trả kết quả"),
}


def _steps(reading: Reading, content: Content, holder: AgencyView) -> list[PublicStep]:
    """What has been done, what is going on, what still comes."""
    standing = reading.standing
    names = {step.key: either(step.name, step.name_en) for step in content.steps}
    said: list[PublicStep] = []
    for event in reading.events:
        name = str(_PASSED.get(event.type, ""))
        if event.type is EventType.HANDED_OVER and "competent" in event.data:
            name = _("Đã chuyển đến cơ quan có thẩm quyền")
        elif event.type in {EventType.MOVED, EventType.HANDED_OVER} and not event.data.get("back"):
            name = names.get(_left(reading, event.seq), "")
        elif event.type is EventType.APOLOGISED:
            name = _("Đã xin lỗi và hẹn lại %(when)s") % {"when": moment(event.data["promised"])}
        if name:
            said.append(PublicStep(kind="past", name=name, at=event.occurred_at))
    if standing.open:
        kind = "wait" if standing.pauses else "now"
        name = names.get(standing.step) or _("Chờ tiếp nhận")
        said.append(
            PublicStep(
                kind=kind,
                name=name,
                at=standing.held_since,
                who=either(holder.name, holder.name_en),
            )
        )
        said += (PublicStep(kind="next", name=names[key]) for key in _ahead(content, standing.step))
    return said


def _left(reading: Reading, seq: int) -> str:
    """The step that the move with this number left."""
    step = ""
    for event in reading.events:
        if event.seq == seq:
            return step
        step = event.data.get("step", step)
    return step


def _ahead(content: Content, key: str) -> list[str]:
    """The steps that normally follow."""
    by_key = {step.key: step for step in content.steps}
    ahead: list[str] = []
    here = by_key.get(key)
    while here is not None and here.next and here.next[0] not in ahead:
        ahead.append(here.next[0])
        here = by_key.get(here.next[0])
    return ahead
