"""Puts people, journal entries, reads, a sealed day, a file and a key into an install."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

django.setup()

from lienthong.accounts import actions as accounts  # noqa: E402
from lienthong.accounts.rules.persons import PersonData  # noqa: E402
from lienthong.journal import actions as journal  # noqa: E402
from lienthong.papers import actions as papers  # noqa: E402
from tests.papers.contents import png  # noqa: E402

AT = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)

people = [PersonData(full_name=f"Đặng Thị Số {number}") for number in range(50)]
numbers = accounts.create_persons(people=people, by="test", at=AT)
journal.log_reads(by="a:1", screen="person", subjects=[f"person:{numbers[0]}"], at=AT)
journal.flush_reads()
journal.seal_days(before=AT.date() + timedelta(days=1), at=AT + timedelta(days=1))
accounts.create_persons(people=people, by="test", at=AT + timedelta(days=1))
for number in range(3):
    papers.store(io.BytesIO(png(1, number + 1)), at=AT, declared_name=f"{number}.png")
Path(settings.KEYS_ROOT).mkdir(parents=True, exist_ok=True)
(Path(settings.KEYS_ROOT) / "signing.key").write_text("not a real key", encoding="utf-8")
connection.close()
