"""What the counter asks of the database, in a process that has served before."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lienthong.accounts.models import Account
from lienthong.accounts.rules.persons import Sex
from tests import prepared
from tests.dossiers import world as worlds
from tests.dossiers.world import BIRTH, NOW, World
from tests.web.counter.pages import opened


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with prepared.use("world", fresh=True) as world:
        yield world


def test_opening_and_accepting_cost_a_few_statements(world: World) -> None:
    worlds.applicant("Nguyễn Thị Mai Anh", 7, sex=Sex.FEMALE)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    client = Client()
    client.force_login(Account.objects.get(pk=world.receptionist))
    opened(client).press(thu__tuc=BIRTH)
    with CaptureQueriesContext(connection) as opening:
        page = opened(client)
    assert len(opening) <= 9
    page = page.press(thu__tuc=BIRTH).press(nguoi__tim="000000000007")
    with CaptureQueriesContext(connection) as accepting:
        done = page.press(
            "nhan",
            khai__child_name="Nguyễn Bảo An",
            khai__child_sex="Nữ",
            khai__child_born_on="0109",
            khai__child_birth_place="Trạm y tế",
        )
    assert done.response.status_code == 302
    # To read the form again, and 12 to write the first dossier of the day.
    assert len(accepting) <= 33, "\n".join(query["sql"][:160] for query in accepting)
