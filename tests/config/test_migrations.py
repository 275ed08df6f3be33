"""The first migrations make a database quickly: every start on a clean machine waits for them."""

import pytest
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.loader import MigrationLoader

FIRST = [
    migration
    for (_app, name), migration in sorted(MigrationLoader(None).disk_migrations.items())
    if migration.__module__.startswith("lienthong.") and name == "0001_initial"
]


@pytest.mark.parametrize("migration", FIRST, ids=lambda migration: migration.app_label)
def test_indexes_and_constraints_are_made_with_their_table(migration: object) -> None:
    """Django builds all models anew for each that stands apart, five seconds in all; makemigrations
    writes them apart, so they are moved into `options` of their CreateModel by hand. What concerns
    a column that is added later must stay apart."""
    operations = getattr(migration, "operations", ())
    made = {one.name_lower for one in operations if isinstance(one, CreateModel)}
    later = {one.model_name_lower for one in operations if isinstance(one, AddField)}
    apart = {
        one.model_name_lower for one in operations if isinstance(one, AddIndex | AddConstraint)
    }
    assert apart & made <= later
