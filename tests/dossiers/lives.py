"""Random lives told by actions, as officers act: what is refused is simply not done."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import endings, promises, sidelines, steps, waits
from lienthong.dossiers.actions.competence import move_competence
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.late import LateRecord
from tests.dossiers import world as worlds
from tests.dossiers.world import World, act

PROCEDURES = (
    worlds.BENEFIT, worlds.BENEFIT, worlds.LAND, worlds.INTERLINKED, worlds.BIRTH, worlds.FOOD,
    worlds.VEHICLE, worlds.COMPLAINT, worlds.LODGING, worlds.ABSENCE,
)  # fmt: skip
BEGIN = datetime(2026, 8, 3, 8, 10, tzinfo=VIETNAM)
_WHY: dict[str, Any] = {"reason": "Lý do", "legal_basis": "Điều 5"}


def live(world: World, chance: random.Random, *, acts: int = 9) -> Dossier:
    """One life from the counter on."""
    code = chance.choice(PROCEDURES)
    at = BEGIN + timedelta(minutes=chance.randrange(60 * 24 * 20))
    dossier = worlds.receive(world, code, at=at, test=chance.random() < 0.05)
    if chance.random() < 0.9:
        with suppress(NotAllowed):
            dossier = worlds.advance(world, dossier, at=at)
    for _ in range(chance.randrange(acts)):
        at += timedelta(minutes=chance.choice((0, 7, 50, 300, 1500, 6000)))
        with suppress(NotAllowed):
            dossier = chance.choice(DOINGS)(world, chance, dossier, at)
    return dossier


def one_act(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> bool:
    """Whether something was done."""
    try:
        chance.choice(DOINGS)(world, chance, dossier, at)
    except NotAllowed:
        return False
    return True


Doing = Callable[[World, random.Random, Dossier, datetime], Dossier]


def _late(world: World, chance: random.Random, at: datetime) -> LateRecord | None:
    if chance.random() < 0.8:
        return None
    earlier = at - timedelta(minutes=chance.choice((5, 200, 2000)))
    return LateRecord(occurred_at=earlier, reason="Mất điện", second=f"a:{world.head}")


def _on(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.handler, dossier.agency_id, at)
    with suppress(NotAllowed):
        steps.finish_inspection(**common, finding="Đúng hiện trạng")
    return steps.advance(**common, late=_late(world, chance, at))


def _back(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    content = worlds.version_of(dossier).content
    to = chance.choice(content.steps).key
    common = act(dossier, world.handler, dossier.agency_id, at)
    return steps.send_back(**common, to=to, reason="Thiếu xác nhận")


def _supplement(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.handler, dossier.agency_id, at)
    if chance.random() < 0.5:
        return waits.receive_supplement(**common, complete=True, note="")
    return waits.request_supplement(**common, wanted=["Đơn"], until=None, **_WHY)


def _payment(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.handler, dossier.agency_id, at)
    if chance.random() < 0.6:
        return waits.confirm_payment(**common, proof="BL-1", late=_late(world, chance, at))
    return waits.require_payment(**common, notice="TB-1")


def _pause(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.handler, dossier.agency_id, at)
    reason = chance.choice(("system_down", "field_verification", "applicant_request"))
    if chance.random() < 0.5:
        return waits.resume(**common, reason=reason)
    return waits.pause(**common, reason=reason, basis="Biên bản")


def _opinion(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.handler, dossier.agency_id, at)
    if chance.random() < 0.5:
        key = f"consultation-{chance.randrange(1, 3)}"
        return sidelines.answer_opinion(**common, key=key, answer="Đồng ý")
    agency = chance.choice((world.police, world.province))
    return sidelines.request_opinion(
        **common, agency=agency, question="Đồng ý?", amount="3", unit="working_day"
    )


def _part(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.handler, dossier.agency_id, at)
    if chance.random() < 0.5:
        return sidelines.open_subtasks(**common)
    return sidelines.finish_subtask(**common, key="residence", result="Xong")


def _competence(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    agency = chance.choice((world.other_committee, world.committee, world.police))
    common = act(dossier, world.head, dossier.competent_id, at)
    return move_competence(**common, agency=agency, reason="Sai địa bàn")


def _date(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.head, world.committee, at)
    if chance.random() < 0.5:
        return promises.extend(**common, amount="2", **_WHY)
    new_date = max(at, dossier.promised_at or at) + timedelta(days=3)
    return promises.apologise(**common, cause="person", reason="Thiếu người", new_date=new_date)


def _small(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.handler, world.committee, at)
    if chance.random() < 0.5:
        return steps.note(**common, text="Đã gọi người nộp")
    return steps.open_case(**common)


def _end(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.approver, world.committee, at)
    match chance.randrange(8):
        case 0:
            return endings.refuse(**common, **_WHY)
        case 1:
            return endings.withdraw(**common, reason="")
        case 2:
            return endings.stop(**common, **_WHY)
        case 3:
            return endings.close(**common, confirmation="X-1")
        case _:
            return endings.complete(**common, result_number="1", late=_late(world, chance, at))


def _return(world: World, chance: random.Random, dossier: Dossier, at: datetime) -> Dossier:
    common = act(dossier, world.receptionist, world.centre, at)
    return endings.return_result(**common, method="direct", late=_late(world, chance, at))


DOINGS: tuple[Doing, ...] = (
    _on, _on, _on, _back, _supplement, _supplement, _payment, _pause, _pause, _opinion, _opinion,
    _part, _date, _competence, _small, _end, _return, _return,
)  # fmt: skip
