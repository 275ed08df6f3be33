"""The words in which people read a clock, in Vietnamese and in English.

The clock knows no Django, so these are plain strings and the language is a parameter.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from lienthong.clock.instants import VIETNAM
from lienthong.clock.rule import Unit

Lang = Literal["vi", "en"]

WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

SHORT_WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
}

TEXTS: dict[Lang, dict[str, str]] = {
    "vi": {
        "rule": "Căn cứ tính thời hạn: {source}.",
        "day": "tính, ngày thứ {number}",
        "hours": "tính {hours} giờ làm việc",
        "used_up": "tính, đã hết số ngày của thời hạn",
        "today_day": "hôm nay, đang tính, ngày thứ {number}",
        "today_hours": "hôm nay, đang tính, {hours} giờ làm việc",
        "left_day": "sẽ tính, ngày thứ {number}",
        "left_hours": "sẽ tính {hours} giờ làm việc",
        "today": "hôm nay, ",
        "today_mark": "hôm nay",
        "made_up": "làm bù",
        "weekend": "cuối tuần, không tính",
        "not_working": "không làm việc, không tính",
        "holiday": "nghỉ lễ",
        "off_cell": "nghỉ",
        "uncounted": ", không tính",
        "source": "{name}, theo {source}",
        "outside": "ngoài giờ làm việc, không tính",
        "full": "đã hết thời hạn, hạn trả kết quả chuyển sang ngày làm việc kế tiếp",
        "moved": "ngày làm việc kế tiếp",
        "received": "ngày nhận hồ sơ, chưa tính",
        "not_yet": "chưa tính",
        "taken_back": "đã tính nhưng được bỏ, vì thời hạn tính lại từ đầu",
        "pause": "tạm dừng, {reason}, không tính",
        "pause_mark": "chờ",
        "due": "hạn trả kết quả {time}",
        "due_mark": "hẹn trả",
        "late": "quá hạn {number} ngày",
        "late_today": "quá hạn từ {time}",
        "before": "Từ {begins}: chưa tính, thời hạn tính từ 00:00 {first}.",
        "paused": "Tạm dừng từ {begins} đến {ends}: {reason}.",
        "paused_now": "Tạm dừng từ {begins} đến nay: {reason}.",
        "due_at": "Hạn trả kết quả: {due}.",
        "suspended": "Chưa có hạn trả kết quả mới: thời hạn đang tạm dừng.",
        "first_late": "Hồ sơ đã quá hạn từ {due}.",
        "moment": "{time} {weekday}, {date}",
        "strip": "Từng ngày của thời hạn, từ {first} đến {last}",
    },
    "en": {
        "rule": "The time limit follows: {source}.",
        "day": "counted, day {number}",
        "hours": "{hours} working hours counted",
        "used_up": "counted, the days of the limit are used up",
        "today_day": "today, being counted, day {number}",
        "today_hours": "today, being counted, {hours} working hours",
        "left_day": "will be counted, day {number}",
        "left_hours": "{hours} working hours will be counted",
        "today": "today, ",
        "today_mark": "today",
        "made_up": "make-up working day",
        "weekend": "weekend, not counted",
        "not_working": "not a working day, not counted",
        "holiday": "public holiday",
        "off_cell": "off",
        "uncounted": ", not counted",
        "source": "{name}, {source}",
        "outside": "outside working hours, not counted",
        "full": "the limit is used up, due on the next working day",
        "moved": "the next working day",
        "received": "received, not counted yet",
        "not_yet": "not counted yet",
        "taken_back": "was counted, taken back because the limit began anew",
        "pause": "paused, {reason}, not counted",
        "pause_mark": "waiting",
        "due": "result due at {time}",
        "due_mark": "due",
        "late": "overdue, day {number}",
        "late_today": "overdue since {time}",
        "before": "From {begins}: not counted yet, counting begins at 00:00 on {first}.",
        "paused": "Paused from {begins} to {ends}: {reason}.",
        "paused_now": "Paused since {begins}: {reason}.",
        "due_at": "Result due: {due}.",
        "suspended": "There is no new due date yet: the limit is paused.",
        "first_late": "The dossier became overdue at {due}.",
        "moment": "{time} {weekday}, {date}",
        "strip": "Each day of the time limit, {first} to {last}",
    },
}


def weekday(day: date, lang: Lang) -> str:
    """The weekday as a sentence begins."""
    return WEEKDAYS[lang][day.weekday()]


def long_date(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def short_date(day: date) -> str:
    return f"{day.day}/{day.month}"


def time_of(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):%H:%M}"


def moment(instant: datetime, lang: Lang) -> str:
    """An instant inside a sentence: "17:00 thứ Tư, 09/09/2026"."""
    local = instant.astimezone(VIETNAM)
    name = weekday(local, lang)
    return TEXTS[lang]["moment"].format(
        time=time_of(local),
        weekday=name[0].lower() + name[1:] if lang == "vi" else name,
        date=long_date(local),
    )


def number(amount: Fraction, lang: Lang) -> str:
    """At most two decimals, without trailing zeros: "7,5" in Vietnamese."""
    shown = f"{float(amount):.2f}".rstrip("0").rstrip(".")
    return shown.replace(".", ",") if lang == "vi" else shown


def day_words(kind: str, unit: Unit, measure: Fraction, ordinal: int | None, lang: Lang) -> str:
    """What a day that counts measures. `kind` is "" (counted), "today_" or "left_"."""
    texts = TEXTS[lang]
    if unit in (Unit.WORKING_HOUR, Unit.SAME_DAY):
        return texts[f"{kind}hours"].format(hours=number(measure, lang))
    if ordinal is None:
        return texts["used_up"]
    return texts[f"{kind}day"].format(number=ordinal)
