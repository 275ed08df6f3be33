"""The whole way of a task through the screens: out of a document, worked on, judged, warned of,
visited, talked about, and into the next task."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.organisations.models import Agency
from lienthong.programmes.actions.meetings import open_meeting
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.models import Meeting, Remedy, Task
from lienthong.programmes.rules.kinds import DeadlineKind, MeetingKind, Pillar
from lienthong.reports.models import Indicator
from lienthong.reports.rules.kinds import Flow, Rollup, ValueKind
from tests.accounts import cast
from tests.browser.conftest import Open
from tests.programmes import house as houses
from tests.programmes.house import House

TEXT = """THÀNH ỦY ĐÀ NẴNG
Số 31-TB/TU
Đà Nẵng, ngày {issued:%d} tháng {issued:%m} năm {issued:%Y}
THÔNG BÁO
Kết luận của Thường trực Thành ủy về dịch vụ công trực tuyến
Thường trực Thành ủy kết luận:
1. UBND phường Hội An hướng dẫn người dân nộp hồ sơ trực tuyến, xong trước ngày {due:%d/%m/%Y}.
2. UBND phường Hội An lắp máy quét và tập huấn cán bộ, xong trước ngày {due:%d/%m/%Y}.
"""
Enter = Callable[[int, Role], Page]


@pytest.fixture
def house(transactional_db: None, tmp_path: Path, settings: Any) -> House:
    settings.VAR = tmp_path
    built = houses.build()
    Indicator.objects.create(
        code="online", name="Hồ sơ nộp trực tuyến", measure="hồ sơ", kind=ValueKind.COUNT.value,
        flow=Flow.DISCRETE.value, rollup=Rollup.SUM.value, measured="dossiers.received_online",
        rising=True, source="Thử", valid_from=date(2025, 1, 1),
    )  # fmt: skip
    return built


@pytest.fixture
def enter(open_page: Open, house: House) -> Enter:
    def entered(agency: int, role: Role) -> Page:
        account = cast.account(f"{role}-{agency}")
        cast.assign(account, agency, role)
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        return open_page("/nhiem-vu/", account=account)

    return entered


def go(page: Page, path: str) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)


def press(page: Page, name: str, **typed: str) -> None:
    """Fill in by the names of the fields, press, and see that it was not refused."""
    for field, value in typed.items():
        page.locator(f"[name={field.replace('__', '-')}]").first.fill(value)
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    assert page.locator(".error-list").count() == 0, page.locator(".error-list").inner_text()


def test_a_directive_goes_all_the_way_to_the_next_task(
    house: House, enter: Enter, tmp_path: Path
) -> None:
    commune, now = house.agencies.commune, timezone.now()
    manager = enter(house.party, Role.PROGRAMME_MANAGER)
    worker, head = enter(commune, Role.REPORTER), enter(commune, Role.HEAD)
    file = tmp_path / "31-TB-TU.txt"
    on = timezone.localdate(now)
    file.write_text(TEXT.format(issued=on - timedelta(days=1), due=on + timedelta(days=30)))

    # Read, split, merged again, assigned; what is missing is said and entered.
    go(manager, "/van-ban/them/")
    manager.set_input_files("[name=file]", file)
    press(manager, "Đọc văn bản")
    document = manager.url.split("?")[0]
    manager.goto(f"{document}?loai=task&muc=2")
    manager.get_by_text("Tách thành nhiều mục").click()
    press(manager, "Tách", parts="UBND phường Hội An lắp máy quét\nUBND phường Hội An tập huấn")
    manager.goto(f"{document}?loai=task&muc=1")
    manager.locator("#id_pillar").select_option("people")
    manager.get_by_role("button", name="Xác nhận và giao").click()
    manager.wait_for_url("**muc=2")
    task = Task.objects.get()
    page = f"/nhiem-vu/{task.code}/"
    go(manager, page)
    assert manager.get_by_text("đã quá lúc").count() == 0  # the document is older than the entry
    manager.get_by_role("link", name="Bổ sung").click()
    manager.locator("[name=indicator_1]").select_option("online")
    press(
        manager, "Ghi", objective="Nộp hồ sơ gần nhà", name_1="Hồ sơ trực tuyến", target_1="50",
        measure_1="hồ sơ",
    )  # fmt: skip

    # Taken on, shown by a document and by what is measured; claimed above it, returned, accepted.
    go(worker, f"{page}nhan-viec/")
    press(worker, "Nhận việc")
    go(worker, f"{page}bang-chung/")
    press(
        worker, "Thêm bằng chứng", title="Kế hoạch", document="45/KH-UBND",
        document_on=on.isoformat(),
    )  # fmt: skip
    go(worker, f"{page}bang-chung/")
    worker.locator("[name=indicator]").select_option("online")
    press(worker, "Thêm bằng chứng", title="Số đo")
    go(worker, f"{page}tien-do/")
    worker.locator("[name=evidence]").first.check()
    press(worker, "Báo cáo tiến độ", percent="100", result_1="60")
    assert worker.get_by_text("Báo cáo và số đo chưa khớp.").is_visible()
    go(worker, f"{page}nop/")
    press(worker, "Nộp kết quả")
    go(manager, f"{page}tra-lai/")
    press(manager, "Trả lại", reason="Báo lại theo số đo")
    go(worker, f"{page}tien-do/")
    press(worker, "Báo cáo tiến độ", percent="100", result_1="0")
    assert worker.get_by_text("Báo cáo và số đo chưa khớp.").count() == 0
    go(worker, f"{page}nop/")
    press(worker, "Nộp kết quả")
    go(manager, f"{page}nghiem-thu/")
    press(manager, "Nghiệm thu")
    go(manager, "/chuong-trinh/KH02/")
    assert manager.locator(".figures .figure").first.inner_text().startswith("1")

    # Another one is late: explained by the head, to be put right, confirmed by who demanded it.
    late = assign_task(
        programme_id=house.programme, title="Niêm yết điện thoại", lead_id=commune,
        assigner_id=house.party, pillar=Pillar.PEOPLE, by="a:1", at=now - timedelta(days=9),
        due_at=now - timedelta(days=2), deadline_kind=DeadlineKind.DATE,
    )  # fmt: skip
    go(head, f"/nhiem-vu/{late.code}/giai-trinh/")
    head.locator("[name=cause]").first.check()
    press(head, "Giải trình", text="Bố trí thêm người", commits_to=(on).isoformat())
    go(manager, f"/kiem-tra-dot-xuat/khac-phuc/neu/?nhiem-vu={late.code}")
    press(manager, "Nêu việc khắc phục", text="Niêm yết ở ba cửa", due_on=on.isoformat())
    remedy = f"/kiem-tra-dot-xuat/khac-phuc/{Remedy.objects.get().pk}/"
    go(worker, "/nhiem-vu/hom-nay/")
    assert worker.get_by_text("Niêm yết ở ba cửa").is_visible()
    go(worker, remedy)
    worker.get_by_text("Báo kết quả").first.click()
    press(worker, "Báo kết quả", result="Đã niêm yết")
    go(manager, remedy)
    press(manager, "Xác nhận đã khắc phục")

    # Visited: unseen until it is recorded; a file outlives a refusal of the form.
    go(manager, "/kiem-tra-dot-xuat/len-lich/")
    name = Agency.objects.get(pk=commune).name
    press(
        manager, "Lên lịch kiểm tra", visited=name, planned_on=on.isoformat(), reason="Ít hồ sơ",
    )  # fmt: skip
    visit = "/" + manager.url.split("/", 3)[3]
    assert worker.request.get(manager.url).status == 404
    go(manager, f"{visit}ghi-nhan/")
    manager.set_input_files("[name=file]", file)
    manager.get_by_role("button", name="Ghi nhận", exact=True).click()
    manager.locator(".error-list").wait_for()
    assert manager.get_by_text("31-TB-TU.txt").is_visible()
    press(manager, "Ghi nhận", findings="Quầy 2 trống", remedy__1="Bố trí người trực")
    assert manager.get_by_role("link", name="Biên bản kiểm tra").is_visible()

    # Told at the meeting, whose conclusion becomes a task.
    meeting = open_meeting(
        programme=house.programme, agency=house.party, kind=MeetingKind.WEEKLY,
        held_at=now - timedelta(minutes=5), title="Giao ban", by="a:1", at=now,
    )  # fmt: skip
    go(manager, f"/cuoc-hop/{meeting.pk}/")
    press(manager, "Lập báo cáo phục vụ họp")
    assert manager.get_by_text("Bố trí thêm người").first.is_visible()
    press(manager, "Ghi kết luận", text="Hội An bố trí người hướng dẫn ở mọi quầy")
    manager.get_by_role("link", name="Giao thành nhiệm vụ").click()
    manager.locator("[name=pillar]").select_option("people")
    press(manager, "Giao thành nhiệm vụ", lead=name)
    conclusion = Meeting.objects.get().conclusions.get()
    assert conclusion.task is not None
    assert conclusion.task.lead_id == commune
