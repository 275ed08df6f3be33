"""The page of a dossier: what it says, to whom, and that every look is kept."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.dossiers.actions import components, endings, sidelines, steps, waits
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.public import lookup_secret
from lienthong.dossiers.rules.late import LateRecord
from lienthong.journal.actions import flush_reads
from lienthong.journal.models import ReadEntry
from lienthong.papers import actions as papers
from tests.dossiers import test_inherit
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, BIRTH, NOW, World
from tests.papers.contents import PDF
from tests.web.desk.conftest import SignIn

DAY = timedelta(days=1)


def at_handler(world: World, code: str = BENEFIT, *, days: int = 1, **more: object) -> Dossier:
    at = NOW - days * DAY
    dossier = worlds.receive(world, code, at=at, **more)  # type: ignore[arg-type]
    return worlds.advance(world, dossier, at=at + timedelta(minutes=5))


def page(sign_in: SignIn, account: int, dossier: Dossier) -> str:
    response = sign_in(account).get(f"/ho-so/{dossier.code}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_who_what_until_when_and_why(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world, days=2)
    text = page(sign_in, world.handler, dossier)
    assert "Nguyễn Văn Tư" in text
    assert re.search(r"Còn \d+ ngày làm việc", text)
    assert re.search(r"Đã tính [\d,]+ / 10 ngày", text)
    assert "Hứa lần đầu" in text
    assert "Bản chính, 1 bản" in text
    assert '<ol class="clock' in text
    assert "Cộng, bằng thời gian đã qua" in text
    assert "Lê Thị Thu Hà" not in re.findall(r"<h1>.*</h1>", text)[0]
    assert text.index("Tiếp nhận</b>") < text.index("Nộp hồ sơ</b>")  # the newest first


def test_what_came_online_says_until_when_it_is_to_be_answered(
    world: World, sign_in: SignIn
) -> None:
    dossier = worlds.submit(world, at=NOW - timedelta(minutes=30))
    assert "Trả lời trước" in page(sign_in, world.receptionist, dossier)
    accepted = at_handler(world)
    assert "Trả lời trước" not in page(sign_in, world.handler, accepted)


def test_every_look_is_kept_with_who_looked(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    page(sign_in, world.supervisor, dossier)
    flush_reads()
    read = ReadEntry.objects.get(subject=dossier.code)
    assert (read.by, read.screen) == (f"a:{world.supervisor}", "dossier")


def test_a_dossier_of_another_agency_names_whom_to_ask(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    response = sign_in(world.stranger).get(f"/ho-so/{dossier.code}/")
    assert response.status_code == 403
    assert "Nguyễn Hoài Nam" in response.content.decode()
    assert "Nguyễn Văn Tư" not in response.content.decode()
    assert sign_in(world.handler).get("/ho-so/KHONG-CO/").status_code == 404


def test_the_identity_number_is_hidden_until_a_purpose_is_said(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    number = "000000000001"
    client = sign_in(world.handler)
    address = f"/ho-so/{dossier.code}/so-dinh-danh/"
    text = page(sign_in, world.handler, dossier)
    assert number not in text
    assert "000 000 ••• 001" in text
    assert number not in client.get(address).content.decode()
    assert client.post(address, {"purpose": " "}).status_code == 422
    shown = client.post(address, {"purpose": "Đối chiếu giấy khai sinh"})
    assert number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    flush_reads()
    read = ReadEntry.objects.get(screen="dossier.identity")
    assert read.purpose == "Đối chiếu giấy khai sinh"
    assert sign_in(world.stranger).post(address, {"purpose": "Tò mò"}).status_code == 403


def test_a_test_dossier_is_marked(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world, test=True)
    text = page(sign_in, world.handler, dossier)
    assert "Hồ sơ thử: không vào số liệu" in text
    assert "Hồ sơ thử</span>" in text


def test_late_in_fact_and_late_in_the_record_are_said_apart(world: World, sign_in: SignIn) -> None:
    dossier = worlds.receive(world, BIRTH, at=NOW - DAY)
    dossier = worlds.advance_to_result(world, dossier, at=NOW - DAY + timedelta(minutes=30))
    endings.complete(
        dossier_id=dossier.pk, seen=None, result_number="1/KS",
        actor=worlds.actor(world.approver, world.committee), at=NOW,
        late=LateRecord(
            occurred_at=NOW - DAY + timedelta(hours=1), reason="Mất điện",
            second=f"a:{world.head}",
        ),
    )  # fmt: skip
    text = page(sign_in, world.handler, dossier)
    assert "trễ ghi nhận, không phải trễ giải quyết" in text
    assert "Xong đúng hạn</span>" in text
    assert "Ghi muộn vì: Mất điện" in text
    late = at_handler(world, days=30)
    text = page(sign_in, world.handler, late)
    assert "Trễ thật từ" in text
    assert "Báo người ký gửi văn bản xin lỗi" in text
    assert "Gửi văn bản xin lỗi trước" in page(sign_in, world.approver, late)


def test_back_and_forth_and_waits_are_said(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world, days=2)
    first = dossier.step
    worlds.advance(world, dossier, at=NOW - DAY)
    steps.send_back(
        dossier_id=dossier.pk, seen=None, to=first, reason="Thiếu chữ ký",
        actor=worlds.actor(world.approver, world.committee), at=NOW - timedelta(hours=1),
    )  # fmt: skip
    waits.pause(
        dossier_id=dossier.pk, seen=None, reason="field_verification", basis="Biên bản 1",
        actor=worlds.actor(world.handler, world.committee), at=NOW,
    )  # fmt: skip
    text = page(sign_in, world.handler, dossier)
    assert "Trả đi trả lại 1 lần" in text
    assert "Lý do: Thiếu chữ ký" in text
    assert "Chờ xác minh thực địa" in text


def test_a_file_is_given_only_through_a_dossier_that_names_it(
    world: World, sign_in: SignIn
) -> None:
    stored = papers.store(io.BytesIO(PDF), at=NOW, declared_name="to khai.pdf")
    dossier, other = at_handler(world), at_handler(world)
    components.add_component(
        dossier_id=dossier.pk, seen=None,
        component=NewComponent(key="other", name="Tờ khai", file=stored.sha256),
        actor=worlds.actor(world.handler, world.committee), at=NOW,
    )  # fmt: skip
    client = sign_in(world.handler)
    response = client.get(f"/ho-so/{dossier.code}/tep/{stored.sha256}/")
    assert b"".join(response) == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert client.get(f"/ho-so/{other.code}/tep/{stored.sha256}/").status_code == 404
    address = f"/ho-so/{dossier.code}/tep/{stored.sha256}/"
    assert sign_in(world.stranger).get(address).status_code == 403
    flush_reads()
    assert ReadEntry.objects.filter(screen="dossier.file").count() == 1


def test_the_page_costs_the_same_statements_however_long_the_life(
    world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    dossier = at_handler(world, days=3)
    for number in range(12):
        steps.note(
            dossier_id=dossier.pk, seen=None, text=f"Lần {number}",
            actor=worlds.actor(world.handler, world.committee), at=NOW - DAY,
        )  # fmt: skip
    client = sign_in(world.handler)
    # The calendars of the holders and the version are remembered outside a test's transaction.
    with django_assert_max_num_queries(34):
        text = client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert text.count("Ghi chú</b>") == 12
    assert "sự kiện trước đó" in text


@pytest.mark.parametrize("role", ["receptionist", "handler", "approver", "head", "supervisor"])
def test_everybody_is_offered_only_what_the_own_rights_allow(
    world: World, sign_in: SignIn, role: str
) -> None:
    dossier = at_handler(world)
    text = page(sign_in, getattr(world, role), dossier)
    offered = set(re.findall(r"/viec/([a-z-]+)/", text))
    deciding = {"tu-choi", "dung", "gia-han", "xin-loi"}
    if role in {"approver", "head"}:
        assert deciding <= offered
        assert "giao-viec" in offered
    else:
        assert not deciding & offered
    assert ("chuyen-buoc" in offered) == (role in {"handler", "approver", "head"})
    assert ("them-giay" in offered) == (role != "supervisor")
    if role == "supervisor":
        assert offered == set()


def test_an_inherited_dossier_says_why_it_is_due_when_the_former_system_promised(
    world: World, sign_in: SignIn, client: Client
) -> None:
    test_inherit.run(world, test_inherit.PROMISED_LATER)
    dossier = Dossier.objects.get()
    text = page(sign_in, world.handler, dossier)
    assert "Hệ thống cũ đã hẹn người dân" in text
    assert "Trễ thật" not in text
    client.post("/tra-cuu/", {"code": dossier.code, "secret": lookup_secret(dossier.code)})
    seen = client.get("/tra-cuu/ho-so/").content.decode()
    assert "được giữ nguyên" in seen
    assert "Trễ hẹn" not in seen


def test_a_filing_that_was_closed_sends_nobody_to_fetch_a_result(
    world: World, sign_in: SignIn, client: Client
) -> None:
    dossier = worlds.receive(world, worlds.LODGING, at=NOW - timedelta(minutes=30))
    ask = {"code": dossier.code, "secret": lookup_secret(dossier.code)}
    assert "Sẽ xong trước" in client.post("/tra-cuu/", ask, follow=True).content.decode()
    dossier = worlds.advance_to_result(world, dossier, at=NOW - timedelta(minutes=20))
    endings.close(
        dossier_id=dossier.pk, seen=None, confirmation="LT-1",
        actor=worlds.actor(world.handler, dossier.agency_id), at=NOW,
    )  # fmt: skip
    seen = client.get("/tra-cuu/ho-so/").content.decode()
    for text in (seen, page(sign_in, world.supervisor, dossier)):
        assert "Đã xong, không có kết quả phải trả" in text
        assert "Đã có kết quả" not in text
    assert "Mang giấy hẹn" not in seen


def test_whoever_answers_late_sees_the_question_and_leaves_a_late_answer(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world, days=9)
    sidelines.request_opinion(
        dossier_id=dossier.pk, seen=None, agency=world.police, question="Có cư trú không?",
        amount="2", unit="working_day", actor=worlds.actor(world.handler, world.committee),
        at=NOW - 8 * DAY,
    )  # fmt: skip
    asked = worlds.official("canhsat", "Lý Văn Cảnh", world.police, Role.HANDLER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    officer = sign_in(asked)
    desk = officer.get("/ban-lam-viec/").content.decode()
    assert "cơ quan khác đang chờ trả lời" in desk
    assert "Không còn việc nào" not in desk
    form = officer.get(f"/ho-so/{dossier.code}/viec/tra-loi/").content.decode()
    assert "Nội dung hỏi: Có cư trú không?" in form
    assert "đã chậm" in form
    key = Dossier.objects.get(pk=dossier.pk).sidelines.get().key
    sidelines.answer_opinion(
        dossier_id=dossier.pk, seen=None, key=key, answer="Có",
        actor=worlds.actor(asked, world.police), at=NOW,
    )  # fmt: skip
    assert "Trả lời chậm" in page(sign_in, world.handler, dossier)
