"""What a unit, the level above and an inspector see and do with reports."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from lienthong.accounts.rules import Role
from lienthong.papers.models import File
from lienthong.reports import actions
from lienthong.reports.models import Finding, Report, Revision
from lienthong.reports.rules.kinds import FindingState, ReportState
from tests.reports.world import BY, DUE, FRIDAY, MORNING, RIGHT, World, submit
from tests.web.report.conftest import Clock, Enter

TYPED = {"v-t.total": "30", "v-t.online": "20", "v-t.direct": "10", "v-t.staff": "40"}


@pytest.fixture
def reporter(reports: World, enter: Enter) -> Client:
    return enter(reports.hoi_an, Role.REPORTER)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_thing_seen_is_what_the_unit_owes_with_the_time_left(
    reports: World, reporter: Client, clock: Clock
) -> None:
    page = text_of(reporter, "/bao-cao/")
    assert "Còn 1 báo cáo phải nộp" in page
    assert "Còn 7 giờ" in page
    assert "16:00 thứ Sáu, 04/09/2026" in page
    clock.now = DUE + timedelta(minutes=5)
    assert "Trễ 5 phút" in text_of(reporter, "/bao-cao/")


def test_a_typed_report_is_submitted_with_vietnamese_numbers(
    reports: World, reporter: Client
) -> None:
    number = reports.report().pk
    given = TYPED | {"v-t.total": "1.030", "v-t.online": "1 020", "act": "submit"}
    response = reporter.post(f"/bao-cao/{number}/nop/", given, follow=True)
    assert "Đã nộp lúc 09:00" in response.content.decode()
    assert Revision.objects.get(report=number).values["t.total"] == "1030"
    assert reports.report().state == ReportState.SUBMITTED


def test_what_cannot_be_read_is_said_beside_the_figure_and_kept(
    reports: World, reporter: Client
) -> None:
    number = reports.report().pk
    given = TYPED | {"v-t.total": "97,779", "v-t.staff": "bốn mươi", "act": "submit"}
    response = reporter.post(f"/bao-cao/{number}/nop/", given)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nếu là 97.779 thì dùng dấu chấm" in page
    assert 'value="bốn mươi"' in page
    assert 'aria-describedby="e-t.total"' in page
    assert not Revision.objects.exists()


def test_a_draft_is_kept_and_nothing_is_submitted(reports: World, reporter: Client) -> None:
    number = reports.report().pk
    reporter.post(f"/bao-cao/{number}/nop/", {"v-t.total": "1.234", "act": "save"})
    assert reports.report().state == ReportState.DRAFT
    assert 'value="1.234"' in text_of(reporter, f"/bao-cao/{number}/")
    assert not Revision.objects.exists()


def test_the_checks_run_while_typing_and_keep_nothing(reports: World, reporter: Client) -> None:
    number = reports.report().pk
    response = reporter.post(
        f"/bao-cao/{number}/kiem-tra/", TYPED | {"v-t.total": "31"}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert "20 + 10 = 30" in page
    assert "Tổng không khớp" in page
    assert reports.report().state == ReportState.OWED


def test_no_change_is_one_press(reports: World, enter: Enter, clock: Clock) -> None:
    submit(reports.report())
    monday = MORNING + timedelta(days=3)
    period = actions.open_period(form_id=reports.form, day=monday.date(), by=BY, at=monday)
    clock.now = monday
    reporter = enter(reports.hoi_an, Role.REPORTER)
    report = Report.objects.get(period=period, agency=reports.hoi_an)
    assert "Nộp: không thay đổi" in text_of(reporter, f"/bao-cao/{report.pk}/")
    reporter.post(f"/bao-cao/{report.pk}/nop/", {"act": "unchanged"})
    report.refresh_from_db()
    assert (report.state, report.unchanged) == (ReportState.SUBMITTED, True)


def sheet(rows: list[list[object]], name: str = "bao-cao.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


HEAD: list[object] = ["Mã", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"]


def test_a_bad_sheet_is_explained_cell_by_cell_and_leaves_nothing(
    reports: World, reporter: Client
) -> None:
    number = reports.report().pk
    rows: list[list[object]] = [
        HEAD,
        ["t.total", "Hồ sơ tiếp nhận", "hồ sơ", "khoảng 30", ""],
        ["t.online", "", "", "97,779", ""],
        ["t.direct", "", "", 10, ""],
        ["t.khac", "Chỉ tiêu lạ", "", 1, ""],
    ]
    response = reporter.post(f"/bao-cao/{number}/nop-bang-tinh/", {"sheet": sheet(rows)})
    page = response.content.decode()
    assert response.status_code == 422
    for cell in ("D2", "D3", "A5"):
        assert f">{cell}</th>" in page
    assert "Thiếu dòng của chỉ tiêu “Cán bộ, công chức”" in page
    assert reports.report().state == ReportState.OWED
    assert not File.objects.exists()


def test_a_good_sheet_becomes_the_draft_and_says_what_does_not_add_up(
    reports: World, reporter: Client
) -> None:
    number = reports.report().pk
    rows: list[list[object]] = [
        ["Báo cáo ngày 04/09/2026"],
        HEAD,
        ["t.total", "", "", "1.031", ""],
        ["t.online", "", "", 1020, ""],
        ["t.direct", "", "", 10.0, ""],
        ["t.staff", "", "", 40, "đủ"],
    ]
    response = reporter.post(f"/bao-cao/{number}/nop-bang-tinh/", {"sheet": sheet(rows)})
    page = response.content.decode()
    assert response.status_code == 200
    assert ">D3</th>" in page
    assert "1.020 + 10 = 1.030" in page
    draft = reports.report().draft
    assert draft is not None
    assert draft["values"]["t.total"] == "1031"
    assert reports.report().state == ReportState.DRAFT


def test_the_sheet_that_is_downloaded_can_be_uploaded(reports: World, reporter: Client) -> None:
    number = reports.report().pk
    reporter.post(f"/bao-cao/{number}/nop/", TYPED | {"act": "save"})
    content = reporter.get(f"/bao-cao/{number}/bang-tinh/").content
    assert load_workbook(BytesIO(content)).active is not None
    again = SimpleUploadedFile("lai.xlsx", content)
    reporter.post(f"/bao-cao/{number}/nop-bang-tinh/", {"sheet": again})
    draft = reports.report().draft
    assert draft is not None
    assert draft["values"] == RIGHT


def test_a_finding_has_an_owner_a_state_and_a_note(reports: World, reporter: Client) -> None:
    submit(reports.report(), t_total="31")
    finding = Finding.objects.get(claim="parts")
    page = text_of(reporter, "/bao-cao/phat-hien/")
    assert "Chờ giải trình" in page
    assert page.count("Hội An") >= 1
    address = f"/bao-cao/phat-hien/{finding.pk}/"
    assert reporter.post(address, {"note": ""}).status_code == 422
    reporter.post(address, {"note": "Một hồ sơ qua bưu chính", "act": "explain"})
    finding.refresh_from_db()
    assert (finding.state, finding.note) == (FindingState.EXPLAINED, "Một hồ sơ qua bưu chính")


def test_the_level_above_sees_who_is_missing_by_the_hour(reports: World, enter: Enter) -> None:
    submit(reports.report())
    city = enter(reports.province, Role.REPORTER)
    page = text_of(city, f"/bao-cao/ky/{reports.period}/")
    assert "Còn thiếu 94 đơn vị" in page
    assert "Hội An Đông</a>" not in page
    top = reports.report(reports.province).pk
    assert "Còn thiếu 93 đơn vị" in text_of(city, f"/bao-cao/{top}/tong-hop/")
    city.post(f"/bao-cao/{top}/tong-hop/")
    draft = reports.report(reports.province).draft
    assert draft is not None
    assert draft["values"]["t.total"] == "30"


def test_who_manages_returns_locks_and_reopens(reports: World, enter: Enter, clock: Clock) -> None:
    submit(reports.report())
    number = reports.report().pk
    clock.now = DUE + timedelta(hours=1)
    manager = enter(reports.province, Role.PROGRAMME_MANAGER)
    manager.post(f"/bao-cao/{number}/tra-lai/", {"reason": "Thiếu hồ sơ đất đai"})
    assert reports.report().state == ReportState.RETURNED
    manager.post(f"/bao-cao/ky/{reports.period}/khoa/")
    assert "Đã khóa lúc" in text_of(manager, f"/bao-cao/ky/{reports.period}/")
    manager.post(f"/bao-cao/{number}/mo-lai/", {"reason": "Mất điện", "hours": "2"})
    assert reports.report().reopened_until == clock.now + timedelta(hours=2)


def test_an_inspector_reads_at_the_level_and_below_and_changes_nothing(
    reports: World, enter: Enter
) -> None:
    submit(reports.report())
    number = reports.report().pk
    inspector = enter(reports.province, Role.INSPECTOR)
    page = text_of(inspector, f"/bao-cao/{number}/")
    assert "Nộp báo cáo</button>" not in page
    assert inspector.post(f"/bao-cao/{number}/nop/", {"act": "submit"}).status_code == 403
    low = enter(reports.other, Role.INSPECTOR)
    assert low.get(f"/bao-cao/{number}/").status_code == 403


def test_a_unit_does_not_see_the_unit_beside_it(reports: World, enter: Enter) -> None:
    beside = enter(reports.other, Role.REPORTER)
    assert beside.get(f"/bao-cao/{reports.report().pk}/").status_code == 403
    assert beside.post(f"/bao-cao/{reports.report().pk}/nop/", TYPED).status_code == 403


def test_history_forms_and_indicators_open(reports: World, reporter: Client) -> None:
    submit(reports.report())
    submit(reports.report(), t_total="31")
    page = text_of(reporter, f"/bao-cao/{reports.report().pk}/lich-su/")
    assert "Lần 2" in page
    assert "Báo cáo ngày" in text_of(reporter, "/bao-cao/bieu-mau/")
    assert "trước 16:00" in text_of(reporter, f"/bao-cao/bieu-mau/{reports.form}/")
    assert "Cán bộ, công chức" in text_of(reporter, "/bao-cao/chi-tieu/?q=can bo")
    page = text_of(reporter, "/bao-cao/chi-tieu/t.total/")
    assert "Hội An Đông</a>" in page
    assert FRIDAY.strftime("%d/%m/%Y") in page
    assert reporter.get("/bao-cao/chi-tieu/khong-co/").status_code == 404
