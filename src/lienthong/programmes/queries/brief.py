"""What a meeting is told, put together in one go: figures with their scope and moment, what changed
since the last meeting, what is late and why, what is open, what became of the last decisions.

A brief is an official paper, so its texts are Vietnamese in every language of the screens.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lienthong import clock
from lienthong.organisations import queries as organisations
from lienthong.papers.rules.statements import Bar, Bars, Section, Table
from lienthong.programmes.models import Explanation, Meeting, Task
from lienthong.programmes.queries.brief_parts import (
    LINES,
    Ground,
    difficulties,
    inspections,
    left_out,
    missing,
    moment,
    spelt,
)
from lienthong.programmes.queries.judging import Judged, judged
from lienthong.programmes.queries.meetings import before, conclusions_of
from lienthong.programmes.queries.timelines import events_of_many
from lienthong.programmes.rules.checks import CAUSES
from lienthong.programmes.rules.kinds import DeadlineKind, TaskEventType
from lienthong.programmes.rules.timeliness import (
    PUBLIC,
    TIMELINESS_NAMES,
    Counts,
    Timeliness,
    count,
    days_late,
    last_day,
)

PUBLIC_WORDS: Final[Mapping[str, str]] = {
    "done_on_time": "Hoàn thành đúng hạn",
    "done_late": "Hoàn thành quá hạn",
    "in_time": "Đang thực hiện, trong hạn",
    "overdue": "Đang thực hiện, quá hạn",
}
_AGENCIES: Final = 12  # lines of the chart, which ends with the first page
_NAMED: Final = 20  # leads in one line


@dataclass(frozen=True, kw_only=True)
class Told:
    """A brief before it is frozen: its scope in words, since when changes are told, sections."""

    scope: str
    as_of: datetime
    since: datetime
    sections: Sequence[Section]


def brief(meeting: Meeting, *, as_of: datetime) -> Told:
    """As of now; compared with how all stood at the meeting before, or a week (a month) ago."""
    last = before(meeting)
    ago = timedelta(days=30 if meeting.kind == "monthly" else 7)
    since = min(last.held_at, as_of) if last else as_of - ago
    today = as_of.astimezone(clock.VIETNAM).date()
    agencies = organisations.within(meeting.agency_id, on=today)
    tasks = list(
        Task.objects.filter(programme=meeting.programme_id, lead__in=agencies)
        .select_related("programme__calendar")
        .order_by("code")
    )
    known = organisations.agencies(agencies)
    ground = Ground(
        tasks={task.pk: task for task in tasks},
        now=judged(tasks, as_of=as_of),
        then=judged(tasks, as_of=since),
        names={number: one.name for number, one in known.items()},
        agencies=agencies,
        as_of=as_of,
        since=since,
    )
    name = known[meeting.agency_id].name
    return Told(
        scope=f"{meeting.programme.name}; nhiệm vụ do {name} và các cơ quan trực thuộc chủ trì",
        as_of=as_of,
        since=since,
        sections=[
            _figures(ground),
            _decisions(last, ground),
            _overdue(ground),
            _changes(ground),
            difficulties(ground, meeting.programme_id),
            missing(ground),
            inspections(ground, meeting.programme_id),
        ],
    )


def _figures(ground: Ground) -> Section:
    now, then = _counts(ground.now.values()), _counts(ground.then.values())
    rows = [
        (word, spelt(now.public(name)), spelt(then.public(name)), _signed(now, then, name))
        for name, word in PUBLIC_WORDS.items()
    ]
    rest = "; ".join(
        f"{TIMELINESS_NAMES[kind].lower()}: {spelt(number)}"
        for kind, number in now.rest.items()
        if kind is not Timeliness.CANCELLED
    )
    paragraphs = [
        f"Có {spelt(now.total)} nhiệm vụ; {spelt(now.assessed)} nhiệm vụ thuộc bốn nhóm dưới"
        f" đây, số liệu đến {moment(ground.as_of)}, so với {moment(ground.since)}."
    ]
    if rest:
        paragraphs.append(f"Ngoài bốn nhóm: {rest}.")
    if cancelled := now[Timeliness.CANCELLED]:
        paragraphs.append(f"Không tính {spelt(cancelled)} nhiệm vụ đã hủy.")
    return Section(
        title="Tình hình thực hiện nhiệm vụ",
        paragraphs=tuple(paragraphs),
        table=Table(
            heads=("Nhóm", "Hiện nay", "Kỳ trước", "Tăng, giảm"),
            rows=tuple(rows),
            numeric=(False, True, True, True),
            widths=(5, 2, 2, 2),
        ),
        bars=_by_agency(ground),
    )


def _by_agency(ground: Ground) -> Bars | None:
    kinds: dict[int, list[Timeliness]] = {}
    for one in ground.now.values():
        kinds.setdefault(one.standing.lead, []).append(one.timeliness)
    counted = {agency: count(found) for agency, found in kinds.items()}
    ordered = sorted(
        ((agency, counts) for agency, counts in counted.items() if counts.assessed),
        key=lambda pair: (-pair[1].public("overdue"), -pair[1].assessed, pair[0]),
    )
    if not ordered:
        return None
    worst, counts = ordered[0]
    late = counts.public("overdue")
    sentence = (
        f"{ground.names[worst]} có nhiều nhiệm vụ quá hạn nhất: {spelt(late)}."
        if late
        else "Không cơ quan nào có nhiệm vụ đang quá hạn."
    )
    if len(ordered) > _AGENCIES:
        sentence += f" Biểu đồ gồm {_AGENCIES} trong {spelt(len(ordered))} cơ quan."
    return Bars(
        sentence=sentence,
        legend=tuple(PUBLIC_WORDS.values()),
        lines=tuple(
            Bar(
                name=ground.names[agency],
                parts=tuple(counts.public(name) for name in PUBLIC_WORDS),
            )
            for agency, counts in ordered[:_AGENCIES]
        ),
    )


def _changes(ground: Ground) -> Section:
    """Which tasks came, were done, became late or were extended since the last meeting."""
    new = [number for number in ground.now if number not in ground.then]
    done, late = [], []
    for number, one in ground.now.items():
        was = ground.then.get(number)
        if one.timeliness in _DONE and (was is None or was.timeliness not in _DONE):
            done.append(number)
        if one.timeliness in PUBLIC["overdue"] and (
            was is None or was.timeliness not in PUBLIC["overdue"]
        ):
            late.append(number)
    moved = [
        number
        for number, events in events_of_many(list(ground.tasks), until=ground.as_of).items()
        if any(
            event.type is TaskEventType.EXTENDED and event.recorded_at > ground.since
            for event in events
        )
    ]
    lines = [
        (word, number)
        for word, numbers in (
            ("Mới giao", new),
            ("Mới hoàn thành", done),
            ("Mới quá hạn", late),
            ("Được gia hạn", moved),
        )
        for number in numbers
    ]
    counts = Counter(word for word, _task in lines)
    if not lines:
        return Section(
            title="Thay đổi từ cuộc họp trước",
            paragraphs=(f"Không có thay đổi nào từ {moment(ground.since)}.",),
        )
    told = ", ".join(f"{word.lower()}: {spelt(many)}" for word, many in counts.items())
    together = [
        (word, group)
        for word in counts
        for group in _together([number for said, number in lines if said == word], ground)
    ]
    rows = tuple(
        (word, _code(ground, group), ground.tasks[group[0]].title, _leads(ground, group))
        for word, group in together[:LINES]
    )
    return Section(
        title="Thay đổi từ cuộc họp trước",
        paragraphs=(f"Từ {moment(ground.since)}: {told}.{left_out(len(together))}",),
        table=Table(
            heads=("Thay đổi", "Mã", "Nhiệm vụ", "Chủ trì"), rows=rows, widths=(3, 3, 7, 4)
        ),
    )


_DONE: Final = frozenset(
    {Timeliness.DONE_AHEAD, Timeliness.DONE_ON_TIME, Timeliness.DONE_LATE, Timeliness.NOT_ASSESSED}
)


def _overdue(ground: Ground) -> Section:
    """By agency, with the head's explanation, or that there is none."""
    late = [number for number, one in ground.now.items() if one.timeliness in PUBLIC["overdue"]]
    said: dict[int, Explanation] = {
        row.task_id: row
        for row in Explanation.objects.filter(task__in=late, at__lte=ground.as_of).order_by("at")
    }
    late.sort(key=lambda number: (_lead(ground, number), -_days(ground, number)))
    if not late:
        return Section(
            title="Nhiệm vụ quá hạn và giải trình",
            paragraphs=("Không có nhiệm vụ nào đang quá hạn.",),
        )
    silent = sum(number not in said for number in late)
    # Who explained stands alone, with the words; of the others one line for each task given on.
    together = [[number] for number in late if number in said]
    together += _together([number for number in late if number not in said], ground)
    rows = tuple(
        (
            _leads(ground, group),
            f"{_code(ground, group)}. {ground.tasks[group[0]].title}",
            _due(ground, group[0]),
            spelt(_days(ground, group[0])),
            _explained(said.get(group[0])),
        )
        for group in together[:LINES]
    )
    return Section(
        title="Nhiệm vụ quá hạn và giải trình",
        paragraphs=(
            f"{spelt(len(late))} nhiệm vụ quá hạn; {spelt(silent)} nhiệm vụ chưa có giải trình"
            f" của người đứng đầu.{left_out(len(together))}",
        ),
        table=Table(
            heads=("Cơ quan", "Nhiệm vụ", "Hạn", "Số ngày quá hạn", "Giải trình"),
            rows=rows,
            numeric=(False, False, False, True, False),
            widths=(4, 7, 3, 2, 5),
        ),
    )


def _together(numbers: Sequence[int], ground: Ground) -> list[list[int]]:
    """Tasks that were given on with the same words and the same last day, as one; the others one by
    one, all in their order."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for number in numbers:
        task = ground.tasks[number]
        key = (task.parent_id, task.title, _due(ground, number)) if task.parent_id else (number,)
        groups.setdefault(key, []).append(number)
    return list(groups.values())


def _code(ground: Ground, group: Sequence[int]) -> str:
    """The code, of several the one that they stand under."""
    code = ground.tasks[group[0]].code
    return code if len(group) == 1 else code.rpartition(".")[0] or code


def _leads(ground: Ground, group: Sequence[int]) -> str:
    if len(group) == 1:
        return _lead(ground, group[0])
    names = sorted(_lead(ground, number) for number in group)
    more = len(names) - _NAMED
    told = ", ".join(names[:_NAMED]) + (f" và {spelt(more)} đơn vị khác" if more > 0 else "")
    return f"{spelt(len(names))} đơn vị: {told}"


def _explained(row: Explanation | None) -> str:
    if row is None:
        return "Chưa giải trình"
    cause = CAUSES.get(row.cause, row.cause)
    text = row.text.strip().rstrip(".")
    return f"{cause}: {text}. Cam kết xong {row.commits_to:%d/%m/%Y}."


def _decisions(last: Meeting | None, ground: Ground) -> Section:
    title = "Kết luận cuộc họp trước và kết quả"
    if last is None:
        return Section(title=title, paragraphs=("Đây là cuộc họp đầu tiên.",))
    rows = conclusions_of(last.pk, as_of=ground.as_of)
    held = f"{last.title}, {moment(last.held_at)}"
    if not rows:
        return Section(title=title, paragraphs=(f"{held}: không có kết luận nào được ghi.",))
    names = organisations.agencies({row.task_lead for row in rows if row.task_lead})
    return Section(
        title=title,
        paragraphs=(f"{held}{f', thông báo số {last.document}' if last.document else ''}.",),
        table=Table(
            heads=("TT", "Kết luận", "Chủ trì", "Kết quả"),
            rows=tuple(
                (
                    str(row.seq),
                    row.text,
                    names[row.task_lead].name if row.task_lead else "",
                    _became(row.task_code, row.timeliness),
                )
                for row in rows
            ),
            widths=(1, 8, 4, 4),
        ),
    )


def _became(code: str, timeliness: Timeliness | None) -> str:
    if not code:
        return "Chưa giao thành nhiệm vụ"
    return f"{TIMELINESS_NAMES[timeliness]} ({code})" if timeliness else f"Đã giao ({code})"


def _counts(found: Iterable[Judged]) -> Counts:
    return count(one.timeliness for one in found)


def _signed(now: Counts, then: Counts, name: str) -> str:
    difference = now.public(name) - then.public(name)
    return f"{'+' if difference > 0 else '−'}{spelt(abs(difference))}" if difference else "0"


def _lead(ground: Ground, number: int) -> str:
    return ground.names.get(ground.now[number].standing.lead, "")


def _days(ground: Ground, number: int) -> int:
    due = ground.now[number].standing.due_at
    return days_late(due, ground.as_of) if due else 0


def _due(ground: Ground, number: int) -> str:
    standing = ground.now[number].standing
    if standing.due_at is None or standing.deadline_kind is DeadlineKind.NONE:
        return ""
    return f"{last_day(standing.due_at):%d/%m/%Y}"
