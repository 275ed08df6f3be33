"""The instant that counts is one: read when the request begins, judged and stored as it is, however
long the work then takes."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lienthong.accounts.rules import Role
from lienthong.journal.models import Entry
from lienthong.reports.models import Revision
from tests.reports.world import DUE, World
from tests.web.report.conftest import Enter

TYPED = {
    "v-t.total": "30", "v-t.online": "20", "v-t.direct": "10", "v-t.staff": "40", "act": "submit",
}  # fmt: skip


@pytest.mark.parametrize(("begun", "late"), [(DUE - timedelta(microseconds=1), False), (DUE, True)])
def test_a_press_at_15_59_59_is_in_time_though_its_work_ends_after_16_00(
    reports: World,
    enter: Enter,
    monkeypatch: pytest.MonkeyPatch,
    begun: datetime,
    late: bool,  # noqa: FBT001
) -> None:
    client = enter(reports.hoi_an, Role.REPORTER)
    report = reports.report()
    read: list[datetime] = []

    def later_each_time() -> datetime:
        read.append(begun + timedelta(seconds=2 * len(read)))
        return read[-1]

    monkeypatch.setattr(timezone, "now", later_each_time)
    assert client.post(f"/bao-cao/{report.pk}/nop/", TYPED).status_code == 302
    stored = reports.report()
    assert (stored.submitted_at, stored.late) == (begun, late)
    assert Revision.objects.get(report=report).at == begun
    entry = Entry.objects.get(action="report.submitted", subject=f"report:{report.pk}")
    assert entry.at == begun
