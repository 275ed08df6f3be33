"""What a counter writes again and again: "=2" takes the second of the texts shown under a field."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_NUMBERED: Final = re.compile(r"=\s*(\d)")
_MOST: Final = 9


def typed(posted: Mapping[str, Any], name: str) -> str:
    """What stands in a field; a number becomes the text that was shown beside it then."""
    text = str(posted.get(name, ""))
    found = _NUMBERED.fullmatch(text.strip())
    shown = _shown(posted, name)
    if found is None or not 0 < int(found[1]) <= len(shown):
        return text
    return shown[int(found[1]) - 1]


def _shown(posted: Mapping[str, Any], name: str) -> list[str]:
    """The texts under the field when it was sent: meanwhile others may be frequent."""
    try:
        kept = json.loads(posted.get(_kept(name), ""))
    except ValueError:
        return []
    return [str(text) for text in kept[:_MOST]] if isinstance(kept, list) else []


def _kept(name: str) -> str:
    return f"{name}-hay"


class OftenInput(forms.TextInput):
    """Carries the texts that are offered with the form."""

    offered: Sequence[str] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        return typed(data, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        control = super().render(name, value, attrs, renderer)
        if not self.offered:
            return control
        shown = json.dumps(list(self.offered), ensure_ascii=False)
        return format_html(
            '{}<input type="hidden" name="{}" value="{}">', control, _kept(name), shown
        )


class OftenField(forms.CharField):
    """A text, with what is written there often."""

    def __init__(self, *, offered: Sequence[str], **options: Any) -> None:
        widget = OftenInput(attrs={"autocomplete": "off"})
        widget.offered = offered
        if offered:
            options["help_text"] = format_html(
                "{} {} {}", options.get("help_text", ""), _("Hay ghi ở quầy này:"), _list(offered)
            )
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if found := _NUMBERED.fullmatch(text):
            raise forms.ValidationError(
                _("Dưới ô này không có mục số %(number)s. Ghi ra chữ.") % {"number": found[1]}
            )
        return text


def _list(offered: Sequence[str]) -> SafeString:
    numbered = ((number, text) for number, text in enumerate(offered, start=1))
    return format_html_join("; ", '<b class="nowrap">={}</b> <span lang="vi">{}</span>', numbered)
