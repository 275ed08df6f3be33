"""The parts of pages: tags, fields, ledger, lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from lienthong.dossiers.rules.lifecycle import State
from lienthong.web.ui import icons, ledgers, status


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        ({"minutes_left": 3 * 480 + 10}, "run", "Còn 3 ngày làm việc"),
        ({"minutes_left": 3 * 480 + 10, "short": True}, "run", "Còn 3 ngày"),
        ({"minutes_left": 2 * 480}, "soon", "Còn 2 ngày"),
        ({"minutes_left": 70}, "soon", "Còn 1 giờ 10"),
        ({"minutes_left": 70, "soon_days": 0}, "run", "Còn 1 giờ 10"),
        ({"minutes_left": 0}, "soon", "Còn 0 phút"),
        ({"minutes_left": -480}, "late", "Trễ 1 ngày"),
        ({"minutes_left": -20}, "late", "Trễ 20 phút"),
        ({"minutes_left": -480, "checking": True}, "check", "Đang xác minh"),
        ({"minutes_left": 6 * 480, "paused": True}, "", "Tạm dừng, còn 6 ngày"),
        ({"minutes_left": None, "paused": True}, "", "Tạm dừng"),
        ({"minutes_left": None}, "", "Chưa tính hạn"),
        ({"minutes_left": -480, "verdict": "late"}, "late", "Xong trễ hạn"),
    ],
)
def test_what_is_left_is_said_in_colour_and_words(
    given: dict[str, int], kind: str, words: str
) -> None:
    tag = status.due(**given)  # type: ignore[arg-type]
    assert (tag.kind, str(tag.words)) == (kind, words)


def test_every_state_has_its_words_and_icon() -> None:
    assert set(status.STATES) == set(State)
    for state in State:
        shown = render("{% state_tag state %}", state=state.value)
        assert str(status.STATES[state].words) in shown
        assert "<svg" in shown


def test_an_unknown_icon_is_an_error_at_once() -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        icons.icon("no-such-icon")


def test_a_status_escapes_its_words() -> None:
    assert "&lt;b&gt;" in render('{% tag "run" "clock" words %}', words="<b>")


class Form(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước.")
    phone = forms.CharField(label="Điện thoại", required=False)
    way = forms.ChoiceField(
        label="Nhận tin qua", choices=[("a", "VNeID"), ("b", "Tin nhắn")], widget=forms.RadioSelect
    )


def test_a_field_ties_its_hint_and_error_to_the_control() -> None:
    form = Form({"name": "", "phone": "0905"})
    shown = render("{% field form.name %}", form=form)
    assert 'aria-describedby="id_name_hint id_name_error"' in shown
    assert 'id="id_name_hint"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert shown.index("<label") < shown.index("hint") < shown.index('class="error"')
    assert shown.index('class="error"') < shown.index("<input")


def test_what_was_typed_stays_and_optional_fields_say_so() -> None:
    shown = render("{% form_fields form %}", form=Form({"name": "", "phone": "0905"}))
    assert 'value="0905"' in shown
    assert shown.count("(không bắt buộc)") == 1
    assert "<fieldset" in shown


def test_the_error_list_links_to_every_field_that_is_wrong() -> None:
    shown = render("{% error_list form %}", form=Form({}))
    assert "Còn 2 chỗ cần sửa" in shown
    assert 'href="#id_name"' in shown
    assert 'href="#id_way_0"' in shown
    assert "Chưa điền ô này." in shown


def test_what_concerns_no_field_is_not_called_a_place_to_correct() -> None:
    form = Form({"name": "An", "way": "a"})
    form.add_error(None, "Chờ 15 phút rồi thử lại.")
    shown = render("{% error_list form %}", form=form)
    assert "Chưa làm được" in shown
    assert "cần sửa" not in shown


def test_a_form_that_was_not_sent_shows_no_errors() -> None:
    assert render("{% error_list form %}", form=Form()).strip() == ""


@dataclass(frozen=True)
class Span:
    label: str
    seconds: int
    kind: str
    starts_at: datetime = datetime(2026, 8, 20, 1, 12, tzinfo=UTC)
    working_minutes: int | None = None


LEDGER = [
    Span("Chờ tiếp nhận", 11 * 3600 + 58 * 60 + 31, "queue"),
    Span("Phòng Tư pháp", 5 * 86400 + 40, "agency", working_minutes=2098),
    Span("Người nộp", 2 * 86400 + 29, "applicant"),
]


def test_the_ledger_ends_where_the_whole_ends_and_its_minutes_add_up() -> None:
    bars = ledgers.bars(LEDGER)
    assert float(bars[-1].x) + float(bars[-1].width) == pytest.approx(100, abs=0.02)
    assert [bar.css for bar in bars] == ["us2", "us", "citizen"]
    # 31 and 40 seconds make a minute more: it must not get lost between the lines.
    assert [bar.length for bar in bars] == ["11 giờ 58", "5 ngày 1 phút", "2 ngày"]
    assert ledgers.total(LEDGER) == "7 ngày 11 giờ 59"


def test_the_ledger_is_said_in_a_sentence() -> None:
    shown = render("{% ledger_bar spans %}", spans=LEDGER)
    assert "người nộp giữ 2 ngày" in shown
    assert "34 giờ 58" in shown
    with translation.override("en"):
        assert "the applicant for 2 days" in render("{% ledger_bar spans %}", spans=LEDGER)


def page(query: str, source: str) -> str:
    return render(source, request=RequestFactory().get(f"/bang/?{query}"))


def test_the_next_page_keeps_the_filters_but_not_the_old_key() -> None:
    shown = page("q=an&before=x", '{% pages after="H1" %}')
    assert "?q=an&amp;after=H1" in shown
    assert "Trang trước" not in shown


@pytest.mark.parametrize(
    ("query", "direction", "address"),
    [
        ("", 'aria-sort="ascending"', "?sort=-due"),
        ("sort=due", 'aria-sort="ascending"', "?sort=-due"),
        ("sort=-due", 'aria-sort="descending"', "?sort=due"),
        ("sort=name", "", "?sort=due"),
    ],
)
def test_a_heading_sorts_one_way_and_then_the_other(
    query: str, direction: str, address: str
) -> None:
    shown = page(query, '{% heading "due" "Hạn" default=True %}')
    assert direction in shown
    assert f'href="{address}"' in shown


@pytest.mark.parametrize(("value", "links"), [(1204, True), (0, False)])
def test_a_figure_opens_what_it_counts(value: int, links: bool) -> None:  # noqa: FBT001
    shown = render('{% figure value "/ho-so/?tre=1" %}', value=value)
    assert ("href" in shown) is links


def unique(words: Iterable[str]) -> bool:
    words = list(words)
    return len(words) == len(set(words))


def test_no_two_states_are_said_with_the_same_words() -> None:
    assert unique(str(tag.words) for tag in status.STATES.values())
