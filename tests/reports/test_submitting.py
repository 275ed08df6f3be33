"""What happens when a report is submitted."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from lienthong.clock import VIETNAM
from lienthong.journal.models import Entry
from lienthong.reports import actions
from lienthong.reports.actions import Figures, WrongFigures
from lienthong.reports.models import Finding, Report, Revision, Value
from lienthong.reports.rules import NotAllowed
from lienthong.reports.rules.kinds import FindingState, ReportState
from tests.reports import world as worlds
from tests.reports.world import BY, DUE, FRIDAY, MORNING, RIGHT, World, submit


def test_opening_a_period_makes_what_every_commune_and_the_city_owe(reports: World) -> None:
    owed = Report.objects.filter(period=reports.period)
    top = reports.report(reports.province)
    assert owed.count() == 95
    assert {row.above_id for row in owed.exclude(pk=top.pk)} == {top.pk}
    assert {row.state for row in owed} == {ReportState.OWED}
    assert {row.due_at for row in owed} == {DUE}


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (DUE - timedelta(microseconds=1), False),
        (DUE - timedelta(seconds=1), False),
        (DUE, True),
        (DUE + timedelta(hours=3), True),
    ],
)
def test_a_report_is_late_from_16_00_00_on(
    reports: World,
    moment: datetime,
    late: bool,  # noqa: FBT001
) -> None:
    assert submit(reports.report(), at=moment).late is late
    assert reports.report().late is late


def test_submitting_keeps_the_revision_the_values_and_a_journal_entry(reports: World) -> None:
    done = submit(reports.report())
    report = reports.report()
    assert (done.revision, report.state, report.submitted_at) == (1, "submitted", MORNING)
    assert Revision.objects.get(report=report).values == RIGHT
    value = Value.objects.get(indicator="t.total", agency=reports.hoi_an)
    assert value.number == Decimal(30)
    assert (value.start, value.end, value.report_id) == (FRIDAY, FRIDAY, report.pk)
    entry = Entry.objects.get(action="report.submitted", subject=f"report:{report.pk}")
    assert entry.unit == str(reports.hoi_an)


def test_a_missing_figure_is_refused_and_nothing_is_stored(reports: World) -> None:
    with pytest.raises(WrongFigures) as refused:
        actions.submit(
            report_id=reports.report().pk,
            figures=Figures(values={"t.total": "30", "t.online": "chín"}),
            by=BY,
            at=MORNING,
        )
    assert set(refused.value.problems) == {"t.online", "t.direct", "t.staff"}
    assert not Revision.objects.exists()
    assert reports.report().state == ReportState.OWED


def test_a_wrong_sum_becomes_a_finding_and_does_not_keep_the_report_back(reports: World) -> None:
    submit(reports.report(), t_total="31")
    (finding,) = Finding.objects.filter(report=reports.report(), claim="parts")
    assert (finding.expected, finding.stated, finding.state) == ("30", "31", FindingState.OPEN)
    assert "20 + 10 = 30" in finding.explanation
    assert finding.owner_id == reports.hoi_an
    assert reports.report().findings_open == 1


def test_a_right_revision_corrects_the_finding(reports: World) -> None:
    submit(reports.report(), t_total="31")
    submit(reports.report(), at=MORNING + timedelta(minutes=5))
    assert Finding.objects.get(claim="parts").state == FindingState.CORRECTED
    assert reports.report().findings_open == 0
    assert reports.report().revision == 2
    assert reports.report().submitted_at == MORNING


def test_an_explained_finding_is_not_asked_again(reports: World) -> None:
    submit(reports.report(), t_total="31")
    finding = Finding.objects.get(claim="parts")
    actions.settle_finding(
        finding_id=finding.pk,
        state=FindingState.EXPLAINED,
        note="Một hồ sơ qua bưu chính",
        by="a:7",
        at=MORNING,
    )
    submit(reports.report(), t_total="31", t_staff="41")
    finding.refresh_from_db()
    assert (finding.state, finding.settled_by) == (FindingState.EXPLAINED, "a:7")
    assert Finding.objects.count() == 1
    assert reports.report().findings_open == 0


def test_a_note_beside_the_figure_explains_at_once(reports: World) -> None:
    actions.submit(
        report_id=reports.report().pk,
        figures=Figures(values=RIGHT | {"t.total": "31"}, notes={"t.total": "1 qua bưu chính"}),
        by=BY,
        at=MORNING,
    )
    finding = Finding.objects.get(claim="parts")
    assert (finding.state, finding.note) == (FindingState.EXPLAINED, "1 qua bưu chính")


def test_a_figure_that_was_taken_back_is_no_longer_stated(reports: World) -> None:
    submit(reports.report(), t_words="Mạng yếu")
    submit(reports.report())
    assert not Value.objects.filter(indicator="t.words").exists()


def test_no_change_takes_what_stands_and_nothing_new(reports: World) -> None:
    submit(reports.report(), t_ready="yes")
    monday = actions.open_period(
        form_id=reports.form, day=date(2026, 9, 7), by=BY, at=MORNING + timedelta(days=3)
    )
    report = Report.objects.get(period=monday, agency=reports.hoi_an)
    at = datetime(2026, 9, 7, 9, tzinfo=VIETNAM)
    actions.submit_unchanged(report_id=report.pk, by=BY, at=at)
    report.refresh_from_db()
    assert report.unchanged
    assert Revision.objects.get(report=report).values == {
        "t.total": "0",
        "t.online": "0",
        "t.direct": "0",
        "t.staff": "40",
        "t.ready": "yes",
    }


def test_no_change_needs_a_period_before(reports: World) -> None:
    with pytest.raises(NotAllowed, match="Chưa có kỳ trước"):
        actions.submit_unchanged(report_id=reports.report().pk, by=BY, at=MORNING)


def test_before_the_period_opens_nothing_is_taken(reports: World) -> None:
    with pytest.raises(NotAllowed, match="Kỳ này mở từ"):
        submit(reports.report(), at=MORNING - timedelta(days=1))


def test_a_locked_period_takes_nothing_until_a_reopening(reports: World) -> None:
    report = reports.report()
    at = DUE + timedelta(hours=1)
    actions.lock_period(period_id=reports.period, by=BY, at=at)
    with pytest.raises(NotAllowed, match="đã khóa"):
        submit(report, at=at)
    actions.reopen_report(
        report_id=report.pk, until=at + timedelta(hours=2), reason="Mất điện", by=BY, at=at
    )
    assert Entry.objects.get(action="report.reopened").data["reason"] == "Mất điện"
    with pytest.raises(NotAllowed, match="đã khóa"):
        submit(report, at=at + timedelta(hours=2))
    assert submit(report, at=at + timedelta(hours=1)).late


def test_a_period_is_not_locked_before_it_is_due(reports: World) -> None:
    with pytest.raises(NotAllowed, match="chưa đến hạn"):
        actions.lock_period(period_id=reports.period, by=BY, at=MORNING)


def test_a_returned_report_comes_back_with_its_figures_and_the_reason(reports: World) -> None:
    submit(reports.report())
    actions.return_report(
        report_id=reports.report().pk, reason="Thiếu hồ sơ đất đai", by=BY, at=MORNING
    )
    report = reports.report()
    assert (report.state, report.return_reason) == ("returned", "Thiếu hồ sơ đất đai")
    assert report.draft is not None
    assert report.draft["values"] == RIGHT
    submit(report, at=DUE + timedelta(hours=1))
    assert not reports.report().late, "it was in time the first time"


def test_consolidating_adds_up_and_names_who_is_missing(reports: World) -> None:
    submit(reports.report())
    submit(reports.report(reports.other), t_total="10", t_online="10", t_direct="0")
    top = reports.report(reports.province)
    missing = actions.consolidate(report_id=top.pk, by=BY, at=MORNING)
    assert len(missing) == 92
    top.refresh_from_db()
    assert top.draft is not None
    assert top.draft["values"] == {
        "t.total": "40",
        "t.online": "30",
        "t.direct": "10",
        "t.share": "75.0",
        "t.staff": "80",
    }
    assert top.draft["source"] == "consolidated"


def test_one_figure_has_one_value_whichever_form_asks(reports: World) -> None:
    submit(reports.report())
    second = worlds.form("test-second", name="Báo cáo khác")
    period = actions.open_period(form_id=second, day=FRIDAY, by=BY, at=MORNING)
    report = Report.objects.get(period=period, agency=reports.hoi_an)
    submit(report, t_staff="44")
    assert Value.objects.filter(indicator="t.staff", agency=reports.hoi_an).count() == 1
    finding = Finding.objects.get(report=report, claim="as_of:t.staff")
    assert (finding.expected, finding.stated) == ("40", "44")


def test_a_difference_from_what_is_measured_asks_for_an_explanation(reports: World) -> None:
    content = {
        "owed_by": ["commune_committee"],
        "sections": [{"name": "Đo", "fields": ["t.measured"]}],
    }
    number = worlds.form("test-measured", content=content)
    period = actions.open_period(form_id=number, day=FRIDAY, by=BY, at=MORNING)
    report = Report.objects.get(period=period, agency=reports.hoi_an)
    actions.submit(
        report_id=report.pk, figures=Figures(values={"t.measured": "12"}), by=BY, at=MORNING
    )
    finding = Finding.objects.get(report=report)
    assert (finding.kind, finding.expected, finding.stated) == ("measured", "0", "12")
    assert "hệ thống đo được 0" in finding.explanation


def test_submitting_takes_few_statements(
    reports: World, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        submit(reports.report())
