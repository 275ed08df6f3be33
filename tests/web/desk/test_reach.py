"""Nobody acts on a dossier that has nothing to do with the own agencies, whatever is posted."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.dossiers.actions import endings, sidelines, waits
from lienthong.dossiers.models import Dossier, Sideline, TimelineEvent
from lienthong.journal.models import Entry
from lienthong.web.desk.acts import ACTS
from tests.dossiers import world as worlds
from tests.dossiers.world import NOW, World
from tests.dossiers.world import act as common
from tests.web.desk.conftest import SignIn, submitted_online
from tests.web.desk.test_dossier import at_handler

WORKERS = (Role.RECEPTIONIST, Role.HANDLER, Role.APPROVER, Role.HEAD)


def official(username: str, name: str, agency: int, role: Role) -> int:
    """Who has signed in before."""
    account = worlds.official(username, name, agency, role)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    return account


def ask(world: World, dossier: Dossier, agency: int) -> Dossier:
    return sidelines.request_opinion(
        **common(dossier, world.handler, world.committee, NOW), agency=agency,
        question="Đồng ý?", amount="3", unit="working_day",
    )  # fmt: skip


def every_kind(world: World) -> list[Dossier]:
    """Not accepted yet, worked on, waiting for papers, with its result at the counter."""
    done = worlds.advance_to_result(world, at_handler(world), at=NOW)
    return [
        submitted_online(world, at=NOW - timedelta(hours=1)),
        at_handler(world),
        waits.request_supplement(
            **common(at_handler(world), world.handler, world.committee, NOW), wanted=["Đơn"],
            reason="x", legal_basis="y", until=None,
        ),
        endings.complete(**common(done, world.approver, world.committee, NOW), result_number="1"),
    ]  # fmt: skip


def posts(client: Client, dossier: Dossier, **given: Any) -> dict[str, int]:
    """Every act posted, with what its form might want; the status of each answer."""
    typed = {"seen": dossier.events_seen, "reason": "x", "text": "x", **given}
    return {
        act.name: client.post(f"/ho-so/{dossier.code}/viec/{act.name}/", typed).status_code
        for act in ACTS
    }


@pytest.mark.usefixtures("pages_unread")
@pytest.mark.parametrize("tried", ["one each", pytest.param("all", marks=pytest.mark.soak)])
@pytest.mark.parametrize("role", WORKERS)
def test_an_officer_of_another_commune_can_post_no_act_at_all(
    world: World, sign_in: SignIn, role: Role, tried: str
) -> None:
    place = world.other_centre if role is Role.RECEPTIONIST else world.other_committee
    client = sign_in(official("khac", "Người Xã Khác", place, role))
    dossiers = every_kind(world)
    if tried == "one each":
        dossiers = [dossiers[WORKERS.index(role)]]
    before = (TimelineEvent.objects.count(), Entry.objects.count())
    for dossier in dossiers:
        assert posts(client, dossier) == {act.name: 403 for act in ACTS}
        chosen = {"chon": f"{dossier.code}:{dossier.events_seen}", "nguoi": world.stranger}
        for work in ("giao", "chuyen-buoc"):
            client.post("/ban-lam-viec/chon/", {**chosen, "viec": work})
        assert client.post(
            f"/quay/tra-ket-qua/{dossier.code}/", {"seen": dossier.events_seen, "cach": "direct"}
        ).status_code == 403  # fmt: skip
    assert (TimelineEvent.objects.count(), Entry.objects.count()) == before


def test_an_agency_that_is_asked_can_answer_and_nothing_else(world: World, sign_in: SignIn) -> None:
    asked = sign_in(official("congan", "Công An", world.police, Role.HEAD))
    dossier = ask(world, at_handler(world), world.police)
    for name, status in posts(asked, dossier).items():
        assert status == (422 if name == "tra-loi" else 403), name
    assert Dossier.objects.get(pk=dossier.pk).events_seen == dossier.events_seen


def test_of_two_agencies_that_are_asked_none_answers_for_the_other(
    world: World, sign_in: SignIn
) -> None:
    police = sign_in(official("congan", "Công An", world.police, Role.HANDLER))
    dossier = ask(world, at_handler(world), world.police)
    dossier = ask(world, dossier, world.other_committee)
    keys = dict(Sideline.objects.filter(dossier=dossier).values_list("agency_id", "key"))
    address = f"/ho-so/{dossier.code}/viec/tra-loi/"
    typed = {"seen": dossier.events_seen, "answer": "Đồng ý"}
    assert keys[world.other_committee] not in police.get(address).content.decode()
    refused = police.post(address, {**typed, "key": keys[world.other_committee]})
    assert refused.status_code == 422
    assert Dossier.objects.get(pk=dossier.pk).events_seen == dossier.events_seen
    assert police.post(address, {**typed, "key": keys[world.police]}).status_code == 302
    answered = TimelineEvent.objects.get(dossier=dossier, type="consultation_answered")
    assert answered.agency == world.police


def test_who_moves_the_competence_sees_it_go_and_the_page_says_where(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    address = f"/ho-so/{dossier.code}/viec/chuyen-tham-quyen/"
    head = sign_in(world.head)
    assert "Chuyển thẩm quyền giải quyết" in head.get(f"/ho-so/{dossier.code}/").content.decode()
    assert sign_in(world.handler).get(address).status_code == 403, "who decides, moves it"
    typed = {"seen": dossier.events_seen, "agency": world.other_committee}
    assert head.post(address, {**typed, "reason": ""}).status_code == 422
    assert (
        head.post(address, {**typed, "agency": world.other_centre, "reason": "x"}).status_code
        == 422
    )
    assert head.post(address, {**typed, "reason": "Sai địa bàn"}).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).competent_id == world.other_committee
    page = sign_in(world.stranger).get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Chuyển thẩm quyền giải quyết" in page and "Sai địa bàn" in page
    assert head.post(address, {**typed, "seen": 4, "reason": "x"}).status_code == 403
