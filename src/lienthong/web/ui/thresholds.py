"""Numbers that the house or a programme may change: how they are listed and asked for."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.accounts.queries.actors import actor_names
from lienthong.web.ui.fields import text_field


class Row(Protocol):
    """A number and where it comes from; `changed_at` is None for the reference value."""

    @property
    def words(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def changed_at(self) -> datetime | None: ...
    @property
    def changed_by(self) -> str: ...


def lines(rows: Collection[Row]) -> list[dict[str, Any]]:
    names = actor_names({row.changed_by for row in rows if row.changed_by})
    return [
        {
            "row": row,
            "words": gettext(row.words),
            # A reference value brings words of ours, a changed one what somebody typed.
            "source": row.source if row.changed_at else gettext(row.source),
            "by": names.get(row.changed_by, ""),
        }
        for row in rows
    ]


class Change(forms.Form):
    value = text_field(
        _("Giá trị mới"),
        _("Ghi giá trị mới"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short fig", "autocomplete": "off"}),
    )
    source = text_field(
        _("Căn cứ"),
        _("Ghi văn bản hoặc quyết định làm căn cứ"),
        max_length=300,
        help_text=_("Số, ngày của văn bản hoặc quyết định."),
    )
