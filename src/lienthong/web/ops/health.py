"""The state of the parts, as `lienthong check`, /-/health and /-/metrics tell it.

Cheap enough to be asked every few seconds; nothing in it is about a person.
"""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext as _

from lienthong.journal import queries as journal
from lienthong.journal.rules import local_day
from lienthong.web.ops import failures, presence

WORKER_SILENT = 300  # seconds
# A worker that is being started, and its first round, are given this long.
WORKER_GRACE = 60  # seconds
DISK_LEAST = 1024**3  # bytes
DISK_SHARE = 0.05
SEAL_LATE = timedelta(days=2)
CLOCK_BACK = timedelta(minutes=5)
# A report due at 16:00 is judged by this machine's clock.
CLOCK_DRIFT = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Part:
    """`figures`: gauges for monitoring, by their name in Prometheus without `lienthong_`."""

    ok: bool
    sentence: str
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    parts: dict[str, Part]

    @property
    def ok(self) -> bool:
        return all(part.ok for part in self.parts.values())

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "parts": {
                name: {"ok": part.ok, "sentence": part.sentence} | part.figures
                for name, part in self.parts.items()
            },
        }

    def as_prometheus(self) -> str:
        lines = ["# HELP lienthong_up 1 when the part works", "# TYPE lienthong_up gauge"]
        lines += [
            f'lienthong_up{{part="{name}"}} {int(part.ok)}' for name, part in self.parts.items()
        ]
        for part in self.parts.values():
            for name, value in part.figures.items():
                lines += [f"# TYPE lienthong_{name} gauge", f"lienthong_{name} {value}"]
        return "\n".join(lines) + "\n"


def health(*, at: datetime) -> Health:
    looks: dict[str, Callable[[datetime], Part]] = {
        "database": _database,
        "worker": _worker,
        "journal": _journal,
        "exchange": _exchange,
        "disk": _disk,
        "clock": _clock,
    }
    parts: dict[str, Part] = {}
    for name, look in looks.items():
        try:
            parts[name] = look(at)
        except (Error, OSError) as error:
            parts[name] = Part(ok=False, sentence=failures.sentence_of(error))
    return Health(parts)


def _database(_at: datetime) -> Part:
    # A table, not a constant: a new SQLite file would answer that too.
    journal.last_root()
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    return Part(ok=True, sentence=_("%s trả lời.") % engine)


def _worker(_at: datetime) -> Part:
    seen = presence.sight()
    if seen.silent is None:
        if _young(seen):
            return Part(ok=True, sentence=_("Tiến trình nền đang khởi động."))
        return Part(ok=False, sentence=_("Không có tiến trình nền. Chạy: lienthong worker"))
    figures = {"worker_silent_seconds": round(seen.silent, 1)}
    if seen.silent > WORKER_SILENT:
        sentence = _("Tiến trình nền đứng yên %d giây. Khởi động lại nó.") % seen.silent
        return Part(ok=False, sentence=sentence, figures=figures)
    return Part(ok=True, sentence=_("Tiến trình nền đang chạy."), figures=figures)


def _young(seen: presence.Sight) -> bool:
    """What the worker does first need not be done yet."""
    return seen.since is not None and seen.since < WORKER_GRACE


def _journal(at: datetime) -> Part:
    open_days = journal.open_days(before=local_day(at))
    missing = journal.missing_guards()
    figures: dict[str, float] = {
        "journal_open_days": len(open_days),
        "journal_chains_to_fold": journal.count_to_fold(),
    }
    if open_days and open_days[0] < local_day(at - SEAL_LATE):
        if _young(presence.sight()):
            sentence = _("Nhật ký đang được niêm phong: tiến trình nền vừa khởi động.")
            return Part(ok=True, sentence=sentence, figures=figures)
        sentence = _("Nhật ký ngày %s chưa được niêm phong. Kiểm tra tiến trình nền.")
        return Part(ok=False, sentence=sentence % f"{open_days[0]:%d/%m/%Y}", figures=figures)
    if missing:
        sentence = _("Nhật ký thiếu khóa chống sửa trong cơ sở dữ liệu. Chạy: lienthong migrate")
        return Part(ok=False, sentence=sentence, figures=figures)
    return Part(ok=True, sentence=_("Nhật ký được niêm phong đều."), figures=figures)


def _exchange(_at: datetime) -> Part:
    return Part(ok=True, sentence=_("Chưa nối với hệ thống nào."))


def _disk(_at: datetime) -> Part:
    folder = Path(settings.FILES_ROOT)
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    figures: dict[str, float] = {
        "disk_free_bytes": usage.free,
        "disk_free_share": round(usage.free / usage.total, 4),
    }
    if usage.free < max(DISK_LEAST, usage.total * DISK_SHARE):
        sentence = _("Đĩa chỉ còn %.1f GB. Giải phóng chỗ hoặc gắn đĩa lớn hơn.")
        return Part(ok=False, sentence=sentence % (usage.free / 1024**3), figures=figures)
    return Part(ok=True, sentence=_("Đĩa còn đủ chỗ."), figures=figures)


def _clock(at: datetime) -> Part:
    """Deadlines are wrong when the zone or the machine's clock is wrong."""
    try:
        offset = at.astimezone(ZoneInfo(settings.TIME_ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset != timedelta(hours=7):
        sentence = _("Máy không có dữ liệu múi giờ Việt Nam. Cài gói tzdata rồi khởi động lại.")
        return Part(ok=False, sentence=sentence)
    last = journal.last_recorded()
    if last and at < last - CLOCK_BACK:
        sentence = _("Đồng hồ máy chậm hơn nhật ký (%s). Chỉnh giờ bằng NTP trước khi làm tiếp.")
        return Part(ok=False, sentence=sentence % local_text(last))
    drift = database_drift()
    figures = {"clock_drift_seconds": round(drift, 3)}
    if abs(drift) > CLOCK_DRIFT:
        sentence = _("Đồng hồ máy lệch %.1f giây so với cơ sở dữ liệu. Chỉnh giờ cả hai bằng NTP.")
        return Part(ok=False, sentence=sentence % drift, figures=figures)
    return Part(ok=True, sentence=_("Giờ Việt Nam: %s.") % local_text(at), figures=figures)


def database_drift() -> float:
    """By how many seconds this machine's clock is ahead of the database's. SQLite has no clock of
    its own: 0 but for a clock that is being set."""
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute(_CLOCKS[connection.vendor])
        after = time.time()
        return (before + after) / 2 - float(cursor.fetchone()[0])


_CLOCKS = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400",
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
}


def local_text(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('Asia/Ho_Chi_Minh')):%H:%M %d/%m/%Y}"
