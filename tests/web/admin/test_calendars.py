"""The work calendars through their screens."""

import html
import re

import pytest
from django.test import Client

from lienthong.dossiers.actions import corrections
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.organisations import queries
from tests.dossiers import world as worlds
from tests.dossiers.world import World
from tests.web.admin.conftest import SignIn

YEAR = "/quan-tri/lich/"
STORM = {
    "on": "2026-09-10",
    "kind": "closed",
    "name": "Nghỉ bão số 9",
    "source": "Công điện 12",
    "confirmed": "on",
    "reason": "Bão số 9",
}


def test_a_day_off_makes_an_edition_and_says_how_many_dossiers_it_may_move(
    world: World, admin: Client
) -> None:
    worlds.receive(world)
    before = queries.current_edition()
    page = admin.post(f"{YEAR}them/", STORM, follow=True).content.decode()
    assert queries.current_edition() == before + 1
    assert "1 hồ sơ đang mở có thể đổi ngày hẹn." in page
    assert "Nghỉ bão số 9" in page


def test_a_swap_is_two_days_of_one_edition(admin: Client, world: World) -> None:
    before = queries.current_edition()
    swap = {"off": "2026-10-05", "worked": "2026-10-03", "name": "Hoán đổi", "source": "TB 1",
            "reason": "Thông báo"}  # fmt: skip
    assert admin.post(f"{YEAR}hoan-doi/", swap).status_code == 302
    assert queries.current_edition() == before + 1
    days = {day.on.isoformat(): day for day in queries.calendar_days(edition=before + 1, year=2026)}
    assert not days["2026-10-05"].confirmed
    page = admin.get(f"{YEAR}?nam=2026").content.decode()
    assert "Chưa có thông báo chính thức" in page


def test_an_unconfirmed_day_is_confirmed_and_a_day_is_removed(admin: Client, world: World) -> None:
    admin.post(f"{YEAR}them/", {**STORM, "confirmed": ""})
    told = {"source": "Thông báo số 5", "reason": "Đã có thông báo"}
    assert admin.post(f"{YEAR}ngay/2026-09-10/xac-nhan/", told).status_code == 302
    assert admin.post(f"{YEAR}ngay/2026-09-10/xac-nhan/", told).status_code == 422
    assert admin.post(f"{YEAR}ngay/2026-09-10/bo/", {"reason": "Nhầm"}).status_code == 302
    assert admin.get(f"{YEAR}ngay/2026-09-10/bo/").status_code == 404


def test_weekly_hours_are_typed_as_people_write_them(admin: Client, world: World) -> None:
    code = queries.calendars()[0].code
    hours = {f"day_{number}": "7:30-11:30, 13h30 - 17h00" for number in range(5)}
    sent = {**hours, "valid_from": "2026-10-15", "source": "QĐ 3", "reason": "Giờ mùa đông"}
    assert admin.post(f"{YEAR}gio/{code}/", sent).status_code == 302
    season = queries.weeks(code, edition=queries.current_edition())[-1]
    assert season.windows["0"] == [["07:30", "11:30"], ["13:30", "17:00"]]


@pytest.mark.parametrize("hours", ["sáng", "11:30-07:30", "25:00-26:00", "7-11-12", "\x00"])
def test_impossible_hours_are_refused_in_words(admin: Client, world: World, hours: str) -> None:
    code = queries.calendars()[0].code
    before = queries.current_edition()
    sent = {"day_0": hours, "valid_from": "2026-10-15", "source": "QĐ", "reason": "x"}
    response = admin.post(f"{YEAR}gio/{code}/", sent)
    assert response.status_code == 422
    assert queries.current_edition() == before


@pytest.mark.parametrize("query", ["nam=0", "nam=99999", "nam=x", "lich=zz", "doi-tu=hom-qua"])
def test_an_address_that_makes_no_sense_shows_this_year(
    admin: Client, world: World, query: str
) -> None:
    assert admin.get(f"{YEAR}?{query}").status_code == 200


def test_a_day_twice_keeps_what_was_typed(admin: Client, world: World) -> None:
    admin.post(f"{YEAR}them/", STORM)
    response = admin.post(f"{YEAR}them/", STORM)
    assert response.status_code == 422
    assert "đã có trong lịch" in response.content.decode()
    assert "Công điện 12" in response.content.decode()


def test_who_corrects_is_told_of_an_edit_until_somebody_looked_at_it(
    world: World, admin: Client, sign_in: SignIn
) -> None:
    worlds.receive(world)
    corrector, words = sign_in(world.corrector), "1 hồ sơ đang mở có thể đổi hạn"
    listed = "/quan-tri/dinh-chinh/"
    assert words not in corrector.get(listed).content.decode()
    admin.post(f"{YEAR}them/", STORM)
    page = corrector.get(listed).content.decode()
    assert words in page
    assert "Bão số 9" in page
    assert "Đỗ Văn Quản" in page
    address = re.search(r'href="(/quan-tri/dinh-chinh/mo/lich/[^"]*)"', page)
    assert address is not None
    form = corrector.get(html.unescape(address[1])).content.decode()
    assert 'value="2026-09-10"' in form, "from the first day that the edit touches"
    opened = corrections.open_correction(
        kind=CorrectionKind.CALENDAR, title="Bão", change={"edition": queries.current_edition()},
        scope={"agencies": sorted(queries.within(world.province, on=worlds.TODAY))},
        policy=Policy.FOLLOW_RULE, evidence="Công điện", at=worlds.NOW,
        actor=worlds.actor(world.corrector, world.province),
    )  # fmt: skip
    corrections.drop(
        correction_id=opened.pk, actor=worlds.actor(world.corrector, world.province), at=worlds.NOW
    )
    assert words not in corrector.get(listed).content.decode()
    admin.post(f"{YEAR}them/", {**STORM, "on": "2026-09-09"})
    assert words in corrector.get(listed).content.decode(), "the next edit is another matter"


def test_an_edit_that_moves_nothing_of_mine_is_not_told(
    world: World, admin: Client, sign_in: SignIn
) -> None:
    worlds.receive(world)
    police = queries.calendar_code_of(world.police)
    admin.post(f"{YEAR}them/", {**STORM, "calendar": police})
    page = sign_in(world.corrector).get("/quan-tri/dinh-chinh/").content.decode()
    assert "Lịch làm việc đã sửa" not in page
