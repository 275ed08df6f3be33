"""Tags and filters that every template has without loading them. The list with examples:
docs/reference/ui.md."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lienthong.web.ui import fields, formats, icons, ledgers, saying, status
from lienthong.web.ui.strips import Strip

register = template.Library()

register.filters |= {
    "number_vi": formats.number,
    "percent": formats.percent,
    "points": formats.points,
    "money": formats.money,
    "day": formats.day,
    "day_short": formats.day_short,
    "day_long": formats.day_long,
    "weekday": formats.weekday,
    "weekday_short": formats.weekday_short,
    "hour": formats.hour,
    "moment": formats.moment,
    "moment_short": formats.moment_short,
    "as_of": formats.as_of,
    "span": formats.span,
    "minutes": formats.minutes,
    "working_days": formats.working_days,
    "working_hours": formats.working_hours,
    "calendar_days": formats.calendar_days,
    "masked_identity": formats.masked_identity,
    "phone": formats.phone,
    "own_name": formats.own_name,
    "said": saying.said,
}


@register.filter
def in_vi(text: object) -> SafeString:
    """`<b{{ name|in_vi }}>{{ name }}</b>`."""
    return SafeString(formats.in_vietnamese(text))


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.icon(name)


@register.simple_tag
def tag(kind: str, icon_name: str, words: str | Promise) -> SafeString:
    """A status in colour, icon and words."""
    return _tag(status.Tag(kind, icon_name, words))


@register.simple_tag
def state_tag(state: int, outcome: str = "") -> SafeString:
    return _tag(status.state(state, outcome))


@register.simple_tag
def due_tag(**given: Any) -> SafeString:
    """Arguments as `status.due`."""
    return _tag(status.due(**given))


def _tag(shown: status.Tag) -> SafeString:
    return format_html(
        '<span class="tag {}">{}{}</span>', shown.kind, icons.icon(shown.icon), shown.words
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form field with label, hint and errors."""
    return render_to_string("ui/_field.html", {"field": fields.view(bound)})


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form, one under the other; hidden ones first."""
    hidden = "".join(str(bound) for bound in form.hidden_fields())
    shown = "".join(field(bound) for bound in form.visible_fields())
    return SafeString(hidden + shown)


@register.simple_tag
def error_list(*checked: forms.BaseForm) -> SafeString:
    """The list of everything to correct, at the top of the page; nothing when nothing is wrong."""
    errors = [line for form in checked if form.is_bound for line in fields.form_errors(form)]
    # What concerns no field (a lock-out, a colleague who was first) cannot be corrected here.
    nowhere = not any(error.target for error in errors)
    return render_to_string("ui/_error_list.html", {"errors": errors, "nowhere": nowhere})


@register.simple_tag
def clock_strip(strip: Strip, label: str = "") -> SafeString:
    """The time limit day by day, with the key of what is drawn."""
    classes = {word for day in strip.days for word in day.css.split()}
    context = {
        "strip": strip,
        "label": label or gettext("Từng ngày của thời hạn"),
        "has": {word: word in classes for word in ("run", "left", "pause", "hol", "over")},
    }
    return render_to_string("ui/_strip.html", context)


@register.simple_tag
def ledger_bar(spans: Iterable[ledgers.LedgerSpan]) -> SafeString:
    """Who held the dossier for how long: a bar to scale and the table under it."""
    spans = list(spans)
    context = {
        "bars": ledgers.bars(spans),
        "sentence": ledgers.sentence(spans),
        "total": ledgers.total(spans),
        "working": any(span.working_minutes is not None for span in spans),
    }
    return render_to_string("ui/_ledger.html", context)


@register.simple_tag
def empty(
    icon_name: str, title: str, text: str = "", address: str = "", action: str = ""
) -> SafeString:
    """Why a list is empty, and what can be done next."""
    context = {
        "icon": icon_name,
        "title": title,
        "text": text,
        "address": address,
        "action": action,
    }
    return render_to_string("ui/_empty.html", context)


@register.simple_tag(takes_context=True)
def pages(context: Context, before: str = "", after: str = "") -> SafeString:
    """Links to the neighbouring pages of a list that is paged by key. `before` and `after` are
    the keys; the other parameters of the address stay."""
    return render_to_string(
        "ui/_pages.html",
        {
            "before": _address(context, before=before) if before else "",
            "after": _address(context, after=after) if after else "",
        },
    )


@register.simple_tag(takes_context=True)
def heading(
    context: Context, key: str, label: str, css: str = "", *, default: bool = False
) -> SafeString:
    """A column heading that sorts: ?sort=KEY, and ?sort=-KEY when it is sorted already."""
    current = context["request"].GET.get("sort", key if default else "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    wanted = f"-{key}" if direction == "ascending" else key
    return render_to_string(
        "ui/_heading.html",
        {
            "label": label,
            "css": css,
            "direction": direction,
            "address": _address(context, sort=wanted),
        },
    )


def _address(context: Context, **changed: str) -> str:
    """The query of this page with changes. A page key holds for one order and one direction."""
    query = context["request"].GET.copy()
    for key in ("before", "after"):
        query.pop(key, None)
    for key, value in changed.items():
        query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def figure(value: Any, address: str = "") -> SafeString:
    """A figure that opens the dossiers below it; zero opens nothing."""
    shown = formats.number(value)
    if not address or not value:
        return format_html('<span class="fig">{}</span>', shown)
    return format_html('<a class="fig" href="{}">{}</a>', address, shown)
