"""Times and texts as official papers word them (Nghị định số 30/2020/NĐ-CP, Phụ lục I)."""

import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def date_words(day: date) -> str:
    """ "ngày 09 tháng 9 năm 2026": a zero before days under 10 and before January and February,
    so that no figure can be put in front."""
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def moment_words(at: datetime) -> str:
    """ "17 giờ 00, ngày 09 tháng 9 năm 2026", as the wall clock in Việt Nam shows the instant."""
    return f"{hour_words(at)}, {date_words(at.astimezone(HERE))}"


def hour_words(at: datetime) -> str:
    """ "17 giờ 00"."""
    return f"{at.astimezone(HERE):%H giờ %M}"


def clean(text: str) -> str:
    """`text` composed (NFC), its line breaks all alike, without control and format characters:
    a direction mark inside a name would turn what is printed after it."""
    broken = text.replace("\r\n", "\n").replace("\r", "\n")
    broken = broken.replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ")
    visible = "".join(
        sign for sign in broken if sign == "\n" or unicodedata.category(sign)[0] != "C"
    )
    return unicodedata.normalize("NFC", visible)


def printed(value: object) -> object:
    """`value` as plain data for a layout: values become mappings by field name, an instant or a
    day all its wordings, a text is cleaned.

    Raises TypeError for what cannot stand on a paper, ValueError for an instant without zone.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        here = value.astimezone(HERE)
        times = {"moment": moment_words(value), "hour": hour_words(value), "time": f"{here:%H:%M}"}
        return _day(here) | times
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, tuple):
        return [printed(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return printed_fields(value)
    raise TypeError(f"{value!r} cannot be printed")


def printed_fields(value: "DataclassInstance") -> dict[str, object]:
    return {field.name: printed(getattr(value, field.name)) for field in fields(value)}


def _day(day: date) -> dict[str, str]:
    return {
        "date": date_words(day),
        "weekday": WEEKDAYS[day.weekday()],
        "short": f"{day:%d/%m/%Y}",
    }
