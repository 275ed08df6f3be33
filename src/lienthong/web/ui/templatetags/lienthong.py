"""Tags and filters that every template has without loading them."""

from django import template
from django.utils.safestring import SafeString

from lienthong.web.ui import formats, icons

register = template.Library()

register.filter("number_vi", formats.number)
register.filter("percent", formats.percent)
register.filter("points", formats.points)
register.filter("money", formats.money)
register.filter("day", formats.day)
register.filter("day_short", formats.day_short)
register.filter("day_long", formats.day_long)
register.filter("weekday", formats.weekday)
register.filter("weekday_short", formats.weekday_short)
register.filter("hour", formats.hour)
register.filter("moment", formats.moment)
register.filter("moment_short", formats.moment_short)
register.filter("as_of", formats.as_of)
register.filter("span", formats.span)
register.filter("minutes", formats.minutes)
register.filter("working_days", formats.working_days)
register.filter("working_hours", formats.working_hours)
register.filter("calendar_days", formats.calendar_days)
register.filter("masked_identity", formats.masked_identity)
register.filter("phone", formats.phone)


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.icon(name)
