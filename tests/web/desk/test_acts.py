"""Everything that is done on a dossier, by the same forms that officials fill in."""

import io
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from lienthong.dossiers.actions import sidelines, steps, waits
from lienthong.dossiers.models import Component, Dossier, TimelineEvent
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.papers.models import File
from lienthong.web.desk.acts import ACTS, BESIDE, BY_NAME, FORWARD
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, NOW, World
from tests.papers.contents import PDF
from tests.web.desk.conftest import SignIn, submitted_online
from tests.web.desk.test_dossier import DAY, at_handler


def act(client: Client, dossier: Dossier, name: str, /, **given: Any) -> Any:
    """Send the form of an act as it was shown, with what `given` says."""
    address = f"/ho-so/{dossier.code}/viec/{name}/"
    shown = client.get(address)
    seen = re.search(r'name="seen" value="(\d+)"', shown.content.decode())
    typed: Mapping[str, Any] = {"seen": seen[1] if seen else "0", **given}
    return client.post(address, typed)


def done(response: Any) -> bool:
    return bool(response.status_code == 302)


def now(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def test_the_table_names_every_act_once_and_covers_every_event_that_people_record() -> None:
    assert len(BY_NAME) == len(ACTS)
    assert {*FORWARD, *BESIDE} <= set(BY_NAME)
    by_the_house = {
        EventType.SUBMITTED, EventType.CORRECTED, EventType.EXPIRED,
    }  # fmt: skip
    assert {act.event for act in ACTS} == set(EventType) - by_the_house


def test_a_birth_goes_from_the_internet_to_the_returned_result_by_forms_alone(
    world: World, sign_in: SignIn
) -> None:
    dossier = submitted_online(world, at=NOW - timedelta(hours=1))
    counter, handler = sign_in(world.receptionist), sign_in(world.handler)
    approver = sign_in(world.approver)
    option = re.search(
        r'<option value="(\w+)"',
        counter.get(f"/ho-so/{dossier.code}/viec/tiep-nhan/").content.decode(),
    )
    assert option is not None
    assert done(act(counter, dossier, "tiep-nhan", option=option[1]))
    assert now(dossier).state == State.ACCEPTED
    assert done(act(counter, dossier, "chuyen-buoc", to="examine"))
    assert done(act(handler, dossier, "nhan-viec"))
    assert now(dossier).officer_id == world.handler
    assert done(act(handler, dossier, "chuyen-buoc", to="approve"))
    result = io.BytesIO(PDF)
    result.name = "quyết định.pdf"
    assert done(act(approver, dossier, "ket-qua", result_number="12/QĐ-UBND", result_file=result))
    stored = File.objects.get()
    event = TimelineEvent.objects.get(dossier=dossier, type="completed")
    assert event.data["file"] == stored.sha256
    given = counter.get(f"/ho-so/{dossier.code}/tep/{stored.sha256}/")
    assert b"".join(given) == PDF
    assert done(act(counter, dossier, "tra-ket-qua", method="direct"))
    assert now(dossier).state == State.RETURNED


def test_what_is_signed_is_signed_by_who_may_decide(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    worlds.advance(world, dossier, at=NOW)
    response = act(sign_in(world.handler), dossier, "ket-qua", result_number="1")
    assert response.status_code == 403
    assert now(dossier).state == State.IN_PROCESS


def test_a_refusal_of_the_rules_is_a_line_of_the_form_and_keeps_what_was_typed(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    response = act(
        sign_in(world.handler), dossier, "yeu-cau-bo-sung",
        wanted=" ", reason="Tên chưa khớp", legal_basis="Điều 5",
    )  # fmt: skip
    text = response.content.decode()
    assert response.status_code == 422
    assert "mỗi giấy một dòng" in text
    assert "Tên chưa khớp" in text
    assert now(dossier).events_seen == dossier.events_seen
    given = {"seen": dossier.events_seen, "complete": "on"}
    response = sign_in(world.handler).post(f"/ho-so/{dossier.code}/viec/da-bo-sung/", given)
    assert response.status_code == 422
    assert "nên không thể" in response.content.decode()


def test_who_comes_second_is_told_who_was_first_and_goes_on_from_there(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    steps.note(
        dossier_id=dossier.pk, seen=None, text="Đã gọi",
        actor=worlds.actor(world.handler2, world.committee), at=NOW - timedelta(minutes=2),
    )  # fmt: skip
    client = sign_in(world.handler)
    address = f"/ho-so/{dossier.code}/viec/ghi-chu/"
    response = client.post(address, {"seen": dossier.events_seen, "text": "Việc của tôi"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "Ngô Thị Hường vừa ghi" in text
    assert "Xem bản mới" in text
    assert "Việc của tôi" in text
    again = re.search(r'name="seen" value="(\d+)"', text)
    assert again is not None
    assert client.post(address, {"seen": again[1], "text": "Việc của tôi"}).status_code == 302


def test_who_sends_a_form_of_a_dossier_that_was_moved_away_is_told_by_whom(
    world: World, sign_in: SignIn
) -> None:
    """Not that the account may not: that would send people to the administrator."""
    dossier = at_handler(world)
    client = sign_in(world.handler)
    address = f"/ho-so/{dossier.code}/viec/tra-lai-buoc/"
    given = {"seen": dossier.events_seen, "to": "receive", "reason": "Thiếu chữ ký"}
    assert done(act(sign_in(world.handler2), dossier, "tra-lai-buoc", to="receive", reason="Thiếu"))
    response = client.post(address, given)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Ngô Thị Hường vừa ghi" in text
    assert "Thiếu chữ ký" in text
    assert client.post(address, given | {"seen": now(dossier).events_seen}).status_code == 403


def test_what_happened_earlier_needs_its_reason_and_a_proof(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world, days=2)
    client = sign_in(world.handler)
    given = {"to": "approve", "occurred_at": "2026-09-03T09:00"}
    assert "cần ghi lý do" in act(client, dossier, "chuyen-buoc", **given).content.decode()
    given["late_reason"] = "Mất mạng cả ngày"
    answer = act(client, dossier, "chuyen-buoc", **given).content.decode()
    assert "tệp chứng minh hoặc người thứ hai" in answer
    assert "Mất mạng cả ngày" in answer
    assert done(act(client, dossier, "chuyen-buoc", **given, late_second=f"a:{world.handler2}"))
    event = TimelineEvent.objects.get(dossier=dossier, seq=now(dossier).events_seen)
    assert event.late_recorded
    late = sign_in(world.head).get("/ban-lam-viec/ghi-muon/").content.decode()
    assert "Mất mạng cả ngày" in late
    assert "Người thứ hai: Ngô Thị Hường" in late
    assert sign_in(world.handler).get("/ban-lam-viec/ghi-muon/").status_code == 403
    export = sign_in(world.head).get("/ban-lam-viec/ghi-muon/?dang=csv").content.decode()
    assert dossier.code in export


def test_a_proof_may_be_a_file(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world, days=2)
    proof = io.BytesIO(PDF)
    proof.name = "bien ban.pdf"
    response = act(
        sign_in(world.handler), dossier, "chuyen-buoc", to="approve",
        occurred_at="2026-09-03T09:00", late_reason="Mất điện", late_file=proof,
    )  # fmt: skip
    assert done(response)
    event = TimelineEvent.objects.get(dossier=dossier, late_recorded=True)
    assert event.data["late"]["file"] == File.objects.get().sha256


def test_a_file_that_is_not_taken_is_said_and_nothing_is_written(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    bad = io.BytesIO(b"MZ\x90\x00 not a paper")
    bad.name = "virus.pdf"
    response = act(
        sign_in(world.handler), dossier, "them-giay", paper="other", name="Sổ", kind="copy",
        copies="1", file=bad,
    )  # fmt: skip
    assert response.status_code == 422
    assert not File.objects.exists()
    assert now(dossier).events_seen == dossier.events_seen


def test_the_asked_agency_answers_by_its_own_right(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    sidelines.request_opinion(
        dossier_id=dossier.pk, seen=None, agency=world.other_committee, question="Mức hưởng?",
        amount="3", unit="working_day", actor=worlds.actor(world.handler, world.committee), at=NOW,
    )  # fmt: skip
    key = "consultation-1"
    own = act(sign_in(world.handler), dossier, "tra-loi", key=key, answer="Tự trả lời")
    assert own.status_code == 403
    assert done(act(sign_in(world.stranger), dossier, "tra-loi", key=key, answer="Đồng ý"))
    event = TimelineEvent.objects.get(dossier=dossier, type="consultation_answered")
    assert (event.by, event.agency) == (f"a:{world.stranger}", world.other_committee)


def test_an_opinion_is_asked_of_agencies_nearby(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    client = sign_in(world.handler)
    response = act(
        client, dossier, "lay-y-kien", agency=str(world.police), question="Cư trú?", amount="2,5",
        unit="working_day",
    )  # fmt: skip
    assert done(response)
    assert now(dossier).sidelines.get().agency_id == world.police
    for amount in ("1e99", "0", "-3", "nan", "9" * 9):
        response = act(
            client, dossier, "lay-y-kien", agency=str(world.police), question="?", amount=amount,
            unit="working_day",
        )  # fmt: skip
        assert response.status_code == 422


def test_a_supplement_comes_to_the_counter_while_the_committee_holds_the_dossier(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world, days=3)
    assert done(
        act(
            sign_in(world.handler), dossier, "yeu-cau-bo-sung",
            wanted="Sổ tài khoản\nGiấy khai sinh\n", reason="Chưa khớp", legal_basis="Điều 5",
            until="2026-09-20",
        )
    )  # fmt: skip
    waiting = now(dossier)
    assert (waiting.state, waiting.holder) == (State.AWAITING_SUPPLEMENT, "applicant")
    counter = sign_in(world.receptionist)
    assert "Chưa đủ giấy tờ" in act(counter, dossier, "da-bo-sung").content.decode()
    assert done(act(counter, dossier, "da-bo-sung", complete="on"))
    event = TimelineEvent.objects.get(dossier=dossier, type="supplement_received")
    assert event.agency == world.centre


def test_a_paper_whose_data_is_held_already_needs_a_reason(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    part = "identity"  # the population database holds it
    client = sign_in(world.handler)
    given = {"paper": part, "kind": "copy", "copies": "1"}
    refused = act(client, dossier, "them-giay", **given)
    assert "dữ liệu đã có trong" in refused.content.decode()
    assert done(act(client, dossier, "them-giay", **given, asked_reason="Hệ thống mất kết nối"))
    added = Component.objects.filter(dossier=dossier).latest("id")
    assert added.asked_reason == "Hệ thống mất kết nối"


def test_a_scan_is_put_to_a_paper_once(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    paper = Component.objects.filter(dossier=dossier, source="").order_by("id")[0]
    client = sign_in(world.handler)
    for expected in (True, False):
        scan = io.BytesIO(PDF)
        scan.name = "scan.pdf"
        response = act(client, dossier, "dinh-kem", paper=str(paper.pk), file=scan)
        assert done(response) is expected
    assert Component.objects.get(pk=paper.pk).file_id is not None


def test_a_file_sent_with_a_form_that_was_refused_need_not_be_sent_again(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    assert done(act(sign_in(world.handler), dossier, "chuyen-buoc", to="approve"))
    approver = sign_in(world.approver)
    result = io.BytesIO(PDF)
    result.name = "quyết định.pdf"
    refused = act(approver, dossier, "ket-qua", result_number="", result_file=result)
    page = refused.content.decode()
    assert "quyết định.pdf" in page
    token = re.search(r'name="result_file-da-gui" value="([^"]+)"', page)
    assert token is not None
    again = {"result_number": "12/QĐ-UBND", "result_file-da-gui": token[1]}
    forged = act(approver, dossier, "ket-qua", **again | {"result_file-da-gui": token[1][:-1]})
    assert "Chọn lại tệp" in forged.content.decode()
    assert not File.objects.exists()
    assert done(act(approver, dossier, "ket-qua", **again))
    event = TimelineEvent.objects.get(dossier=dossier, type="completed")
    assert event.data["file"] == File.objects.get().sha256


def test_dates_are_given_anew_by_who_may_decide(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world, days=30)
    approver = sign_in(world.approver)
    assert done(
        act(
            approver, dossier, "xin-loi", cause="person", reason="Thiếu người",
            new_date="2026-09-10T17:00",
        )
    )  # fmt: skip
    page = approver.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Hẹn lại: 17:00 10/09/2026" in " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert done(act(approver, dossier, "gia-han", amount="3", reason="Phức tạp", legal_basis="Đ7"))
    assert done(act(sign_in(world.handler), dossier, "nguyen-nhan", cause="software"))
    assert now(dossier).cause == "software"
    assert sign_in(world.handler).get(f"/ho-so/{dossier.code}/viec/xin-loi/").status_code == 403


@pytest.mark.parametrize(
    ("name", "state"),
    [("tu-choi", State.DONE), ("dung", State.STOPPED), ("rut", State.WITHDRAWN)],
)
def test_a_dossier_ends_with_its_reason(
    world: World, sign_in: SignIn, name: str, state: State
) -> None:
    dossier = at_handler(world)
    given = {"reason": "Không đủ điều kiện", "legal_basis": "Điều 3"}
    assert done(act(sign_in(world.approver), dossier, name, **given))
    assert now(dossier).state == state
    # What is left of it lies at the counter.
    answer = sign_in(world.receptionist).get(f"/ho-so/{dossier.code}/viec/chuyen-buoc/")
    assert answer.status_code == 409
    assert "nên không thể" in answer.content.decode()


def test_waits_are_paused_and_resumed(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    client = sign_in(world.handler)
    assert done(act(client, dossier, "tam-dung", reason="field_verification", basis="Biên bản 2"))
    blocked = client.get(f"/ho-so/{dossier.code}/viec/chuyen-buoc/")
    assert "đang tạm dừng" in blocked.content.decode()
    assert done(act(client, dossier, "tiep-tuc", reason="field_verification"))
    assert now(dossier).waits_for == ""


def test_money_is_asked_for_and_confirmed_at_the_counter(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    assert done(act(sign_in(world.handler), dossier, "yeu-cau-nop-tien", notice="TB 12"))
    assert now(dossier).state == State.AWAITING_PAYMENT
    assert done(act(sign_in(world.receptionist), dossier, "da-nop-tien", proof="BL 7"))
    assert now(dossier).state == State.IN_PROCESS


GARBAGE = {
    "seen": "x", "to": "\x00", "reason": "x" * 5000, "amount": "1e400", "unit": "?",
    "agency": "-1", "officer": "99999999999999999999", "key": "'", "paper": "9" * 30,
    "copies": "nhiều", "new_date": "hôm qua", "occurred_at": "0000-13-45T99:99", "until": "mai",
    "late_second": "a:0", "method": "<script>", "option": "x", "cause": "?", "wanted": "\x00",
}  # fmt: skip


WHO = ("receptionist", "handler", "approver", "stranger")


@pytest.mark.parametrize("by", ["the first", pytest.param("all", marks=pytest.mark.soak)])
def test_no_form_breaks_whatever_is_sent_in_whatever_state(
    world: World, sign_in: SignIn, by: str
) -> None:
    """In the short form each form is sent by the first of four to whom it is shown."""
    waiting = at_handler(world, days=2)
    waits.request_supplement(
        dossier_id=waiting.pk, seen=None, wanted=["Sổ"], reason="Thiếu", legal_basis="Điều 5",
        until=None, actor=worlds.actor(world.handler, world.committee), at=NOW - DAY,
    )  # fmt: skip
    asked = at_handler(world, days=2)
    sidelines.request_opinion(
        dossier_id=asked.pk, seen=None, agency=world.other_committee, question="?", amount="3",
        unit="working_day", actor=worlds.actor(world.handler, world.committee), at=NOW - DAY,
    )  # fmt: skip
    dossiers = [
        submitted_online(world, at=NOW - timedelta(hours=1)), worlds.receive(world, BENEFIT),
        waiting, asked,
    ]  # fmt: skip
    clients = [sign_in(getattr(world, who)) for who in WHO]
    for dossier in dossiers:
        events = now(dossier).events_seen
        for name in BY_NAME:
            address = f"/ho-so/{dossier.code}/viec/{name}/"
            for client in clients:
                shown = client.get(address).status_code
                assert shown in {200, 403, 409}
                if shown != 403:
                    sent = GARBAGE if dossier is not asked else {}
                    assert client.post(address, sent).status_code == 422
                    if by != "all":
                        break
        assert now(dossier).events_seen == events
    for client in clients:
        assert client.get(f"/ho-so/{dossiers[0].code}/viec/khong-co/").status_code in {403, 404}


def test_every_act_has_an_english_name_of_its_own() -> None:
    with translation.override("vi"):
        vietnamese = [str(act.title) for act in ACTS]
    with translation.override("en"):
        english = [str(act.title) for act in ACTS]
    assert not set(vietnamese) & set(english)
    assert len(set(english)) == len(ACTS)
