"""Nothing of another province comes into sight on any page, list, search or file of programmes and
reports, and no number of another's, written into a form, is taken: for every role at one province.

The matrix (docs/reference/access.csv) says who may open an address; this looks at what is in it."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.programmes.models import (
    Conclusion,
    Difficulty,
    Directive,
    EarlyWarning,
    Meeting,
    Programme,
    Remedy,
    Task,
    TaskRequest,
    Visit,
)
from lienthong.reports.models import Finding, Form, Report, Revision
from tests.web import world as worlds
from tests.web.world import Relation, World

MARK, HIDDEN = "zqxkhac", "zqxkin"
SEEING = (Role.HEAD, Role.PROGRAMME_MANAGER, Role.REPORTER, Role.INSPECTOR)
LISTS = (
    "/bao-cao/", "/bao-cao/phat-hien/", "/bao-cao/chi-tieu/",
    "/bao-cao/chi-tieu/x.one/", "/chuong-trinh/", "/chuong-trinh/{own}/", "/nhiem-vu/",
    "/nhiem-vu/hom-nay/", "/nhiem-vu/lanh-dao/", "/nhiem-vu/canh-bao/", "/van-ban/",
    "/van-ban/mau-thuan/", "/van-ban/them/", "/nhiem-vu/moi/", "/chuong-trinh/moi/", "/kho-khan/",
    "/kho-khan/neu/", "/kho-khan/tong-hop/", "/kiem-tra-dot-xuat/", "/kiem-tra-dot-xuat/goi-y/",
    "/kiem-tra-dot-xuat/len-lich/", "/kiem-tra-dot-xuat/khac-phuc/",
    "/kiem-tra-dot-xuat/tong-hop/", "/kiem-tra-dot-xuat/don-vi-cham/", "/cuoc-hop/",
)  # fmt: skip
# What somebody may add to an address to see more than the page shows at first.
MORE = (
    "", "so=all&loc=all&trang-thai=&bang=du", f"so=all&loc=all&q={MARK}",
    "so=all&noi={unit}&don-vi={unit}&nhiem-vu={task}&bao-cao={report}",
)  # fmt: skip
FILES = (
    "/nhiem-vu/?so=all&dang=csv", "/nhiem-vu/?so=all&dang=xlsx", "/kho-khan/?loc=all&dang=csv",
    "/kho-khan/tong-hop/?dang=csv", "/kiem-tra-dot-xuat/?loc=all&dang=csv",
    "/kiem-tra-dot-xuat/goi-y/?dang=csv", "/kiem-tra-dot-xuat/khac-phuc/?loc=all&dang=csv",
    "/kiem-tra-dot-xuat/tong-hop/?dang=csv", "/kiem-tra-dot-xuat/tong-hop/?dang=docx",
    "/kiem-tra-dot-xuat/don-vi-cham/?dang=csv",
)  # fmt: skip


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for all tests of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = worlds.build()
        _mark(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(_made: World, db: None) -> World:
    return _made


def _mark(world: World) -> None:
    """What belongs to the other province bears a word that stands nowhere else, and what nobody of
    the own province may know of, another."""
    other = Relation.OTHER
    Task.objects.filter(code=world.tasks.codes[other]).update(title=MARK, folded=MARK)
    TaskRequest.objects.filter(pk=world.tasks.requests[other]).update(reason=MARK)
    EarlyWarning.objects.filter(pk=world.tasks.warnings[other]).update(reason=MARK)
    Programme.objects.filter(code=world.tasks.programmes[other]).update(name=MARK)
    Directive.objects.filter(pk=world.directives[other]).update(title=MARK, number=MARK)
    found = world.gatherings
    Difficulty.objects.filter(code=found.difficulties[other]).update(text=MARK, subject=MARK)
    Visit.objects.filter(code=found.recorded[other]).update(findings=MARK, reason=MARK)
    Visit.objects.filter(code__in=[found.planned[Relation.OWN], found.planned[other]]).update(
        reason=HIDDEN
    )
    Remedy.objects.filter(pk=found.remedies[other]).update(text=MARK)
    Meeting.objects.filter(pk=found.meetings[other]).update(title=MARK)
    Conclusion.objects.filter(pk=found.conclusions[other]).update(text=MARK)
    Finding.objects.filter(pk=world.reports.findings[other]).update(explanation=MARK)
    Revision.objects.filter(report=world.reports.reports[other]).update(values={"x.one": "918273"})
    Form.objects.filter(pk=world.reports.forms[other]).update(source=MARK)


def entered(world: World, role: Role) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=world.readers[role.value]))
    return client


def texts(content: bytes) -> str:
    """What a page or a file says."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as parts:
            return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return content.decode(errors="replace")


def addresses(world: World) -> Iterator[str]:
    names = {
        "own": world.tasks.programmes[Relation.OWN],
        "unit": world.agencies.other_commune,
        "task": world.tasks.codes[Relation.OTHER],
        "report": world.reports.reports[Relation.OTHER],
    }
    for page in LISTS:
        for more in MORE:
            yield f"{page}?{more}".format(**names).rstrip("?")
    yield from FILES


@pytest.mark.parametrize("role", SEEING)
def test_nothing_of_another_province_is_in_any_list_search_or_file(
    world: World, role: Role
) -> None:
    client = entered(world, role)
    found = []
    for address in addresses(world):
        answer = client.get(address)
        assert answer.status_code in {200, 302, 403, 404, 409, 422}, (address, answer.status_code)
        if answer.status_code != 200:
            continue
        content = answer.getvalue()
        # What was searched for stands in its field.
        said = texts(content).replace(f'value="{MARK}"', "").replace(f"q={MARK}", "")
        found += [f"{address}: {word}" for word in (MARK, HIDDEN, "918273") if word in said]
    assert found == []


@pytest.mark.parametrize("role", [Role.HEAD, Role.PROGRAMME_MANAGER, Role.REPORTER])
def test_no_number_of_another_province_in_a_form_is_taken(world: World, role: Role) -> None:
    client = entered(world, role)
    own, other = Relation.OWN, Relation.OTHER
    task, far = (Task.objects.get(code=world.tasks.codes[one]) for one in (own, other))
    before = _state()
    given = {"seen": str(task.events_seen), "reason": "x", "decision": "x", "approve": "yes"}
    for address, values in (
        (f"/nhiem-vu/{task.code}/giao-tiep/", {"leads": str(world.agencies.other_commune)}),
        (f"/nhiem-vu/{task.code}/giao-lai/", {"lead": str(world.agencies.other_commune)}),
        (f"/nhiem-vu/{task.code}/tien-do/", {"percent": "50", "evidence": "999999"}),
        (f"/nhiem-vu/{task.code}/de-nghi/{world.tasks.requests[other]}/", {}),
        (f"/nhiem-vu/{far.code}/de-nghi/{world.tasks.requests[own]}/", {}),
        ("/van-ban/mau-thuan/", {"task": str(far.pk), "resolution": "x"}),
        (
            f"/kho-khan/neu/?nhiem-vu={far.code}&bao-cao={world.reports.reports[other]}",
            {"agency": str(world.agencies.other_commune), "against": "system", "subject": "x",
             "text": "x", "severity": "1", "since": "2026-01-01", "cause": "other"},
        ),
        (
            "/cuoc-hop/",
            {"programme": str(far.programme_id), "kind": "weekly", "title": "x",
             "held_on": "2026-01-01", "held_at": "2026-01-01T08:00"},
        ),
        (
            "/kiem-tra-dot-xuat/len-lich/",
            {"programme": str(task.programme_id), "visited": "UBND phường Thuận Hóa",
             "planned_on": "2026-12-01", "reason": "x"},
        ),
        (
            "/nhiem-vu/moi/",
            {"programme": str(far.programme_id), "title": "x", "lead": "UBND phường Thuận Hóa",
             "pillar": "data", "urgency": "normal", "deadline_kind": "none"},
        ),
        (
            f"/cuoc-hop/{world.gatherings.meetings[own]}/ket-luan/"
            f"{world.gatherings.conclusions[other]}/",
            {"lead": "UBND phường Thuận Hóa", "pillar": "data", "urgency": "normal"},
        ),
    ):  # fmt: skip
        status = client.post(address, given | values).status_code
        assert status in {403, 404, 409, 422}, (address, status)
    assert _state() == before


def test_a_report_of_another_is_not_attached_to_an_own_difficulty(world: World) -> None:
    client = entered(world, Role.REPORTER)
    values = {
        "agency": str(world.agencies.province), "against": "system", "subject": "x", "text": "x",
        "severity": "1", "since": "2026-01-01", "cause": "other", "gop": "rieng",
    }  # fmt: skip
    number = world.reports.reports[Relation.OTHER]
    client.post(f"/kho-khan/neu/?bao-cao={number}", values)
    assert not Difficulty.objects.filter(report=number).exists()
    own = world.reports.reports[Relation.OWN]
    client.post(f"/kho-khan/neu/?bao-cao={own}", values)
    assert Difficulty.objects.filter(report=own).count() == 1


def test_a_count_tells_nothing_of_what_may_not_be_seen(world: World) -> None:
    """The figures of a reader are those of the tasks that the list shows."""
    for role in SEEING:
        client = entered(world, role)
        listed = client.get("/nhiem-vu/?so=all").context
        assert listed["count"] == len(listed["lines"])
        for card in client.get("/chuong-trinh/").context["cards"]:
            assert card["total"] <= listed["count"]
        leader = client.get("/nhiem-vu/lanh-dao/").context
        assert sum(tile["value"] for tile in leader["tiles"]) <= listed["count"]


def _state() -> list[object]:
    return [
        sorted(Task.objects.values_list("code", "lead", "events_seen", "percent")),
        sorted(TaskRequest.objects.values_list("pk", "state")),
        Difficulty.objects.count(),
        Meeting.objects.count(),
        Visit.objects.count(),
        sorted(Report.objects.values_list("pk", "state")),
        Conclusion.objects.exclude(task=None).count(),
    ]
