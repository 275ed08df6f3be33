"""The legal forms of a dossier as PDF."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from lienthong.dossiers.actions import endings, promises, waits
from lienthong.dossiers.queries import dossier_page
from lienthong.dossiers.queries.forms import Printing, available, form_of, register
from lienthong.dossiers.queries.public import lookup_secret
from lienthong.dossiers.rules import NotAllowed
from lienthong.organisations import queries as organisations
from lienthong.papers.adapters.typst import render
from lienthong.papers.rules.forms import ControlSlip, Receipt
from tests.dossiers import world as worlds
from tests.dossiers.world import NOW, TODAY, World

PRINTING = Printing(at=NOW, address="https://example.com/tra-cuu/", demo=True)


def text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_receipt_says_code_secret_limit_and_promised_date(world: World) -> None:
    dossier = worlds.receive(world)
    page = dossier_page(dossier, now=NOW)
    said = text(render(form_of(page, "01", PRINTING)))
    assert dossier.code in said
    assert lookup_secret(dossier.code) in said
    assert "10 ngày làm việc" in said
    assert "Nguyễn Văn Tư" in said
    assert "000000000001" not in said


def test_a_receipt_names_its_source_where_nobody_compared_the_law(world: World) -> None:
    """No doubt in brackets on a citizen's paper, and nothing as law that is not certain."""
    birth = form_of(dossier_page(worlds.receive(world, worlds.BIRTH), now=NOW), "01", PRINTING)
    assert isinstance(birth, Receipt)
    *laws, source = birth.basis
    assert laws == ["Nghị định số 118/2025/NĐ-CP ngày 09/6/2025, Điều 15, 17, 18, 22"]
    assert source.startswith("nội dung thủ tục mã 1.001193, nguồn: Danh mục thủ tục hành chính")
    printed = text(render(birth))
    assert "chưa đối chiếu" not in printed
    assert ".." not in printed


def test_a_receipt_printed_again_says_what_was_promised_then_and_what_its_rule_leaves_out(
    world: World,
) -> None:
    dossier = worlds.receive(world, worlds.LAND, at=NOW - timedelta(days=3))
    first = form_of(dossier_page(dossier, now=NOW), "01", PRINTING)
    promises.apologise(
        dossier_id=dossier.pk, seen=None, cause="person", reason="Thiếu người",
        new_date=NOW + timedelta(days=90), actor=worlds.actor(world.handler, world.committee),
        at=NOW,
    )  # fmt: skip
    dossier.refresh_from_db()
    again = form_of(dossier_page(dossier, now=NOW), "01", PRINTING)
    assert isinstance(first, Receipt) and isinstance(again, Receipt)
    assert dossier.promised_at != first.due_at
    assert again.due_at == first.due_at is not None
    assert "chờ ý kiến cơ quan phối hợp" in again.uncounted
    benefit = form_of(dossier_page(worlds.receive(world), now=NOW), "01", PRINTING)
    assert isinstance(benefit, Receipt)
    assert benefit.uncounted.endswith("chờ người nộp thực hiện nghĩa vụ tài chính")


def test_a_slip_speaks_vietnamese_to_whoever_prints_it(world: World) -> None:
    dossier = worlds.advance(world, worlds.receive(world, at=NOW - timedelta(days=1)), at=NOW)
    with translation.override("en"):
        slip = form_of(dossier_page(dossier, now=NOW), "06", PRINTING)
    assert isinstance(slip, ControlSlip)
    assert slip.hand_overs[0].note == "Tiếp nhận"


def test_every_form_prints_once_its_fact_has_happened(world: World) -> None:
    actor = worlds.actor(world.handler, world.committee)
    dossier = worlds.receive(world, at=NOW - timedelta(days=3))
    with pytest.raises(NotAllowed):
        form_of(dossier_page(dossier, now=NOW), "02", PRINTING)
    dossier = waits.request_supplement(
        dossier_id=dossier.pk, seen=None, wanted=["Sổ hộ khẩu cũ"], reason="Không tra cứu được",
        legal_basis="Thành phần hồ sơ", until=TODAY + timedelta(days=10), actor=actor, at=NOW,
    )  # fmt: skip
    dossier = promises.apologise(
        dossier_id=dossier.pk, seen=None, cause="person", reason="Thiếu người",
        new_date=NOW + timedelta(days=20), actor=actor, at=NOW,
    )  # fmt: skip
    dossier = endings.stop(
        dossier_id=dossier.pk, seen=None, reason="Không bổ sung", legal_basis="Quy định",
        actor=actor, at=NOW,
    )  # fmt: skip
    page = dossier_page(dossier, now=NOW)
    assert available(page) == ("01", "02", "04", "05", "06")
    for number in available(page):
        assert dossier.code in text(render(form_of(page, number, PRINTING)))


def test_the_register_lists_what_was_received_and_no_test_dossier(world: World) -> None:
    real = worlds.receive(world)
    test = worlds.receive(world, test=True)
    issuer = organisations.agency(world.centre)
    book = register(
        [world.centre], issuer=issuer, since=TODAY - timedelta(days=7), until=TODAY,
        printing=PRINTING,
    )  # fmt: skip
    codes = [line.code for line in book.lines]
    assert real.code in codes
    assert test.code not in codes
    assert real.code in text(render(book)).replace(" ", "")
    # The code is wider than its column: it goes on below, not over the name of the procedure.
    assert "{}- {}".format(*real.code.split("-", 1)) in text(render(book))
