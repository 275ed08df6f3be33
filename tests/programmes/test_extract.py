"""Directives of every style of the genre give the tasks that a careful reader finds in them.

Each text in directives/ is invented; beside it stand its items: line, kind, one lead, deadline.
"""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lienthong.programmes.rules.extraction.extract import extract
from lienthong.programmes.rules.extraction.items import Item
from lienthong.programmes.rules.extraction.language import fold
from lienthong.programmes.rules.extraction.layout import Line
from tests.programmes import variants
from tests.programmes.measure import deadline_of, lines_of

DIRECTIVES = Path(__file__).parent / "directives"
STYLES = sorted(path.stem for path in DIRECTIVES.glob("*.txt"))
WITHOUT_TASKS = sorted(path.stem for path in (DIRECTIVES / "none").glob("*.txt"))


def text_of(name: str) -> str:
    return (DIRECTIVES / f"{name}.txt").read_text(encoding="utf-8")


def read(text: str, issued: date | None = None) -> list[Item]:
    return extract(lines_of(text), issued=issued)


def gist(items: Sequence[Item]) -> Counter[tuple[str, tuple[str, ...], str]]:
    """Items without their places and without marks."""
    return Counter(
        (item.kind, tuple(fold(name).lower() for name in item.lead), deadline_of(item))
        for item in items
    )


@pytest.mark.parametrize("name", STYLES)
def test_a_directive_gives_exactly_the_items_that_were_noted(name: str) -> None:
    found = read(text_of(name))
    with (DIRECTIVES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for line, kind, lead, deadline in csv.reader(file, delimiter="\t"):
            match = [
                item
                for item in found
                if item.citations[0][0] == int(line)
                and item.kind == kind
                and (lead in item.lead if lead else not item.lead)
                and deadline_of(item) == deadline
            ]
            assert match, (line, kind, lead, deadline)
            found.remove(match[0])
    assert not found


@pytest.mark.parametrize("name", WITHOUT_TASKS)
def test_a_document_without_tasks_gives_none(name: str) -> None:
    assert read(text_of(f"none/{name}")) == []


@pytest.mark.parametrize("shape", [variants.broken, variants.decomposed])
@pytest.mark.parametrize("name", STYLES)
def test_broken_lines_and_decomposed_letters_change_nothing(
    name: str, shape: Callable[[str], str]
) -> None:
    assert gist(read(shape(text_of(name)))) == gist(read(text_of(name)))


def test_r60_scrambled_diacritics_still_give_the_same_tasks() -> None:
    read_clean = [gist(read(text_of(name))) for name in STYLES]
    read_scrambled = [gist(read(variants.scrambled(text_of(name)))) for name in STYLES]
    pairs = list(zip(read_clean, read_scrambled, strict=True))
    total = sum(clean.total() for clean in read_clean)
    assert sum((clean & scrambled).total() for clean, scrambled in pairs) >= 0.95 * total
    assert sum((scrambled - clean).total() for clean, scrambled in pairs) <= 0.02 * total


@pytest.mark.parametrize("name", WITHOUT_TASKS)
def test_scrambled_diacritics_invent_no_task(name: str) -> None:
    assert read(variants.scrambled(text_of(f"none/{name}"))) == []


def test_broken_lines_are_cited_from_the_first_to_the_last() -> None:
    text = (
        "Giao Bộ Y tế chủ trì, phối hợp với\nBộ Tài chính ban hành quy chế\ntrước ngày 30/9/2025."
    )
    (item,) = read(text)
    assert item.citations == ((1, 3),)
    assert item.supporting == ("Bộ Tài chính",)


def test_the_same_text_printed_twice_is_one_item_with_two_citations() -> None:
    line = "Giao Bộ Y tế ban hành quy chế trước ngày 30/9/2025."
    (item,) = read(f"{line}\n\n{line}")
    assert item.citations == ((1, 1), (3, 3))


def test_the_same_words_to_two_agencies_are_two_items() -> None:
    text = "1. Bộ Y tế:\n- Báo cáo kết quả trước ngày 30/9/2025.\n2. Bộ Nội vụ:\n"
    assert [item.lead for item in read(text + "- Báo cáo kết quả trước ngày 30/9/2025.")] == [
        ("Bộ Y tế",),
        ("Bộ Nội vụ",),
    ]


def test_several_results_with_several_dates_are_several_items() -> None:
    text = "Giao Bộ Y tế ban hành quy chế trước ngày 30/9/2025, tập huấn xong trước 15/10/2025."
    assert [(item.lead, deadline_of(item)) for item in read(text)] == [
        (("Bộ Y tế",), "2025-09-29"),
        (("Bộ Y tế",), "2025-10-14"),
    ]


def test_a_closing_sentence_dates_every_task_of_its_paragraph_that_has_no_date() -> None:
    text = (
        "Bộ Y tế chủ trì rà soát bệnh viện; Bộ Nội vụ chủ trì rà soát biên chế trước 01/8/2025;"
        " Bộ Tài chính chủ trì rà soát kinh phí. Hoàn thành các nhiệm vụ trên trước ngày 30/9/2025."
    )
    assert [deadline_of(item) for item in read(text)] == ["2025-09-29", "2025-07-31", "2025-09-29"]


def test_a_sub_item_inherits_lead_and_deadline_unless_it_states_its_own() -> None:
    text = (
        "1. Bộ Y tế thực hiện các nhiệm vụ sau trước ngày 30/9/2025:\n"
        "a) Ban hành kế hoạch chi tiết.\nb) Báo cáo Thủ tướng trong tháng 8/2025.\n"
        "c) Bộ Nội vụ hướng dẫn vị trí việc làm."
    )
    assert [(item.lead[0], deadline_of(item)) for item in read(text)] == [
        ("Bộ Y tế", "2025-09-29"),
        ("Bộ Y tế", "2025-08-31"),
        ("Bộ Nội vụ", "2025-09-29"),
    ]


def test_the_first_row_of_a_table_is_no_footnote() -> None:
    text = (
        "Bộ Y tế rà soát 12 nhóm bệnh viện[1] trên cả nước.\nTT Nhiệm vụ Cơ quan chủ trì Thời hạn\n"
        "1 Xây dựng kho dữ liệu số\nBộ Công an\n30/9/2026\n[1] Theo báo cáo của các địa phương."
    )
    assert ("Bộ Công an",) in [item.lead for item in read(text)]


def test_rows_that_begin_alike_on_every_page_are_no_running_heads() -> None:
    lines = [Line(1, "TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn", 1)]
    lines += [
        Line(page + 1, f"{page} | Báo cáo số liệu đợt {page} | Bộ Y tế | 30/9/2026", page)
        for page in range(1, 5)
    ]
    cells = [replace(line, cells=tuple(line.text.split(" | "))) for line in lines]
    assert len(extract(cells)) == 4


def test_joint_leads_are_both_listed() -> None:
    (item,) = read("Bộ Công an, Bộ Quốc phòng chủ trì, phối hợp với các địa phương kiểm tra.")
    assert item.lead == ("Bộ Công an", "Bộ Quốc phòng")
    assert item.supporting == ("các địa phương",)


def test_an_agency_named_after_the_verb_leads() -> None:
    (item,) = read("Giao nhiệm vụ:\n- Xây dựng kho dữ liệu số quốc gia (Bộ Công an chủ trì).")
    assert item.lead == ("Bộ Công an",)


def test_a_given_date_of_issue_decides_the_missing_year() -> None:
    text = "Hà Nội, ngày 01 tháng 02 năm 2025\nGiao Bộ Y tế báo cáo trước ngày 31/3."
    assert deadline_of(read(text)[0]) == "2025-03-30"
    item = read(text, date(2026, 6, 1))[0]
    assert deadline_of(item) == "2027-03-30"
    assert item.deadline.inferred_year


def test_each_document_of_a_bulletin_dates_its_own_deadlines() -> None:
    text = (
        "1. Ngày 05/3/2025, Thủ tướng Chính phủ ban hành Quyết định số 10/QĐ-TTg. Theo đó, giao"
        " Bộ Y tế báo cáo trước ngày 30/4.\n"
        "2. Ngày 05/9/2025, Thủ tướng Chính phủ ban hành Quyết định số 20/QĐ-TTg. Theo đó, giao"
        " Bộ Nội vụ báo cáo trước ngày 30/4."
    )
    assert [deadline_of(item) for item in read(text)] == ["2025-04-29", "2026-04-29"]


def test_a_missing_year_without_any_date_of_issue_is_left_to_the_reader() -> None:
    (item,) = read("Giao Bộ Y tế báo cáo kết quả trước ngày 31/3.")
    assert (item.deadline.kind, item.deadline.due_on) == ("date", None)
    assert item.remarks


def test_a_deadline_before_the_document_is_kept_and_remarked() -> None:
    text = (
        "Hà Nội, ngày 11 tháng 7 năm 2025\nGiao Bộ Y tế báo cáo. Hoàn thành trước ngày 10/7/2025."
    )
    (item,) = read(text)
    assert deadline_of(item) == "2025-07-09"
    assert item.remarks


def test_page_numbers_and_running_heads_do_not_break_a_paragraph() -> None:
    pages = [
        ("CÔNG BÁO/Số 1", "Giao Bộ Y tế chủ trì, phối hợp với các cơ quan", "1"),
        ("CÔNG BÁO/Số 2", "liên quan ban hành quy chế phối hợp trước ngày 30/9/2025.", "2"),
        ("CÔNG BÁO/Số 3", "Quy chế này thay thế quy chế cũ đã ban hành trước đây.", "3"),
    ]
    lines = [
        Line(3 * page + at, text, page + 1)
        for page, texts in enumerate(pages)
        for at, text in enumerate(texts, 1)
    ]
    (item,) = extract(lines)
    assert item.citations == ((2, 5),)
    assert item.page == 1


def test_a_table_whose_columns_are_tabs_keeps_them() -> None:
    text = (
        "STT\tNội dung\tĐơn vị thực hiện\tĐơn vị phối hợp\tThời gian\tKết quả\n"
        "1\tXây dựng kịch bản\tCục Chuyển đổi số quốc gia\tVụ Pháp chế\tTrước 10/5/2026\tKịch bản\n"
        "2\tTổng hợp phản ánh\tTrung tâm Chính phủ số\t\tHằng tuần\tBáo cáo tuần"
    )
    assert [(item.lead, item.supporting, deadline_of(item)) for item in read(text)] == [
        (("Cục Chuyển đổi số quốc gia",), ("Vụ Pháp chế",), "2026-05-09"),
        (("Trung tâm Chính phủ số",), (), "recurring"),
    ]


def test_a_table_that_lost_its_borders_is_read_row_by_row() -> None:
    text = (
        "TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối\nhợp\nThời hạn\n1 Khảo sát khối lượng tài\n"
        "liệu chưa chỉnh lý\nSở Nội vụ UBND các xã,\nphường\nQuý I/2026\n"
        "2 Mua máy quét cho các xã Sở Tài chính Sở Nội vụ Trước 30/4/2026\n"
        "3 Vận hành kho dữ liệu số Trung tâm Lưu trữ lịch\nsử Thường xuyên"
    )
    assert [(item.lead, item.supporting, deadline_of(item)) for item in read(text)] == [
        (("Sở Nội vụ",), ("Ủy ban nhân dân các xã, phường",), "2026-03-31"),
        (("Sở Tài chính",), ("Sở Nội vụ",), "2026-04-29"),
        (("Trung tâm Lưu trữ lịch sử",), (), "recurring"),
    ]


def test_an_empty_document_gives_nothing() -> None:
    assert read("") == []


def test_a_plan_that_names_nobody_says_so_to_the_person_who_confirms() -> None:
    nobody = [item for item in read(text_of("ke_hoach_khong_ten_ai")) if not item.lead]
    assert nobody
    assert all("không nêu ai thực hiện" in item.remarks[-1] for item in nobody)
