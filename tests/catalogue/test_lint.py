"""Each rule finds what it is for, and nothing in a good version."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from lienthong.catalogue.rules.content import (
    Channel,
    ClockRule,
    Component,
    Content,
    Fee,
    LimitUnit,
    OnlineLevel,
    Place,
    Routing,
    StartOn,
    StepKind,
    SubTask,
)
from lienthong.catalogue.rules.lint import (
    ROW_RULES,
    RULES,
    Draft,
    Row,
    Severity,
    lint,
    why_unchecked,
)
from tests.catalogue.contents import (
    BOUNDS,
    GOOD,
    PAPER,
    STEPS,
    content,
    draft,
    minutes,
    option,
    same_day,
    step,
)


def task(key: str, days: str, after: str = "") -> SubTask:
    return SubTask(
        key=key,
        name=f"Phần {key}",
        procedure="1.004222",
        place=Place.COMMUNE_POLICE,
        amount=days,
        unit=LimitUnit.WORKING_DAY,
        after=after,
    )


DAY: Final[dict[str, Any]] = {"time_options": (same_day(),), "steps": minutes(10, 10, 10)}

SPOILED: Final[list[tuple[str, Draft, str]]] = [
    ("no-steps", draft(content(steps=())), "chưa có bước nào"),
    ("unknown-next", draft(content(steps=(step("work", to="x", share=1),))), "“x”"),
    ("unreachable-step", draft(content(steps=(*STEPS, step("alone", share=1)))), "Bước alone"),
    (
        "circular-steps",
        draft(content(steps=(step("a", to="b", share=1), step("b", to="a", share=1)))),
        "dẫn vòng",
    ),
    ("dead-end", draft(content(steps=(step("work", share=10),))), "ngõ cụt"),
    ("no-return-step", draft(content(steps=(step("work", share=10),))), "trả kết quả"),
    ("no-approval", draft(content(steps=(step("h", kind=StepKind.RETURN, share=1),))), "ký"),
    (
        "steps-exceed-limit",
        draft(content(steps=(step("a", to="hand", share=95), STEPS[-1]))),
        "105%",
    ),
    (
        "steps-exceed-limit",
        draft(content(time_options=(option("1"),), steps=minutes(300, 100, 90))),
        "490 phút",
    ),
    (
        "at-once-steps",
        draft(content(**DAY | {"at_once": True, "steps": minutes(30, 30, 30, 30, 30, 30)})),
        "6 bước 30 phút, cộng lại 180 phút",
    ),
    (
        "at-once-many-steps",
        draft(content(**DAY | {"at_once": True, "steps": minutes(5, 5, 5, 5)})),
        "4 bước",
    ),
    ("step-without-time", draft(content(steps=(step("w", to="hand"), STEPS[-1]))), "Bước w"),
    ("share-of-same-day", draft(content(time_options=(same_day(),))), "phần trăm"),
    ("subtask-after-unknown", draft(content(subtasks=(task("a", "1", "x"),))), "“x”"),
    (
        "subtasks-exceed-limit",
        draft(content(subtasks=(task("a", "7"), task("b", "4", "a")))),
        "11 ngày",
    ),
    ("no-time-option", draft(content(time_options=())), "đơn vị"),
    (
        "channel-without-limit",
        draft(content(time_options=(option(channels=(Channel.DIRECT, Channel.ONLINE)),))),
        "bưu chính",
    ),
    (
        "choice-without-words",
        draft(content(time_options=(option(), option("5", key="other")))),
        "10 ngày làm việc; 5 ngày làm việc",
    ),
    ("same-day-without-cutoff", draft(content(**DAY | {"time_options": (same_day(""),)})), "giờ"),
    (
        "cutoff-after-hours",
        draft(content(**DAY | {"time_options": (same_day("17:00"),)})),
        "tan sở 17:00",
    ),
    (
        "cutoff-too-tight",
        draft(
            content(time_options=(same_day("16:00"),), steps=minutes(40, 20, 10)),
        ),
        "chỉ còn 60 phút",
    ),
    ("cutoff-close", draft(content(**DAY | {"time_options": (same_day("16:00"),)})), "60 phút"),
    ("odd-fraction", draft(content(time_options=(option("1.3"),))), "1,3 ngày làm việc"),
    (
        "odd-fraction",
        draft(content(time_options=(option("1.5", LimitUnit.CALENDAR_DAY),))),
        "bội số của 1",
    ),
    ("odd-amount", draft(content(time_options=(option("3650"),))), "3.650 ngày"),
    (
        "unit-differs-from-source",
        draft(
            content(
                time_options=(
                    option("10", LimitUnit.CALENDAR_DAY, legal_source="10 ngày làm việc"),
                )
            )
        ),
        "tính 10 ngày (tính cả ngày nghỉ)",
    ),
    (
        "unit-changed",
        draft(content(time_options=(option("10", LimitUnit.CALENDAR_DAY),)), previous=GOOD),
        "khác đơn vị",
    ),
    (
        "start-differs",
        draft(content(clock=ClockRule(legal_start_on=StartOn.PAYMENT_RECEIVED))),
        "khi đã nộp phí",
    ),
    (
        "component-connected",
        draft(content(components=(replace(PAPER, required=True),))),
        "Cơ sở dữ liệu dân cư",
    ),
    ("unknown-source", draft(content(components=(replace(PAPER, replaced_by="m"),))), "“m”"),
    ("not-a-paper", draft(content(components=(replace(PAPER, originals=0),))), "giải thích"),
    ("no-electronic-form", draft(content(form=())), "biểu mẫu"),
    ("no-data-reuse", draft(content(components=(Component(key="a", name="Đơn"),))), "dữ liệu"),
    ("fee-too-small", draft(content(fees=(Fee(name="Phí", amount=700),))), "700.000 đồng?"),
    ("odd-fee", draft(content(fees=(Fee(name="Phí", amount=8123),))), "lẻ"),
    ("odd-fee", draft(content(fees=(Fee(name="Phí", amount=90_000_000),))), "cao"),
    ("no-result", draft(content(results=())), "kết quả"),
    ("online-level-channel", draft(content(online_level=OnlineLevel.NONE)), "trực tuyến"),
    (
        "online-level-channel",
        draft(content(channels=(Channel.DIRECT,))),
        "không có cách nộp trực tuyến",
    ),
    ("partial-without-reason", draft(content(online_level=OnlineLevel.PARTIAL)), "lý do"),
    ("eligible-not-provided", draft(content(online_level=OnlineLevel.PARTIAL)), "một phần"),
    (
        "unclear-authority",
        draft(legal_question="Tỉnh hay xã?", answered_by="Bộ Tư pháp"),
        "Cơ quan trả lời: Bộ Tư pháp",
    ),
    ("unclear-authority", draft(legal_question="Tỉnh hay xã?"), "Hãy ghi cơ quan"),
    ("competent-is-receiving", draft(content(competent=Place.RECEIVING)), "quyết định"),
    ("routed-nowhere", draft(content(routing=Routing.MINISTRY)), "không ghi nộp ở đâu"),
    ("no-legal-basis", draft(content(legal_basis=())), "căn cứ"),
    ("no-source", draft(content(source="")), "nguồn"),
]


def test_a_good_version_has_no_findings() -> None:
    assert lint(draft()) == []


@pytest.mark.parametrize(("rule", "spoiled", "said"), SPOILED)
def test_each_rule_says_in_a_sentence_what_is_wrong(rule: str, spoiled: Draft, said: str) -> None:
    sentences = [finding.sentence for finding in lint(spoiled) if finding.rule == rule]
    assert sentences
    assert said in " ".join(sentences)
    assert all(sentence.endswith((".", "?")) for sentence in sentences)


def test_every_rule_has_its_case_and_its_explanation() -> None:
    assert {rule for rule, _, _ in SPOILED} == {rule.name for rule in RULES}
    assert all(rule.check.__doc__ for rule in RULES)


@pytest.mark.parametrize(
    ("rule", "sound"),
    [
        # What is near a fault and none.
        ("at-once-steps", content(**DAY | {"at_once": True})),
        ("cutoff-too-tight", content(**DAY)),
        ("cutoff-close", content(**DAY)),
        ("odd-fraction", content(time_options=(option("2.5"),))),
        ("unit-changed", content(time_options=(option("5", LimitUnit.CALENDAR_DAY),))),
        ("component-connected", content(components=(replace(PAPER, replaced_by="land"),))),
        ("dead-end", content(needs_result=False, steps=(step("work", share=10),))),
        ("no-return-step", content(needs_result=False, steps=(step("work", share=10),))),
        ("subtasks-exceed-limit", content(subtasks=(task("a", "7"), task("b", "7")))),
        ("choice-without-words", content(time_options=(option(), option(key="b", condition="x")))),
        ("fee-too-small", content(fees=(Fee(name="Miễn phí", amount=0),))),
        ("routed-nowhere", content(routing=Routing.MINISTRY, routed_to="Cổng của bộ")),
    ],
)  # fmt: skip
def test_a_rule_stays_silent_where_nothing_is_wrong(rule: str, sound: Content) -> None:
    found = lint(draft(sound, previous=GOOD))
    assert rule not in {finding.rule for finding in found}


def test_parallel_ways_are_measured_by_the_heaviest() -> None:
    split = replace(step("start", share=10), next=("left", "right"))
    steps = (
        split,
        step("left", to="hand", share=80),
        step("right", to="hand", share=70),
        STEPS[-1],
    )
    found = lint(draft(content(steps=steps)))
    assert "steps-exceed-limit" not in {finding.rule for finding in found}


ROWS: Final[list[tuple[str, dict[str, str], str]]] = [
    ("no-unit", {"channel=time": "Trực tiếp=5"}, "không có đơn vị"),
    ("no-time", {"channel=time": "Trực tiếp=-"}, "không ghi thời hạn"),
    ("no-time", {"channel=time": ""}, "không ghi thời hạn"),
    ("odd-value", {"channel=time": "Trực tuyến=120,000"}, "bất thường"),
    ("odd-value", {"channel=time": "Trực tuyến=0 Ngày"}, "bất thường"),
    (
        "several-limits",
        {"channel=time": "Trực tiếp=2 Ngày;Trực tiếp=7 Ngày"},
        "2 Ngày; 7 Ngày",
    ),
    ("odd-fee-in-source", {"fee_vnd": "700"}, "700.000 đồng?"),
    ("odd-fee-in-source", {"fee_vnd": "10 USD/2000"}, "10 USD"),
    ("ministry-system", {"field": "Hải quan"}, "hệ thống hải quan"),
    ("no-result-code", {"result_codes": ""}, "mã kết quả"),
    ("no-kind", {"kind": ""}, "loại thủ tục"),
    ("no-components", {}, "thành phần hồ sơ"),
]


@pytest.mark.parametrize(("rule", "cells", "said"), ROWS)
def test_an_unchecked_row_says_why_nobody_is_offered_it(
    rule: str, cells: dict[str, str], said: str
) -> None:
    system = "hệ thống hải quan" if cells.get("field") == "Hải quan" else ""
    found = why_unchecked(Row(cells=cells, ministry_system=system, bounds=BOUNDS))
    assert said in " ".join(item.sentence for item in found if item.rule == rule)
    assert {item.severity for item in found} == {Severity.NOTICE}


def test_a_row_with_everything_in_order_still_lacks_its_components() -> None:
    cells = {
        "channel=time": "Trực tuyến=8 Giờ;Trực tiếp=1.000 Giờ".replace("1.000", "10"),
        "fee_vnd": "0",
        "result_codes": "KQ.G01.000008",
        "kind": "Loại khác",
    }
    found = why_unchecked(Row(cells=cells, ministry_system="", bounds=BOUNDS))
    assert [item.rule for item in found] == ["no-components"]


def test_every_reason_has_its_case() -> None:
    assert {rule for rule, _, _ in ROWS} == {rule.name for rule in ROW_RULES}


def reference() -> str:
    """The page on the lint as the rules themselves say it."""
    lines = ["| rule | severity | what it looks for |", "|---|---|---|"]
    lines += [
        f"| `{rule.name}` | {rule.severity} | {(rule.check.__doc__ or '').splitlines()[0]} |"
        for rule in RULES
    ]
    lines += ["", "| reason | what it means |", "|---|---|"]
    lines += [
        f"| `{rule.name}` | {(rule.check.__doc__ or '').splitlines()[0]} |" for rule in ROW_RULES
    ]
    return "\n".join(lines)


def test_the_reference_page_lists_every_rule_as_it_is() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "catalogue-lint.md"
    for line in reference().splitlines():
        assert line in page.read_text(encoding="utf-8").splitlines()
