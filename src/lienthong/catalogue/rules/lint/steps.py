"""Rules on the steps of a version."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from lienthong.catalogue.rules.content import LimitUnit, Step, StepKind
from lienthong.catalogue.rules.lint.subject import Draft
from lienthong.catalogue.rules.wording import limit, number
from lienthong.catalogue.rules.workflow import (
    allotted,
    by_key,
    circular,
    heaviest,
    minutes_of,
    reachable,
)
from lienthong.organisations.rules import Sentence


def no_steps(draft: Draft) -> Iterator[str]:
    """A version must say who does what: at least one step."""
    if not draft.content.steps:
        yield Sentence(
            "Quy trình chưa có bước nào. Hãy thêm các bước từ tiếp nhận đến trả kết quả."
        )


def unknown_next(draft: Draft) -> Iterator[str]:
    """A step may only lead to a step that exists."""
    known = by_key(draft.content.steps)
    for step in draft.content.steps:
        for after in step.next:
            if after not in known:
                yield Sentence(
                    "Bước “%(name)s” chuyển đến bước “%(after)s” không có trong quy trình. Hãy "
                    "sửa bước tiếp theo.",
                    name=step.name,
                    after=after,
                )


def unreachable_step(draft: Draft) -> Iterator[str]:
    """Every step must be reachable from the first one."""
    found = reachable(draft.content.steps)
    for step in draft.content.steps:
        if step.key not in found:
            yield Sentence(
                "Không bước nào dẫn đến bước “%(name)s”. Hãy nối bước này vào quy trình hoặc bỏ "
                "đi.",
                name=step.name,
            )


def circular_steps(draft: Draft) -> Iterator[str]:
    """Steps may not lead in a circle: sending a dossier back is an act, not a step."""
    known = by_key(draft.content.steps)
    names = [f"“{known[key].name}”" for key in circular(draft.content.steps)]
    if names:
        yield Sentence(
            "Các bước %(names)s dẫn vòng lại chính nó nên hồ sơ không thể kết thúc. Hãy bỏ một "
            "mũi tên; trả lại bước trước là thao tác, không phải bước.",
            names=", ".join(names),
        )


def dead_end(draft: Draft) -> Iterator[str]:
    """Where a result is due, every way must end with its return."""
    if not draft.content.needs_result:
        return
    for step in draft.content.steps:
        if not step.next and step.kind is not StepKind.RETURN:
            yield Sentence(
                "Bước “%(name)s” là ngõ cụt: không có bước tiếp theo mà cũng không trả kết quả. "
                "Hãy nối đến bước trả kết quả.",
                name=step.name,
            )


def no_return_step(draft: Draft) -> Iterator[str]:
    """Where a result is due, somebody must return it."""
    content = draft.content
    if (
        content.needs_result
        and content.steps
        and all(step.kind is not StepKind.RETURN for step in content.steps)
    ):
        yield Sentence("Quy trình không có bước trả kết quả. Hãy thêm bước trả kết quả ở cuối.")


def no_approval(draft: Draft) -> Iterator[str]:
    """A result should be approved by somebody before it is returned."""
    content = draft.content
    if (
        content.needs_result
        and content.steps
        and all(step.kind is not StepKind.APPROVE for step in content.steps)
    ):
        yield Sentence("Quy trình không có bước duyệt, ký. Hãy kiểm tra ai ký kết quả.")


def steps_exceed_limit(draft: Draft) -> Iterator[str]:
    """The steps together may not take longer than the time limit (R100)."""
    content = draft.content
    way = heaviest(content.steps, lambda step: Decimal(step.share))
    shares = sum(step.share for step in way)
    if shares > 100:
        yield Sentence(
            "Các bước cộng lại %(shares)s%% thời hạn, vượt quá 100%%. Hãy giảm tỷ lệ của các bước.",
            shares=shares,
        )
        return
    for option in content.time_options:
        total = minutes_of(option, day_minutes=draft.bounds.day_minutes)
        if total is None:
            continue

        def weight(step: Step, total: Decimal = total) -> Decimal:
            return allotted(step, total)

        needed = sum(map(weight, heaviest(content.steps, weight)), Decimal(0))
        if needed > total:
            yield Sentence(
                "Các bước cộng lại %(needed)s phút làm việc, vượt quá thời hạn %(limit)s "
                "(%(total)s phút). Hãy rút ngắn hoặc gộp bước.",
                needed=number(needed),
                limit=limit(option),
                total=number(total),
            )


def at_once_steps(draft: Draft) -> Iterator[str]:
    """“Return at once” must fit the sum of the steps: six of 30 minutes do not (R100, R134)."""
    content = draft.content
    if not content.at_once:
        return
    way = heaviest(content.steps, lambda step: Decimal(step.minutes))
    total = sum(step.minutes for step in way)
    if total > draft.bounds.at_once_minutes:
        counted = Counter(step.minutes for step in way if step.minutes)
        parts = Sentence.joined(
            (
                Sentence("%(times)s bước %(each)s phút", times=times, each=each)
                for each, times in counted.items()
            ),
            ", ",
        )
        yield Sentence(
            "Thủ tục phải trả kết quả ngay nhưng quy trình gồm %(parts)s, cộng lại %(total)s phút "
            "(mức cho phép %(at_once_minutes)s phút). Hãy gộp hoặc rút ngắn các bước.",
            parts=parts,
            total=total,
            at_once_minutes=draft.bounds.at_once_minutes,
        )


def at_once_many_steps(draft: Draft) -> Iterator[str]:
    """Steps of an at-once procedure should be merged when there are many (R134)."""
    content = draft.content
    way = heaviest(content.steps, lambda _step: Decimal(1))
    if content.at_once and len(way) > draft.bounds.at_once_steps:
        yield Sentence(
            "Thủ tục trả kết quả ngay mà hồ sơ phải qua %(count)s bước. Hãy gộp còn tối đa "
            "%(at_once_steps)s bước.",
            count=len(way),
            at_once_steps=draft.bounds.at_once_steps,
        )


def step_without_time(draft: Draft) -> Iterator[str]:
    """Each step should have its part of the time, so that a delay has a place."""
    for step in draft.content.steps:
        if not step.share and not step.minutes and step.kind is not StepKind.RETURN:
            yield Sentence(
                "Bước “%(name)s” không có phần thời gian nên không biết chậm ở đâu. Hãy ghi tỷ lệ "
                "(share) hoặc số phút (minutes).",
                name=step.name,
            )


def share_of_same_day(draft: Draft) -> Iterator[str]:
    """Steps of a same-day procedure are measured in minutes, not in a share of a day."""
    content = draft.content
    if any(option.unit is LimitUnit.SAME_DAY for option in content.time_options):
        names = [f"“{step.name}”" for step in content.steps if step.share]
        if names:
            yield Sentence(
                "Thủ tục trả kết quả trong ngày nhưng bước %(names)s tính theo phần trăm. Hãy ghi "
                "số phút.",
                names=", ".join(names),
            )


def subtask_after_unknown(draft: Draft) -> Iterator[str]:
    """A part of an interlinked procedure may only wait for a step or part that exists."""
    content = draft.content
    known = {step.key for step in content.steps} | {task.key for task in content.subtasks}
    for task in content.subtasks:
        if task.after and (task.after not in known or task.after == task.key):
            yield Sentence(
                "Phần việc “%(name)s” chờ bước “%(after)s” không có trong quy trình. Hãy sửa mục "
                "after.",
                name=task.name,
                after=task.after,
            )


def subtasks_exceed_limit(draft: Draft) -> Iterator[str]:
    """Parts that wait for each other may not take more days than the whole."""
    content = draft.content
    tasks = {task.key: task for task in content.subtasks}
    whole = [
        Decimal(option.amount)
        for option in content.time_options
        if option.unit in {LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY}
    ]
    for task in content.subtasks if whole else ():
        days, key, seen = Decimal(0), task.key, set[str]()
        while key in tasks and key not in seen:
            seen.add(key)
            # A working day is at least a calendar day, so this sum is a lower bound.
            if tasks[key].unit in {LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY}:
                days += Decimal(tasks[key].amount)
            key = tasks[key].after
        if days > min(whole):
            yield Sentence(
                "Tính đến phần việc “%(name)s” đã cần %(days)s ngày, vượt quá thời hạn chung "
                "%(whole)s ngày. Hãy rút ngắn hoặc cho làm song song.",
                name=task.name,
                days=number(days),
                whole=number(min(whole)),
            )
