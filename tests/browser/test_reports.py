"""Reports in a browser: readable by everybody, on a phone too; the checks run while one types."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.reports import actions
from lienthong.reports.models import Finding, Report
from tests.accounts import cast
from tests.browser.conftest import Open, wrong_on
from tests.reports import world as worlds
from tests.reports.world import MORNING, World, submit


@pytest.fixture
def reports(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Two days of a form: Thursday submitted, Friday owed; one commune beside it has submitted."""
    monkeypatch.setattr(timezone, "now", lambda: MORNING.replace(hour=15, minute=10))
    worlds.load()
    made = worlds.build()
    before = MORNING - timedelta(days=1)
    thursday = actions.open_period(form_id=made.form, day=date(2026, 9, 3), by=worlds.BY, at=before)
    submit(Report.objects.get(period=thursday, agency=made.hoi_an), at=before)
    submit(made.report(made.other), at=MORNING, t_total="31")
    actions.return_report(
        report_id=made.report(made.other).pk, reason="Tổng chưa khớp", by=worlds.BY, at=MORNING
    )
    yield made


def official(agency: int, role: Role) -> int:
    number = cast.account(f"{role}-{agency}")
    cast.assign(number, agency, role)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    return number


def test_pages_of_reports_are_accessible_and_fit_the_screen(
    open_page: Open, reports: World, language: str
) -> None:
    reporter = official(reports.hoi_an, Role.REPORTER)
    city = official(reports.province, Role.REPORTER)
    manager = official(reports.province, Role.PROGRAMME_MANAGER)
    finding = Finding.objects.get(claim="parts").pk
    own, top = reports.report().pk, reports.report(reports.province).pk
    beside = reports.report(reports.other).pk
    pages = [
        (reporter, "/bao-cao/"),
        (reporter, f"/bao-cao/{own}/"),
        (city, "/bao-cao/"),
        (city, f"/bao-cao/{beside}/"),
        (city, f"/bao-cao/{top}/tong-hop/"),
        (city, f"/bao-cao/ky/{reports.period}/"),
        (city, f"/bao-cao/{beside}/lich-su/"),
        (city, "/bao-cao/phat-hien/"),
        (manager, f"/bao-cao/phat-hien/{finding}/"),
        (manager, "/bao-cao/bieu-mau/"),
        (manager, f"/bao-cao/bieu-mau/{reports.form}/"),
        (manager, "/bao-cao/chi-tieu/"),
        (manager, "/bao-cao/chi-tieu/t.total/"),
    ]
    assert wrong_on(open_page, pages, language=language) == []


def test_a_report_is_checked_while_it_is_typed_and_submitted(
    open_page: Open, reports: World
) -> None:
    page = open_page(
        f"/bao-cao/{reports.report().pk}/", account=official(reports.hoi_an, Role.REPORTER)
    )
    for code, text in (("total", "1.031"), ("online", "1.020"), ("direct", "10"), ("staff", "40")):
        page.locator(f'[id="v-t.{code}"]').fill(text)
    page.locator('[id="v-t.staff"]').blur()
    expect(page.locator("#kiem-tra")).to_contain_text("1.020 + 10 = 1.030")
    page.locator('[id="v-t.total"]').fill("1.030")
    page.locator('[id="v-t.total"]').blur()
    expect(page.locator("#kiem-tra")).to_contain_text("1 phép kiểm tra khớp")
    page.get_by_role("button", name="Nộp báo cáo").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nộp lúc 15:10")
