"""A programme manager prepares forms and indicators on the screen."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.accounts.rules import Role
from lienthong.organisations import queries as organisations
from lienthong.reports import actions
from lienthong.reports.models import Form, Indicator, Period
from lienthong.reports.queries import forms as queries
from lienthong.reports.rules.kinds import FindingKind
from tests.reports import world as worlds
from tests.reports.world import FRIDAY, MORNING, World
from tests.web.report.conftest import Clock, Enter

MONDAY = FRIDAY + timedelta(days=3)
TYPED = {
    "code": "staff-weekly", "name": "Cán bộ tuần", "source": "Công văn 12", "rhythm": "weekly",
    "hour": "16:00", "after": "0", "opens": "2", "locks": "3", "commune_share": "50",
    "province_share": "100", "owed_by": ["commune_committee"], "automatic": "on",
    "valid_from": f"{MONDAY:%Y-%m-%d}", "checks": "t.online <= t.total", "rows": "4",
    "s-0": "Hồ sơ", "c-0": "t.total", "r-0": "on", "c-1": "Hồ sơ trực tuyến", "r-1": "on",
    "s-3": "Bộ máy", "e-3": "Staff", "c-3": "t.staff", "h-3": "Kể cả hợp đồng",
}  # fmt: skip


@pytest.fixture
def manager(reports: World, enter: Enter) -> Client:
    return enter(reports.province, Role.PROGRAMME_MANAGER)


def page(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def draft(client: Client, **changes: object) -> Form:
    agency = client.get("/bao-cao/bieu-mau/moi/").context["form"].fields["receiver"].choices[0][0]
    given = TYPED | {"receiver": agency} | changes
    response = client.post("/bao-cao/bieu-mau/moi/", given)
    assert response.status_code == 302, response.content.decode()
    return Form.objects.get(published_at=None)


def test_a_form_is_typed_previewed_published_and_its_periods_open(
    reports: World, manager: Client, clock: Clock
) -> None:
    made = draft(manager)
    shown = page(manager, f"/bao-cao/bieu-mau/{made.pk}/xem-thu/")
    assert "Hồ sơ trực tuyến" in shown and "Kể cả hợp đồng" in shown and "tuần 37" in shown
    assert "Cán bộ tuần" in page(manager, "/bao-cao/bieu-mau/")
    manager.post(f"/bao-cao/bieu-mau/{made.pk}/viec/", {"act": "publish"})
    one = queries.form(made.pk)
    assert [section.name for section in one.content.sections] == ["Hồ sơ", "Bộ máy"]
    assert [field.indicator for field in one.content.fields] == ["t.total", "t.online", "t.staff"]
    assert [field.required for field in one.content.fields] == [True, True, False]
    assert [claim.kind for claim in one.content.claims] == [FindingKind.AT_MOST]
    assert one.automatic_since == MORNING
    actions.open_due_periods(by="system:reports", at=MORNING + timedelta(days=7))
    assert Period.objects.get(form=made.pk).start == MONDAY


def test_a_draft_is_seen_by_those_who_prepare_it_only(
    reports: World, manager: Client, enter: Enter
) -> None:
    made = draft(manager)
    reporter = enter(reports.hoi_an, Role.REPORTER)
    assert reporter.get(f"/bao-cao/bieu-mau/{made.pk}/xem-thu/").status_code == 403
    assert reporter.get(f"/bao-cao/bieu-mau/{made.pk}/goi/").status_code == 403
    assert "Cán bộ tuần" not in page(reporter, "/bao-cao/bieu-mau/")
    published = page(reporter, f"/bao-cao/bieu-mau/{reports.form}/xem-thu/")
    assert "Cán bộ, công chức" in published and "Công bố" not in published


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"c-0": "khong-co", "checks": ""}, "Chưa có định nghĩa của chỉ tiêu"),
        ({"c-1": "t.total"}, "có hai lần trong biểu"),
        ({"checks": "t.total là tổng"}, "Không đọc được phép kiểm tra"),
        ({"code": "test-daily"}, "Đã có biểu mang mã"),
        ({"hour": "bốn giờ"}, "Chọn giờ, ví dụ 16:00"),
        ({"valid_from": "9999-12-31"}, "Chọn ngày, ví dụ"),
        ({"rows": "9" * 40}, "chưa có chỉ tiêu nào"),
    ],
)
def test_what_is_refused_keeps_everything_that_was_typed(
    reports: World, manager: Client, changes: dict[str, str], sentence: str
) -> None:
    response = manager.post(
        "/bao-cao/bieu-mau/moi/", TYPED | {"receiver": str(reports.province)} | changes
    )
    shown = response.content.decode()
    assert response.status_code == 422
    assert sentence in shown
    assert "rows" in changes or "Kể cả hợp đồng" in shown
    assert not Form.objects.filter(published_at=None).exists()


def test_the_next_edition_starts_from_the_one_before_and_leaves_the_open_period_alone(
    reports: World, manager: Client
) -> None:
    address = f"/bao-cao/bieu-mau/{reports.form}/sua/"
    shown = manager.get(address)
    given = shown.context["form"].initial
    assert "t.total = t.online + t.direct" in given["checks"]
    rows = {
        f"{letter}-{at}": value
        for at, row, _name in shown.context["rows"]
        for letter, value in (("s", row.section), ("c", row.code))
    }
    typed = {
        name: value for name, value in given.items() if value is not None and value is not False
    }
    typed |= rows | {"rows": str(len(shown.context["rows"])), "name": "Báo cáo ngày, bản hai"}
    typed |= {"hour": "15:30", "valid_from": f"{MONDAY:%Y-%m-%d}"}
    assert manager.post(address, typed).status_code == 302
    second = Form.objects.get(published_at=None)
    assert second.edition == 2
    assert manager.get(address)["Location"].endswith(f"/{second.pk}/sua/")
    manager.post(f"/bao-cao/bieu-mau/{second.pk}/viec/", {"act": "publish"})
    assert Period.objects.get(pk=reports.period).form_id == reports.form
    assert "bản 2" in page(manager, f"/bao-cao/bieu-mau/{reports.form}/")


def test_a_province_starts_its_own_form_from_one_that_it_was_asked(
    reports: World, manager: Client
) -> None:
    given = manager.get(f"/bao-cao/bieu-mau/moi/?tu={reports.form}").context
    assert [row.code for _at, row, _name in given["rows"]][:3] == [
        "t.total",
        "t.online",
        "t.direct",
    ]
    assert "code" not in given["form"].initial
    for nonsense in ("abc", "9" * 15):
        assert manager.get(f"/bao-cao/bieu-mau/moi/?tu={nonsense}").status_code in {200, 404}


def test_opening_is_switched_and_a_form_is_retired(reports: World, manager: Client) -> None:
    act = f"/bao-cao/bieu-mau/{reports.form}/viec/"
    for word, since in (("by_hand", None), ("automatic", MORNING)):
        manager.post(act, {"act": word})
        assert Form.objects.get(pk=reports.form).automatic_since == since
    assert "Chọn ngày thôi dùng" in manager.post(act, {"act": "retire"}, follow=True).text
    manager.post(act, {"act": "retire", "day": f"{MONDAY:%Y-%m-%d}"})
    assert Form.objects.get(pk=reports.form).valid_until == MONDAY
    assert manager.post(act, {"act": "burn"}).status_code == 404


def test_a_draft_is_dropped(reports: World, manager: Client) -> None:
    made = draft(manager)
    manager.post(f"/bao-cao/bieu-mau/{made.pk}/viec/", {"act": "drop"})
    assert not Form.objects.filter(pk=made.pk).exists()


def test_an_indicator_is_defined_gets_its_next_meaning_and_is_retired(
    reports: World, manager: Client
) -> None:
    given = {
        "code": "t.quality", "name": "Bản ghi đúng", "definition": "Bản ghi khớp giấy tờ gốc.",
        "scope": "Không tính bản ghi thử", "kind": "percent", "flow": "cumulative",
        "rollup": "none", "rising": "up", "source": "001:81", "valid_from": f"{FRIDAY:%Y-%m-%d}",
    }  # fmt: skip
    assert manager.post("/bao-cao/chi-tieu-moi/", given).status_code == 302
    shown = page(manager, "/bao-cao/chi-tieu/t.quality/")
    assert "chưa có văn bản quy định" in shown and "Không tính bản ghi thử" in shown
    again = manager.post("/bao-cao/chi-tieu-moi/", given)
    assert again.status_code == 422 and "Đã có chỉ tiêu mang mã" in again.text
    edit = "/bao-cao/chi-tieu/t.quality/sua/"
    later = given | {"valid_from": f"{MONDAY:%Y-%m-%d}", "threshold": "99,5"}
    assert "văn bản quy định ngưỡng" in manager.post(edit, later).text
    manager.post(edit, later | {"threshold_source": "Quyết định thử"})
    assert "99,5" in page(manager, "/bao-cao/chi-tieu/t.quality/")
    unknown = manager.post(edit, later | {"formula": "t.lost / t.total"})
    assert unknown.status_code == 422 and "t.lost" in unknown.text
    last = {"day": f"{MONDAY + timedelta(days=9):%Y-%m-%d}"}
    manager.post("/bao-cao/chi-tieu/t.quality/thoi-dung/", last)
    assert not Indicator.objects.filter(code="t.quality", valid_until=None).exists()


def test_a_province_does_not_change_what_the_centre_asks(reports: World, manager: Client) -> None:
    centre = organisations.agency_by_reference("national/party_office")
    assert centre is not None
    worlds.form("national", receiver=centre.id)
    assert manager.get("/bao-cao/chi-tieu/t.staff/sua/").status_code == 403
    assert "Định nghĩa mới" not in page(manager, "/bao-cao/chi-tieu/t.staff/")


def test_a_pack_goes_out_and_comes_in_as_a_draft(reports: World, manager: Client) -> None:
    out = manager.get(f"/bao-cao/bieu-mau/{reports.form}/goi/").content
    pack = out.replace(b"code: test-daily", b"code: copy-daily")
    sent = {"pack": SimpleUploadedFile("goi.yaml", pack), "receiver": str(reports.province)}
    response = manager.post("/bao-cao/bieu-mau/nap-goi/", sent, follow=True)
    assert "Đã nạp vào bản nháp" in response.text and "Xem thử" in response.text
    assert Form.objects.get(published_at=None).code == "copy-daily"
    for bad in (b"", b"\xff\xfe\x00", b"form: [", b"form: {}", b"x" * 1_100_000):
        sent = {"pack": SimpleUploadedFile("goi.yaml", bad), "receiver": str(reports.province)}
        assert manager.post("/bao-cao/bieu-mau/nap-goi/", sent).status_code == 422
