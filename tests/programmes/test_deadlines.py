"""Deadlines are found where they are meant, and reckoned as the contract says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.programmes.rules.extraction.deadlines import Reader
from lienthong.programmes.rules.extraction.language import Script

ISSUED = date(2025, 7, 11)
READER = Reader(Script(), ISSUED)


@pytest.mark.parametrize(
    ("text", "due_on", "printed"),
    [
        ("Hoàn thành trước ngày 25/7/2025.", "2025-07-24", "trước ngày 25/7/2025"),
        ("Hoàn thành xong trước 15/7/2025.", "2025-07-14", "xong trước 15/7/2025"),
        ("hoàn thành trước ngày 01/01/2026", "2025-12-31", "trước ngày 01/01/2026"),
        ("báo cáo chậm nhất đến ngày 30/9/2025", "2025-09-30", "chậm nhất đến ngày 30/9/2025"),
        ("báo cáo chậm nhất 30/9/2025", "2025-09-30", "chậm nhất 30/9/2025"),
        ("gửi đến hết ngày 30 tháng 9 năm 2025", "2025-09-30", "đến hết ngày 30 tháng 9 năm 2025"),
        ("Hoàn thành ngày 30-9-2025.", "2025-09-30", "30-9-2025"),
        (
            "xong trước 17 giờ 00 ngày 25/7/2025",
            "2025-07-25",
            "xong trước 17 giờ 00 ngày 25/7/2025",
        ),
        ("Hoàn thành trong tháng 7/2025.", "2025-07-31", "trong tháng 7/2025"),
        ("Hoàn thành trong tháng 02 năm 2028.", "2028-02-29", "trong tháng 02 năm 2028"),
        ("trình Chính phủ trong quý IV/2025", "2025-12-31", "trong quý IV/2025"),
        ("trình Chính phủ quý III năm 2025.", "2025-09-30", "quý III năm 2025"),
        ("hoàn thành trước quý IV/2025", "2025-09-30", "trước quý IV/2025"),
        ("hoàn thành trước tháng 9/2025", "2025-08-31", "trước tháng 9/2025"),
        ("hoàn thành trong năm 2025", "2025-12-31", "trong năm 2025"),
        (
            "từ nay đến cuối năm 2025, tập trung tuyên truyền",
            "2025-12-31",
            "từ nay đến cuối năm 2025",
        ),
        ("Đến năm 2030, 100% xã có điểm phục vụ", "2030-12-31", "Đến năm 2030"),
        ("hoàn thành số hóa đến năm 2026", "2026-12-31", "đến năm 2026"),
        ("trình tuần đầu tháng 8/2025", "2025-08-07", "tuần đầu tháng 8/2025"),
        ("trình trong tuần đầu tiên của tháng 8/2025", "2025-08-07", None),
        ("hoàn thành cuối tháng 8/2025", "2025-08-31", None),
        ("hoàn thành trong 6 tháng đầu năm 2026", "2026-06-30", None),
    ],
)
def test_a_dated_deadline_is_the_last_day_in_time(
    text: str, due_on: str, printed: str | None
) -> None:
    deadline = READER.of(text)
    assert (deadline.kind, str(deadline.due_on)) == ("date", due_on)
    assert not deadline.inferred_year
    assert printed is None or deadline.printed == printed


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("báo cáo trước ngày 31/12", "2025-12-30"),
        ("báo cáo trước ngày 12/7", "2025-07-11"),
        ("báo cáo trước ngày 11/7", "2026-07-10"),
        ("báo cáo chậm nhất ngày 11 tháng 7", "2025-07-11"),
        ("báo cáo trong tháng 7", "2025-07-31"),
        ("báo cáo trong tháng 6", "2026-06-30"),
        ("trình trong quý I", "2026-03-31"),
        ("hoàn thành tuần đầu tháng 7", "2026-07-07"),
        ("hoàn thành trước ngày 29/2", "2028-02-28"),
    ],
)
def test_a_missing_year_is_the_first_that_is_not_too_early(text: str, due_on: str) -> None:
    deadline = READER.of(text)
    assert (str(deadline.due_on), deadline.inferred_year) == (due_on, True)


@pytest.mark.parametrize(
    "text",
    [
        "thực hiện Kế hoạch số 02-KH/BCĐTW, ngày 19/6/2026 của Ban Chỉ đạo",
        "theo Nghị định số 69/2024/NĐ-CP ngày 25/6/2026 của Chính phủ",
        "thực hiện kết luận tại phiên họp ngày 20/8/2025",
        "Tính đến ngày 23/9/2025, cập nhật số liệu",
        "xử lý số liệu đến ngày 23/9/2025 của các xã",
        "chi trả cho người có quyết định nghỉ trước ngày 31/8/2025",
        "rà soát hồ sơ đã tiếp nhận trước ngày 01/8/2025",
        "triển khai Chiến lược bưu chính đến năm 2030, tầm nhìn đến năm 2045",
        "xây dựng Đề án phát triển đến năm 2030",
        "chuẩn bị đại hội nhiệm kỳ 2025 - 2030",
        "tổng kết giai đoạn 2021-2025",
        "bố trí từ dự toán năm 2026 theo quy định",
        "sửa đổi Luật Đất đai năm 2024",
        "thực hiện từ ngày 01/8/2025 tại mọi xã",
        "khắc phục hạn chế trong giai đoạn từ ngày 01/8/2025 đến ngày 15/8/2025",
        "bảo đảm tuổi tính tại thời điểm tháng 9/2025",
        "bảo đảm vận hành thông suốt 24/7 hệ thống",
        "đánh giá kết quả tháng 8/2025",
        "rà soát 1.139 thủ tục",
    ],
)
def test_a_date_that_is_no_deadline_is_left_alone(text: str) -> None:
    assert READER.of(text).kind == "none"


@pytest.mark.parametrize(
    ("text", "kind", "printed"),
    [
        ("Nhiệm vụ thường xuyên.", "recurring", "Nhiệm vụ thường xuyên"),
        ("báo cáo trước 16 giờ hàng ngày", "recurring", "trước 16 giờ hàng ngày"),
        ("định kỳ hằng quý báo cáo", "recurring", "định kỳ hằng quý"),
        ("báo cáo trước ngày 15/12 hằng năm", "recurring", "trước ngày 15/12 hằng năm"),
        (
            "Ngay sau khi luật được thông qua, công bố",
            "condition",
            "Ngay sau khi luật được thông qua",
        ),
        ("Hoàn thành theo lộ trình Đề án 06.", "condition", "theo lộ trình Đề án 06"),
        ("trả lời trong thời hạn 05 ngày kể từ ngày nhận", "condition", None),
        ("Khẩn trương rà soát", "urgent", "Khẩn trương"),
        ("Bộ Y tế sớm ban hành hướng dẫn", "urgent", "sớm"),
        ("rà soát tiến độ, đặc biệt là các nhiệm vụ thường xuyên.", "none", ""),
        ("cập nhật kế hoạch hằng năm", "none", ""),
        ("bố trí kinh phí kịp thời", "none", ""),
    ],
)
def test_what_has_no_date_is_of_a_kind(text: str, kind: str, printed: str | None) -> None:
    deadline = READER.of(text)
    assert (deadline.kind, deadline.due_on) == (kind, None)
    assert printed is None or deadline.printed == printed


@given(st.dates(date(2025, 7, 13), date(2099, 12, 31)))
def test_before_a_day_is_the_day_before_and_until_it_is_the_day(day: date) -> None:
    for printed in (f"{day:%d/%m/%Y}", f"{day.day} tháng {day.month} năm {day.year}"):
        before = READER.of(f"Hoàn thành trước ngày {printed}.").due_on
        until = READER.of(f"Hoàn thành chậm nhất ngày {printed}.").due_on
        assert until == day
        assert before is not None
        assert (day - before).days == 1


@given(st.dates(date(2024, 1, 1), date(2099, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_an_inferred_year_is_never_too_early_and_never_a_year_too_late(
    issued: date, month: int, day: int
) -> None:
    deadline = Reader(Script(), issued).of(f"Hoàn thành chậm nhất ngày {day}/{month}.")
    assert deadline.due_on is not None
    assert 0 <= (deadline.due_on - issued).days <= 366
