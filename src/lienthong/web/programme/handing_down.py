"""What handing a task down asks: to whom, with which part of each key result, until when."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.clock import VIETNAM
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, fold, sort_key
from lienthong.programmes.queries.page_parts import KeyResultView
from lienthong.programmes.rules.assigning import TITLE_LIMIT
from lienthong.programmes.rules.cascading import Handing, Way, is_level
from lienthong.web.programme.forms import ActForm, end_of, number_of
from lienthong.web.ui import formats
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field

WAYS: Final = {
    Way.SHARE: gettext_lazy("Chia phần: các đơn vị cộng lại thành chỉ tiêu này"),
    Way.EACH: gettext_lazy("Mỗi đơn vị cùng phải đạt mức này"),
    Way.OWN: gettext_lazy("Để từng đơn vị tự ghi kết quả chính của mình"),
}


class Cascade(ActForm):
    title = text_field(
        gettext_lazy("Nội dung giao"), gettext_lazy("Ghi nội dung giao"), max_length=TITLE_LIMIT
    )
    everyone = forms.BooleanField(required=False)  # labelled with how many they are
    leads = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Giao cho từng đơn vị"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due = day_field(
        gettext_lazy("Hạn chung, đến hết ngày"),
        required=False,
        help_text=gettext_lazy(
            "Không ghi hạn thì mỗi cấp được phần thời gian của mình, lùi từ hạn của cấp trên."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title"].initial = self.found.title
        self.fields["title"].help_text = _(
            "Sửa lại nếu nội dung ghi cả chỉ tiêu chung của đơn vị mình."
        )
        on = self.now.astimezone(VIETNAM).date()
        below = organisations.within(self.found.lead.id, on=on) - {self.found.lead.id}
        if self.found.below is not None:
            below -= self.found.below.leads
        self.units = sorted(
            (
                one
                for one in organisations.agencies(below).values()
                if one.parent_id == self.found.lead.id
            ),
            key=lambda one: sort_key(formats.own_name(one)),
        )
        self.fields["leads"].choices = [  # type: ignore[attr-defined]
            (one.id, formats.own_name(one)) for one in self.units
        ]
        self.communes = [one.id for one in self.units if one.kind is AgencyKind.COMMUNE_COMMITTEE]
        if len(self.communes) > 1:
            self.fields["everyone"].label = _("Mọi xã, phường, đặc khu còn lại (%(count)s)") % {
                "count": formats.number(len(self.communes))
            }
        else:
            del self.fields["everyone"]
        for result in self.found.key_results:
            self._ask(result)
        if self.found.key_results:
            self.fields["parts"] = long_field(
                _("Phần riêng của từng đơn vị"),
                "",
                required=False,
                max_length=20_000,
                help_text=_(
                    "Mỗi dòng một đơn vị rồi đến số, ví dụ: Phường Hải Châu; 12. Dán được hai cột"
                    " từ bảng tính. Nhiều kết quả chính thì các số theo thứ tự, cách nhau bằng dấu"
                    " chấm phẩy. Đơn vị ghi ở đây cũng được giao."
                ),
            )
        asked = [name for name in self.fields if name.startswith(("way_", "amount_"))]
        self.order_fields(["seen", "title", *asked, "due", "everyone", "parts", "leads"])

    def _ask(self, result: KeyResultView) -> None:
        level = is_level(measure=result.measure, rising=result.rising)
        target = formats.number(result.target.normalize())
        told = {"name": result.name, "target": target, "measure": result.measure}
        self.fields[f"way_{result.seq}"] = choice_field(
            _("“%(name)s” (%(target)s %(measure)s)") % told,
            _("Chọn cách giao"),
            choices=list(WAYS.items()),
            widget=forms.RadioSelect,
            initial=Way.EACH if level else Way.SHARE,
        )
        self.fields[f"amount_{result.seq}"] = text_field(
            _("Mỗi đơn vị phải đạt (%(measure)s)") % told,
            "",
            required=False,
            max_length=30,
            help_text=_("Để trống là %(target)s %(measure)s.") % told
            if level
            else _("Đơn vị có số riêng thì ghi ở ô dưới."),
            widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "decimal"}),
        )

    def clean_due(self) -> datetime | None:
        return end_of(self.cleaned_data["due"])

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        parts = self._parts(given.get("parts", ""), given)
        everyone = self.communes if given.get("everyone") else ()
        chosen = [*given.get("leads", []), *parts, *everyone]
        if not chosen and not self.errors:
            self.add_error("leads", _("Chọn ít nhất một cơ quan"))
        given["leads"] = list(dict.fromkeys(chosen))
        given["handings"] = {
            result.seq: Handing(
                way=Way(given[f"way_{result.seq}"]),
                amount=self._amount(given, result.seq),
                parts={
                    unit: numbers[result.seq]
                    for unit, numbers in parts.items()
                    if result.seq in numbers
                },
            )
            for result in self.found.key_results
            if f"way_{result.seq}" in given
        }
        return given

    def _amount(self, given: dict[str, Any], seq: int) -> Decimal | None:
        typed = given.get(f"amount_{seq}", "")
        if not typed:
            return None
        try:
            return number_of(typed)
        except forms.ValidationError as wrong:
            self.add_error(f"amount_{seq}", wrong)
            return None

    def _parts(self, typed: str, given: dict[str, Any]) -> dict[int, dict[int, Decimal]]:
        """By agency the numbers of its line, for the key results that ask for one."""
        asking = [
            result.seq
            for result in self.found.key_results
            if given.get(f"way_{result.seq}") != Way.OWN.value
        ]
        found: dict[int, dict[int, Decimal]] = {}
        try:
            for name, numbers in _lines(typed):
                unit = self._unit(name)
                if unit.id in found:
                    raise forms.ValidationError(
                        _("%(name)s được ghi hai lần. Bỏ một dòng.") % {"name": name}
                    )
                if not numbers or len(numbers) > len(asking):
                    raise forms.ValidationError(
                        _("Dòng của %(name)s cần %(count)d số. Sửa lại.")
                        % {"name": name, "count": len(asking)}
                    )
                found[unit.id] = {
                    seq: number_of(number)
                    for seq, number in zip(asking, numbers, strict=False)
                    if number
                }
        except forms.ValidationError as wrong:
            self.add_error("parts", wrong)
        return found

    def _unit(self, name: str) -> AgencyView:
        wanted = fold(name)
        known = {one.id: {fold(one.name), fold(formats.own_name(one))} for one in self.units}
        exact = [one for one in self.units if wanted in known[one.id]]
        near = exact or [
            one
            for one in self.units
            if any(called.endswith(f" {wanted}") for called in known[one.id])
        ]
        if len(near) != 1:
            raise forms.ValidationError(
                _("Không rõ “%(name)s” là đơn vị nào. Ghi đủ tên như ở danh sách trên.")
                % {"name": name}
            )
        return near[0]


def _lines(typed: str) -> Iterator[tuple[str, list[str]]]:
    """Name and numbers of each line: apart by semicolons or tabs, or the last word is the
    number."""
    for line in filter(None, map(str.strip, typed.splitlines())):
        name, *numbers = (cell.strip() for cell in line.replace("\t", ";").split(";"))
        if not numbers:
            before, _space, last = name.rpartition(" ")
            if before and last[0].isdigit():
                name, numbers = before.rstrip(" :,-"), [last]
        yield name, numbers
