"""Rows of a list of work as people see them: how much time is left, in words, and in which group
of what can still be saved."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong import clock
from lienthong.dossiers.queries.corrections_of import under_verification
from lienthong.dossiers.queries.desk import DeskRow, tonight
from lienthong.dossiers.queries.worklist import GroupCounts
from lienthong.dossiers.rules.lifecycle import OPEN, State
from lienthong.organisations import queries as organisations
from lienthong.web.ui import formats, status
from lienthong.web.ui.status import Tag


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """`when` stands under the tag; `value` is what its tick sends: the code and how many events of
    the dossier were seen. `checking`: a correction would change its date, and is not applied.
    `instead_of`: for whom the reader has it as a deputy."""

    row: DeskRow
    tag: Tag
    when: str
    step: str
    officer: str
    instead_of: str = ""
    checking: bool = False

    @property
    def value(self) -> str:
        return f"{self.row.code}:{self.row.seen}"

    @property
    def prefix(self) -> str:
        """The agency's part of the code, which one's own list need not repeat."""
        return self.row.code.partition("-")[0] + "-"

    @property
    def rest(self) -> str:
        return self.row.code.partition("-")[2]


@dataclass(frozen=True, kw_only=True)
class Group:
    key: str
    title: str | Promise
    hint: str | Promise
    count: int
    rows: Sequence[ShownRow]


_GROUPS: Final[Sequence[tuple[str, Promise, Promise | str]]] = (
    (
        "accept",
        gettext_lazy("Chờ tiếp nhận"),
        gettext_lazy("trả lời người nộp trong 8 giờ làm việc"),
    ),
    ("today", gettext_lazy("Làm ngay thì kịp"), gettext_lazy("hạn trong hôm nay")),
    ("soon", gettext_lazy("Sắp đến hạn"), ""),
    ("time", gettext_lazy("Còn thời gian"), ""),
    (
        "late",
        gettext_lazy("Đã quá hạn"),
        gettext_lazy("gửi văn bản xin lỗi trước, rồi làm tiếp"),
    ),
    (
        "waiting",
        gettext_lazy("Đang chờ người khác"),
        gettext_lazy("đồng hồ dừng, số ngày còn lại được giữ nguyên; có trả lời sẽ tự lên lại"),
    ),
    ("ended", gettext_lazy("Chờ trả kết quả"), gettext_lazy("đã có kết quả, báo người nộp")),
    ("tests", gettext_lazy("Hồ sơ thử"), gettext_lazy("không vào số liệu nào; tự hết hạn")),
)


# In a list a wait is said in two or three words.
_WAITS: Final[Mapping[str, Promise]] = {
    "supplement": gettext_lazy("Chờ bổ sung"),
    "financial_obligation": gettext_lazy("Chờ nộp tiền"),
    "liaison_opinion": gettext_lazy("Chờ ý kiến"),
    "field_verification": gettext_lazy("Chờ xác minh"),
    "higher_authority": gettext_lazy("Chờ cấp trên"),
    "force_majeure": gettext_lazy("Bất khả kháng"),
    "applicant_request": gettext_lazy("Người nộp xin dừng"),
    "system_down": gettext_lazy("Chờ hệ thống khác"),
}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What rows are measured by: the instant, the calendars of the agencies that hold them, and
    when a due time counts as soon."""

    now: datetime
    calendars: Mapping[int, clock.Calendar]
    soon_days: int

    @cached_property
    def soon_until(self) -> datetime:
        """The end of the days that count as soon, by the calendar of the first agency."""
        calendar = next(iter(self.calendars.values()), None)
        try:
            if calendar is not None:
                return clock.add_working(
                    calendar, self.now, Fraction(self.soon_days), clock.Unit.WORKING_DAY
                )
        except clock.LimitNotReached:
            pass  # an agency whose hours nobody has entered yet
        return self.now + timedelta(days=self.soon_days)

    def minutes_left(self, agency: int, due_at: datetime) -> int:
        calendar = self.calendars[agency]
        seconds = clock.working_seconds_between(calendar, self.now, due_at)
        return seconds // 60 if seconds >= 0 else -(-seconds // 60)

    def minutes_a_day(self, agency: int) -> int:
        return day_minutes(self.calendars[agency], self.now.date().isoformat())


def measure_of(agencies: Iterable[int], *, now: datetime, soon_days: int) -> Measure:
    calendars = organisations.calendars_of(set(agencies), edition=organisations.current_edition())
    return Measure(now=now, calendars=calendars, soon_days=soon_days)


ORDINARY_DAY: Final = 480


@lru_cache(maxsize=512)
def day_minutes(calendar: clock.Calendar, on: str) -> int:
    """The working minutes of the next working day; of an ordinary one where there is none."""
    try:
        day = clock.next_working_day(calendar, datetime.fromisoformat(on).date())
    except clock.LimitNotReached:
        return ORDINARY_DAY
    begins = datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)
    return clock.working_seconds_between(calendar, begins, begins + timedelta(days=1)) // 60


def due_tag(row: DeskRow, measure: Measure) -> Tag:
    """The one status of a row."""
    if row.sideline and row.due_at is None:
        return Tag("", "clock", _("Chưa tính hạn"))
    if row.state not in OPEN:
        return status.state(row.state)
    if row.state is State.SUBMITTED:
        return status.state(row.state)
    if row.due_at is None:
        if row.first_late_at is not None:
            return Tag("late", "pause", _("Đã trễ, đang chờ"))
        if row.waits_for:
            return Tag("", "pause", _("Tạm dừng"))
        return Tag("", "clock", _("Chưa tính hạn"))
    left = measure.minutes_left(row.agency, row.due_at)
    if row.due_at < measure.now and left > -1:
        return Tag("late", "triangle-alert", _("Vừa quá hạn"))  # no working time since
    return status.due(
        minutes_left=left,
        minutes_a_day=measure.minutes_a_day(row.agency),
        soon_days=measure.soon_days,
        short=True,
    )


def when(row: DeskRow, now: datetime) -> str:
    """The instant under the tag."""
    if row.due_at is None or row.state not in OPEN:
        return _("từ %(when)s") % {"when": formats.moment_short(row.held_since)}
    if formats.local(row.due_at).date() == now.date():
        return _("%(hour)s hôm nay") % {"hour": formats.hour(row.due_at)}
    return formats.moment_short(row.due_at)


def shown(
    row: DeskRow,
    measure: Measure,
    names: Mapping[int, str],
    *,
    instead_of: str = "",
    checking: Collection[int] = (),
) -> ShownRow:
    step = row.step
    if row.state is State.SUBMITTED:
        step = _("Chờ tiếp nhận")
    elif row.waits_for in _WAITS:
        step = str(_WAITS[row.waits_for])
    elif row.state not in OPEN:
        step = ""
    return ShownRow(
        row=row,
        tag=due_tag(row, measure),
        when=when(row, measure.now),
        step=step,
        officer=names.get(row.officer or 0, ""),
        instead_of=instead_of,
        checking=row.id in checking,
    )


def group_of(row: DeskRow, measure: Measure) -> str:
    if row.is_test:
        return "tests"
    if row.state not in OPEN:
        return "ended"
    if row.state is State.SUBMITTED:
        return "accept"
    if row.due_at is None:
        return "waiting"
    if row.due_at < measure.now:
        return "late"
    if row.due_at < tonight(measure.now):
        return "today"
    return "soon" if row.due_at <= measure.soon_until else "time"


def groups(
    rows: Sequence[DeskRow],
    counts: GroupCounts,
    measure: Measure,
    *,
    ended: int = 0,
    names: Mapping[int, str] | None = None,
    instead_of: Mapping[DeskRow, str] | None = None,
) -> list[Group]:
    """The rows of one page under the headings of the design; empty groups are left out."""
    by_group: dict[str, list[ShownRow]] = {}
    checking = under_verification([row.id for row in rows])
    for row in rows:
        principal = (instead_of or {}).get(row, "")
        made = shown(row, measure, names or {}, instead_of=principal, checking=checking)
        by_group.setdefault(group_of(row, measure), []).append(made)
    how_many = {
        "accept": counts.accept,
        "today": counts.today,
        "soon": counts.soon,
        "time": counts.time,
        "late": counts.late,
        "waiting": counts.waiting,
        "ended": ended,
        "tests": counts.tests,
    }
    return [
        Group(
            key=key,
            title=title,
            hint=_soon(measure) if key == "soon" else hint,
            count=how_many[key],
            rows=by_group[key],
        )
        for key, title, hint in _GROUPS
        if key in by_group
    ]


def _soon(measure: Measure) -> str:
    return _("trong %(days)s") % {"days": formats.working_days(measure.soon_days)}
