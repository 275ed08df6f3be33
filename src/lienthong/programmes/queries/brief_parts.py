"""Parts of a brief that are not about tasks, and the words that all its parts share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lienthong import clock
from lienthong.papers.rules.statements import Section, Table
from lienthong.programmes.models import Task
from lienthong.programmes.queries.difficulties import by_subject
from lienthong.programmes.queries.judging import Judged
from lienthong.programmes.queries.visits import follow_up
from lienthong.programmes.rules.difficulties import AGAINST_NAMES
from lienthong.reports.models import Report
from lienthong.reports.rules.kinds import ReportState

LINES: Final = 60  # of a list; the rest is counted
_NAMES: Final = 25  # of agencies in one sentence


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all sections are made of."""

    tasks: Mapping[int, Task]
    now: Mapping[int, Judged]
    then: Mapping[int, Judged]
    names: Mapping[int, str]
    agencies: frozenset[int]
    as_of: datetime
    since: datetime


def difficulties(ground: Ground, programme: int) -> Section:
    lines = by_subject(ground.agencies, as_of=ground.as_of, programme=programme)
    if not lines:
        return Section(
            title="Khó khăn, vướng mắc",
            paragraphs=("Không có khó khăn, vướng mắc nào đang mở.",),
        )
    many = sum(line.count for line in lines)
    rows = tuple(
        (
            line.subject,
            AGAINST_NAMES[line.against],
            spelt(line.units),
            spelt(line.days),
            spelt(line.late),
        )
        for line in lines[:LINES]
    )
    return Section(
        title="Khó khăn, vướng mắc",
        paragraphs=(
            f"{spelt(many)} khó khăn đang mở; điều nhiều đơn vị cùng vướng đứng trước."
            f"{left_out(len(lines))}",
        ),
        table=Table(
            heads=("Vướng ở", "Loại", "Số đơn vị", "Số ngày chờ", "Quá hạn trả lời"),
            rows=rows,
            numeric=(False, False, True, True, True),
            widths=(7, 4, 2, 2, 2),
        ),
    )


def missing(ground: Ground) -> Section:
    """Reports whose time has passed since the last meeting and that did not come."""
    rows = Report.objects.filter(
        agency__in=ground.agencies,
        due_at__gt=ground.since,
        due_at__lte=ground.as_of,
        state__in=[ReportState.OWED.value, ReportState.DRAFT.value],
    ).select_related("period__form")
    agencies: dict[str, Counter[int]] = {}
    for row in rows:
        agencies.setdefault(row.period.form.name, Counter())[row.agency_id] += 1
    if not agencies:
        return Section(
            title="Báo cáo chưa gửi",
            paragraphs=(f"Không đơn vị nào thiếu báo cáo từ {moment(ground.since)}.",),
        )
    return Section(
        title="Báo cáo chưa gửi",
        table=Table(
            heads=("Báo cáo", "Số đơn vị", "Đơn vị (số kỳ thiếu)"),
            rows=tuple(
                (form, spelt(len(found)), _listed(ground, found))
                for form, found in sorted(agencies.items())
            ),
            numeric=(False, True, False),
            widths=(4, 2, 9),
        ),
    )


def _listed(ground: Ground, found: Counter[int]) -> str:
    names = [
        f"{ground.names[agency]} ({many})" if many > 1 else ground.names[agency]
        for agency, many in found.most_common(_NAMES)
    ]
    more = len(found) - len(names)
    return ", ".join(names) + (f" và {spelt(more)} đơn vị khác" if more else "")


def inspections(ground: Ground, programme: int) -> Section:
    """Recorded visits only: the list of planned ones stands in no paper."""
    today = ground.as_of.astimezone(clock.VIETNAM).date()
    lines = follow_up(ground.agencies, on=today, programme=programme)
    if not lines:
        return Section(
            title="Kiểm tra đột xuất và khắc phục",
            paragraphs=("Chưa có cuộc kiểm tra nào được ghi nhận.",),
        )
    return Section(
        title="Kiểm tra đột xuất và khắc phục",
        table=Table(
            heads=("Đơn vị", "Số cuộc", "Việc phải khắc phục", "Đã xong", "Quá hạn"),
            rows=tuple(
                (
                    ground.names.get(line.agency, ""),
                    spelt(line.visits),
                    spelt(line.remedies),
                    spelt(line.done),
                    spelt(line.late),
                )
                for line in lines[:LINES]
            ),
            numeric=(False, True, True, True, True),
            widths=(7, 2, 3, 2, 2),
        ),
    )


def left_out(many: int) -> str:
    return f" Bảng dưới nêu {LINES} dòng đầu." if many > LINES else ""


def spelt(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def moment(at: datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
