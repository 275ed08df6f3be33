"""One dossier in every state that a figure tells apart, made by actions. As of `worlds.NOW`."""

from datetime import datetime, timedelta

from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import endings, promises, sidelines, steps, waits
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.late import LateRecord
from lienthong.measures import actions as measures
from lienthong.organisations import queries as organisations
from tests.dossiers import world as worlds
from tests.dossiers.world import BIRTH, NOW, World, act

LONG_AGO = datetime(2026, 8, 3, 9, tzinfo=VIETNAM)  # its ten working days are over by now
AFTER_DUE = datetime(2026, 8, 25, 9, tzinfo=VIETNAM)
YESTERDAY = NOW - timedelta(days=1)
# The world, and the dossiers by the name of their state.
Stated = tuple[World, dict[str, int]]


def build(world: World) -> Stated:
    made = every_state(world)
    measures.fold_pending(at=NOW)
    return world, {name: dossier.pk for name, dossier in made.items()}


def every_state(world: World) -> dict[str, Dossier]:
    made = {
        "to_accept": worlds.submit(world, at=NOW - timedelta(hours=2)),
        "running": worlds.receive(world, at=YESTERDAY),
        "due_today": worlds.receive(world, BIRTH, at=NOW - timedelta(hours=1)),
        "overdue": worlds.receive(world, at=LONG_AGO),
        "waiting": asked(world, worlds.receive(world, at=YESTERDAY), at=NOW),
        "waiting_late": asked(world, worlds.receive(world, at=LONG_AGO), at=AFTER_DUE),
        "opinion": _opinion(world),
        "early": done(world, worlds.receive(world, at=YESTERDAY), at=NOW),
        "on_time": done(world, _morning(world, BIRTH), at=YESTERDAY + timedelta(hours=3)),
        "late": done(world, worlds.receive(world, at=LONG_AGO), at=AFTER_DUE),
        "late_for_cause": _late_for_cause(world),
        "recorded_late": _recorded_late(world),
        "returned": _returned(world),
        "refused": _ended(world, "refuse"),
        "withdrawn": _ended(world, "withdraw"),
        "stopped": _ended(world, "stop"),
        "declined": _declined(world),
        "sent_back": sent_back(world, worlds.receive(world, at=YESTERDAY), at=NOW),
        "test": worlds.receive(world, at=YESTERDAY, test=True),
        "test_overdue": worlds.receive(world, at=LONG_AGO, test=True),
        "elsewhere": worlds.receive(
            world, at=YESTERDAY, receiving=world.other_centre, commune=_other_commune(world)
        ),
    }
    return {name: Dossier.objects.get(pk=dossier.pk) for name, dossier in made.items()}


def _other_commune(world: World) -> str:
    return organisations.agency(world.other_centre).unit_code


def _morning(world: World, code: str) -> Dossier:
    return worlds.receive(world, code, at=YESTERDAY.replace(hour=8, minute=0))


def asked(world: World, dossier: Dossier, *, at: datetime) -> Dossier:
    return waits.request_supplement(
        wanted=["Bản sao sổ tài khoản"], reason="Sai số", legal_basis="Thành phần hồ sơ",
        until=None, **act(dossier, world.handler, world.committee, at),
    )  # fmt: skip


def done(
    world: World, dossier: Dossier, *, at: datetime, late: LateRecord | None = None
) -> Dossier:
    ready = worlds.advance_to_result(world, dossier, at=late.occurred_at if late else at)
    return endings.complete(
        result_number="12/QĐ-UBND", late=late, **act(ready, world.approver, world.committee, at)
    )


def _opinion(world: World) -> Dossier:
    dossier = worlds.receive(world, at=YESTERDAY)
    return sidelines.request_opinion(
        agency=world.police, question="Cư trú?", amount="2", unit="working_day",
        **act(dossier, world.handler, world.committee, NOW),
    )  # fmt: skip


def _late_for_cause(world: World) -> Dossier:
    dossier = worlds.receive(world, at=LONG_AGO)
    promises.code_cause(
        cause="software", note="", **act(dossier, world.handler, world.committee, AFTER_DUE)
    )
    return done(world, dossier, at=AFTER_DUE)


def _recorded_late(world: World) -> Dossier:
    """A birth registered in time, recorded the day after."""
    dossier = _morning(world, BIRTH)
    late = LateRecord(
        occurred_at=YESTERDAY.replace(hour=15), reason="Mất điện", second=f"a:{world.head}"
    )
    return done(world, dossier, at=NOW, late=late)


def _returned(world: World) -> Dossier:
    dossier = done(world, worlds.receive(world, at=YESTERDAY), at=YESTERDAY)
    return endings.return_result(
        method="direct", **act(dossier, world.receptionist, world.centre, NOW)
    )


def _ended(world: World, how: str) -> Dossier:
    dossier = worlds.receive(world, at=YESTERDAY)
    told = act(dossier, world.approver, world.committee, NOW)
    if how == "refuse":
        return endings.refuse(reason="Không đủ điều kiện", legal_basis="Điều 5", **told)
    if how == "withdraw":
        return endings.withdraw(reason="Người nộp đề nghị", **told)
    waiting = asked(world, dossier, at=YESTERDAY)
    told = act(waiting, world.approver, world.committee, NOW)
    return endings.stop(reason="Quá hạn bổ sung", legal_basis="Điều 5", **told)


def _declined(world: World) -> Dossier:
    dossier = worlds.submit(world, at=YESTERDAY)
    return endings.decline(
        reason="Không thuộc thẩm quyền", legal_basis="Điều 5",
        **act(dossier, world.receptionist, world.centre, NOW),
    )  # fmt: skip


def sent_back(world: World, dossier: Dossier, *, at: datetime) -> Dossier:
    """To and fro between the first two steps, twice."""
    first = dossier.step
    for _ in range(2):
        dossier = worlds.advance(world, dossier, at=at)
        dossier = steps.send_back(
            to=first, reason="Thiếu chữ ký",
            **act(dossier, world.handler, dossier.agency_id, at),
        )  # fmt: skip
    return dossier
