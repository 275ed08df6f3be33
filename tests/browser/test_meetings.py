"""Difficulties, visits and meetings in a browser: accessible, no wider than a phone."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.organisations.models import Agency
from lienthong.programmes.actions import difficulties, meetings, visits
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.actions.visits import RemedyGiven
from lienthong.programmes.rules.difficulties import Draft
from lienthong.programmes.rules.kinds import Against, DeadlineKind, MeetingKind, Pillar
from tests.accounts import cast
from tests.browser.conftest import Open, faults, sideways, wrong_on
from tests.programmes import house as houses


@pytest.fixture
def shown(transactional_db: None) -> tuple[int, list[str]]:
    """Who coordinates, and the addresses of everything there is."""
    house = houses.build()
    account = cast.account("manager", "Hồ Thị Xuân")
    cast.assign(account, house.party, Role.PROGRAMME_MANAGER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    at, by = timezone.now(), f"a:{account}"
    commune, department = house.agencies.commune, house.agencies.department
    raised = [
        difficulties.raise_difficulty(
            draft=Draft(
                against=Against.SYSTEM, subject="Phần mềm hộ tịch điện tử dùng chung", severity=3,
                text="Buổi sáng rất chậm, không ký số được", since=at.date() - timedelta(days=40),
            ),
            agency=agency, by="a:9", at=at - timedelta(days=30), programme=house.programme,
        )
        for agency in (commune, house.agencies.centre)
    ]  # fmt: skip
    planned, recorded = (
        visits.plan_visit(
            programme=house.programme, visited=agency, planned_on=timezone.localdate(at),
            reason="Báo cáo đủ nhưng ít hồ sơ", agency=house.party, by=by, at=at,
        )
        for agency in (commune, department)
    )  # fmt: skip
    visits.record_visit(
        code=recorded.code, findings="Máy quét để trong kho", agency=house.party, by=by, at=at,
        remedies=[RemedyGiven(text="Đưa máy quét ra quầy")],
    )  # fmt: skip
    for lead in (commune, department):
        assign_task(
            programme_id=house.programme, title="Số hóa sổ hộ tịch", lead_id=lead,
            assigner_id=house.party, pillar=Pillar.DATA, by=by, at=at - timedelta(days=9),
            due_at=at - timedelta(days=2), deadline_kind=DeadlineKind.DATE,
        )  # fmt: skip
    meeting = meetings.open_meeting(
        programme=house.programme, agency=house.party, kind=MeetingKind.WEEKLY,
        held_at=at - timedelta(hours=1), title="Giao ban tuần 47", by=by, at=at,
    )  # fmt: skip
    meetings.make_brief(meeting_id=meeting.pk, by=by, at=at)
    conclusion = meetings.conclude(meeting_id=meeting.pk, text="Sửa phần mềm", by=by, at=at)
    remedy = recorded.remedies.get().pk
    addresses = [
        "/kho-khan/", "/kho-khan/tong-hop/", f"/kho-khan/{raised[0].code}/",
        "/kiem-tra-dot-xuat/", "/kiem-tra-dot-xuat/goi-y/", "/kiem-tra-dot-xuat/len-lich/",
        f"/kiem-tra-dot-xuat/{planned.code}/", f"/kiem-tra-dot-xuat/{recorded.code}/",
        f"/kiem-tra-dot-xuat/{planned.code}/ghi-nhan/", "/kiem-tra-dot-xuat/khac-phuc/",
        f"/kiem-tra-dot-xuat/khac-phuc/{remedy}/", "/kiem-tra-dot-xuat/tong-hop/",
        "/kiem-tra-dot-xuat/don-vi-cham/", "/cuoc-hop/", f"/cuoc-hop/{meeting.pk}/",
        f"/cuoc-hop/{meeting.pk}/ket-luan/{conclusion.pk}/",
    ]  # fmt: skip

    return account, addresses


def test_every_page_is_accessible_and_no_wider_than_its_screen(
    open_page: Open, shown: tuple[int, list[str]], language: str
) -> None:
    account, addresses = shown
    pictures = os.environ.get("LIENTHONG_PICTURES", "")

    def picture(page: Page) -> None:
        if pictures:
            name = f"{urlsplit(page.url).path.strip('/').replace('/', '-')}.{language_of(page)}.png"
            page.screenshot(path=Path(pictures) / name, full_page=True)

    pages = [(account, address) for address in addresses]
    assert wrong_on(open_page, pages, language=language, first=picture) == []


def language_of(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))


@pytest.mark.usefixtures("shown")
def test_a_unit_raises_a_difficulty_on_a_phone(open_page: Open) -> None:
    reporter = cast.account("reporter", "Trần Văn Báo")
    cast.assign(reporter, _commune(), Role.REPORTER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    page = open_page("/kho-khan/neu/", width=360, account=reporter)
    assert faults(page) == []
    assert sideways(page) == 0
    page.get_by_label("Hệ thống, phần mềm").check()
    page.get_by_label("Tên quy định, hệ thống hoặc nguồn lực").fill("Đăng nhập VNeID")
    page.get_by_label("Vướng ở chỗ nào, cần ai làm gì").fill("Không đăng nhập được")
    page.get_by_role("button", name="Nêu khó khăn").click()
    page.get_by_role("heading", name="Đăng nhập VNeID").wait_for()


def _commune() -> int:
    return Agency.objects.get(name="UBND phường Hội An").pk
