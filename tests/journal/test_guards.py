import pytest
from django.db import DatabaseError, connection, transaction

from lienthong.journal.adapters import guards
from lienthong.journal.queries import missing_guards
from lienthong.journal.queries.guards import GUARDED
from tests.journal.builders import three_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", sorted({table for table, _ in GUARDED}))
def test_the_database_itself_refuses_to_change_or_delete(table: str) -> None:
    three_days()
    guards.install()
    for statement in (f"UPDATE {table} SET day = '2020-01-01'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_missing_guards_are_named_and_put_back() -> None:
    assert len(missing_guards()) == 6
    guards.install()
    guards.install()
    assert missing_guards() == ()
