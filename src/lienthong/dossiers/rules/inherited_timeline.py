"""The timeline that a row of a former system tells, with its own instants. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from lienthong.accounts.rules.scope import FORMER_SYSTEM
from lienthong.catalogue.rules.content import Content, Place
from lienthong.dossiers.rules.inheriting import InheritedRow
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.dossiers.rules.timeline import Event

_ENDINGS: Final = {
    State.NOT_ACCEPTED: EventType.DECLINED,
    State.WITHDRAWN: EventType.WITHDRAWN,
    State.STOPPED: EventType.STOPPED,
    State.DONE: EventType.COMPLETED,
    State.RETURNED: EventType.COMPLETED,
}


def timeline(
    row: InheritedRow,
    content: Content,
    *,
    receiving: int,
    competent: int,
    places: Mapping[Place, int | None],
    edition: int,
) -> list[Event]:
    """The timeline that the row tells, with its own instants. `places`: the agencies of the steps.
    Nobody here did any of it: who took it over stands in the journal."""
    told: list[Event] = []

    def tell(kind: EventType, at: datetime, **data: Any) -> None:
        told.append(
            Event(
                seq=len(told) + 1,
                type=kind,
                occurred_at=at,
                recorded_at=at,
                by=FORMER_SYSTEM,
                agency=competent,
                data=data,
            )
        )

    tell(
        EventType.SUBMITTED,
        row.submitted_at,
        receiving=receiving,
        channel=row.channel,
        edition=edition,
        inherited=True,
    )
    if row.accepted_at is not None:
        # Its step is not known: work goes on at the first one of the competent agency.
        step = next(
            (s for s in content.steps if places.get(s.place) == competent), content.steps[0]
        )
        option = next(
            (o for o in content.time_options if row.channel in o.channels), content.time_options[0]
        )
        tell(
            EventType.ACCEPTED,
            row.accepted_at,
            step=step.key,
            role=step.role,
            agency=competent,
            competent=competent,
            calendar_agency=competent,
            option=option.key,
            **({"in_process": True} if row.state is State.IN_PROCESS else {}),
            **(
                {"promised": row.promised_at.isoformat(), "inherited": True}
                if row.promised_at
                else {}
            ),
        )
    if row.waiting_since is not None and row.state is State.AWAITING_SUPPLEMENT:
        words = "Chuyển từ hệ thống cũ"
        tell(
            EventType.SUPPLEMENT_REQUESTED,
            row.waiting_since,
            wanted=[words],
            reason=words,
            legal_basis=words,
        )
    if row.waiting_since is not None and row.state is State.AWAITING_PAYMENT:
        tell(EventType.PAYMENT_REQUIRED, row.waiting_since, notice="Chuyển từ hệ thống cũ")
    if row.ended_at is not None:
        number = {"number": row.result} if row.result else {}
        tell(_ENDINGS[row.state], row.ended_at, return_at=receiving, **number)
    if row.returned_at is not None:
        tell(EventType.RETURNED, row.returned_at, method="direct")
    return told
