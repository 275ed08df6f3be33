"""What pages ask is found by indexes, as bound as it is asked: a condition on parameters may miss a
partial index that the same condition on values meets. SQLite chooses them for small tables too."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from lienthong.dossiers.models import Dossier
from tests.dossiers.world import World
from tests.web.desk.conftest import SignIn

# To walk through one of these is to read what is open, not all that ever was.
OPEN = {"dossier_desk", "dossier_mine", "dossier_due"}
SCAN = re.compile(r"SCAN \w+(?: USING (?:COVERING )?INDEX (dossier\w+))?$")
WORKERS = (
    ("handler", "/ban-lam-viec/"),
    ("head", "/ban-lam-viec/phong/"),
    ("receptionist", "/quay/"),
)
WATCHED = (
    "/bang/can-xem/", "/bang/ho-so/?so=received", "/bang/ho-so/?so=finished",
    "/bang/ho-so/?so=open", "/bang/ho-so/?so=open_late", "/bang/ho-so/?so=sent_back",
)  # fmt: skip


@pytest.mark.parametrize(
    ("account", "address"), [*WORKERS, *(("supervisor", address) for address in WATCHED)]
)
def test_no_page_reads_all_dossiers(
    world: World, states: dict[str, Dossier], sign_in: SignIn, account: str, address: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole")
    client = sign_in(getattr(world, account))
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200
    about = [(sql, params) for sql, params in asked if re.search(r'FROM "dossiers_dossier"', sql)]
    assert about
    with connection.cursor() as cursor:
        for sql, params in about:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            for *_, step in cursor.fetchall():
                walked = SCAN.match(step)
                assert walked is None or walked[1] in OPEN, f"{step}: {sql}"
