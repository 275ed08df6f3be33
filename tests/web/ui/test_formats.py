from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from lienthong.web.ui import formats

WEDNESDAY = date(2026, 9, 9)
FIVE = datetime(2026, 9, 9, 10, 0, tzinfo=UTC)  # 17:00 in Việt Nam


@pytest.mark.parametrize(
    ("write", "value", "vietnamese", "english"),
    [
        (formats.number, 1234.5, "1.234,5", "1,234.5"),
        (formats.number, 0, "0", "0"),
        (formats.number, -3, "−3", "−3"),
        (formats.number, Decimal("18406"), "18.406", "18,406"),
        (formats.number, Decimal("2.50"), "2,5", "2.5"),
        (formats.percent, 0.94, "94,0%", "94.0%"),
        (formats.percent, Decimal("0.89349"), "89,3%", "89.3%"),
        (formats.percent, 1, "100,0%", "100.0%"),
        (formats.points, 0.047, "4,7 điểm", "4.7 points"),
        (formats.money, 30000, "30.000 đ", "30,000 VND"),
        (formats.day, date(2025, 7, 25), "25/07/2025", "25 Jul 2025"),
        (formats.day, datetime(2025, 7, 24, 18, tzinfo=UTC), "25/07/2025", "25 Jul 2025"),
        (formats.day_short, date(2026, 9, 4), "04/09", "4 Sep"),
        (formats.day_long, WEDNESDAY, "thứ Tư, 09/09/2026", "Wednesday, 9 September 2026"),
        (formats.day_long, date(2026, 9, 6), "Chủ nhật, 06/09/2026", "Sunday, 6 September 2026"),
        (formats.weekday_short, date(2026, 9, 6), "CN", "Sun"),
        (formats.weekday_short, WEDNESDAY, "T4", "Wed"),
        (formats.hour, FIVE, "17:00", "17:00"),
        (formats.hour, time(7, 30), "07:30", "07:30"),
        (
            formats.moment,
            FIVE,
            "17:00 thứ Tư, 09/09/2026",
            "17:00 on Wednesday, 9 September 2026",
        ),
        (formats.moment_short, FIVE, "T4 09/09, 17:00", "Wed 9 Sep, 17:00"),
        (formats.as_of, FIVE, "17:00 09/09/2026", "17:00 9 Sep 2026"),
        (formats.span, 70 * 60, "1 giờ 10", "1 h 10 min"),
        (formats.span, 35 * 60 + 59, "35 phút", "35 min"),
        (formats.span, 0, "0 phút", "0 min"),
        (
            formats.span,
            timedelta(days=5, hours=6, minutes=58),
            "5 ngày 6 giờ 58",
            "5 days 6 h 58 min",
        ),
        (formats.span, timedelta(days=1), "1 ngày", "1 day"),
        (formats.minutes, 34 * 60 + 58, "34 giờ 58", "34 h 58 min"),
        (formats.minutes, 120, "2 giờ", "2 h"),
        (formats.working_days, 3, "3 ngày làm việc", "3 working days"),
        (formats.working_days, 1, "1 ngày làm việc", "1 working day"),
        (formats.working_days, Decimal("0.5"), "0,5 ngày làm việc", "0.5 working days"),
        (formats.calendar_days, 10, "10 ngày lịch", "10 calendar days"),
        (formats.masked_identity, "048049012317", "048 049 ••• 317", "048 049 ••• 317"),
        (formats.masked_identity, "201234567", "201 ••• 567", "201 ••• 567"),
        (formats.masked_identity, "123", "•••", "•••"),
        (formats.phone, "0905218446", "0905 218 446", "0905 218 446"),
        (formats.phone, "02353861274", "0235 3861 274", "0235 3861 274"),
        (formats.phone, "02438253536", "024 3825 3536", "024 3825 3536"),
        (formats.phone, "1022", "1022", "1022"),
    ],
)
def test_values_are_written_as_the_design_says(
    write: Callable[[object], str], value: object, vietnamese: str, english: str
) -> None:
    with translation.override("vi"):
        assert write(value) == vietnamese
    with translation.override("en"):
        assert write(value) == english


def test_a_name_is_given_in_the_readers_language_where_it_has_one() -> None:
    class Named:
        name, name_en = "Hộ tịch", "Civil status"

    class Unnamed:
        name, name_en = "Hộ tịch", ""

    with translation.override("en"):
        assert formats.own_name(Named()) == "Civil status"
        assert formats.own_name(Unnamed()) == "Hộ tịch"
    with translation.override("vi"):
        assert formats.own_name(Named()) == "Hộ tịch"
