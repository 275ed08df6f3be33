"""Opening a programme and assigning a task by hand, for those who run programmes."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.organisations.models import Agency
from lienthong.organisations.rules import fold
from lienthong.programmes.models import Phase, Programme, Task, TaskGroup
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import HERE, House, at

Enter = Callable[[int, Role], Client]
OPEN, ASSIGN = "/chuong-trinh/moi/", "/nhiem-vu/moi/"


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    now: datetime = at(16, 10)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return houses.build()


@pytest.fixture
def enter(house: House) -> Enter:
    def entered(agency: int, role: Role) -> Client:
        account = cast.account(f"{role}-{agency}")
        cast.assign(account, agency, role)
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        client = Client()
        client.force_login(Account.objects.get(pk=account))
        return client

    return entered


@pytest.fixture
def manager(house: House, enter: Enter) -> Client:
    return enter(house.party, Role.PROGRAMME_MANAGER)


def programme_given(house: House, **other: object) -> dict[str, object]:
    return {
        "code": "CT-2026",
        "name": "Chương trình chuyển đổi số",
        "document": "12/QĐ-UBND",
        "document_on": "2026-09-01",
        "authority": "Thành ủy Đà Nẵng",
        "standing": house.party,
        "parent": house.programme,
        "valid_from": "2026-09-01",
        "phase_1": "Khẩn trương",
        "until_1": "2026-12-31",
        **other,
    }


def task_given(house: House, **other: object) -> dict[str, object]:
    return {
        "programme": house.programme,
        "title": "Rà soát thiết bị các xã",
        "objective": "Biết nơi nào thiếu",
        "product": "Báo cáo rà soát",
        "lead": Agency.objects.get(pk=house.agencies.province).name,
        "supporting": Agency.objects.get(pk=house.agencies.commune).name,
        "pillar": "infrastructure",
        "blocs": ["party", "government"],
        "urgency": "urgent",
        "deadline_kind": "date",
        "due": "2026-09-30",
        "name_1": "Nơi đã rà soát",
        "target_1": "1.250,5",
        "measure_1": "nơi",
        **other,
    }


def test_a_programme_is_opened_with_its_phases_and_has_its_board(
    house: House, manager: Client
) -> None:
    assert OPEN in manager.get("/chuong-trinh/").content.decode()
    answer = manager.post(OPEN, programme_given(house))
    assert answer["Location"] == "/chuong-trinh/CT-2026/"
    made = Programme.objects.get(code="CT-2026")
    assert (made.standing_id, made.parent_id) == (house.party, house.programme)
    assert [(one.name, one.until) for one in made.phases.all()] == [
        ("Khẩn trương", date(2026, 12, 31))
    ]
    board = manager.get("/chuong-trinh/CT-2026/").content.decode()
    assert f"{ASSIGN}?chuong-trinh=CT-2026" in board


def test_what_is_in_no_phase_has_a_line_of_its_own_which_opens_it(
    house: House, manager: Client
) -> None:
    manager.post(OPEN, programme_given(house))
    made = Programme.objects.get(code="CT-2026")
    task = lives.assigned(house, programme_id=made.pk, due_at=at(26, 0))
    board = manager.get("/chuong-trinh/CT-2026/").content.decode()
    assert "Chưa xếp giai đoạn" in board
    opened = "/nhiem-vu/?chuong-trinh=CT-2026&so=in_time&giai-doan="
    assert f"{opened}0".replace("&", "&amp;") in board
    assert task.code in manager.get(f"{opened}0").content.decode()
    assert task.code not in manager.get(f"{opened}{made.phases.get().pk}").content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("code", "KH02", "Đã có chương trình mang mã “KH02”"),
        ("code", "moi", "Ghi lại, ví dụ KH-2026"),
        ("code", "a/b", "Ghi lại, ví dụ KH-2026"),
        ("document", "", "Ghi số văn bản giao"),
        ("until_1", "", "Chọn ngày cuối của giai đoạn"),
        ("until_1", "2026-08-01", "Ngày này phải sau 01/09/2026"),
        ("valid_from", "9999-12-31", "Ngày này quá xa"),
    ],
)
def test_what_is_wrong_with_a_programme_stands_beside_it_and_nothing_typed_is_lost(
    house: House, manager: Client, field: str, typed: str, sentence: str
) -> None:
    answer = manager.post(OPEN, programme_given(house, **{field: typed}))
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    assert "Chương trình chuyển đổi số" in answer.content.decode()
    assert Programme.objects.count() == 1


def test_a_programme_is_opened_only_for_an_agency_of_ones_own(
    house: House, manager: Client
) -> None:
    answer = manager.post(OPEN, programme_given(house, standing=house.agencies.other_commune))
    assert answer.status_code == 422
    assert Programme.objects.count() == 1


def test_a_task_is_assigned_by_hand_with_all_that_was_given(house: House, manager: Client) -> None:
    assert ASSIGN in manager.get("/nhiem-vu/").content.decode()
    answer = manager.post(ASSIGN, task_given(house))
    task = Task.objects.get()
    assert answer["Location"] == f"/nhiem-vu/{task.code}/"
    assert (task.lead_id, task.assigner_id) == (house.agencies.province, house.party)
    assert (task.urgency, task.due_at) == ("urgent", datetime(2026, 10, 1, tzinfo=HERE))
    assert [one.agency_id for one in task.supports.all()] == [house.agencies.commune]
    assert task.blocs == ["government", "party"]
    assert [(one.target, one.measure) for one in task.key_results.all()] == [
        (Decimal("1250.5"), "nơi")
    ]
    assert manager.get(answer["Location"]).status_code == 200


def test_a_task_without_a_date_has_its_rhythm_or_its_condition(
    house: House, manager: Client
) -> None:
    recurring = task_given(house, deadline_kind="recurring", recurrence="weekly", condition="x")
    awaited = task_given(house, deadline_kind="condition", condition="Sau khi có thông tư")
    assert manager.post(ASSIGN, recurring).status_code == 302
    assert manager.post(ASSIGN, awaited).status_code == 302
    assert list(Task.objects.order_by("pk").values_list("recurrence", "condition", "due_at")) == [
        ("weekly", "", None),
        ("", "Sau khi có thông tư", None),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("lead", "Sở Không Có Thật", "Không có cơ quan nào tên"),
        ("lead", "", "Ghi tên cơ quan chủ trì"),
        ("supporting", "Sở Không Có Thật", "Không có cơ quan nào tên"),
        ("receiver", "Sở Không Có Thật", "Không có cơ quan nào tên"),
        ("head", "Người Không Có", "Chưa có một người duy nhất"),
        ("parent", "KH02.99", "Không có nhiệm vụ mã “KH02.99”"),
        ("pillar", "", "Chọn trụ cột"),
        ("due", "", "Chọn ngày, hoặc chọn loại thời hạn khác"),
        ("due", "2026-09-15", "Hạn phải từ hôm nay trở đi"),
        ("target_1", "nhiều", "Ghi một số, ví dụ 1.234,5"),
        ("target_1", "0", "Ghi một số lớn hơn 0"),
        ("name_1", "", "Ghi kết quả chính đo được"),
        ("measure_1", "", "Ghi đơn vị đo"),
    ],
)
def test_what_is_wrong_with_a_task_stands_beside_it_and_nothing_typed_is_lost(
    house: House, manager: Client, field: str, typed: str, sentence: str
) -> None:
    answer = manager.post(ASSIGN, task_given(house, **{field: typed}))
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    assert "Rà soát thiết bị các xã" in answer.content.decode()
    assert not Task.objects.exists()


def test_the_lead_does_not_support_itself(house: House, manager: Client) -> None:
    given = task_given(house)
    answer = manager.post(ASSIGN, given | {"supporting": given["lead"]})
    assert "Bỏ một vai" in answer.context["form"].errors["supporting"][0]


def test_a_task_goes_to_no_lead_of_another_province(house: House, manager: Client) -> None:
    there = Agency.objects.get(pk=house.agencies.other_commune).name
    answer = manager.post(ASSIGN, task_given(house, lead=there))
    assert "ngoài phạm vi của cơ quan thường trực" in answer.context["form"].errors["lead"][0]
    assert not Task.objects.exists()


def test_nobody_assigns_in_a_programme_that_others_run(house: House, enter: Enter) -> None:
    stranger = enter(house.agencies.other_province, Role.PROGRAMME_MANAGER)
    assert "Mở chương trình trước" in stranger.get(ASSIGN).content.decode()
    answer = stranger.post(ASSIGN, task_given(house))
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_who_only_reports_neither_opens_nor_assigns(house: House, enter: Enter) -> None:
    reporter = enter(house.agencies.province, Role.REPORTER)
    for address, page in ((OPEN, "/chuong-trinh/"), (ASSIGN, "/nhiem-vu/")):
        assert address not in reporter.get(page).content.decode()
        assert reporter.get(address).status_code == 403
        assert reporter.post(address, task_given(house)).status_code == 403
    assert not Task.objects.exists()


def test_a_task_names_its_group_phase_parent_receiver_and_people(
    house: House, manager: Client, enter: Enter
) -> None:
    enter(house.agencies.province, Role.REPORTER)
    who = Account.objects.get(username=f"reporter-{house.agencies.province}").person
    programme = Programme.objects.get(pk=house.programme)
    group = TaskGroup.objects.create(programme=programme, code="1", name="Hạ tầng số")
    phase = Phase.objects.create(
        programme=programme, code="bp", name="Bứt phá", until=date(2026, 12, 31)
    )
    manager.post(ASSIGN, task_given(house))
    parent = Task.objects.get()
    department = Agency.objects.get(pk=house.agencies.department).name
    answer = manager.post(
        ASSIGN,
        task_given(
            house, group=group.pk, phase=phase.pk, parent=parent.code, receiver=department,
            head=who.full_name, contact=fold(who.full_name),
            supporting=f"{department}\n{task_given(house)['supporting']}\n",
        ),
    )  # fmt: skip
    task = Task.objects.exclude(pk=parent.pk).get()
    assert answer["Location"] == f"/nhiem-vu/{task.code}/"
    assert (task.group, task.phase, task.parent) == (group, phase, parent)
    assert (task.receiver_id, task.head, task.contact) == (house.agencies.department, who, who)
    assert {one.agency_id for one in task.supports.all()} == {
        house.agencies.department, house.agencies.commune,
    }  # fmt: skip
    told = manager.get(answer["Location"]).content.decode()
    assert "Hạ tầng số" in told
    assert "Bứt phá" in told


def test_what_was_assigned_changes_until_the_lead_takes_it_on(
    house: House, manager: Client, enter: Enter
) -> None:
    manager.post(ASSIGN, task_given(house, objective="", name_1="", target_1="", measure_1=""))
    task = Task.objects.get()
    page, form = f"/nhiem-vu/{task.code}/", f"/nhiem-vu/{task.code}/sua/"
    told = manager.get(page).content.decode()
    assert "Còn thiếu: mục tiêu, kết quả chính đo được" in told
    assert form in told
    shown = manager.get(form).content.decode()
    assert "Rà soát thiết bị các xã" in shown  # nothing is typed twice
    seen = task.events_seen
    changed = task_given(house, title="Rà soát máy quét các xã", due="2026-10-15", seen=seen)
    assert manager.post(form, changed).status_code == 302
    task.refresh_from_db()
    assert task.title == "Rà soát máy quét các xã"
    assert task.due_at == datetime(2026, 10, 16, tzinfo=HERE)
    assert "may quet" in task.folded
    assert [one.name for one in task.key_results.all()] == ["Nơi đã rà soát"]
    last = task.events.get(seq=task.events_seen)
    assert last.type == "edited"
    assert set(last.data["what"]) >= {"title", "objective", "key_results"}
    told = manager.get(page).content.decode()
    assert "Còn thiếu: mục tiêu" not in told
    assert manager.post(form, changed).status_code == 409  # somebody was first: look again
    worker = enter(house.agencies.province, Role.REPORTER)
    assert worker.get(form).status_code == 403
    assert worker.post(f"{page}nhan-viec/", {"seen": task.events_seen}).status_code == 302
    assert manager.get(form)["Location"] == page
    assert form not in manager.get(page).content.decode()
