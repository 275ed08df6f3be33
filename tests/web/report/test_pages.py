"""What a unit, the level above and an inspector see and do with reports."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from lienthong.accounts.rules import Role
from lienthong.papers.models import File
from lienthong.programmes.models import Difficulty
from lienthong.reports import actions
from lienthong.reports.models import Finding, Report, Revision
from lienthong.reports.rules.kinds import FindingState, ReportState
from lienthong.web.programme.difficulty_raising import ALONE
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


def _zip(*names: str, size: int = 3) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, b"x" * size)
    return made.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rong.xlsx", b"", "Tệp rỗng|Chọn tệp"),
        ("rong.csv", b" \r\n", "Tệp rỗng"),
        ("cu.xls", OLE, "Excel đời cũ"),
        ("mat-khau.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        ("bang.ods", _zip("mimetype", "content.xml"), "OpenDocument"),
        ("macro.xlsm", _zip("xl/vbaProject.bin"), "có macro"),
        ("doi-ten.xlsx", _zip("xl/vbaProject.bin"), "có macro"),
        ("bom.xlsx", _zip("xl/worksheets/sheet1.xml", size=21 * 1024 * 1024), "quá lớn"),
        ("to.xlsx", b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        ("hong.xlsx", b"PK\x03\x04 broken", "Không mở được"),
        ("anh.png", b"\x89PNG", "Chỉ nhận tệp"),
        ("tcvn.csv", "Mã;Số liệu".encode("utf-16"), "UTF-8"),
        ("dai.csv", b"a,b\n" * 2100, "quá lớn"),
    ],
)
def test_a_file_that_is_no_sheet_of_ours_is_told_what_to_do_and_leaves_nothing(
    reports: World, reporter: Client, name: str, content: bytes, sentence: str
) -> None:
    number = reports.report().pk
    sent = {"sheet": SimpleUploadedFile(name, content)}
    shown = reporter.post(f"/bao-cao/{number}/nop-bang-tinh/", sent, follow=True).text
    assert any(part in shown for part in sentence.split("|"))
    assert File.objects.count() == 0
    assert reports.report().draft is None


def test_a_formula_without_a_result_is_named_by_its_cell(reports: World, reporter: Client) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Mã", "Số liệu"], ["t.total", "=B3+B4"], ["t.online", 20], ["t.direct", 10],
                 ["t.staff", "#DIV/0!"]):  # fmt: skip
        sheet.append(line)
    kept = BytesIO()
    book.save(kept)
    sent = {"sheet": SimpleUploadedFile("bang.xlsx", kept.getvalue())}
    page = reporter.post(f"/bao-cao/{reports.report().pk}/nop-bang-tinh/", sent)
    assert page.status_code == 422
    assert "B2" in page.text and "công thức chưa được tính" in page.text
    assert "B5" in page.text and "không phải là số" in page.text
    assert reports.report().draft is None


def test_what_was_typed_stays_on_the_page_when_the_period_was_locked_meanwhile(
    reports: World, reporter: Client, clock: Clock
) -> None:
    clock.now = DUE + timedelta(minutes=1)
    actions.lock_period(period_id=reports.period, by=BY, at=clock.now)
    number = reports.report().pk
    for act in ("submit", "save"):
        response = reporter.post(
            f"/bao-cao/{number}/nop/", TYPED | {"v-t.total": "1.030", "act": act}
        )
        assert response.status_code == 422
        assert "đã khóa" in response.text and 'value="1.030"' in response.text
    assert reports.report().submitted_at is None


def test_an_english_reader_reads_what_a_check_found_in_english(
    reports: World, reporter: Client
) -> None:
    submit(reports.report(), t_total="31")
    reporter.cookies["language"] = "en"
    page = text_of(reporter, f"/bao-cao/{reports.report().pk}/")
    assert "says 31, but the total of the parts is 20 + 10 = 30, a difference of 1." in page
    finding = Finding.objects.get(kind="sum")
    assert finding.explanation == (
        "“Hồ sơ tiếp nhận” ghi 31, còn tổng các thành phần là 20 + 10 = 30, lệch 1."
    )
    for address in ("/bao-cao/phat-hien/", f"/bao-cao/phat-hien/{finding.pk}/"):
        assert "a difference of 1" in text_of(reporter, address)


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


def test_a_difficulty_is_raised_from_a_report_that_its_reader_sees_and_from_no_other(
    reports: World, reporter: Client
) -> None:
    given = {
        "agency": str(reports.hoi_an), "against": "system", "subject": "Phần mềm hộ tịch",
        "text": "Chạy rất chậm buổi sáng", "cause": "technology", "severity": "2",
        "since": f"{FRIDAY:%Y-%m-%d}", "gop": ALONE,
    }  # fmt: skip
    own, foreign = reports.report().pk, reports.report(reports.other).pk
    for asked, kept in ((own, own), (foreign, None), (10**15, None)):
        made = reporter.post(f"/kho-khan/neu/?bao-cao={asked}", given)
        assert made.status_code == 302
        code = made["Location"].split("/")[-2]
        assert Difficulty.objects.get(code=code).report_id == kept
    # The form names the report it is raised with, and each page leads to the other.
    page = f"/bao-cao/{own}/"
    form = text_of(reporter, f"/kho-khan/neu/?bao-cao={own}")
    assert "Kèm báo cáo:" in form
    assert f'class="btn" href="{page}"' in form
    assert "Kèm báo cáo:" not in text_of(reporter, f"/kho-khan/neu/?bao-cao={foreign}")
    attached = Difficulty.objects.get(report=own).code
    assert f'href="/kho-khan/{attached}/"' in text_of(reporter, page)
    assert f'href="{page}"' in text_of(reporter, f"/kho-khan/{attached}/")


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
