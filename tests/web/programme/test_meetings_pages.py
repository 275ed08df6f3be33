"""Difficulties, unannounced visits and meetings as officials meet them, page by page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.journal import queries as journal
from lienthong.programmes.actions import meetings as meeting_actions
from lienthong.programmes.actions.visits import plan_visit
from lienthong.programmes.models import Conclusion, Difficulty, Meeting, Remedy, Visit
from lienthong.programmes.rules.kinds import MeetingKind
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes.house import House

PAGES = (
    "/kho-khan/", "/kho-khan/?loc=cho", "/kho-khan/?loc=qua-han", "/kho-khan/tong-hop/",
    "/kiem-tra-dot-xuat/", "/kiem-tra-dot-xuat/goi-y/", "/kiem-tra-dot-xuat/len-lich/",
    "/kiem-tra-dot-xuat/khac-phuc/", "/kiem-tra-dot-xuat/tong-hop/",
    "/kiem-tra-dot-xuat/don-vi-cham/", "/cuoc-hop/",
)  # fmt: skip
EXPORTS = (
    "/kho-khan/?dang=csv", "/kho-khan/tong-hop/?dang=csv", "/kiem-tra-dot-xuat/?dang=csv",
    "/kiem-tra-dot-xuat/goi-y/?dang=csv", "/kiem-tra-dot-xuat/khac-phuc/?dang=csv",
    "/kiem-tra-dot-xuat/tong-hop/?dang=csv", "/kiem-tra-dot-xuat/tong-hop/?dang=docx",
    "/kiem-tra-dot-xuat/tong-hop/?dang=pdf", "/kiem-tra-dot-xuat/don-vi-cham/?dang=csv",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    house: House
    manager: Client
    manager_id: int


@pytest.fixture
def world(db: None) -> Iterator[World]:
    house = houses.build()
    manager = cast.account("manager")
    cast.assign(manager, house.party, Role.PROGRAMME_MANAGER)
    yield World(house, signed_in(manager), manager)


def signed_in(account: int) -> Client:
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


@pytest.fixture
def person(world: World) -> Callable[..., Client]:
    def make(name: str, *held: tuple[int, Role]) -> Client:
        account = cast.account(name)
        for agency, role in held:
            cast.assign(account, agency, role)
        return signed_in(account)

    return make


def text(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def today() -> date:
    return timezone.localdate()


def raise_one(client: Client, **changed: str) -> Difficulty:
    page = client.get("/kho-khan/neu/").context["form"]
    given = {
        "agency": str(page.fields["agency"].initial),
        "against": "system",
        "subject": "Phần mềm hộ tịch",
        "text": "Chạy rất chậm buổi sáng",
        "cause": "technology",
        "severity": "2",
        "since": today().isoformat(),
        "gop": "rieng",
    }
    response = client.post("/kho-khan/neu/", given | changed)
    assert response.status_code == 302, response.content.decode()
    return Difficulty.objects.get(code=response["Location"].split("/")[-2])


def planned(world: World, agency: int | None = None) -> Visit:
    return plan_visit(
        programme=world.house.programme, visited=agency or world.house.agencies.commune,
        planned_on=today(), reason="Ít hồ sơ hơn báo cáo", agency=world.house.party,
        by=f"a:{world.manager_id}", at=timezone.now(),
    )  # fmt: skip


def test_every_page_opens_empty_and_full_in_both_languages(
    world: World, person: Callable[..., Client]
) -> None:
    for address in (*PAGES, *EXPORTS):
        assert world.manager.get(address).status_code == 200, address
    raise_one(person("reporter", (world.house.agencies.commune, Role.REPORTER)))
    planned(world)
    for language in ("vi", "en"):
        world.manager.cookies["django_language"] = language
        for address in PAGES:
            text(world.manager, address)
        for address in EXPORTS:
            assert world.manager.get(address).status_code == 200, address


def test_a_difficulty_goes_from_the_unit_over_the_manager_to_who_answers_and_back(
    world: World, person: Callable[..., Client]
) -> None:
    agencies = world.house.agencies
    reporter = person("reporter", (agencies.commune, Role.REPORTER))
    officer = person("officer", (agencies.department, Role.REPORTER))
    made = raise_one(reporter)
    page = f"/kho-khan/{made.code}/"
    text(officer, page, status=404)
    assert "Chuyển cơ quan trả lời" in text(world.manager, page)
    assert "Chuyển cơ quan trả lời" not in text(reporter, page).split("Diễn biến")[0]

    def act(client: Client, name: str, **given: str) -> int:
        seen = str(made.events.count())
        return client.post(f"{page}{name}/", {"seen": seen, **given}).status_code

    assert act(world.manager, "chuyen", owner="Sở không có thật") == 422
    assert act(world.manager, "chuyen", owner="so tu phap") == 302
    assert act(officer, "xac-nhan") == 422
    assert act(officer, "tra-loi", text="") == 422
    assert act(officer, "tra-loi", text="Đã thêm máy chủ", document="12/STP") == 302
    assert "Đã thêm máy chủ" in text(reporter, page)
    assert act(reporter, "neu-lai", reason="Vẫn chậm") == 302
    assert act(officer, "tra-loi", text="Đã thay máy chủ") == 302
    assert act(reporter, "xac-nhan") == 302
    made.refresh_from_db()
    assert made.state == "verified"
    assert act(reporter, "khong-co") == 404


def test_similar_difficulties_are_offered_and_grouped_in_the_page(
    world: World, person: Callable[..., Client]
) -> None:
    reporter = person("reporter", (world.house.agencies.commune, Role.REPORTER))
    other = person("other", (world.house.agencies.centre, Role.REPORTER))
    first, same = raise_one(reporter), raise_one(other, text="Buổi sáng chạy rất chậm")
    given = {
        "agency": str(world.house.agencies.centre), "against": "system", "severity": "1",
        "subject": "phan mem ho tich", "text": "buoi sang chay rat cham", "cause": "technology",
        "since": today().isoformat(),
    }  # fmt: skip
    asked = other.post("/kho-khan/neu/", given)  # without accents: asked once, nothing is raised
    assert first.code in asked.content.decode()
    assert "Chạy rất chậm buổi sáng" not in asked.content.decode()  # the words of another unit
    assert " checked" not in asked.content.decode().split("</fieldset>")[0].split("<fieldset")[-1]
    unsaid = other.post("/kho-khan/neu/", given | {"hoi": "1"})
    assert (unsaid.status_code, "hay nêu riêng" in unsaid.content.decode()) == (422, True)
    assert Difficulty.objects.count() == 2
    assert other.post("/kho-khan/neu/", given | {"gop": str(first.pk)}).status_code == 302
    assert first.grouped.count() == 1
    page = f"/kho-khan/{first.code}/"
    assert same.code in text(world.manager, page)
    response = world.manager.post(f"{page}gop/", {"seen": "1", "members": [str(same.pk)]})
    assert response.status_code == 302
    assert "Các khó khăn cùng nhóm" in text(world.manager, page)
    assert first.code in text(other, f"/kho-khan/{same.code}/")


def test_a_missing_subject_is_said_beside_its_field(
    world: World, person: Callable[..., Client]
) -> None:
    reporter = person("reporter", (world.house.agencies.commune, Role.REPORTER))
    response = reporter.post("/kho-khan/neu/", {"subject": ""})
    assert response.status_code == 422
    assert "Ghi tên quy định" in response.content.decode()


def test_r31_nothing_of_a_plan_reaches_the_unit_by_any_page(
    world: World, person: Callable[..., Client]
) -> None:
    """Roles in the unit, alone and beside every right above: no page, list, search, count, export,
    address or journal tells the plan apart from no plan."""
    agencies, party = world.house.agencies, world.house.party
    readers = {
        "head": person("head", (agencies.commune, Role.HEAD)),
        "inspector": person("inspector", (agencies.centre, Role.INSPECTOR)),
        "both": person(
            "both", (agencies.centre, Role.REPORTER), (party, Role.PROGRAMME_MANAGER),
            (party, Role.INSPECTOR), (party, Role.AUDITOR), (agencies.province, Role.AUDITOR),
        ),
    }  # fmt: skip
    addresses = [
        *PAGES, *EXPORTS[:6], "/kiem-tra-dot-xuat/?q=hoi+an", "/kiem-tra-dot-xuat/?q=it+ho+so",
        f"/quan-tri/nhat-ky/?don-vi={party}&ngay={today()}",
    ]  # fmt: skip

    def answers(client: Client) -> list[tuple[int, bytes]]:
        found = []
        for address in addresses:
            response = client.get(address)
            found.append((response.status_code, _stable(response.content)))
        return found

    before = {name: answers(client) for name, client in readers.items()}
    visit = planned(world)
    for name, client in readers.items():
        assert answers(client) == before[name], name
        for path in ("", "ghi-nhan/", "tep/"):
            there = client.get(f"/kiem-tra-dot-xuat/{visit.code}/{path}")
            nowhere = client.get(f"/kiem-tra-dot-xuat/aaaaaaaa/{path}")
            assert there.status_code == nowhere.status_code
            assert _stable(there.content) == _stable(nowhere.content).replace(
                b"aaaaaaaa", visit.code.encode()
            )
        assert client.post(f"/kiem-tra-dot-xuat/{visit.code}/bo/").status_code in {403, 404}
        subject = client.get(f"/quan-tri/nhat-ky/?doi-tuong=visit:{visit.code}")
        assert b"visit.planned" not in subject.content
    assert "UBND phường Hội An" in text(world.manager, "/kiem-tra-dot-xuat/")
    visit.refresh_from_db()
    assert visit.state == "planned"


def _stable(content: bytes) -> bytes:
    """Without what changes from one request to the next."""
    plain = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", content)
    plain = re.sub(rb"[2-9A-Z]{4}-[2-9A-Z]{4}", b"", plain)
    return re.sub(rb"\d{1,2}:\d{2}(:\d{2})?", b"", plain)


def test_r31_the_unit_sees_it_once_it_is_recorded(
    world: World, person: Callable[..., Client]
) -> None:
    head = person("head", (world.house.agencies.commune, Role.HEAD))
    visit = planned(world)
    page = f"/kiem-tra-dot-xuat/{visit.code}/"
    response = world.manager.post(
        f"{page}ghi-nhan/",
        {
            "findings": "Máy quét chưa dùng lần nào",
            "remedy-1": "Bố trí người dùng máy quét",
            "file": SimpleUploadedFile("bien-ban.txt", b"Bien ban kiem tra ngay 22 thang 11"),
        },
    )
    assert response.status_code == 302, response.content.decode()
    assert "Máy quét chưa dùng" in text(head, page)
    assert "Bố trí người dùng máy quét" in text(head, "/kiem-tra-dot-xuat/khac-phuc/?loc=thieu")
    file = head.get(f"{page}tep/")
    assert b"Bien ban" in file.getvalue()
    assert world.manager.post(f"{page}bo/").status_code == 302
    visit.refresh_from_db()
    assert visit.state == "recorded", "what is recorded is not dropped"


def test_r19_a_remedy_gets_its_person_and_day_and_is_confirmed_by_the_manager(
    world: World, person: Callable[..., Client]
) -> None:
    reporter = person("reporter", (world.house.agencies.commune, Role.REPORTER))
    visit = planned(world)
    world.manager.post(
        f"/kiem-tra-dot-xuat/{visit.code}/ghi-nhan/",
        {"findings": "Máy quét chưa dùng", "remedy-1": "Dùng máy quét"},
    )
    remedy = Remedy.objects.get()
    page = f"/kiem-tra-dot-xuat/khac-phuc/{remedy.pk}/"
    who = Account.objects.get(username="reporter").person_id
    due = (today() + timedelta(days=7)).isoformat()
    assert reporter.post(f"{page}phan-cong/", {"person": who, "due_on": due}).status_code == 302
    assert world.manager.post(f"{page}xac-nhan/").status_code == 422
    assert reporter.post(f"{page}bao-cao/", {"result": "Đã dùng"}).status_code == 302
    assert reporter.post(f"{page}xac-nhan/").status_code == 422
    assert world.manager.post(f"{page}tra-lai/", {"reason": "Chưa thấy"}).status_code == 302
    assert reporter.post(f"{page}bao-cao/", {"result": "Đã có 20 hồ sơ"}).status_code == 302
    assert world.manager.post(f"{page}xac-nhan/").status_code == 302
    remedy.refresh_from_db()
    assert remedy.state == "done"
    assert "Đã khắc phục" in text(reporter, page)


def test_a_visit_is_planned_from_a_suggestion_but_never_for_the_own_unit(
    world: World, person: Callable[..., Client]
) -> None:
    commune = world.house.agencies.commune
    address = f"/kiem-tra-dot-xuat/len-lich/?don-vi={commune}"
    assert "UBND phường Hội An" in text(world.manager, address)
    given = {
        "programme": str(world.house.programme),
        "visited": "UBND phường Hội An",
        "planned_on": today().isoformat(),
        "reason": "Ít hồ sơ",
    }
    assert world.manager.post(address, given).status_code == 302
    both = person("both", (commune, Role.HEAD), (world.house.party, Role.PROGRAMME_MANAGER))
    refused = both.post(address, given)
    assert refused.status_code == 422
    assert "đang giữ vai trò" in refused.content.decode()
    outside = world.manager.post(address, given | {"visited": "UBND phường Thuận Hóa"})
    assert outside.status_code == 422


def test_a_meeting_is_opened_as_proposed_briefed_in_one_press_and_concluded(
    world: World, person: Callable[..., Client]
) -> None:
    assert "Ngày họp đề xuất" in text(world.manager, "/cuoc-hop/")
    form = world.manager.get("/cuoc-hop/").context["form"]
    given = {
        name: str(value.isoformat() if hasattr(value, "isoformat") else value)
        for name, value in form.initial.items()
    }
    assert world.manager.post("/cuoc-hop/", given).status_code == 302
    meeting = Meeting.objects.get()
    page = f"/cuoc-hop/{meeting.pk}/"
    assert world.manager.get(f"{page}bao-cao.pdf").status_code == 404
    assert world.manager.post(f"{page}lap-bao-cao/").status_code == 302
    assert "Tình hình thực hiện nhiệm vụ" in text(world.manager, page)
    pdf = world.manager.get(f"{page}bao-cao.pdf").content
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    word = world.manager.get(f"{page}bao-cao.docx").content
    assert "word/document.xml" in ZipFile(BytesIO(word)).namelist()
    assert world.manager.get(f"{page}bao-cao.exe").status_code == 404
    assert world.manager.post(f"{page}ket-luan/", {"text": "Sớm quá"}).status_code == 422
    Meeting.objects.update(held_at=timezone.now() - timedelta(hours=1))
    said = {"text": "Giao Sở Tư pháp sửa, hoàn thành trước ngày 15/12/2099"}
    assert world.manager.post(f"{page}ket-luan/", said).status_code == 302
    assert world.manager.post(f"{page}so-thong-bao/", {"document": "5-TB"}).status_code == 302
    conclusion = Conclusion.objects.get()
    assign = f"{page}ket-luan/{conclusion.pk}/"
    # What the conclusion says of its lead and day stands there already; the pillar is asked.
    offered = world.manager.get(assign).context["form"]
    assert offered.initial == {"lead": "Sở Tư pháp", "due_on": date(2099, 12, 14)}
    assert not offered["pillar"].value()
    assert world.manager.post(assign, {"lead": "Sở Tư pháp"}).status_code == 422
    response = world.manager.post(
        assign, {"lead": "Sở Tư pháp", "pillar": "platform", "urgency": "normal"}
    )
    assert response.status_code == 302
    conclusion.refresh_from_db()
    assert conclusion.task is not None
    assert conclusion.task.code in text(world.manager, page)
    stranger = person("stranger", (world.house.agencies.commune, Role.HEAD))
    text(stranger, page, status=404)
    assert stranger.post(f"{page}lap-bao-cao/").status_code == 403


def test_who_only_reads_opens_no_meeting(world: World, person: Callable[..., Client]) -> None:
    reader = person("reader", (world.house.party, Role.INSPECTOR))
    meeting_actions.open_meeting(
        programme=world.house.programme, agency=world.house.party, kind=MeetingKind.WEEKLY,
        held_at=timezone.now(), title="Giao ban", by="a:1", at=timezone.now(),
    )  # fmt: skip
    assert "Giao ban" in text(reader, "/cuoc-hop/")
    assert "Mở cuộc họp" not in text(reader, "/cuoc-hop/")
    assert reader.post("/cuoc-hop/", {}).status_code == 403
    assert journal.entries_of(f"meeting:{Meeting.objects.get().pk}")[0].action == "meeting.opened"
