"""The pages of programmes and tasks in a browser: accessible, no wider than a phone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.actions.work import acknowledge
from lienthong.programmes.models import Phase, Programme, TaskGroup
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar
from tests.accounts import cast
from tests.browser.conftest import Open, wrong_on
from tests.programmes import house as houses
from tests.programmes.house import House


@pytest.fixture
def house(transactional_db: None, tmp_path: Path, settings: Any) -> House:
    settings.VAR = tmp_path
    return houses.build()


@pytest.fixture
def world(house: House) -> tuple[int, int, dict[str, str]]:
    """A manager, a reporter, and the addresses of each with who reads them."""
    manager = cast.account("manager", "Hồ Thị Xuân")
    cast.assign(manager, house.party, Role.PROGRAMME_MANAGER)
    worker = cast.account("worker", "Trần Văn Báo")
    cast.assign(worker, house.agencies.commune, Role.REPORTER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    programme = Programme.objects.get(pk=house.programme)
    group = TaskGroup.objects.create(programme=programme, code="1", name="Hạ tầng số")
    now = timezone.now()
    phase = Phase.objects.create(
        programme=programme, code="bp", name="Bứt phá", until=timezone.localdate(now)
    )

    def task(title: str, days: int) -> Any:
        return assign_task(
            programme_id=house.programme, title=title, lead_id=house.agencies.commune,
            assigner_id=house.party, pillar=Pillar.DATA, blocs=[Bloc.GOVERNMENT],
            group_id=group.pk, phase_id=phase.pk, supporting=[house.agencies.department],
            by=f"a:{manager}", at=now - timedelta(days=20), deadline_kind=DeadlineKind.DATE,
            due_at=now + timedelta(days=days),
        )  # fmt: skip

    fresh = task("Rà soát thiết bị của mọi xã, phường trong toàn thành phố trước mùa mưa bão", 9)
    late = task("Số hóa sổ hộ tịch", -3)
    acknowledge(
        task_id=late.pk, seen=None, head_id=None, contact_id=None,
        actor=Actor(by=f"a:{worker}", agency=house.agencies.commune), at=now - timedelta(days=9),
    )  # fmt: skip
    pages = {
        "/chuong-trinh/": "m", "/chuong-trinh/moi/": "m", "/chuong-trinh/KH02/": "m",
        f"/chuong-trinh/KH02/?noi={house.agencies.commune}": "m", "/chuong-trinh/KH02/nguong/": "m",
        "/nhiem-vu/": "m", "/nhiem-vu/moi/": "m", f"/nhiem-vu/{fresh.code}/sua/": "m",
        f"/nhiem-vu/{fresh.code}/": "m", f"/nhiem-vu/{late.code}/": "w",
        f"/nhiem-vu/{late.code}/tien-do/": "w", f"/nhiem-vu/{late.code}/bang-chung/": "w",
        f"/nhiem-vu/{late.code}/muc-tieu/": "w", "/nhiem-vu/hom-nay/": "w",
        "/nhiem-vu/lanh-dao/": "m", "/nhiem-vu/canh-bao/": "m",
        "/kiem-tra-dot-xuat/khac-phuc/neu/": "m",
    }  # fmt: skip
    return manager, worker, pages


def test_every_page_is_accessible_and_fits_the_screen(
    open_page: Open, world: tuple[int, int, dict[str, str]], language: str
) -> None:
    manager, worker, pages = world
    told = [(manager if who == "m" else worker, address) for address, who in pages.items()]
    assert wrong_on(open_page, told, language=language) == []
