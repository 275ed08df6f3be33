"""Who files: somebody known, found by number, phone or name, or somebody new, typed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from lienthong.accounts import queries as accounts
from lienthong.accounts.queries import PersonView
from lienthong.accounts.rules import NotAllowed
from lienthong.accounts.rules.persons import PersonData, PersonKind, Sex, digits_of
from lienthong.web.counter.fields import Day
from lienthong.web.ui.asked import printable
from lienthong.web.ui.saying import said

MOST: Final = 8


class NewPerson(forms.Form):
    """What is recorded of somebody whom the system does not know yet."""

    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        max_length=160,
        error_messages={"required": gettext_lazy("Nhập họ và tên")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    identity_number = forms.CharField(
        label=gettext_lazy("Số định danh hoặc mã số"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("12 chữ số trên thẻ căn cước; tổ chức ghi mã số thuế."),
        widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "numeric"}),
    )
    born_on = Day(label=gettext_lazy("Ngày sinh"), required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Giới tính"),
        choices=[
            ("", gettext_lazy("Không ghi")),
            (Sex.FEMALE.value, gettext_lazy("Nữ")),
            (Sex.MALE.value, gettext_lazy("Nam")),
        ],
        required=False,
    )
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "tel"}),
    )
    address = forms.CharField(label=gettext_lazy("Nơi ở"), max_length=240, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Là"),
        choices=[
            (PersonKind.CITIZEN.value, gettext_lazy("Công dân")),
            (PersonKind.BUSINESS.value, gettext_lazy("Doanh nghiệp, hộ kinh doanh")),
            (PersonKind.ORGANISATION.value, gettext_lazy("Cơ quan, tổ chức")),
        ],
        required=False,
        initial=PersonKind.CITIZEN.value,
    )

    data_clean: PersonData | None = None

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["born_on"].today = today  # type: ignore[attr-defined]

    def clean_full_name(self) -> str:
        return capitalised(self.cleaned_data["full_name"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        data = PersonData(
            full_name=given["full_name"],
            kind=PersonKind(given["kind"] or PersonKind.CITIZEN),
            identity_number=given["identity_number"] or None,
            born_on=given["born_on"],
            sex=Sex(given["sex"]),
            phone=given["phone"],
            address=given["address"],
        )
        try:
            self.data_clean = data.checked(on=self.today)
        except NotAllowed as refusal:
            self.add_error(None, said(refusal))
        return given


@dataclass(frozen=True, kw_only=True)
class PersonPick:
    """One person in the form: found, still to be chosen among `matches`, or new (`form`).
    `prefix` tells the applicant from who files for them."""

    prefix: str
    text: str = ""
    person: PersonView | None = None
    matches: Sequence[PersonView] = ()
    form: NewPerson | None = None
    fresh: bool = False  # the fields of the new person stand here for the first time

    @property
    def chosen(self) -> bool:
        return self.person is not None or self.form is not None

    @property
    def name(self) -> str:
        """Their name as far as it is known."""
        if self.person is not None:
            return self.person.full_name
        return capitalised(str(self.form["full_name"].value() or "")) if self.form else ""

    @property
    def sex(self) -> str:
        if self.person is not None:
            return self.person.sex
        return str(self.form["sex"].value() or "") if self.form else ""


def pick(
    posted: Mapping[str, Any], prefix: str, *, act: str, today: date, checking: bool
) -> PersonPick:
    """The person as the form stands. `act` is the pressed button; with `checking` a new person's
    fields are validated, otherwise only kept."""
    text = printable(posted.get(f"{prefix}-tim"), most=200)
    if act == f"doi-{prefix}":
        return PersonPick(prefix=prefix)
    chosen = number_of(posted.get(f"{prefix}-id"))
    if chosen is not None:
        person = accounts.persons([chosen]).get(chosen)
        if person is not None:
            return PersonPick(prefix=prefix, person=person)
    if act == f"moi-{prefix}" or posted.get(f"{prefix}-moi"):
        return _new(posted, prefix, text, today=today, checking=checking)
    if not text:
        return PersonPick(prefix=prefix)
    # A card reader types the whole line of the card, with the number first.
    wanted = text.partition("|")[0].strip()
    matches = accounts.find_persons(wanted, limit=MOST + 1)
    if len(matches) == 1 and digits_of(wanted):
        return PersonPick(prefix=prefix, person=matches[0])
    if matches:
        return PersonPick(prefix=prefix, text=text, matches=matches[:MOST])
    return _new({}, prefix, wanted, today=today, checking=False)


def _new(
    posted: Mapping[str, Any], prefix: str, text: str, *, today: date, checking: bool
) -> PersonPick:
    """The fields of a new person, begun with what was looked for."""
    given = {
        name: posted[f"{prefix}-{name}"]
        for name in NewPerson.base_fields
        if f"{prefix}-{name}" in posted
    }
    if not given and text:
        digits = digits_of(text)
        key = "full_name"
        if digits:
            key = "phone" if digits.startswith("0") and len(digits) < 12 else "identity_number"
        given = {key: digits or text}
    form = (
        NewPerson(posted, prefix=prefix, today=today)
        if checking
        else NewPerson(initial=given, prefix=prefix, today=today)
    )
    fresh = not posted.get(f"{prefix}-moi")
    return PersonPick(prefix=prefix, text=text, form=form, fresh=fresh)


def capitalised(name: str) -> str:
    """Typed without capitals at a counter; a name that has any is left as it is."""
    typed = name.strip()
    return typed.title() if typed.islower() else typed


def number_of(typed: object) -> int | None:
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
