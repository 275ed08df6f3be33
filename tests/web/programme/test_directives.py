"""The pages on which a directive becomes tasks, as who runs the programme uses them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.programmes.models import Directive, Phase, Proposal, Task, TaskSource
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes.house import MONDAY, House
from tests.programmes.test_directives import MARKER, TEXT, long_pdf, traces

UPLOAD = "/van-ban/them/"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.VAR = tmp_path
    yield tmp_path


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    return houses.build()


@pytest.fixture
def manager(house: House) -> Client:
    account = cast.account("dieu-phoi")
    cast.assign(account, house.party, Role.PROGRAMME_MANAGER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    client = Client(enforce_csrf_checks=False)
    client.force_login(Account.objects.get(pk=account))
    return client


def send(client: Client, house: House, content: bytes = TEXT.encode(), **given: Any) -> Any:
    data = {
        "programme": house.programme,
        "file": SimpleUploadedFile(given.pop("name", "thong-bao.txt"), content),
        **given,
    }
    return client.post(UPLOAD, data)


@pytest.fixture
def directive(manager: Client, house: House) -> Directive:
    assert send(manager, house).status_code == 302
    return Directive.objects.get()


def act(client: Client, row: Proposal, **given: Any) -> Any:
    return client.post(f"/van-ban/{row.directive_id}/muc/{row.seq}/", given)


def first(directive: Directive) -> Proposal:
    return Proposal.objects.get(directive=directive, seq=1)


def edited(row: Proposal, **changed: Any) -> dict[str, Any]:
    return {
        "viec": "giao",
        "text": row.text,
        "lead": row.lead_id or "",
        "deadline_kind": row.deadline_kind,
        "due_on": row.due_on or "",
        "pillar": "data",
        **changed,
    }


def test_a_directive_that_is_uploaded_is_listed_and_read(
    manager: Client, directive: Directive
) -> None:
    listed = manager.get("/van-ban/").content.decode()
    assert "12-TB/TU" in listed
    page = manager.get(f"/van-ban/{directive.pk}/").content.decode()
    assert "<mark>1. UBND thành phố Đà Nẵng chủ trì làm sạch dữ liệu" in page
    assert "đánh số nhảy từ (ii) sang (iv)" in page
    assert "Kiến nghị" in page


def test_confirming_assigns_the_task_and_shows_the_next_one(
    manager: Client, directive: Directive
) -> None:
    row = first(directive)
    answer = act(manager, row, **edited(row))
    assert answer.status_code == 302
    assert answer["Location"].endswith("muc=2")
    assert Task.objects.get().title == row.text
    assert manager.get(answer["Location"]).status_code == 200


def test_a_phase_is_offered_by_the_deadline_and_can_be_changed(
    manager: Client, house: House, directive: Directive
) -> None:
    page = f"/van-ban/{directive.pk}/?muc="
    assert "Giai đoạn" not in manager.get(f"{page}1").content.decode()  # it has none
    urgent, later = (
        Phase.objects.create(programme_id=house.programme, code=name, name=name, until=until)
        for name, until in (("Khẩn cấp", "2026-09-30"), ("Đột phá", "2026-12-31"))
    )
    row = first(directive)
    assert "Theo thời hạn: Khẩn cấp" in manager.get(f"{page}1").content.decode()
    # The day is put off while the task is confirmed: its phase goes with it.
    act(manager, row, **edited(row, due_on="2026-10-01", phase="han"))
    assert Task.objects.get().phase == later
    row = Proposal.objects.get(directive=directive, seq=2)
    given = edited(row, lead=house.agencies.commune)
    assert act(manager, row, **given, phase="999").status_code == 422
    assert act(manager, row, **given, phase=str(urgent.pk)).status_code == 302
    assert Task.objects.latest("pk").phase == urgent


def test_what_is_missing_is_said_beside_what_was_typed(
    manager: Client, directive: Directive
) -> None:
    row = Proposal.objects.get(directive=directive, seq=2)
    answer = act(manager, row, **edited(row, text="Chữ đã sửa"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Chọn một cơ quan chủ trì chịu trách nhiệm" in page
    assert "Chữ đã sửa" in page
    answer = act(manager, row, **edited(row, lead_name="Hội An", pillar=""))
    assert "Chọn trụ cột" in answer.content.decode()


def test_an_agency_is_found_by_its_typed_name(
    manager: Client, directive: Directive, house: House
) -> None:
    row = Proposal.objects.get(directive=directive, seq=2)
    answer = act(manager, row, **edited(row, lead_name="UBND phường Hội An", viec="luu"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.lead_id, row.state) == (house.agencies.commune, "proposed")
    answer = act(manager, row, **edited(row, lead_name="Bộ Không Có"))
    assert "Không có cơ quan nào tên" in answer.content.decode()


def test_an_item_is_split_merged_set_aside_and_taken_up_again(
    manager: Client, directive: Directive
) -> None:
    row = first(directive)
    act(manager, row, viec="tach", parts="Một ý\nHai ý")
    assert [one.text for one in Proposal.objects.filter(item__split_from=1)] == ["Hai ý"]
    other = Proposal.objects.get(text="Hai ý")
    act(manager, other, viec="gop", into="1")
    other.refresh_from_db()
    assert (other.state, other.same_as_id) == ("merged", row.pk)
    second = Proposal.objects.get(directive=directive, seq=2)
    act(manager, second, viec="de-ngoai", reason="Không thuộc thẩm quyền")
    page = manager.get(f"/van-ban/{directive.pk}/?loai=task&muc=2").content.decode()
    assert "Không thuộc thẩm quyền" in page
    act(manager, second, viec="lay-lai")
    second.refresh_from_db()
    assert second.state == "proposed"


def test_targets_proposals_and_commitments_are_kept_in_tabs_of_their_own(
    manager: Client, directive: Directive
) -> None:
    page = manager.get(f"/van-ban/{directive.pk}/?loai=proposal").content.decode()
    assert "Bộ Tư pháp" in page
    assert "Xác nhận và giao" not in page


def test_documents_that_disagree_are_shown_side_by_side(
    manager: Client, directive: Directive, house: House
) -> None:
    row = first(directive)
    act(manager, row, **edited(row))
    later = TEXT.replace("12-TB/TU", "13-TB/TU").replace("30/9/2026", "15/10/2026")
    send(manager, house, later.encode())
    again = Proposal.objects.get(directive__number="13-TB/TU", seq=1)
    page = manager.get(f"/van-ban/{again.directive_id}/").content.decode()
    assert "Gộp vào nhiệm vụ này" in page
    act(manager, again, viec="gop", code=Task.objects.get().code)
    page = manager.get("/van-ban/mau-thuan/").content.decode()
    assert "29/09/2026" in page
    assert "14/10/2026" in page
    task = Task.objects.get()
    manager.post("/van-ban/mau-thuan/", {"task": task.pk, "resolution": "Theo 13-TB/TU"})
    assert TaskSource.objects.filter(resolved_at=None).count() == 0
    assert "Không có mâu thuẫn nào" in manager.get("/van-ban/mau-thuan/").content.decode()


def test_an_unreadable_file_is_said_and_the_form_stays(manager: Client, house: House) -> None:
    answer = send(manager, house, b"%PDF-1.4 hong", name="a.pdf", issued_on="2026-09-01")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Tệp PDF hỏng" in page
    assert "2026-09-01" in page


def test_a_document_that_came_before_is_opened_again(
    manager: Client, directive: Directive, house: House
) -> None:
    answer = send(manager, house)
    assert answer["Location"] == f"/van-ban/{directive.pk}/"
    assert "đã có từ trước" in manager.get(answer["Location"]).content.decode()


def test_a_long_document_is_read_on_by_its_page(manager: Client, house: House) -> None:
    send(manager, house, long_pdf(50), name="dai.pdf")
    directive = Directive.objects.get()
    page = manager.get(f"/van-ban/{directive.pk}/").content.decode()
    assert "Đã đọc 40 / 50 trang" in page
    answer = manager.post(f"/van-ban/{directive.pk}/doc-tiep/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/van-ban/{directive.pk}/"
    assert Proposal.objects.filter(directive=directive).count() == 50


def test_a_large_secret_upload_never_touches_the_disk(
    manager: Client, house: House, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spooled(*_args: Any, **_options: Any) -> None:
        raise AssertionError("an upload was spooled to a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", spooled)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", spooled)
    text = f"TỈNH ỦY A\nSố 3-BC/TU\nTỐI MẬT\n{MARKER}\n" + "Nội dung dài. " * 300_000
    answer = send(manager, house, text.encode())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "bí mật nhà nước" in page
    assert MARKER not in page
    assert traces(files) == []
    assert not Directive.objects.exists()


def test_what_was_sent_with_a_form_that_is_not_right_need_not_be_sent_again(
    manager: Client, house: House
) -> None:
    answer = send(manager, house, issued_on="31/31/2026")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "thong-bao.txt" in page
    token = answer.context["form"].fields["file"].widget.scan.token
    given = {"programme": house.programme, "file-da-gui": token}
    assert manager.post("/van-ban/them/", given).status_code == 302
    assert Directive.objects.count() == 1


@pytest.mark.parametrize("declared", [False, True])
def test_a_secret_sent_with_a_form_that_is_not_right_leaves_no_trace(
    manager: Client, house: House, files: Path, *, declared: bool
) -> None:
    mark = "" if declared else "TỐI MẬT\n"
    text = f"TỈNH ỦY A\nSố 3-BC/TU\n{mark}{MARKER}\n"
    more = {"secret": "on"} if declared else {}
    answer = send(manager, house, text.encode(), issued_on="31/31/2026", **more)
    assert answer.status_code == 422
    assert "chọn lại tệp" in answer.content.decode()
    assert MARKER not in answer.content.decode()
    assert traces(files) == []


def test_an_upload_without_its_token_is_refused(manager: Client, house: House) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = manager.cookies
    assert send(strict, house).status_code == 403


def test_who_runs_another_programme_sees_nothing_of_it(house: House, directive: Directive) -> None:
    account = cast.account("khac")
    cast.assign(account, house.agencies.other_province, Role.PROGRAMME_MANAGER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    other = Client()
    other.force_login(Account.objects.get(pk=account))
    assert other.get(f"/van-ban/{directive.pk}/").status_code == 403
    assert "12-TB/TU" not in other.get("/van-ban/").content.decode()
    assert act(other, first(directive), viec="de-ngoai").status_code == 403
