"""Taking a dossier in at the counter."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.accounts import actions as accounts
from lienthong.accounts.models import Account, Person
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.persons import Sex
from lienthong.catalogue.actions import change_source
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.clock import VIETNAM
from lienthong.dossiers.models import Component, Dossier, TimelineEvent
from lienthong.dossiers.queries import counter
from lienthong.journal.models import Entry
from lienthong.papers.models import File
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, BIRTH, BY, LOADED_AT, NOW, World
from tests.papers.contents import PDF
from tests.web.counter.pages import Page, opened
from tests.web.desk.conftest import Clock, SignIn, submitted_online

CERTIFIED_COPY = "2.000815"  # not bound to territory
CHILD = {
    "khai__child_name": "Nguyễn Bảo An",
    "khai__child_sex": "Nữ",
    "khai__child_born_on": "0109",
    "khai__child_birth_place": "Trạm y tế",
}


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.receptionist)


def mother(number: int = 7, **more: Any) -> int:
    return worlds.applicant("Nguyễn Thị Mai Anh", number, sex=Sex.FEMALE, **more)


def ready(client: Client, *, code: str = BIRTH, text: str = "000000000007") -> Page:
    """Procedure and person are chosen."""
    return opened(client).press(thu__tuc=code).press(nguoi__tim=text)


def test_r272_who_helped_is_kept_with_the_applicants_consent(
    client: Client, world: World, sign_in: SignIn
) -> None:
    mother()
    page = ready(client)
    asked = page.press("nhan", **CHILD, ho__tro__helper="Lê Thị Hoa, Tổ công nghệ số 3")
    assert "Hỏi người nộp và đánh dấu đồng ý" in asked.text
    assert not Dossier.objects.exists()
    unnamed = asked.press("nhan", ho__tro__helper="", ho__tro__consent="on")
    assert "Ghi người hỗ trợ, hoặc bỏ trống cả mục này." in unnamed.text
    named = {"ho__tro__helper": "Lê Thị Hoa, Tổ công nghệ số 3", "ho__tro__consent": "on"}
    done = unnamed.press("nhan", **named)
    assert done.response.status_code == 302, done.text
    dossier = Dossier.objects.get()
    assert dossier.assisted_by_id == dossier.receiving_id
    submitted = TimelineEvent.objects.get(dossier=dossier, seq=1)
    assert submitted.data["help"] == {"helper": "Lê Thị Hoa, Tổ công nghệ số 3", "consent": True}
    entry = Entry.objects.get(subject=dossier.code)
    assert "Lê Thị Hoa" not in str(entry.data)
    seen = sign_in(world.handler).get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Lê Thị Hoa, Tổ công nghệ số 3" in seen
    assert "người nộp đã đồng ý" in seen


def test_what_is_filed_online_only_is_not_begun_at_a_counter(client: Client, world: World) -> None:
    mother()
    page = ready(client, code="1.012575")
    assert "Thủ tục này chỉ nhận trực tuyến" in page.text
    assert "Chọn cách khác" not in page.text
    assert page.press("nhan").response.status_code == 200
    assert not Dossier.objects.exists()


def test_a_birth_is_taken_in_with_what_was_shown_before(client: Client, world: World) -> None:
    mother()
    page = ready(client)
    assert "17:00 thứ Sáu, 04/09/2026" in page.text
    assert page.focus == "id_khai-child_name"
    assert page.form["khai-mother"] == "Nguyễn Thị Mai Anh"
    done = page.press("nhan", **CHILD)
    assert done.response.status_code == 302, done.text
    dossier = Dossier.objects.get()
    assert done.response["Location"] == f"/quay/xong/{dossier.code}/"
    assert dossier.promised_at == datetime(2026, 9, 4, 17, tzinfo=VIETNAM)
    assert dossier.answers["child_born_on"] == "01/09/2026"
    assert dossier.answers["child_name"] == "Nguyễn Bảo An"
    assert dossier.receiving_id == world.centre
    assert dossier.officer_id == world.receptionist
    papers = {part.key: part for part in Component.objects.filter(dossier=dossier)}
    assert papers["declaration"].kind == "original"
    assert papers["identity"].source == "population"
    assert "birth_notice" not in papers


def test_the_page_afterwards_says_code_secret_promise_and_prints(
    client: Client, world: World
) -> None:
    mother()
    done = ready(client).press("nhan", **CHILD)
    page = client.get(done.response["Location"]).content.decode()
    dossier = Dossier.objects.get()
    assert dossier.code in page
    assert "Hẹn trả 17:00 thứ Sáu, 04/09/2026" in page
    assert f"/ho-so/{dossier.code}/phieu/01.pdf" in page
    pdf = client.get(f"/ho-so/{dossier.code}/phieu/01.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_everything_typed_is_kept_and_each_fault_has_its_sentence(
    client: Client, world: World
) -> None:
    mother()
    page = ready(client).press(
        "nhan", **CHILD | {"khai__child_name": "", "khai__child_born_on": "31/02/2026"}
    )
    assert page.response.status_code == 200
    assert "Điền “Họ, chữ đệm, tên của trẻ”" in page.text
    assert "“31/02/2026” không phải một ngày" in page.text
    assert page.form["khai-child_born_on"] == "31/02/2026"
    assert page.form["khai-child_birth_place"] == "Trạm y tế"
    assert page.form["khai-child_sex"] == "Nữ"
    assert not Dossier.objects.exists()
    assert page.press("nhan", **CHILD).response.status_code == 302


def test_the_same_form_sent_twice_makes_one_dossier(client: Client, world: World) -> None:
    page = ready(client, text="Nguyễn Thị Mới")
    filled = {
        **CHILD,
        "nguoi__identity_number": "000000000099",
        "khai__mother": "=",
    }
    first, second = page.press("nhan", **filled), page.press("nhan", **filled)
    assert first.response.status_code == 302, first.text
    assert first.response["Location"] == second.response["Location"]
    assert Dossier.objects.count() == 1
    assert Person.objects.filter(identity_number="000000000099").count() == 1


def test_the_same_case_brought_again_the_same_day_is_hinted_at_and_not_refused(
    client: Client, world: World
) -> None:
    mother()
    page = ready(client)
    assert "cùng thủ tục của người này" not in page.text
    page.press("nhan", **CHILD)
    again = ready(client)
    assert "cùng thủ tục của người này" in again.text
    assert f"/ho-so/{Dossier.objects.get().code}/" in again.text
    assert again.press("nhan", **CHILD).response.status_code == 302, "twins are two"
    assert Dossier.objects.count() == 2


def test_a_new_person_is_recorded_with_the_dossier_or_not_at_all(
    client: Client, world: World
) -> None:
    page = ready(client, text="0912 345 678")
    assert page.form["nguoi-phone"] == "0912345678"
    assert page.focus == "id_nguoi-full_name"
    wrong = page.press("nhan", nguoi__full_name="trần thị bích", nguoi__identity_number="12")
    assert "Số định danh cá nhân đang có 2 chữ số, cần đúng 12." in wrong.text
    assert not Person.objects.filter(phone="0912345678").exists()
    done = wrong.press("nhan", nguoi__identity_number="", khai__mother="=", **CHILD)
    assert done.response.status_code == 302, done.text
    person = Person.objects.get(phone="0912345678")
    assert person.full_name == "Trần Thị Bích"
    assert Dossier.objects.get().applicant_id == person.pk
    assert Dossier.objects.get().answers["mother"] == "Trần Thị Bích"


def test_somebody_known_is_shown_with_a_masked_number_and_the_reading_is_logged(
    client: Client, world: World
) -> None:
    mother()
    page = opened(client).press(thu__tuc=BIRTH).press(nguoi__tim="nguyen thi mai")
    assert "000 000 ••• 007" in page.text
    assert "000000000007" not in page.text
    assert page.focus == "nguoi-0"


def test_a_relative_files_for_the_applicant(client: Client, world: World) -> None:
    helper = mother()
    page = ready(client, text="000000000001").press("them-thay").press(thay__tim="000000000007")
    done = page.press("nhan", khai__mother="Lê Thị Hoa", **CHILD)
    assert done.response.status_code == 302, done.text
    dossier = Dossier.objects.get()
    assert (dossier.applicant_id, dossier.submitter_id) == (world.persons[0], helper)


def test_a_frequent_procedure_is_chosen_by_its_number(client: Client, world: World) -> None:
    worlds.receive(world, BENEFIT)
    worlds.receive(world, BIRTH)
    worlds.receive(world, BIRTH)
    page = opened(client)
    assert page.form["thuong"].split()[:2] == [BIRTH, BENEFIT]
    chosen = page.press(thu__tuc="2")
    assert chosen.form["ma"] == BENEFIT


def test_what_is_frequent_is_told_by_what_was_received_last(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counter, "_COUNTED", 2)
    for day, code in enumerate((BIRTH, BIRTH, BIRTH, BENEFIT, BENEFIT)):
        worlds.receive(world, code, at=NOW + timedelta(days=day - 10))
    assert opened(client).form["thuong"].split() == [BENEFIT]


def test_words_of_the_name_without_accents_find_the_plain_procedure_first(
    client: Client, world: World
) -> None:
    page = opened(client).press(thu__tuc="dang ky khai sinh")
    assert page.focus == "ma-0"
    assert page.text.index("Đăng ký khai sinh") < page.text.index("Đăng ký lại khai sinh")
    assert "Không có thủ tục nào" in opened(client).press(thu__tuc="zzz").text


def test_a_required_paper_that_is_missing_is_asked_for(client: Client, world: World) -> None:
    mother()
    page = ready(client).press("nhan", giay__declaration=None, **CHILD)
    assert page.response.status_code == 200
    assert "Chưa đủ hồ sơ: còn thiếu" in page.text
    assert not Dossier.objects.exists()


def test_a_paper_whose_data_is_known_needs_a_reason(client: Client, world: World) -> None:
    mother()
    page = ready(client)
    assert "không cần, đã có trong Cơ sở dữ liệu quốc gia về dân cư" in page.text
    refused = page.press("nhan", giay__identity="1", **CHILD)
    assert "Ghi lý do vẫn nhận" in refused.text
    refused.press("nhan", giay__identity__ly__do="Dữ liệu chưa đồng bộ")
    part = Component.objects.get(key="identity")
    assert (part.source, part.asked_reason) == ("", "Dữ liệu chưa đồng bộ")


def test_a_scan_sent_with_a_form_that_was_refused_need_not_be_sent_again(
    client: Client, world: World
) -> None:
    mother()
    scan = SimpleUploadedFile("to-khai.pdf", PDF)
    page = ready(client).press("nhan", giay__declaration__tep=scan)
    assert page.response.status_code == 200
    assert "to-khai.pdf" in page.text
    assert not File.objects.exists()
    done = page.press("nhan", **CHILD)
    assert done.response.status_code == 302, done.text
    assert Component.objects.get(key="declaration").file_id == File.objects.get().pk


def test_a_file_of_a_dangerous_kind_is_refused_with_a_sentence(
    client: Client, world: World
) -> None:
    mother()
    page = ready(client).press(
        "nhan", giay__declaration__tep=SimpleUploadedFile("a.pdf", b"MZ\x90\x00"), **CHILD
    )
    assert page.response.status_code == 200
    assert not Dossier.objects.exists()


def test_a_forged_file_token_is_refused(client: Client, world: World) -> None:
    mother()
    page = ready(client).press("nhan", giay__declaration__da__gui="abc:def", **CHILD)
    assert "Tệp gửi lần trước không còn" in page.text


def test_after_the_cut_off_hour_the_new_date_is_shown_before_anything_is_accepted(
    client: Client, world: World, clock: Clock
) -> None:
    mother()
    clock.now = NOW.replace(hour=14, minute=59)
    page = ready(client)
    clock.now = NOW.replace(hour=15, minute=1)
    again = page.press("nhan", **CHILD)
    assert again.response.status_code == 200
    assert "Ngày hẹn vừa đổi" in again.text
    assert "17:00 thứ Hai, 07/09/2026" in again.text
    assert again.press("nhan").response.status_code == 302


def test_a_dossier_from_the_paper_register_counts_from_when_it_was_taken(
    client: Client, world: World
) -> None:
    page = ready(client, code=BENEFIT, text="000000000001")
    answers = benefit(page)
    refused = page.press("nhan", so__giay__on="0309", so__giay__hour="9", **answers)
    refused = refused.press("nhan")
    assert "cần ghi lý do" in refused.text
    refused = refused.press("nhan", so__giay__reason="Mất điện")
    assert "người thứ hai" in refused.text
    done = refused.press("nhan", **{"so-giay-tep": SimpleUploadedFile("so.pdf", PDF)})
    assert done.response.status_code == 302, done.text
    dossier = Dossier.objects.get()
    assert dossier.submitted_at == datetime(2026, 9, 3, 9, tzinfo=VIETNAM)
    event = TimelineEvent.objects.get(dossier=dossier, seq=1)
    assert event.late_recorded
    assert event.data["late"]["reason"] == "Mất điện"
    assert File.objects.filter(pk=event.data["late"]["file"]).exists()
    assert event.recorded_at == NOW


def test_the_paper_register_knows_no_future(client: Client, world: World) -> None:
    page = ready(client, code=BENEFIT, text="000000000001")
    refused = page.press("nhan", so__giay__on="05/09/2026", so__giay__hour="8:00", **benefit(page))
    assert "Lúc nhận không thể ở sau bây giờ" in refused.text


def benefit(page: Page) -> dict[str, str]:
    """Answers to every required field of the benefit."""
    filled = {
        "person": "Nguyễn Văn Tư",
        "address": "12 Trần Phú",
        "payment": "Tiền mặt tại điểm chi trả",
    }
    return {
        f"khai__{name.removeprefix('khai-')}": filled.get(name.removeprefix("khai-"), "1")
        for name in [*page.form, "khai-payment"]
        if name.startswith("khai-")
    }


def test_who_was_not_given_the_field_is_told_whom_to_ask(world: World, sign_in: SignIn) -> None:
    mother()
    narrow = worlds.official("tiepnhan2", "Cao Văn Hẹp", world.centre, Role.HANDLER)
    accounts.assign(
        account_id=narrow, agency_id=world.centre, role=Role.RECEPTIONIST, fields=["dat-dai"],
        valid_from=LOADED_AT.date(), by=BY, at=LOADED_AT,
    )  # fmt: skip
    Account.objects.filter(pk=narrow).update(must_enrol_totp=False, must_change_password=False)
    client = sign_in(narrow)
    page = ready(client)
    assert "Chưa được giao tiếp nhận lĩnh vực Hộ tịch" in page.text
    assert "Trần Quốc Bảo" in page.text
    assert page.press("nhan", **CHILD).response.status_code == 200
    assert not Dossier.objects.exists()


def test_a_procedure_of_another_place_says_where_it_is_received(
    client: Client, world: World
) -> None:
    page = ready(client, code=CERTIFIED_COPY, text="000000000001")
    assert len(page.form["cach-commune"]) == 5
    assert "Ủy ban nhân dân phường Hội An" in page.text
    bound = ready(client)
    assert bound.form["cach-commune"] == worlds.HOI_AN


def test_who_receives_at_several_counters_chooses_one(world: World, sign_in: SignIn) -> None:
    accounts.assign(
        account_id=world.receptionist, agency_id=world.other_centre, role=Role.RECEPTIONIST,
        valid_from=LOADED_AT.date(), by=BY, at=LOADED_AT,
    )  # fmt: skip
    client = sign_in(world.receptionist)
    assert 'name="quay"' in opened(client).text
    client.post("/quay/noi/", {"quay": world.other_centre})
    page = ready(client, text="000000000001")
    assert page.form["cach-commune"] != worlds.HOI_AN
    done = page.press("nhan", khai__mother="Lê Thị Hoa", **CHILD)
    assert done.response.status_code == 302, done.text
    assert Dossier.objects.get().receiving_id == world.other_centre
    assert client.post("/quay/noi/", {"quay": world.province_centre}).status_code == 403


def test_only_who_tries_procedures_out_marks_a_test(client: Client, world: World) -> None:
    page = ready(client, text="000000000001")
    assert 'name="thu"' not in page.text
    page.press("nhan", thu="1", khai__mother="Lê Thị Hoa", **CHILD)
    assert not Dossier.objects.get().is_test


def test_what_was_filed_online_waits_on_the_page(client: Client, world: World) -> None:
    dossier = submitted_online(world, at=NOW - timedelta(hours=2))
    page = opened(client)
    assert f"/ho-so/{dossier.code}/" in page.text
    assert "Nguyễn Văn Tư" in page.text


JUNK: list[dict[str, str]] = [
    {"ma": "9.999999"},
    {"ma": "\x00"},
    {"thu__tuc": "%" * 300},
    {"thu__tuc": "9", "thuong": "x"},
    {"nguoi__id": "9" * 40},
    {"nguoi__id": "-1"},
    {"nguoi__tim": "\x00\u200b"},
    {"khoa": "'; drop"},
    {"ma": BIRTH, "cach__commune": "99999", "cach__channel": "x", "cach__option": "y"},
    {"ma": BIRTH, "cach__returned": "z" * 50},
    {"ma": BIRTH, "giay__cua": "1", "giay__declaration__so": "9" * 30},
    {"ma": BIRTH, "so__giay__on": "00/00/0000", "so__giay__hour": "99:99"},
    {"ma": BIRTH, "so__giay__on": "01/01/1900", "so__giay__hour": "8:00"},
    {"ma": BIRTH, "so__giay__second": "77777"},
    {"ma": BIRTH, "khai__child_name": "x" * 2000},
    {"ma": BIRTH, "nguoi__moi": "1", "nguoi__born_on": "1/1/1", "nguoi__sex": "?"},
    {"ma": BIRTH, "nguoi__moi": "1", "nguoi__full_name": "a\x00b"},
]
OTHER_ACTS = ("tiep", "them-thay", "x" * 300)


@pytest.mark.parametrize(
    ("typed", "act"),
    [(typed, "nhan") for typed in JUNK]
    + [(typed, OTHER_ACTS[number % 3]) for number, typed in enumerate(JUNK)]
    + [
        pytest.param(typed, OTHER_ACTS[(number + more) % 3], marks=pytest.mark.soak)
        for number, typed in enumerate(JUNK)
        for more in (1, 2)
    ],
)
def test_whatever_is_sent_is_answered_with_the_form(
    client: Client, world: World, typed: dict[str, str], act: str
) -> None:
    page = opened(client).press(act, **typed)
    assert page.response.status_code == 200
    assert not Dossier.objects.exists()


def test_the_journal_tells_who_took_it_in(client: Client, world: World) -> None:
    mother()
    ready(client).press("nhan", **CHILD)
    entry = Entry.objects.get(action="dossier.received")
    assert entry.by == f"a:{world.receptionist}"


def test_a_paper_that_is_only_shown_goes_home_again(client: Client, world: World) -> None:
    change_source(code="e_identity", status=SourceStatus.PLANNED, by=BY, at=NOW)
    page = ready(client, code=CERTIFIED_COPY, text="000000000001")
    assert "chỉ xuất trình, không nộp" in page.text
    answers = {"khai__paper": "Bằng tốt nghiệp", "khai__pages": "2", "khai__copies": "1"}
    done = page.press("nhan", giay__original="1", giay__copy="1", **answers)
    assert done.response.status_code == 302, done.text
    assert set(Component.objects.values_list("key", flat=True)) == {"copy"}


def births_at(world: World, *places: str) -> None:
    """Births of one child each of as many mothers, born at these places."""
    for number, place in enumerate(places, start=40):
        dossier = worlds.receive(world, BIRTH, person=mother(number))
        Dossier.objects.filter(pk=dossier.pk).update(answers={"child_birth_place": place})


def test_what_is_written_often_is_taken_by_the_number_under_which_it_stood(
    client: Client, world: World
) -> None:
    """Also when another place is more frequent by the time the form is sent."""
    mother()
    births_at(world, *["Trạm y tế"] * 3)
    page = ready(client)
    assert "=1</b>" in page.text
    Dossier.objects.update(answers={"child_birth_place": "Bệnh viện"})
    done = page.press("nhan", **{**CHILD, "khai__child_birth_place": "=1"})
    assert done.response.status_code == 302, done.text
    assert Dossier.objects.latest("pk").answers["child_birth_place"] == "Trạm y tế"


def test_what_only_some_wrote_is_told_to_nobody(client: Client, world: World) -> None:
    mother()
    births_at(world, "Nhà riêng, 9 Lê Lợi", "Nhà riêng, 9 Lê Lợi", "Trạm y tế")
    page = ready(client)
    assert "9 Lê Lợi" not in page.text
    refused = page.press("nhan", **{**CHILD, "khai__child_birth_place": "=1"})
    assert "Dưới ô này không có mục số 1." in refused.text
