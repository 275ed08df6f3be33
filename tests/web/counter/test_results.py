"""Handing results out, printing forms, the register."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from lienthong.accounts import actions as accounts
from lienthong.accounts.rules import Role
from lienthong.dossiers.actions import endings, waits
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import State
from lienthong.journal import actions as journal
from lienthong.journal.models import ReadEntry
from tests.dossiers import world as worlds
from tests.dossiers.world import BY, LOADED_AT, NOW, World
from tests.web.desk.conftest import SignIn


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.receptionist)


def with_result(world: World, *, name: str = "Nguyễn Văn Tư", number: int = 1) -> Dossier:
    person = world.persons[0] if number == 1 else worlds.applicant(name, number)
    dossier = worlds.receive(world, at=NOW - timedelta(days=2), person=person)
    dossier = worlds.advance_to_result(world, dossier, at=NOW - timedelta(days=1))
    return endings.complete(
        dossier_id=dossier.pk, seen=None, result_number=f"{number}/QĐ-UBND",
        actor=worlds.actor(world.approver, world.committee), at=NOW - timedelta(hours=number),
    )  # fmt: skip


def test_a_result_is_handed_out_in_one_press(client: Client, world: World) -> None:
    dossier = with_result(world)
    page = client.get("/quay/tra-ket-qua/").content.decode()
    assert "Nguyễn Văn Tư" in page
    response = client.post(
        f"/quay/tra-ket-qua/{dossier.code}/", {"seen": dossier.events_seen, "cach": "direct"}
    )
    assert response["Location"] == "/quay/tra-ket-qua/"
    assert Dossier.objects.get(pk=dossier.pk).state == State.RETURNED
    assert f"Đã trả kết quả hồ sơ {dossier.code}" in client.get("/quay/").content.decode()


def test_the_second_officer_is_told_who_was_first(client: Client, world: World) -> None:
    dossier = with_result(world)
    sent = {"seen": str(dossier.events_seen), "cach": "direct"}
    client.post(f"/quay/tra-ket-qua/{dossier.code}/", sent)
    client.post(f"/quay/tra-ket-qua/{dossier.code}/", sent)
    assert "Trần Quốc Bảo vừa ghi “Trả kết quả”" in client.get("/quay/").content.decode()


@pytest.mark.parametrize("typed", ["nguyen thi b", "0900000002", "?ma={code}", "{code}"])
def test_a_result_is_found_by_name_phone_and_scan(client: Client, world: World, typed: str) -> None:
    with_result(world)
    wanted = with_result(world, name="Nguyễn Thị Bưởi", number=2)
    page = client.get("/quay/tra-ket-qua/", {"q": typed.format(code=wanted.code)}).content.decode()
    assert "Nguyễn Thị Bưởi" in page
    assert "Nguyễn Văn Tư" not in page


def test_a_dossier_without_a_result_is_named_with_the_reason(client: Client, world: World) -> None:
    dossier = worlds.receive(world)
    page = client.get("/quay/tra-ket-qua/", {"q": dossier.code}).content.decode()
    assert "Hồ sơ này chưa có kết quả" in page


@pytest.mark.parametrize(
    "sent", [{}, {"seen": "x"}, {"seen": "9" * 30, "cach": "x"}, {"cach": "\x00"}]
)
def test_a_broken_form_hands_out_nothing(
    client: Client, world: World, sent: dict[str, str]
) -> None:
    dossier = with_result(world)
    assert client.post(f"/quay/tra-ket-qua/{dossier.code}/", sent).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).state == State.DONE


def test_nobody_hands_out_the_result_of_another_counter(world: World, sign_in: SignIn) -> None:
    dossier = with_result(world)
    sent = {"seen": dossier.events_seen, "cach": "direct"}
    response = sign_in(world.stranger).post(f"/quay/tra-ket-qua/{dossier.code}/", sent)
    assert response.status_code == 403
    assert sign_in(world.receptionist).post("/quay/tra-ket-qua/H1-0/", sent).status_code == 404


def said(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_forms_print_once_their_fact_has_happened(client: Client, world: World) -> None:
    dossier = worlds.receive(world, at=NOW - timedelta(days=1))
    address = f"/ho-so/{dossier.code}/phieu/"
    assert dossier.code in said(client.get(f"{address}06.pdf").content)
    refused = client.get(f"{address}02.pdf")
    assert refused.status_code == 409
    assert "Hồ sơ này chưa có phiếu đó" in refused.content.decode()
    waits.request_supplement(
        dossier_id=dossier.pk, seen=None, wanted=["Sổ cũ"], reason="Không tra cứu được",
        legal_basis="Thành phần hồ sơ", until=None,
        actor=worlds.actor(world.receptionist, world.centre), at=NOW,
    )  # fmt: skip
    assert "Sổ cũ" in said(client.get(f"{address}02.pdf").content)
    assert client.get(f"{address}09.pdf").status_code == 404
    assert client.get("/ho-so/H1-0/phieu/01.pdf").status_code == 404


def test_a_stranger_prints_nothing(world: World, sign_in: SignIn) -> None:
    dossier = worlds.receive(world)
    response = sign_in(world.stranger).get(f"/ho-so/{dossier.code}/phieu/01.pdf")
    assert response.status_code == 403


def test_the_register_shows_prints_and_exports_the_same_lines(client: Client, world: World) -> None:
    formula = worlds.applicant("=CỘNG(A1)", 3)
    ours = worlds.receive(world, at=NOW - timedelta(days=1), person=formula)
    test = worlds.receive(world, at=NOW - timedelta(days=1), test=True)
    elsewhere = worlds.receive(world, worlds.BIRTH, receiving=world.province_centre)
    page = client.get("/quay/so-theo-doi/").content.decode()
    assert ours.code in page
    assert test.code not in page
    assert elsewhere.code not in page
    exported = client.get("/quay/so-theo-doi/?dang=csv").content.decode()
    assert exported.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(exported[1:])))
    assert [line[1] for line in lines[1:]] == [ours.code]
    assert lines[1][3] == "'=CỘNG(A1)"
    printed = said(client.get("/quay/so-theo-doi/?dang=pdf").content)
    assert ours.code in printed.replace(" ", "")
    journal.flush_reads()
    screens = set(ReadEntry.objects.filter(subject=ours.code).values_list("screen", flat=True))
    assert {"register", "register.csv", "register.pdf"} <= screens


def test_the_register_is_filtered_by_days_words_procedure_and_state(
    client: Client, world: World
) -> None:
    other = worlds.applicant("Lê Thị Hoa", 4)
    old = worlds.receive(world, at=NOW - timedelta(days=20))
    new = worlds.receive(world, at=NOW - timedelta(days=1), person=other)
    done = with_result(world, number=5, name="Phan Văn Xong")

    def codes(query: str) -> set[str]:
        page = client.get(f"/quay/so-theo-doi/?{query}").content.decode()
        return {one.code for one in (old, new, done) if one.code in page}

    assert codes("") == {new.code, done.code}
    assert codes("tu=01/08/2026&den=31/08/2026") == {old.code}
    assert codes("q=le+thi+hoa") == {new.code}
    assert codes("trang-thai=waiting") == {done.code}
    assert codes(f"thu-tuc={new.procedure_id}") == {new.code, done.code}
    assert codes("thu-tuc=999999") == set()


def test_the_register_goes_on_by_key(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lienthong.dossiers.queries.counter.register_rows.__kwdefaults__",
                        {"after": "", "limit": 2})  # fmt: skip
    made = [worlds.receive(world, at=NOW - timedelta(hours=9 - n)) for n in range(3)]
    first = client.get("/quay/so-theo-doi/")
    page = first.content.decode()
    assert made[1].code in page
    assert made[2].code not in page
    second = client.get("/quay/so-theo-doi/", {"after": first.context["after"]}).content.decode()
    assert made[2].code in second
    assert made[1].code not in second


@pytest.mark.parametrize(
    "query",
    [
        "tu=x", "tu=31/02/2026", "tu=05/09/2026&den=01/09/2026", "tu=01/01/1900",
        "den=31/12/9999", "tu=01/01/0001", "thu-tuc=" + "9" * 40, "trang-thai=%00", "after=x",
        "after=2026-09-04T00:00:00|9", "after=9999-12-31T23:59:59%2B07:00|1", "quay=x", "q=%00",
    ],
)  # fmt: skip
def test_whatever_the_address_asks_for_the_register_answers(
    client: Client, world: World, query: str
) -> None:
    assert client.get(f"/quay/so-theo-doi/?{query}").status_code == 200
    assert client.get(f"/quay/tra-ket-qua/?{query}").status_code == 200


def test_who_may_not_take_lists_out_gets_none(world: World, sign_in: SignIn) -> None:
    accounts.assign(
        account_id=world.receptionist, agency_id=world.committee, role=Role.HANDLER,
        valid_from=LOADED_AT.date(), by=BY, at=LOADED_AT,
    )  # fmt: skip
    client = sign_in(world.receptionist)
    assert client.get(f"/quay/so-theo-doi/?quay={world.centre}&dang=csv").status_code == 200
    assert sign_in(world.handler).get("/quay/so-theo-doi/?dang=csv").status_code == 403
    assert sign_in(world.stranger).get(f"/quay/so-theo-doi/?quay={world.centre}").status_code == 403
