"""Forms and indicators: drafted, published from a day on, retired, taken from a pack."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lienthong.organisations import queries as organisations
from lienthong.reports import actions
from lienthong.reports.actions import NewForm, NewIndicator
from lienthong.reports.adapters.packs import pack_of, text_of
from lienthong.reports.models import Finding, Form, Indicator, Period
from lienthong.reports.queries import forms as queries
from lienthong.reports.rules import NotAllowed
from lienthong.reports.rules.forms import read_content
from lienthong.reports.rules.kinds import FindingKind, Rhythm
from lienthong.reports.rules.phrases import WrongPhrase, read_checks, write_checks
from tests.reports.world import BY, CONTENT, FRIDAY, MORNING, SOURCE, World, submit


def next_edition(world: World, **changes: Any) -> NewForm:
    given: dict[str, Any] = {
        "code": "test-daily", "name": "Báo cáo ngày, bản hai", "receiver": world.province,
        "rhythm": Rhythm.DAILY, "content": CONTENT, "source": SOURCE,
        "valid_from": FRIDAY + timedelta(days=3),
    }  # fmt: skip
    return NewForm(**(given | changes))


def test_a_draft_asks_nobody_and_is_written_over_until_it_is_published(reports: World) -> None:
    first = actions.draft_form(new=next_edition(reports), by=BY, at=MORNING)
    again = actions.draft_form(new=next_edition(reports, name="Bản hai, sửa"), by=BY, at=MORNING)
    assert first == again
    assert actions.open_due_periods(by=BY, at=MORNING) == 0
    with pytest.raises(NotAllowed, match="không áp dụng"):
        actions.open_period(form_id=first, day=FRIDAY + timedelta(days=3), by=BY, at=MORNING)
    actions.publish_draft(form_id=first, by=BY, at=MORNING)
    old, new = Form.objects.filter(code="test-daily").order_by("edition")
    assert (old.valid_until, new.valid_from, new.edition) == (new.valid_from, new.valid_from, 2)
    assert Period.objects.get(pk=reports.period).form_id == old.pk
    with pytest.raises(NotAllowed, match="đã công bố"):
        actions.drop_draft(form_id=first, by=BY, at=MORNING)


def test_a_new_edition_begins_after_the_one_before(reports: World) -> None:
    early = next_edition(reports, valid_from=date(2026, 1, 1))
    number = actions.draft_form(new=early, by=BY, at=MORNING)
    with pytest.raises(NotAllowed, match="01/01/2026"):
        actions.publish_draft(form_id=number, by=BY, at=MORNING)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "Biểu Một"}, "Mã biểu"),
        ({"source": " "}, "căn cứ"),
        ({"name": ""}, "tên của biểu"),
        ({"content": CONTENT | {"sections": []}}, "chưa có chỉ tiêu"),
        ({"content": {**CONTENT, "schedule": {"calendar": "none"}}}, "lịch làm việc"),
        (
            {"content": {"owed_by": [], "sections": [{"name": "A", "fields": ["t.new"]}]}},
            "Chưa có định nghĩa",
        ),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused_with_a_sentence(
    reports: World, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Exception, match=sentence):
        actions.draft_form(new=next_edition(reports, **changes), by=BY, at=MORNING)
    assert Form.objects.filter(published_at=None).count() == 0


def test_nobody_takes_over_the_code_of_another_agencys_form(reports: World) -> None:
    with pytest.raises(NotAllowed, match="cơ quan khác"):
        actions.draft_form(new=next_edition(reports, receiver=reports.hoi_an), by=BY, at=MORNING)


def test_a_retired_form_opens_no_more_and_what_is_open_runs_to_its_end(reports: World) -> None:
    monday = FRIDAY + timedelta(days=3)
    actions.retire_form(form_id=reports.form, from_day=monday, by=BY, at=MORNING)
    assert actions.open_due_periods(by=BY, at=MORNING + timedelta(days=3)) == 0
    assert submit(reports.report()).revision == 1
    with pytest.raises(NotAllowed, match="hết hiệu lực"):
        actions.retire_form(form_id=reports.form, from_day=monday, by=BY, at=MORNING)


def test_an_indicator_is_retired_once_no_form_asks_for_it(reports: World) -> None:
    with pytest.raises(NotAllowed, match="Báo cáo ngày"):
        actions.retire_indicator(code="t.staff", from_day=FRIDAY, by=BY, at=MORNING)
    actions.retire_indicator(code="t.measured", from_day=FRIDAY, by=BY, at=MORNING)
    assert queries.indicator("t.measured", on=FRIDAY) is None
    assert queries.indicator("t.measured", on=FRIDAY - timedelta(days=1)) is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "Tổng số"}, "không dùng được"),
        ({"name": " "}, "tên của chỉ tiêu"),
        ({"source": ""}, "căn cứ"),
        ({"threshold": Decimal(95)}, "văn bản quy định ngưỡng"),
        ({"measured": "dossiers.lost"}, "không đo"),
        ({"formula": "t.new / t.total"}, "chính nó"),
        ({"formula": "t.total +"}, "dừng giữa chừng"),
    ],
)
def test_an_indicator_that_makes_no_sense_is_refused_with_a_sentence(
    reports: World, changes: dict[str, Any], sentence: str
) -> None:
    given: dict[str, Any] = {"code": "t.new", "name": "Mới", "source": SOURCE}
    given |= {"valid_from": FRIDAY} | changes
    with pytest.raises(NotAllowed, match=sentence):
        actions.define_indicator(new=NewIndicator(**given), by=BY, at=MORNING)
    assert not Indicator.objects.filter(name="Mới").exists()


def test_r231_a_threshold_is_checked_only_once_somebody_entered_it_with_its_source(
    reports: World,
) -> None:
    submit(reports.report())
    kinds = Finding.objects.filter(kind=FindingKind.THRESHOLD)
    assert not kinds.exists()
    actions.define_indicator(
        new=NewIndicator(
            code="t.staff", name="Cán bộ, công chức", source=SOURCE, rising=True,
            threshold=Decimal("41.5"), threshold_source="Quyết định thử", valid_from=FRIDAY,
        ),
        by=BY,
        at=MORNING,
    )  # fmt: skip
    submit(reports.report(reports.other))
    found = kinds.get()
    assert found.explanation == ("“Cán bộ, công chức” là 40, dưới ngưỡng 41,5 (Quyết định thử).")
    assert not Finding.objects.filter(report=reports.report(), kind="threshold").exists()


def test_a_form_goes_out_as_a_pack_and_comes_in_as_a_draft(reports: World) -> None:
    one = queries.form(reports.form)
    known = queries.indicators(one.content.codes, on=FRIDAY)
    name = organisations.agency(reports.province).name
    text = text_of(one, known, receiver=name).replace("code: test-daily", "code: copy-daily")
    text = text.replace("t.staff", "t.people")
    taken = actions.take_pack(pack=pack_of(text), receiver=reports.province, by=BY, at=MORNING)
    draft = queries.form(taken.form)
    assert taken.defined == ["t.people"]
    assert draft.published_at is None
    assert draft.content.claims == one.content.claims
    assert draft.content.schedule == one.content.schedule
    assert [field.required for field in draft.content.fields] == [
        field.required for field in one.content.fields
    ]


LINES = """t.total = t.online + t.direct
t.share = t.online / t.total
t.online <= t.total
t.staff = t.total
t.total = tổng(t.online)
t.staff = đếm(t.online)
t.online + t.direct = xã
cùng ngày: t.online, t.direct"""


def test_checks_are_typed_as_lines_and_written_back_as_the_same(reports: World) -> None:
    content = read_content(CONTENT | {"claims": read_checks(LINES)})
    assert {claim.kind for claim in content.claims} == {
        kind for kind in FindingKind if kind.value in {
            "sum", "share", "at_most", "equal", "sum_of_list", "count", "coverage", "as_of",
        }
    }  # fmt: skip
    assert write_checks(content.claims) == LINES


@pytest.mark.parametrize("line", ["t.total", "t.total = ", "a = b = c", "t.total = b c", "<= a"])
def test_a_line_that_is_no_check_is_quoted(line: str) -> None:
    with pytest.raises(WrongPhrase) as refused:
        read_checks(f"t.total = t.online\n{line}")
    assert line.strip() in str(refused.value)
