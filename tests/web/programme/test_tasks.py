"""The pages of tasks, boards, duties and warnings, as the people of a programme use them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.organisations.models import Agency
from lienthong.programmes.actions import difficulties, warnings, work
from lienthong.programmes.models import Evidence, Explanation, ProgrammeThreshold, Task, TaskRequest
from lienthong.programmes.rules.difficulties import Draft
from lienthong.programmes.rules.kinds import Against
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import House, at
from tests.programmes.test_many_tasks import communes

Enter = Callable[..., Client]
NOW = at(16, 10)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    now = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


@pytest.fixture
def house(db: None, clock: list[datetime]) -> House:
    return houses.build()


@pytest.fixture
def enter(house: House) -> Enter:
    def entered(agency: int, role: Role, name: str = "") -> Client:
        account = cast.account(name or f"{role}-{agency}")
        cast.assign(account, agency, role)
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        client = Client()
        client.force_login(Account.objects.get(pk=account))
        return client

    return entered


@pytest.fixture
def manager(house: House, enter: Enter) -> Client:
    return enter(house.party, Role.PROGRAMME_MANAGER)


@pytest.fixture
def reporter(house: House, enter: Enter) -> Client:
    return enter(house.agencies.province, Role.REPORTER)


def do(client: Client, task: Task, name: str, **given: object) -> int:
    """Press the button of an act; the status that comes back."""
    task.refresh_from_db()
    given = {"seen": task.events_seen, **given}
    return client.post(f"/nhiem-vu/{task.code}/{name}/", given).status_code


def test_a_task_is_worked_on_submitted_and_accepted_on_its_pages(
    house: House, reporter: Client, manager: Client
) -> None:
    task = lives.assigned(house, due_at=at(26, 0))
    page = reporter.get(f"/nhiem-vu/{task.code}/").content.decode()
    assert f"/nhiem-vu/{task.code}/nhan-viec/" in page
    assert do(reporter, task, "nhan-viec") == 302
    proof = {"title": "Biên bản", "document": "12/BB", "document_on": "2026-09-15"}
    assert do(reporter, task, "bang-chung", **proof) == 302
    assert do(reporter, task, "tien-do", percent=60) == 422  # points at nothing
    pointed = {"percent": 60, "evidence": Evidence.objects.get().pk, "result_1": "6,5"}
    assert do(reporter, task, "tien-do", **pointed) == 302
    assert do(reporter, task, "nop") == 302
    assert do(reporter, task, "nghiem-thu") == 403
    assert do(manager, task, "tra-lai", reason="Thiếu ngày") == 302
    back, duty = f"/nhiem-vu/{task.code}/", "Kết quả bị trả lại, làm tiếp"
    assert "Kết quả bị trả lại.</b> Thiếu ngày" in reporter.get(back).content.decode()
    assert duty in reporter.get("/nhiem-vu/hom-nay/").content.decode()
    assert do(reporter, task, "nop") == 302
    assert "Kết quả bị trả lại.</b>" not in reporter.get(back).content.decode()
    assert duty not in reporter.get("/nhiem-vu/hom-nay/").content.decode()
    assert do(manager, task, "nghiem-thu") == 302
    page = manager.get(f"/nhiem-vu/{task.code}/").content.decode()
    assert "Xong trước hạn" in page
    assert "6,5 / 10" in page
    assert "Thiếu ngày" in page


def test_a_refusal_says_what_becomes_of_it_and_any_level_can_take_over(
    house: House, enter: Enter
) -> None:
    task = lives.assigned(
        house, lead_id=house.agencies.commune, assigner_id=house.agencies.province,
        due_at=at(26, 0),
    )  # fmt: skip
    low = enter(house.agencies.commune, Role.REPORTER)
    assert "nên giao cho ai" in low.get(f"/nhiem-vu/{task.code}/tu-choi/").content.decode()
    assert do(low, task, "tu-choi", reason="Việc của Sở") == 302
    page = low.get(f"/nhiem-vu/{task.code}/").content.decode()
    assert "Chờ quyết định: Đề nghị không nhận việc" in page
    manager = enter(house.agencies.province, Role.PROGRAMME_MANAGER)
    address = f"/nhiem-vu/{task.code}/de-nghi/{TaskRequest.objects.get().pk}/"
    offered = dict(manager.get(address).context["form"].fields["lead"].choices)
    assert [number for number, _name in offered["Cùng cấp với đơn vị đang chủ trì"]]
    assert house.agencies.department in dict(offered["Cấp khác"])
    given = {"approve": "yes", "decision": "Đúng", "lead": house.agencies.department}
    assert manager.post(address, given).status_code == 302
    task.refresh_from_db()
    assert task.lead_id == house.agencies.department


def test_what_others_wait_for_past_its_day_stands_first_and_red(
    house: House, enter: Enter, reporter: Client, clock: list[datetime]
) -> None:
    task = lives.assigned(house, due_at=at(30, 0))
    assert do(reporter, task, "gia-han", due="2026-10-30", reason="Chờ thiết bị") == 302
    hard = difficulties.raise_difficulty(
        draft=Draft(against=Against.SYSTEM, subject="Phần mềm", text="Chậm", since=NOW.date()),
        agency=house.agencies.commune, by="a:2", at=NOW, programme=house.programme,
    )  # fmt: skip
    difficulties.route_difficulty(
        difficulty_id=hard.pk,
        seen=None,
        owner=house.party,
        agency=house.party,
        by="a:1",
        at=NOW,
        reason="Đúng thẩm quyền",
    )
    for moment, late in ((NOW, False), (at(28, 10), True)):
        clock[0] = moment
        manager = enter(house.party, Role.PROGRAMME_MANAGER, f"manager-{late}")
        main = manager.get("/nhiem-vu/hom-nay/").content.decode().split("<main")[1]
        first = main.split("<section")[1]
        assert ('class="panel pressing"' in first) is late
        for told in ("Quá hạn quyết định", "Quá hạn trả lời", hard.code, task.title):
            assert (told in first) is (late or told == task.title), told
        assert main.count(hard.code) == 2  # told once: its address and its code


def test_a_target_is_handed_down_in_parts_pasted_from_a_sheet(
    house: House, enter: Enter, reporter: Client
) -> None:
    head = enter(house.agencies.province, Role.HEAD)
    task = lives.assigned(house, on=at(15), due_at=at(26, 0))
    names = {
        key: Agency.objects.get(pk=getattr(house.agencies, key)).name
        for key in ("commune", "department")
    }
    page = head.get(f"/nhiem-vu/{task.code}/giao-tiep/").content.decode()
    assert "Mỗi đơn vị phải đạt (xã)" in page
    share = {"title": "Hỗ trợ xã", "way_1": "share"}
    assert do(head, task, "giao-tiep", **share) == 422  # to whom?
    assert do(head, task, "giao-tiep", leads=[house.agencies.commune], **share) == 422  # how much?
    assert do(head, task, "giao-tiep", parts="Nơi nào đó; 3", **share) == 422
    twice = f"{names['commune']}\t3\n{names['commune']}\t3"
    assert do(head, task, "giao-tiep", parts=twice, **share) == 422
    pasted = f"{names['commune'].upper()}\t3,5\n{names['department']} 4"
    assert do(head, task, "giao-tiep", parts=pasted, **share) == 302
    below = Task.objects.filter(parent=task).order_by("pk")
    assert {one.lead_id: one.key_results.get().target for one in below} == {
        house.agencies.commune: Decimal("3.5"),
        house.agencies.department: 4,
    }
    assert {one.title for one in below} == {"Hỗ trợ xã"}
    # Who has it is offered no more; who was taken off may get it again.
    offered = head.get(f"/nhiem-vu/{task.code}/giao-tiep/").context["form"].units
    assert not {one.id for one in offered} & {one.lead_id for one in below}
    page = head.get(f"/nhiem-vu/{task.code}/").content.decode()
    assert "Đã chia 7,5 xã cho 2 đơn vị, chưa đơn vị nào báo" in page
    assert "Còn 2,5 xã chưa giao cho ai." in page
    assert do(reporter, task, "nhan-viec") == 302
    below[0].key_results.update(claimed=3, claimed_at=at(16))
    page = head.get(f"/nhiem-vu/{task.code}/").content.decode()
    assert "2 đơn vị cộng lại được 3 / 7,5 xã đã chia" in page
    assert (
        "cấp dưới cộng lại được 3"
        in reporter.get(f"/nhiem-vu/{task.code}/tien-do/").content.decode()
    )
    first = head.get(f"/nhiem-vu/{below[0].code}/").content.decode()
    assert "phần của chỉ tiêu chung 10 xã" in first


def test_a_task_is_handed_down_to_every_commune_at_once(house: House, enter: Enter) -> None:
    head = enter(house.agencies.province, Role.HEAD)
    others = communes(house, 3)
    task = lives.assigned(house, on=at(15), due_at=at(26, 0))
    share = {"title": "Hỗ trợ xã", "way_1": "share", "amount_1": "2", "everyone": "on"}
    page = head.get(f"/nhiem-vu/{task.code}/giao-tiep/").content.decode()
    assert "Mọi xã, phường, đặc khu còn lại (4)" in page
    assert do(head, task, "giao-tiep", parts="Sở Tư pháp; 4", **share) == 302
    given = {one.lead_id: int(one.key_results.get().target) for one in task.children.all()}
    assert given == {
        house.agencies.commune: 2, house.agencies.department: 4, **dict.fromkeys(others, 2),
    }  # fmt: skip


def test_who_acts_on_an_old_page_gets_a_conflict_in_words(house: House, reporter: Client) -> None:
    task = lives.assigned(house, due_at=at(26, 0))
    assert do(reporter, task, "nhan-viec") == 302
    answer = reporter.post(f"/nhiem-vu/{task.code}/ghi-chu/", {"seen": 1, "text": "x"})
    assert answer.status_code == 409
    assert "vừa ghi" in answer.content.decode()


def test_a_request_is_sent_by_the_lead_and_decided_by_who_assigned(
    house: House, reporter: Client, manager: Client
) -> None:
    task = lives.assigned(house, due_at=at(20, 0))
    assert do(reporter, task, "gia-han", due="2026-09-18", reason="Chờ") == 422
    assert do(reporter, task, "gia-han", due="9999-12-31", reason="Chờ") == 422
    assert do(reporter, task, "gia-han", due="2026-09-30", reason="Chờ thiết bị") == 302
    number = TaskRequest.objects.get().pk
    address = f"/nhiem-vu/{task.code}/de-nghi/{number}/"
    assert reporter.get(address).status_code == 403
    duties = manager.get("/nhiem-vu/hom-nay/").content.decode()
    assert address in duties
    asked = manager.get(address).content.decode()  # nobody decides without seeing what on
    assert "đến hết 30/09/2026" in asked
    assert "19/09/2026" in asked
    given = {"approve": "yes", "decision": "Đồng ý", "due": "2026-09-25"}
    assert manager.post(address, given).status_code == 302
    task.refresh_from_db()
    assert (task.due_at, task.extensions) == (at(26, 0), 1)


def test_the_head_explains_a_late_task(house: House, enter: Enter) -> None:
    task = lives.assigned(house)
    head = enter(house.agencies.province, Role.HEAD)
    page = head.get(f"/nhiem-vu/{task.code}/").content.decode()
    assert "Quá hạn 2 ngày" in page
    assert "Trách nhiệm lúc này: cơ quan chủ trì." in page
    given = {"cause": "resources", "text": "Bố trí thêm người", "commits_to": "2026-09-20"}
    assert do(head, task, "giai-trinh", **given | {"commits_to": "2026-09-01"}) == 422
    assert do(head, task, "giai-trinh", **given) == 302
    assert Explanation.objects.get().cause == "resources"


def test_every_figure_of_a_board_opens_as_many_tasks_also_of_a_past_day(
    house: House, manager: Client
) -> None:
    lives.assigned(house)
    lives.assigned(house, due_at=at(25, 0))
    lives.submitted(house, lives.assigned(house), at(9))
    for query in ("", "?luc=2026-09-12"):
        answer = manager.get(f"/chuong-trinh/KH02/{query}")
        assert answer.status_code == 200
        for tile in answer.context["tiles"]:
            if tile["address"]:
                opened = manager.get(tile["address"])
                assert opened.context["count"] == tile["value"], tile["name"]
    assert (
        "tính đến 23:59 12/09/2026"
        in manager.get("/chuong-trinh/KH02/?luc=2026-09-12").content.decode()
    )


def test_the_list_is_found_without_accents_and_taken_away_as_a_sheet(
    house: House, manager: Client
) -> None:
    task = lives.assigned(house, title="Rà soát thiết bị ở xã")
    lives.assigned(house, title="=HYPERLINK(1)")
    found = manager.get("/nhiem-vu/?q=ra+soat+THIET+BI&so=all")
    assert [row["line"].code for row in found.context["lines"]] == [task.code]
    sheet = manager.get("/nhiem-vu/?so=all&dang=xlsx")
    rows = list(load_workbook(BytesIO(sheet.content)).worksheets[0].rows)
    assert "tính đến" in str(rows[0][0].value)
    titles = {(row[1].value, row[1].data_type) for row in rows[2:]}
    assert titles == {("Rà soát thiết bị ở xã", "s"), ("=HYPERLINK(1)", "s")}
    plain = manager.get("/nhiem-vu/?so=all&dang=csv").content.decode()
    assert task.code in plain


@pytest.mark.parametrize(
    "query",
    ["?luc=", "?noi=99999999", "?so=%00&after=x",
     "?tru-cot=x&khoi=y&cap=z&giai-doan=-1&tu=1e9", "?q=%00%27%22"],
)  # fmt: skip
def test_what_makes_no_sense_in_an_address_is_answered_all_the_same(
    house: House, manager: Client, query: str
) -> None:
    lives.assigned(house)
    for page in ("/nhiem-vu/", "/chuong-trinh/", "/chuong-trinh/KH02/", "/nhiem-vu/lanh-dao/"):
        assert manager.get(page + query).status_code == 200
    assert manager.get("/nhiem-vu/KH02.99/").status_code == 404
    assert manager.get("/chuong-trinh/khong-co/").status_code == 404


@pytest.mark.parametrize("moment", ["9999-12-31", "0001-01-01", "x", "12/09/2026", "2026-09-17"])
def test_figures_of_now_are_never_shown_for_a_moment_that_was_mistyped(
    house: House, manager: Client, moment: str
) -> None:
    for page in (
        "/nhiem-vu/", "/chuong-trinh/", "/chuong-trinh/KH02/", "/nhiem-vu/lanh-dao/",
    ):  # fmt: skip
        answer = manager.get(page, {"luc": moment, "dang": "csv"})
        assert answer.status_code == 400, page
        assert moment in answer.content.decode()
    # Today until now is now.
    assert manager.get("/nhiem-vu/", {"luc": "2026-09-16"}).status_code == 200


def test_warnings_come_into_the_inbox_and_are_marked_as_seen(
    house: House, reporter: Client, manager: Client
) -> None:
    task = lives.assigned(house)
    warnings.warn(at=NOW)
    page = reporter.get("/nhiem-vu/canh-bao/").content.decode()
    assert "Cảnh báo đỏ" in page
    assert task.title in page
    number = task.warnings.get().pk
    assert reporter.post(f"/nhiem-vu/canh-bao/{number}/da-xem/").status_code == 302
    assert "đã xem" in reporter.get("/nhiem-vu/canh-bao/").content.decode()
    assert task.title not in manager.get("/nhiem-vu/canh-bao/").content.decode()


def test_a_task_is_handed_down_on_its_page(house: House, enter: Enter) -> None:
    minutes = replace(lives.RESULT, name="Biên bản làm việc", measure="biên bản")
    task = lives.assigned(house, due_at=at(28, 0), key_results=[lives.RESULT, minutes])
    head = enter(house.agencies.province, Role.HEAD)
    given = {"leads": [house.agencies.commune], "title": task.title, "way_1": "own", "way_2": "own"}
    assert do(head, task, "giao-tiep", **given) == 302
    child = Task.objects.get(parent=task)
    assert child.lead_id == house.agencies.commune
    below = enter(house.agencies.commune, Role.REPORTER)
    assert "Còn thiếu" in below.get(f"/nhiem-vu/{child.code}/").content.decode()
    form = below.get(f"/nhiem-vu/{child.code}/muc-tieu/").context["form"]
    assert form["name_1"].value() == "Xã có hồ sơ"
    asked = {name: form[name].value() or "" for name in form.fields if name != "seen"}
    assert do(below, child, "muc-tieu", **asked) == 422  # how much?
    assert do(below, child, "muc-tieu", **asked | {"target_1": "4"}) == 302
    assert "Đã chia 4 xã cho 1 đơn vị" in head.get(f"/nhiem-vu/{task.code}/").content.decode()
    assert "0 / 1 việc của cấp dưới đã xong" in head.get(f"/nhiem-vu/{task.code}/").content.decode()


def test_who_runs_a_programme_changes_its_thresholds_with_a_source(
    house: House, manager: Client
) -> None:
    address = "/chuong-trinh/KH02/nguong/soon_days/"
    assert "không phải quy định" in manager.get("/chuong-trinh/KH02/nguong/").content.decode()
    assert manager.post(address, {"value": "0", "source": "x"}).status_code == 422
    assert manager.post(address, {"value": "5", "source": "12-QĐ/TU"}).status_code == 302
    assert ProgrammeThreshold.objects.get().value == "5"


def test_pages_ask_the_database_as_often_for_many_tasks_as_for_few(
    house: House, manager: Client
) -> None:
    for _ in range(3):
        lives.assigned(house)
    pages = (
        "/nhiem-vu/", "/chuong-trinh/", "/chuong-trinh/KH02/", "/nhiem-vu/lanh-dao/",
        "/nhiem-vu/hom-nay/",
    )  # fmt: skip

    def asked() -> dict[str, int]:
        found = {}
        for page in pages:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert manager.get(page).status_code == 200
            found[page] = len(captured)
        return found

    few = asked()
    for _ in range(12):
        lives.assigned(house)
    assert asked() == few
    assert max(few.values()) < 40


def test_the_page_of_a_task_speaks_english(house: House, reporter: Client) -> None:
    task = lives.assigned(house)
    work.acknowledge(task_id=task.pk, seen=None, actor=lives.hands(house).lead, at=at(2))
    reporter.cookies["django_language"] = "en"
    page = reporter.get(f"/nhiem-vu/{task.code}/", headers={"accept-language": "en"}).content
    text = page.decode()
    for words in ("Key results", "Evidence", "Acknowledged", "days late", "the lead"):
        assert words in text, words
