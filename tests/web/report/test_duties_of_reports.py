"""What reports owe to those who rely on them, on the screen: one figure is asked once, what is
measured stands beside what is reported, who is missing, locked periods, consolidation, and checks
beyond the arithmetic."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from lienthong.accounts.rules import Role
from lienthong.journal.models import Entry
from lienthong.organisations import queries as organisations
from lienthong.reports import actions
from lienthong.reports.actions import Figures
from lienthong.reports.adapters.packs import builtin
from lienthong.reports.models import Finding, Report, Revision
from lienthong.reports.queries.forms import form_in_force
from lienthong.reports.rules import NotAllowed
from lienthong.reports.rules.kinds import Rhythm
from tests.reports import world as worlds
from tests.reports.world import BY, CONTENT, DUE, FRIDAY, MORNING, RIGHT, World, submit
from tests.web.report.conftest import Clock, Enter

TYPED = {f"v-{code}": value for code, value in RIGHT.items()}


@pytest.fixture
def reporter(reports: World, enter: Enter) -> Client:
    return enter(reports.hoi_an, Role.REPORTER)


def owed(form: int, agency: int, day: date = FRIDAY) -> int:
    """The report of an agency for a period that is opened here."""
    period = actions.open_period(form_id=form, day=day, by=BY, at=MORNING)
    return Report.objects.get(period=period, agency=agency).pk


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, report: int, **changes: str) -> str:
    given = TYPED | {"act": "submit"} | changes
    return str(client.post(f"/bao-cao/{report}/nop/", given, follow=True).content.decode())


def content(**changes: Any) -> dict[str, Any]:
    return {"owed_by": ["commune_committee"], "schedule": {"at": "16:00"}} | changes


def test_one_figure_is_asked_once_whichever_reports_need_it(
    reports: World, reporter: Client
) -> None:
    send(reporter, reports.report().pk)
    other = owed(worlds.form("second-daily"), reports.hoi_an)
    shown = page(reporter, f"/bao-cao/{other}/")
    assert shown.count("đã báo cáo ở biểu khác, không hỏi lại") == 4
    assert 'id="v-t.staff" name="v-t.staff" value="40"' in shown


def test_a_difference_from_what_is_measured_is_shown_and_asks_for_an_explanation(
    reports: World, reporter: Client
) -> None:
    number = owed(
        worlds.form("measured", content=content(sections=[
            {"name": "Đo", "fields": ["t.measured"]},
        ])),
        reports.hoi_an,
    )  # fmt: skip
    assert "Đo được" in page(reporter, f"/bao-cao/{number}/")
    shown = send(reporter, number, **{"v-t.measured": "12"})
    assert "báo cáo 12, hệ thống đo được 0" in shown and "Giải trình" in shown
    assert Finding.objects.get(report=number).state == "open"


def test_r76_the_portals_figures_are_compared_with_the_house_and_differences_are_listed(
    reports: World, enter: Enter
) -> None:
    loaded = actions.load_pack(pack=builtin("portal"), receiver=reports.province, by=BY, at=MORNING)
    assert (loaded.indicators, loaded.forms) == (4, 1)
    form = form_in_force("portal-figures", on=FRIDAY)
    assert form is not None and form.automatic_since is None and not form.confirmed
    number = owed(form.id, reports.hoi_an)
    values = {"portal.received": "7", "portal.finished": "0", "portal.taken_at": "15:30 04/09/2026"}
    actions.submit(report_id=number, figures=Figures(values=values), by=BY, at=MORNING)
    inspector = enter(reports.province, Role.INSPECTOR)
    listed = page(inspector, "/bao-cao/phat-hien/?loai=measured&bieu=portal-figures")
    assert "báo cáo 7, hệ thống đo được 0" in listed and "lúc 09:00 04/09/2026" in listed
    assert "lệch 7" in listed
    assert "lệch 7" not in page(inspector, "/bao-cao/phat-hien/?loai=measured&bieu=test-daily")


def test_missing_units_are_visible_by_the_hour(reports: World, enter: Enter, clock: Clock) -> None:
    submit(reports.report(), MORNING + timedelta(minutes=20))
    submit(reports.report(reports.other), DUE + timedelta(minutes=1))
    clock.now = DUE + timedelta(minutes=5)
    shown = page(enter(reports.province, Role.PROGRAMME_MANAGER), f"/bao-cao/ky/{reports.period}/")
    assert "Còn thiếu 93 đơn vị" in shown
    assert '<span class="fig">10:00</span>' in shown and "+1 · 1" in shown


def test_a_locked_period_changes_only_after_a_reopening_that_the_journal_keeps(
    reports: World, reporter: Client, enter: Enter, clock: Clock
) -> None:
    manager, number = enter(reports.province, Role.PROGRAMME_MANAGER), reports.report().pk
    send(reporter, number)
    clock.now = DUE + timedelta(minutes=1)
    manager.post(f"/bao-cao/ky/{reports.period}/khoa/")
    assert "Kỳ này đã khóa" in page(reporter, f"/bao-cao/{number}/")
    send(reporter, number, **{"v-t.staff": "41"})
    assert Revision.objects.filter(report=number).count() == 1
    manager.post(f"/bao-cao/{number}/mo-lai/", {"reason": "Ghi nhầm số cán bộ", "hours": "2"})
    send(reporter, number, **{"v-t.staff": "41"})
    assert Revision.objects.get(report=number, number=2).values["t.staff"] == "41"
    kept = Entry.objects.get(action="report.reopened")
    assert kept.data["reason"] == "Ghi nhầm số cán bộ"
    clock.now += timedelta(hours=2)
    with pytest.raises(NotAllowed, match="đã khóa"):
        submit(reports.report(), clock.now)


def test_a_province_consolidates_its_communes_and_the_centre_its_provinces(
    reports: World, enter: Enter
) -> None:
    centre = organisations.agency_by_reference("national/party_office")
    assert centre is not None
    form = worlds.form(
        "national", receiver=centre.id,
        content=CONTENT | {"owed_by": ["commune_committee", "province_committee"]},
    )  # fmt: skip
    actions.open_period(form_id=form, day=FRIDAY, by=BY, at=MORNING)
    of = Report.objects.filter(period__form=form)
    top, city = of.get(agency=centre.id), of.get(agency=reports.province)
    for agency in (reports.hoi_an, reports.other):
        submit(of.get(agency=agency))
    province = enter(reports.province, Role.REPORTER)
    address = f"/bao-cao/{city.pk}/tong-hop/"
    shown = page(province, address)
    assert "Còn thiếu 92 đơn vị" in shown and "<b>60</b>" in shown
    assert "66,7" in shown  # the share is derived anew, never averaged
    province.post(address)
    city.refresh_from_db()
    assert city.draft is not None and city.draft["values"]["t.total"] == "60"
    values = city.draft["values"]
    actions.submit(report_id=city.pk, figures=Figures(values=values), by=BY, at=MORNING)
    at_centre = enter(centre.id, Role.REPORTER)
    assert at_centre.post(f"/bao-cao/{top.pk}/tong-hop/").status_code == 302
    top.refresh_from_db()
    assert top.draft is not None and top.draft["values"]["t.total"] == "60"
    assert city.above_id == top.pk


def test_a_month_whose_figures_stop_early_is_told_its_dates(
    reports: World, reporter: Client
) -> None:
    schedule = {"at": "16:00", "after": 3, "opens": 30}
    form = worlds.form("monthly", rhythm=Rhythm.MONTHLY, content=CONTENT | {"schedule": schedule})
    number = owed(form, reports.hoi_an)
    shown = send(reporter, number, **{"den-ngay": "2026-09-04"})
    assert "tháng 9/2026 (01/09/2026–30/09/2026) nhưng số liệu chỉ đến 04/09/2026" in shown


def test_one_figure_with_two_as_of_dates_is_flagged(reports: World, reporter: Client) -> None:
    send(reporter, reports.report().pk)
    other = owed(worlds.form("second-daily"), reports.hoi_an)
    shown = send(reporter, other, **{"v-t.staff": "44"})
    assert "ghi 44 ở đây nhưng 40 ở “Báo cáo ngày”" in shown


def test_classes_that_do_not_cover_all_communes_are_flagged(reports: World, enter: Enter) -> None:
    claim = {"id": "all", "kind": "coverage", "parts": ["t.online", "t.direct"], "of": "communes"}
    form = worlds.form("classes", content=CONTENT | {"owed_by": [], "claims": [claim]})
    number = owed(form, reports.province)
    city = enter(reports.province, Role.REPORTER)
    assert "còn phải đủ 94 xã, phường, đặc khu: thiếu 64" in send(city, number)
    assert "Đã sửa" in send(city, number, **{"v-t.total": "94", "v-t.online": "84"})


def test_a_derived_figure_that_cannot_be_computed_again_is_flagged(
    reports: World, reporter: Client
) -> None:
    shown = send(reporter, reports.report().pk, **{"v-t.share": "60"})
    assert "Công thức không ra số này" in shown
    assert "“Tỷ lệ trực tuyến” = “Hồ sơ trực tuyến” / “Hồ sơ tiếp nhận” * 100 = 67" in shown
