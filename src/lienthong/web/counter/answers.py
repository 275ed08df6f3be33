"""The fields of the procedure's own form, made from its version and validated by their kind."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from lienthong.accounts import queries as accounts
from lienthong.accounts.rules.persons import Sex, digits_of
from lienthong.catalogue.rules.content import Content, FieldKind, FormField
from lienthong.web.counter.fields import SHORT_DAY, Day, shown_day
from lienthong.web.counter.often import OftenField, typed
from lienthong.web.counter.people import PersonPick, capitalised
from lienthong.web.ui import formats

PREFIX: Final = "khai"
MOST: Final = 500
SAME: Final = "="
# Fields that name a person of one sex: the applicant stands there only where that can be.
_OF_SEX: Final[Mapping[str, Sex]] = {
    "mother": Sex.FEMALE,
    "bride": Sex.FEMALE,
    "wife": Sex.FEMALE,
    "father": Sex.MALE,
    "groom": Sex.MALE,
    "husband": Sex.MALE,
}


class Answers(forms.Form):
    """One field for each of the version's. Cleans to what a dossier keeps: plain texts. `often`:
    what is written at this counter again and again, by field."""

    prefix = PREFIX

    def __init__(
        self,
        *args: Any,
        content: Content,
        today: date,
        applicant: str,
        often: Mapping[str, Sequence[str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for asked in content.form:
            field = self.fields[asked.key] = _field(asked, today, often.get(asked.key, ()))
            if isinstance(field, PersonField):
                field.applicant = applicant

    def kept(self) -> dict[str, str]:
        """The answers that were given, by key."""
        found = {key: _text(value) for key, value in self.cleaned_data.items()}
        return {key: text for key, text in found.items() if text}

    def first_empty(self) -> str:
        """The id of the first required field without a value, or nothing."""
        for bound in self:
            if bound.field.required and not bound.value():
                return bound.id_for_label or f"{bound.auto_id}_0"
        return ""


def initial(content: Content, applicant: PersonPick, posted: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, and the applicant where the form asks for a person."""
    given: dict[str, Any] = {
        asked.key: typed(posted, f"{PREFIX}-{asked.key}")
        for asked in content.form
        if f"{PREFIX}-{asked.key}" in posted
    }
    if not applicant.name:
        return given
    people = {asked.key for asked in content.form if asked.kind is FieldKind.PERSON}
    given |= {key: applicant.name for key in people if given.get(key) == SAME}
    first = next((asked for asked in content.form if asked.kind is FieldKind.PERSON), None)
    for asked in content.form:
        if asked.kind is not FieldKind.PERSON or given.get(asked.key):
            continue
        sex = _OF_SEX.get(asked.key)
        if (sex is not None and sex == applicant.sex) or (sex is None and asked is first):
            given[asked.key] = applicant.name
    if applicant.person is not None and applicant.person.phone and not given.get("phone"):
        given["phone"] = formats.phone(applicant.person.phone)
    return given


def _field(asked: FormField, today: date, often: Sequence[str]) -> forms.Field:
    label = asked.label_en if formats.english() and asked.label_en else asked.label
    common: dict[str, Any] = {
        "label": label,
        "required": asked.required,
        "help_text": asked.hint,
        "error_messages": {"required": _("Điền “%(field)s”") % {"field": label}},
    }
    match asked.kind:
        case FieldKind.DATE:
            day = Day(**{**common, "help_text": asked.hint or SHORT_DAY})
            day.today = today
            return day
        case FieldKind.CHOICE:
            common["error_messages"] = {
                "required": _("Chọn “%(field)s”") % {"field": label},
                "invalid_choice": _("Chọn “%(field)s” trong danh sách") % {"field": label},
            }
            few = len(asked.choices) <= 4 and asked.required
            choices = [(choice, choice) for choice in asked.choices]
            if few:
                return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
            return forms.ChoiceField(choices=[("", _("Chọn")), *choices], **common)
        case FieldKind.NUMBER:
            common["error_messages"]["invalid"] = _("“%(field)s” là một số, ví dụ 12 hoặc 12,5") % {
                "field": label
            }
            return forms.DecimalField(
                min_value=0,
                max_digits=15,
                decimal_places=4,
                localize=True,
                widget=forms.TextInput(
                    attrs={"class": "short fig", "inputmode": "decimal", "autocomplete": "off"}
                ),
                **common,
            )
        case FieldKind.PERSON:
            return PersonField(**common)
        case FieldKind.NAME:
            return NameField(**common)
        case FieldKind.TEXT:
            return OftenField(max_length=MOST, offered=often, **common)


def free_texts(content: Content) -> list[str]:
    """The fields in which one text may be written again and again."""
    return [asked.key for asked in content.form if asked.kind is FieldKind.TEXT]


class NameField(forms.CharField):
    """A name, which may be typed without capitals."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 160)
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def clean(self, value: Any) -> Any:
        return capitalised(super().clean(value))


class PersonField(forms.CharField):
    """A person by name, by the number or phone of somebody known; "=" means the applicant."""

    applicant = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 160)
        options["help_text"] = options.get("help_text") or _(
            "Họ tên, số định danh hoặc điện thoại; dấu = là người nộp."
        )
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed == SAME and self.applicant:
            return self.applicant
        digits = digits_of(typed) if typed else ""
        if not digits:
            return capitalised(typed)
        found = accounts.find_persons(digits, limit=2)
        if len(found) != 1:
            raise forms.ValidationError(
                _("Không có đúng một người mang số %(number)s. Ghi họ tên.") % {"number": typed}
            )
        number = found[0].identity_number
        return f"{found[0].full_name} ({number})" if number else found[0].full_name


def _text(value: Any) -> str:
    if isinstance(value, date):
        return shown_day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value or "").strip()
