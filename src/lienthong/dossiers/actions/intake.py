"""Taking a dossier in: at a counter of any place that may receive it, or from the post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.content import Content, Place
from lienthong.dossiers.actions.record import (
    Case,
    Fact,
    agency_of_place,
    check_officer,
    place_of,
    record,
    step_due_at,
)
from lienthong.dossiers.adapters import intake as rows
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.places import (
    code_of,
    connected_sources,
    current_edition,
    resolved,
)
from lienthong.dossiers.queries.reading import Reading, columns, read, rule_for
from lienthong.dossiers.rules import NotAllowed, codes
from lienthong.dossiers.rules.assisting import Help, check_help
from lienthong.dossiers.rules.late import LateRecord, check_late_record, check_not_ahead
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event
from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations


@dataclass(frozen=True, kw_only=True)
class NewComponent:
    """A paper handed in, or the data source that stands for it."""

    key: str
    name: str
    kind: str = "original"
    copies: int = 1
    source: str = ""
    asked_reason: str = ""
    file: str | None = None


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What a counter knows of a new dossier. `key` is the form's own: the same form sent twice
    makes one dossier. `assisted_by`: where somebody helped to file; `help`: who, with the
    applicant's consent."""

    version_id: int
    option: str
    channel: str
    receiving: int
    commune_code: str
    applicant: int
    submitter: int | None = None
    assisted_by: int | None = None
    help: Help | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    components: Sequence[NewComponent] = ()
    summary: str = ""
    return_method: str = "direct"
    officer: int | None = None
    test: bool = False
    key: str = ""


def receive(
    *, intake: Intake, actor: Actor, at: datetime, late: LateRecord | None = None
) -> Dossier:
    """Accept a dossier at a counter. Raises NotAllowed with a sentence.

    `late` is for papers taken in before they are typed: the clock starts when they were taken.
    What has to be looked up is read before the transaction, which then only writes.
    """
    version = catalogue.version(intake.version_id)
    occurred_at = late.occurred_at if late else at
    check_not_ahead(occurred_at, recorded_at=at)
    on = occurred_at.astimezone(clock.VIETNAM).date()
    found = resolved(version, commune_code=intake.commune_code, on=on)
    _check(intake, version.content, found.receiving)
    events = _events(
        intake, version.content, found, actor=actor, occurred_at=occurred_at, recorded_at=at
    )
    reading = read(events, version.content, now=at)
    if late and check_late_record(late, recorded_at=at, calendar=reading.calendar, by=actor.by):
        events = [_with(event, late.as_data()) for event in events]
    due = reading.clock.due_at
    if due is not None:
        # Promising changes no state and no clock, so nothing has to be read again.
        events[-1] = _with(events[-1], {"promised": due.isoformat()})
        standing = reading.standing._replace(promised_at=due)
        reading = replace(reading, events=events, standing=standing)
    prefix = codes.series(code_of(intake.receiving, on=on), on, test=intake.test)
    try:
        return _write(intake, version, reading, prefix=prefix, actor=actor, at=at)
    except IntegrityError:
        known = Dossier.objects.filter(intake_key=intake.key).first() if intake.key else None
        if known is None:
            raise
        return known  # the same form came twice


@transaction.atomic
def _write(
    intake: Intake,
    version: catalogue.VersionView,
    reading: Reading,
    *,
    prefix: str,
    actor: Actor,
    at: datetime,
) -> Dossier:
    code = codes.code(prefix, rows.next_serial(prefix))
    values: dict[str, Any] = {
        "code": code,
        "intake_key": intake.key or None,
        "version_id": version.id,
        "procedure_id": version.procedure_id,
        "channel": intake.channel,
        "assisted_by_id": intake.assisted_by,
        "receiving_id": intake.receiving,
        "commune_code": intake.commune_code,
        "applicant_id": intake.applicant,
        "submitter_id": intake.submitter,
        "summary": intake.summary,
        "answers": dict(intake.answers),
        "return_method": intake.return_method,
        "inherited_from": "",
        "inherited_code": "",
        **columns(reading),
    }
    identity = rows.write_dossier(
        values,
        [
            {
                "seq": event.seq,
                "type": event.type.value,
                "occurred_at": event.occurred_at,
                "recorded_at": event.recorded_at,
                "by": event.by,
                "agency": event.agency,
                "data": dict(event.data),
                "late_recorded": "late" in event.data,
            }
            for event in reading.events
        ],
        [
            {
                "key": component.key,
                "name": component.name,
                "kind": component.kind,
                "copies": component.copies,
                "source": component.source,
                "asked_reason": component.asked_reason,
                "file_id": component.file,
                "added_at": at,
            }
            for component in intake.components
        ],
    )
    dossier = Dossier(id=identity, **values)
    promised = reading.standing.promised_at
    journal.record(
        unit=str(actor.agency),
        action="dossier.received",
        subject=code,
        by=actor.by,
        at=at,
        data={
            "dossier": dossier.pk,
            "events": [event.seq for event in reading.events],
            **({"promised": promised.isoformat()} if promised else {}),
        },
    )
    return dossier


def accept(
    *,
    dossier_id: int,
    seen: int | None,
    option: str,
    officer: int | None = None,
    actor: Actor,
    at: datetime,
    automatic_at: datetime | None = None,
) -> Dossier:
    """Accept a dossier that was filed online or came by post. `automatic_at`: the instant at which
    the rule accepts it by itself (8 working hours of the receiving place)."""

    def facts(case: Case) -> Sequence[Fact]:
        content = case.version.content
        _check_option(content, option, case.dossier.channel)
        first = content.steps[0]
        competent = agency_of_place(case, content.competent)
        limit = rule_for(content, option, case.standing.overrides).limit
        placed = place_of(
            case, first.key, entered_at=case.occurred_at, officer=officer, limit=limit
        )
        check_officer(officer, agency=placed["agency"], at=at)
        return [
            Fact(
                type=EventType.ACCEPTED,
                data={
                    **placed,
                    "competent": competent,
                    "calendar_agency": competent,
                    "option": option,
                    **({"automatic": True} if automatic_at else {}),
                },
            )
        ]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.accepted",
        actor=actor,
        at=at,
        automatic_at=automatic_at,
    )


def _check(intake: Intake, content: Content, receiving: Sequence[int]) -> None:
    if intake.receiving not in receiving:
        raise NotAllowed(
            "Nơi này không tiếp nhận thủ tục này cho địa bàn đã chọn. "
            "Chọn đúng xã, phường của người nộp hoặc hướng dẫn nộp ở nơi tiếp nhận đúng."
        )
    _check_option(content, intake.option, intake.channel)
    if intake.help is not None:
        check_help(intake.help)
    connected = connected_sources()
    asked = {component.key: component for component in intake.components}
    for component in content.components:
        given = asked.get(component.key)
        if (
            given is not None
            and component.replaced_by in connected
            and not given.source
            and not given.asked_reason.strip()
        ):
            raise NotAllowed(
                "Không yêu cầu nộp “%(name)s”: dữ liệu đã có trong %(connected)s. Nếu vẫn phải "
                "nhận giấy, ghi lý do.",
                name=component.name,
                connected=connected[component.replaced_by],
            )


def _check_option(content: Content, key: str, channel: str) -> None:
    option = next((o for o in content.time_options if o.key == key), None)
    if option is None:
        raise NotAllowed("Chọn trường hợp giải quyết để tính thời hạn.")
    if channel not in option.channels:
        raise NotAllowed("Thời hạn đã chọn không dùng cho cách nộp này. Chọn lại trường hợp.")


def _events(
    intake: Intake,
    content: Content,
    found: catalogue.Resolved,
    *,
    actor: Actor,
    occurred_at: datetime,
    recorded_at: datetime,
) -> list[Event]:
    step = content.steps[0]
    agency = intake.receiving if step.place is Place.RECEIVING else found.place(step.place)
    if agency is None:
        raise NotAllowed("Bước đầu của quy trình chưa có cơ quan nhận việc. Báo quản trị danh mục.")
    edition = current_edition()
    rule = rule_for(content, intake.option, {})
    due = step_due_at(
        step, rule.limit, organisations.calendar_of(agency, edition=edition), occurred_at
    )
    placed: dict[str, Any] = {"step": step.key, "role": step.role, "agency": agency}
    if intake.officer is not None and agency == actor.agency:
        placed["officer"] = intake.officer
    if due is not None:
        placed["step_due"] = due.isoformat()
    submitted: dict[str, Any] = {
        "receiving": intake.receiving,
        "channel": intake.channel,
        "edition": edition,
        **({"test": True} if intake.test else {}),
        **({"help": intake.help.as_data()} if intake.help else {}),
    }
    accepted: dict[str, Any] = {
        **placed,
        "competent": found.competent,
        "calendar_agency": found.competent,
        "option": intake.option,
    }
    return [
        Event(
            seq=seq,
            type=kind,
            occurred_at=occurred_at,
            recorded_at=recorded_at,
            by=actor.by,
            agency=actor.agency,
            data=data,
        )
        for seq, kind, data in (
            (1, EventType.SUBMITTED, submitted),
            (2, EventType.ACCEPTED, accepted),
        )
    ]


def _with(event: Event, more: Mapping[str, Any]) -> Event:
    return replace(event, data={**event.data, **more})
