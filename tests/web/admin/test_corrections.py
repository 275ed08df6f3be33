"""Corrections through their screens: the case of the inspection report from opening to undoing."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from lienthong.clock import VIETNAM
from lienthong.dossiers import tasks
from lienthong.dossiers.actions import endings, steps
from lienthong.dossiers.models import Correction, CorrectionItem, Dossier
from lienthong.dossiers.queries.corrections import preview, progress
from lienthong.dossiers.rules.corrections import CorrectionState
from lienthong.papers.models import File
from lienthong.web.admin import correction_acts as screens
from tests.dossiers import world as worlds
from tests.dossiers.world import World
from tests.papers.contents import PDF
from tests.web.admin.conftest import SignIn

LIST = "/quan-tri/dinh-chinh/"
TAKEN = datetime(2026, 8, 24, 9, tzinfo=VIETNAM)
SETTLED = datetime(2026, 9, 7, 10, tzinfo=VIETNAM)


def burst(world: World, count: int = 3) -> list[Dossier]:
    made = []
    for _ in range(count):
        dossier = worlds.receive(world, at=TAKEN)
        dossier = worlds.advance_to_result(world, dossier, at=TAKEN + timedelta(hours=2))
        made.append(
            endings.complete(
                dossier_id=dossier.pk, seen=None, result_number="1/QĐ",
                actor=worlds.actor(world.approver, world.committee), at=SETTLED,
            )
        )  # fmt: skip
    return made


def form(wrong: int, **more: object) -> dict[str, object]:
    return {
        "title": "Trợ cấp hưu trí: 10 ngày làm việc",
        "version": f"{wrong}:standard",
        "amount": "10",
        "unit": "working_day",
        "policy": "follow_rule",
        "evidence": "Quyết định công bố ghi 10 ngày làm việc",
        **more,
    }


def opened(client: Client, wrong: int, **more: object) -> Correction:
    response = client.post(f"{LIST}mo/thoi-han/", form(wrong, **more))
    assert response.status_code == 302, response.content.decode()
    return Correction.objects.latest("id")


def at(correction: Correction, path: str = "") -> str:
    return f"{LIST}{correction.pk}/{path}"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_case_of_the_report_is_told_in_words_approved_by_another_and_undone(
    world: World, sign_in: SignIn, wrong: int
) -> None:
    made = burst(world)
    one, two = sign_in(world.corrector), sign_in(world.corrector2)
    correction = opened(one, wrong)
    assert "“10 ngày lịch”; đúng là “10 ngày làm việc”" in text(one, at(correction))
    one.post(at(correction, "chay-thu/"))
    page = text(one, at(correction))
    assert "3 hồ sơ đang bị ghi trễ hạn thật ra không trễ." in page
    assert "Không hồ sơ nào thành trễ hạn" in page
    assert "3 người nộp đã được báo ngày hẹn cũ" in page
    assert "Chưa có kỳ số liệu nào được công bố" in page
    assert "nên không tự duyệt" in page, "the opener is told why somebody else approves"
    items = text(one, at(correction, "ho-so/?loc=het-tre"))
    assert all(dossier.code in items for dossier in made)
    two.post(at(correction, "duyet/"))
    while Correction.objects.get(pk=correction.pk).state == CorrectionState.APPLYING:
        assert "Đang áp dụng" in text(two, at(correction))
        two.post(at(correction, "tiep/"))
    assert set(Dossier.objects.filter(pk__in=[d.pk for d in made]).values_list("verdict")) == {
        ("early",)
    }
    assert one.post(at(correction, "hoan-tac/"), {"reason": ""}).status_code == 422
    one.post(at(correction, "hoan-tac/"), {"reason": "Thử hoàn tác"})
    second = Correction.objects.get(undoes=correction)
    one.post(at(second, "chay-thu/"))
    two.post(at(second, "duyet/"))
    two.post(at(second, "tiep/"))
    assert set(Dossier.objects.filter(pk__in=[d.pk for d in made]).values_list("verdict")) == {
        ("late",)
    }
    assert "Hoàn tác lần đính chính số" in text(one, at(second))
    assert "trước khi duyệt" not in text(one, at(second)), "nothing is left to approve"
    assert "Đã hoàn tác" in text(one, at(correction))
    assert text(one, "/quan-tri/dinh-chinh/").count("Đã hoàn tác") == 1


def test_the_opener_is_refused_in_a_sentence(world: World, sign_in: SignIn, wrong: int) -> None:
    burst(world, 1)
    client = sign_in(world.corrector)
    correction = opened(client, wrong)
    client.post(at(correction, "chay-thu/"))
    response = client.post(at(correction, "duyet/"), follow=True)
    assert "không tự duyệt" in response.content.decode()
    assert Correction.objects.get(pk=correction.pk).approved_by == ""


def test_what_is_wrong_with_the_form_is_said_and_what_was_typed_stays(
    world: World, sign_in: SignIn, wrong: int
) -> None:
    client = sign_in(world.corrector)
    response = client.post(f"{LIST}mo/thoi-han/", form(wrong, amount="", evidence=" ", unit="x"))
    page = response.content.decode()
    assert response.status_code == 422
    for sentence in ("Ghi bằng chứng", "Chọn đơn vị đúng"):
        assert sentence in page
    assert "Trợ cấp hưu trí: 10 ngày làm việc" in page
    assert not Correction.objects.exists()


def test_codes_that_are_nobodys_are_named(world: World, sign_in: SignIn, wrong: int) -> None:
    client = sign_in(world.corrector)
    response = client.post(f"{LIST}mo/thoi-han/", form(wrong, version="", codes="H1.X-1\nH1.X-2"))
    assert "H1.X-1, H1.X-2" in response.content.decode()
    assert not Correction.objects.exists()


def test_a_head_of_a_commune_reaches_the_own_dossiers_only(
    world: World, sign_in: SignIn, wrong: int
) -> None:
    burst(world, 1)
    correction = opened(sign_in(world.head), wrong)
    assert correction.scope["agencies"] == [world.committee]
    elsewhere = opened(sign_in(world.corrector), wrong)
    assert sign_in(world.head).get(at(elsewhere)).status_code == 403


def test_a_large_dry_run_is_left_to_the_worker_and_shows_how_far_it_is(
    world: World, sign_in: SignIn, wrong: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "AT_ONCE", 0)
    burst(world, 2)
    client = sign_in(world.corrector)
    correction = opened(client, wrong)
    client.post(at(correction, "chay-thu/"))
    page = text(client, at(correction))
    assert "Đã xem 0 / 2 hồ sơ. Chưa hồ sơ nào bị sửa." in page
    assert "Chưa thấy tiến trình nền" in page
    assert tasks.try_corrections(at=SETTLED) > 0
    correction.refresh_from_db()
    assert correction.state == CorrectionState.PREVIEWED
    assert preview(correction).no_longer_late == 2


def test_a_large_dry_run_can_be_done_at_the_page_and_equals_the_short_one(
    world: World, sign_in: SignIn, wrong: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    burst(world, 3)
    client = sign_in(world.corrector)
    short = opened(client, wrong)
    client.post(at(short, "chay-thu/"))
    monkeypatch.setattr(screens, "AT_ONCE", 0)
    monkeypatch.setattr(screens, "SLICE", 1)
    monkeypatch.setattr(screens, "SECONDS", 0.0)
    long = opened(client, wrong)
    client.post(at(long, "chay-thu/"))
    monkeypatch.setattr(screens, "SECONDS", 60.0)
    client.post(at(long, "tiep/"))
    short.refresh_from_db()
    long.refresh_from_db()
    told = {"id", "correction_id", "data"}  # each has its own
    names = [f.attname for f in CorrectionItem._meta.concrete_fields if f.attname not in told]
    assert list(long.items.order_by("dossier").values_list(*names)) == list(
        short.items.order_by("dossier").values_list(*names)
    )
    assert preview(long) == preview(short)


def test_htmx_gets_the_progress_alone_and_the_whole_page_at_the_end(
    world: World, sign_in: SignIn, wrong: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "AT_ONCE", 0)
    burst(world, 1)
    client = sign_in(world.corrector)
    correction = opened(client, wrong)
    client.post(at(correction, "chay-thu/"))
    part = client.get(at(correction, "?tien-do=1"), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    client.post(at(correction, "tiep/"))
    done = client.get(at(correction, "?tien-do=1"), headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"


def test_under_ask_each_dossier_is_decided(world: World, sign_in: SignIn, wrong: int) -> None:
    dossier = worlds.receive(world, at=TAKEN)
    one, two = sign_in(world.corrector), sign_in(world.corrector2)
    correction = opened(one, wrong, policy="ask")
    one.post(at(correction, "chay-thu/"))
    assert "Quyết định hết rồi mới duyệt được" in text(one, at(correction))
    item = correction.items.get()
    one.post(at(correction, "ho-so/quyet/"), {"quyet": f"giu:{item.pk}"})
    two.post(at(correction, "duyet/"))
    two.post(at(correction, "tiep/"))
    assert progress(correction) == {"left": 1}
    assert Dossier.objects.get(pk=dossier.pk).due_at == dossier.due_at
    one.post(at(correction, "ho-so/quyet/"), {"quyet": f"sua:{item.pk}"})
    assert progress(correction) == {"left": 1}, "what was approved is not decided anew"


@pytest.mark.parametrize("typed", ["", "sua", "sua:x", "sua:999999999", "giu:" + "9" * 40])
def test_a_decision_that_makes_no_sense_is_answered_in_words(
    world: World, sign_in: SignIn, wrong: int, typed: str
) -> None:
    worlds.receive(world, at=TAKEN)
    client = sign_in(world.corrector)
    correction = opened(client, wrong, policy="ask")
    client.post(at(correction, "chay-thu/"))
    response = client.post(at(correction, "ho-so/quyet/"), {"quyet": typed}, follow=True)
    assert response.status_code == 200
    assert progress(correction) == {"asked": 1}


def test_dossiers_left_alone_are_listed(world: World, sign_in: SignIn, wrong: int) -> None:
    made = [worlds.receive(world, at=TAKEN) for _ in range(2)]
    one, two = sign_in(world.corrector), sign_in(world.corrector2)
    correction = opened(one, wrong)
    one.post(at(correction, "chay-thu/"))
    two.post(at(correction, "duyet/"))
    steps.note(
        dossier_id=made[1].pk, seen=None, text="Vừa có việc",
        actor=worlds.actor(world.handler, world.committee), at=SETTLED,
    )  # fmt: skip
    two.post(at(correction, "tiep/"))
    page = text(one, at(correction, "ho-so/?loc=co-viec-khac"))
    assert made[1].code in page
    assert made[0].code not in page


def test_the_list_is_exported_with_codes_and_dates(
    world: World, sign_in: SignIn, wrong: int
) -> None:
    made = burst(world, 1)
    client = sign_in(world.corrector)
    correction = opened(client, wrong)
    client.post(at(correction, "chay-thu/"))
    response = client.get(at(correction, "ho-so/?dang=csv"))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Mã hồ sơ,")
    assert lines[1].startswith(made[0].code)


def test_evidence_is_kept_and_shown(world: World, sign_in: SignIn, wrong: int) -> None:
    client = sign_in(world.corrector)
    file = SimpleUploadedFile("qd.pdf", PDF)
    correction = opened(client, wrong, evidence_file=file)
    response = client.get(at(correction, "bang-chung/"))
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]


def test_a_refused_form_keeps_the_evidence_that_was_sent_with_it(
    world: World, sign_in: SignIn, wrong: int
) -> None:
    client = sign_in(world.corrector)
    sent = form(wrong, evidence_file=SimpleUploadedFile("qd.pdf", PDF), codes="KHONG-CO")
    refused = client.post(f"{LIST}mo/thoi-han/", sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "qd.pdf" in page
    assert not File.objects.exists()
    token = re.search(r'name="evidence_file-da-gui" value="([^"]+)"', page)
    assert token is not None
    correction = opened(client, wrong, **{"evidence_file-da-gui": token[1]})
    response = client.get(at(correction, "bang-chung/"))
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]


def test_evidence_of_no_use_is_refused_in_a_sentence(
    world: World, sign_in: SignIn, wrong: int
) -> None:
    client = sign_in(world.corrector)
    for name, content in (("qd.pdf", b""), ("qd.exe", b"MZ\x90\x00")):
        sent = form(wrong, evidence_file=SimpleUploadedFile(name, content))
        refused = client.post(f"{LIST}mo/thoi-han/", sent)
        assert refused.status_code == 422, name
        assert "Lỗi:" in refused.content.decode()
    assert not Correction.objects.exists()


def test_the_questions_to_the_database_do_not_grow_with_the_dossiers(
    world: World, sign_in: SignIn, wrong: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    burst(world, 4)
    client = sign_in(world.corrector)
    correction = opened(client, wrong)
    client.post(at(correction, "chay-thu/"))
    for address, most in ((LIST, 13), (at(correction), 22)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "kind", ["thoi-han", "lich", "ly-do-tam-dung", "bat-dau-tinh", "ghi-muon", "ho-so-thu"]
)
def test_no_form_breaks_on_junk(world: World, sign_in: SignIn, kind: str) -> None:
    client = sign_in(world.corrector)
    assert client.get(f"{LIST}mo/{kind}/").status_code == 200
    names = (
        "title", "version", "codes", "submitted_from", "submitted_until", "agency", "policy",
        "evidence", "amount", "unit", "cutoff", "start_on", "wrong", "right", "event",
        "occurred_at", "is_test", "touches_from",
    )  # fmt: skip
    for junk in ("", "\x00", "=1+1", "9" * 400, "2026-99-99", "😀"):
        response = client.post(f"{LIST}mo/{kind}/", dict.fromkeys(names, junk))
        assert response.status_code == 422, junk


@pytest.mark.parametrize("kind", ["start", "pause", "late", "test", "calendar"])
def test_every_other_kind_opens_and_says_what_it_sets_right(
    world: World, sign_in: SignIn, wrong: int, kind: str
) -> None:
    dossier = worlds.receive(world, at=TAKEN)
    common = {"title": "t", "policy": "follow_rule", "evidence": "văn bản"}
    slug, values, said = {
        "start": ("bat-dau-tinh", {"version": wrong, "start_on": "case_opened"}, "khi thụ lý"),
        "pause": (
            "ly-do-tam-dung",
            {"version": wrong, "wrong": "supplement", "right": "system_down"},
            "hệ thống khác không trả lời",
        ),
        "late": (
            "ghi-muon",
            {"codes": dossier.code, "event": "accepted", "occurred_at": "2026-08-24T08:30"},
            "08:30 thứ Hai, 24/08/2026",
        ),
        "test": ("ho-so-thu", {"codes": dossier.code, "is_test": "1"}, "hồ sơ thử"),
        "calendar": ("lich", {"touches_from": "2026-09-01"}, "lịch làm việc bản số"),
    }[kind]
    client = sign_in(world.corrector)
    response = client.post(f"{LIST}mo/{slug}/", {**common, **values}, follow=True)  # type: ignore[dict-item]
    assert said in response.content.decode()
    correction = Correction.objects.get()
    assert client.post(at(correction, "chay-thu/"), follow=True).status_code == 200


def test_the_page_speaks_english(world: World, sign_in: SignIn, wrong: int) -> None:
    burst(world, 1)
    client = sign_in(world.corrector)
    correction = opened(client, wrong)
    client.post(at(correction, "chay-thu/"))
    client.cookies["language"] = "en"
    assert "1 dossier recorded as late was not late." in text(client, at(correction))


def test_a_late_dossier_in_doubt_stays_in_the_list_and_is_marked(
    world: World, sign_in: SignIn, wrong: int
) -> None:
    dossier = worlds.receive(world, at=TAKEN)
    dossier = worlds.advance(world, dossier, at=TAKEN + timedelta(hours=1))
    client = sign_in(world.corrector)
    page = f"/ho-so/{dossier.code}/"
    assert "Đang xác minh" not in text(client, page)
    assert "Trễ" in text(client, page)
    client.post(at(opened(client, wrong), "chay-thu/"))
    assert "Đang xác minh" in text(client, page)
    assert "Trễ" in text(client, page)
    assert "Đang xác minh" in text(client, "/ho-so/?q=Nguyen+Van+Tu")
    assert "Đang xác minh" in text(sign_in(world.head), "/ban-lam-viec/phong/")
    board = text(client, "/bang/ho-so/?so=open_late")
    assert dossier.code in board
    assert "Đang xác minh" in board


def test_from_a_dossier_a_correction_is_opened_for_it(world: World, sign_in: SignIn) -> None:
    dossier = worlds.receive(world, at=TAKEN)
    client = sign_in(world.corrector)
    assert "Đề nghị đính chính" in text(client, f"/ho-so/{dossier.code}/")
    assert "Đề nghị đính chính" not in text(sign_in(world.handler), f"/ho-so/{dossier.code}/")
    kinds = text(client, f"{LIST}mo/?ma={dossier.code}")
    assert f"{LIST}mo/ghi-muon/?ma={dossier.code}" in kinds
    assert "mo/lich/" not in kinds, "a calendar is never wrong for one dossier alone"
    assert dossier.code in text(client, f"{LIST}mo/ghi-muon/?ma={dossier.code}")


def test_who_corrects_begins_at_the_list_of_corrections(world: World, sign_in: SignIn) -> None:
    response = sign_in(world.corrector).get("/dang-nhap/")
    assert response.headers["Location"] == LIST
