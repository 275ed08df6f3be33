"""Unannounced visits: where reports and use contradict each other, and who must not know. Pure.

Small and large units are compared fairly: a gap counts only as far as chance cannot explain it, so
a few dossiers accuse nobody, and the volume stands beside every score.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Final

from lienthong.accounts.rules.scope import hands
from lienthong.measures.rules.comparison import Z, wilson
from lienthong.organisations.rules import AgencyKind, Level
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import RemedyState, VisitState

STATE_NAMES: Final[Mapping[VisitState, str]] = {
    VisitState.PLANNED: _("Đã lên lịch"),
    VisitState.RECORDED: _("Đã kiểm tra"),
    VisitState.DROPPED: _("Đã bỏ"),
}
REMEDY_NAMES: Final[Mapping[RemedyState, str]] = {
    RemedyState.OPEN: _("Đang khắc phục"),
    RemedyState.DONE: _("Đã khắc phục"),
}


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A figure that a unit reported for some days beside what was measured of the same days.
    `rising`: more is better."""

    name: str
    reported: Decimal
    measured: Decimal
    rising: bool = True


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A key result of a task as claimed, beside the measured figure it points at."""

    task: str
    name: str
    claimed: Decimal
    measured: Decimal


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a unit. `good`: its reports came and none of its tasks is overdue."""

    received: int
    online: int
    days: int
    good: bool
    reported: Sequence[Reported] = ()
    claimed: Sequence[Claimed] = ()


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """A reason to go there: points 0 to 100 and a sentence (message id and values)."""

    points: float
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def at_most(count: Decimal) -> float:
    """The highest number of which a count may be the trace, by chance (three sigma and a bit)."""
    return float(count) + Z * sqrt(float(count)) + Z * Z


def at_least(count: Decimal) -> float:
    return max(0.0, float(count) - Z * sqrt(float(count)) - Z * Z)


def suspicions(facts: Facts, *, common: float | None, least: float) -> list[Suspicion]:
    """Why a unit should be visited, the strongest reason first; empty when nothing shows.
    `common`: the share of online dossiers of all units together; `least`: points below which a gap
    says nothing."""
    found = [
        *map(_overstated, facts.reported),
        *map(_claimed, facts.claimed),
        _below(facts, common),
        _silent(facts),
    ]
    kept = [one for one in found if one is not None and one.points >= least]
    return sorted(kept, key=lambda one: -one.points)


def _overstated(figure: Reported) -> Suspicion | None:
    reported = float(figure.reported)
    if figure.rising:
        certain = reported - at_most(figure.measured)
        whole = reported
        message = _(
            "Báo cáo “%(name)s” là %(reported)s, đo được %(measured)s: ít nhất %(part)s số báo cáo"
            " không có trong hệ thống."
        )
    else:
        certain = at_least(figure.measured) - reported
        whole = float(figure.measured)
        message = _(
            "Báo cáo “%(name)s” chỉ là %(reported)s, đo được %(measured)s: ít nhất %(part)s số đo"
            " được không có trong báo cáo."
        )
    if certain <= 0 or whole <= 0:
        return None
    values = {
        "name": figure.name,
        "reported": figure.reported,
        "measured": figure.measured,
        "part": certain / whole,
    }
    return Suspicion(points=100 * certain / whole, message=message, values=values)


def _claimed(claim: Claimed) -> Suspicion | None:
    if claim.claimed <= claim.measured or claim.claimed <= 0:
        return None
    part = float((claim.claimed - claim.measured) / claim.claimed)
    return Suspicion(
        points=100 * part,
        message=_(
            "Nhiệm vụ %(task)s báo cáo “%(name)s” đạt %(reported)s, đo được %(measured)s: %(part)s"
            " không có trong hệ thống."
        ),
        values={
            "task": claim.task,
            "name": claim.name,
            "reported": claim.claimed,
            "measured": claim.measured,
            "part": part,
        },
    )


def _below(facts: Facts, common: float | None) -> Suspicion | None:
    """Good on paper, and fewer online dossiers than chance explains."""
    interval = wilson(facts.online, facts.received)
    if not facts.good or interval is None or common is None or interval.high >= common:
        return None
    return Suspicion(
        points=100 * (common - interval.high),
        message=_(
            "Báo cáo đủ, không nhiệm vụ nào quá hạn, nhưng chỉ %(share)s hồ sơ nộp trực tuyến trong"
            " khi mức chung là %(common)s; với số hồ sơ này, cao nhất có thể là %(high)s."
        ),
        values={"share": interval.share, "common": common, "high": interval.high},
    )


def _silent(facts: Facts) -> Suspicion | None:
    """No dossier at all, direct or online: to be visited (Thông báo 35-TB/TGV)."""
    if facts.received or not facts.good:
        return None
    return Suspicion(
        points=100.0,
        message=_(
            "Báo cáo đủ, không nhiệm vụ nào quá hạn, nhưng %(days)s ngày qua không tiếp nhận hồ sơ"
            " nào."
        ),
        values={"days": facts.days},
    )


@dataclass(frozen=True, kw_only=True)
class Place:
    """An agency as far as it matters for who belongs to it. `above`: the agencies over it."""

    id: int
    kind: AgencyKind
    level: Level
    unit_code: str
    province_code: str
    above: frozenset[int] = frozenset()


_WHOLE_PROVINCE: Final = frozenset({AgencyKind.PROVINCE_COMMITTEE, AgencyKind.PARTY_COMMITTEE})


def concerned(visited: Place, own: Place) -> bool:
    """Whether people of `own` belong to the unit that is to be visited: of a commune everybody in
    the commune, of a province everybody in the province, else the agency and all below it."""
    if visited.level is Level.COMMUNE:
        return own.level is Level.COMMUNE and own.unit_code == visited.unit_code
    if visited.level is Level.PROVINCE and visited.kind in _WHOLE_PROVINCE:
        return own.province_code == visited.province_code
    return own.id == visited.id or visited.id in own.above


def hidden(visited: Place, planner: int, own: Collection[Place]) -> bool:
    """R31: whether somebody who holds roles in `own` must not know of the plan, whatever else they
    hold elsewhere. The agency that plans is not its own secret."""
    return any(concerned(visited, place) for place in own if place.id != planner)


def check_plan(
    visited: Place, planner: int, own: Collection[Place], *, planned_on: date, on: date, reason: str
) -> None:
    if visited.id == planner:
        raise NotAllowed(_("Không lên lịch kiểm tra chính cơ quan mình. Chọn nơi khác."))
    if hidden(visited, planner, own):
        raise NotAllowed(
            _("Không lên lịch kiểm tra nơi mình đang giữ vai trò. Để người khác làm việc này.")
        )
    if planned_on < on:
        raise NotAllowed(_("Ngày kiểm tra phải từ hôm nay trở đi. Chọn lại ngày."))
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do kiểm tra để người đọc sau hiểu vì sao chọn nơi này."))


def check_planned(state: VisitState) -> None:
    if state is not VisitState.PLANNED:
        raise NotAllowed(_("Cuộc kiểm tra này đã ghi nhận hoặc đã bỏ. Về danh sách."))


def check_findings(findings: str, *, planned_on: date, on: date) -> None:
    if on < planned_on:
        raise NotAllowed(
            _(
                "Chưa đến ngày kiểm tra nên chưa ghi nhận được. Nếu đã đi sớm thì bỏ lịch này và"
                " lên lịch lại vào ngày đã đi."
            )
        )
    if not findings.strip():
        raise NotAllowed(_("Ghi điều đã thấy tại chỗ: ai đang dùng, dùng thế nào, còn gì chưa có."))


def check_remedy(text: str, *, origin: str, grounded: bool, owner: int, acting: int) -> None:
    """`grounded`: after a visit, a warning or a difficulty that the house itself knows."""
    if not text.strip():
        raise NotAllowed(_("Ghi việc phải khắc phục."))
    if owner == acting:
        raise NotAllowed(_("Không yêu cầu chính cơ quan mình khắc phục. Chọn đơn vị khác."))
    if not grounded and not origin.strip():
        raise NotAllowed(_("Ghi số kết luận hoặc biên bản nêu việc phải khắc phục."))


def check_result(state: RemedyState, *, result: str, acting: int, agency: int) -> None:
    if state is RemedyState.DONE:
        raise NotAllowed(_("Việc này đã được xác nhận xong."))
    if acting != agency:
        raise NotAllowed(_("Chỉ cơ quan phải khắc phục mới báo kết quả."))
    if not result.strip():
        raise NotAllowed(_("Ghi đã khắc phục thế nào, từ ngày nào."))


def check_close(
    state: RemedyState, *, result: str, acting: int, agency: int, by: str, told_by: str
) -> None:
    """Nobody confirms the own remedy."""
    if state is RemedyState.DONE:
        raise NotAllowed(_("Việc này đã được xác nhận xong."))
    if acting == agency or hands(by) & hands(told_by):
        raise NotAllowed(_("Cơ quan phải khắc phục không tự xác nhận. Cần người của nơi kiểm tra."))
    if not result:
        raise NotAllowed(_("Chưa có kết quả khắc phục để xác nhận. Chờ cơ quan báo kết quả."))
