"""Giving a dossier to the agency that is really competent: it was routed wrongly, or the competence
was moved by a decision (F8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue.rules.content import Place
from lienthong.dossiers.actions.record import Case, Fact, place_of, record
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import AgencyKind, UnknownAgency

# Whom the catalogue may give a step to; centres only receive.
SETTLING: Final = frozenset(
    {AgencyKind.OFFICE, *(kind for kind in AgencyKind if kind.value in set(Place))}
)


def move_competence(
    *, dossier_id: int, seen: int | None, agency: int, reason: str, actor: Actor, at: datetime
) -> Dossier:
    """The dossier goes to the first step of the new agency, which answers for it from now on. Its
    clock runs on by the calendar by which it started; one that has not started yet will run by the
    new agency's. Only within a province: nobody here answers for another one."""
    try:
        new = organisations.agency(agency)
    except UnknownAgency as unknown:
        raise NotAllowed(unknown.sentence) from None

    def facts(case: Case) -> Sequence[Fact]:
        if not reason.strip():
            raise NotAllowed("Ghi lý do và căn cứ chuyển thẩm quyền.")
        if agency == case.standing.competent:
            raise NotAllowed("Cơ quan này đang có thẩm quyền giải quyết hồ sơ. Chọn cơ quan khác.")
        old = organisations.agency(case.standing.competent)
        on = case.occurred_at.astimezone(clock.VIETNAM).date()
        if (
            new.kind not in SETTLING
            or new.province_code != old.province_code
            or not new.exists(on=on)
        ):
            raise NotAllowed(
                "%(name)s không nhận giải quyết hồ sơ này được. Chọn cơ quan giải quyết khác "
                "đang hoạt động trong tỉnh.",
                name=new.name,
            )
        content = case.version.content
        step = next((s for s in content.steps if s.place is content.competent), content.steps[0])
        placed = place_of(case, step.key, entered_at=case.occurred_at, agency=agency)
        started = case.reading.clock.started_at is not None
        data = {
            **placed,
            "competent": agency,
            **({} if started else {"calendar_agency": agency}),
            "reason": reason.strip(),
        }
        return [Fact(type=EventType.HANDED_OVER, data=data)]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.competence_moved",
        actor=actor,
        at=at,
    )
