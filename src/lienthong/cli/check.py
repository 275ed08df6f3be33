"""`lienthong check`: the health of the parts, what forbids production, what is advised."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from lienthong.accounts.models import Account, Assignment
from lienthong.accounts.rules import Role
from lienthong.cli import machine
from lienthong.cli.output import answer, say
from lienthong.dossiers.models import Dossier
from lienthong.papers import queries as papers
from lienthong.web.ops import health

# DESIGN section 6.
SQLITE_DOSSIERS = 200_000
SQLITE_DESKS = 20


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    checking = subparsers.add_parser("check", help="tình trạng hệ thống")
    checking.add_argument(
        "--files", action="store_true", help="đọc lại mọi tệp, đối chiếu với mã băm"
    )
    checking.set_defaults(run=check)


def check(arguments: Namespace) -> int:
    found = health.health(at=timezone.now())
    refused, advised = [], []
    if found.parts["database"].ok:
        if unapplied_migrations():
            refused.append("Cơ sở dữ liệu chưa ở phiên bản này. Chạy: lienthong migrate")
        else:
            refused += lost_files(read=arguments.files)
            advised = advice()
    if settings.PRODUCTION:
        refused += refusals()
    answer(
        found.as_json() | {"ok": found.ok and not refused, "refused": refused, "advice": advised}
    )
    for name, part in found.parts.items():
        say(f"{'✓' if part.ok else '✗'} {name}: {part.sentence}")
    for sentence in refused:
        say(f"✗ {sentence}")
    for sentence in advised:
        say(f"! {sentence}")
    return 0 if found.ok and not refused else 1


def lost_files(*, read: bool) -> list[str]:
    """A row without its file is an alarm, and one whose content changed: a backup brings it back.
    `read`: whether every file is read again."""
    looked_for = [("không còn trên đĩa", papers.missing_files())]
    if read:
        looked_for.append(("không còn nguyên nội dung", papers.damaged_files()))
    return [
        f"{len(lost)} tệp {words} (tệp đầu: {lost[0]}). Lấy lại từ bản sao lưu."
        for words, found in looked_for
        if (lost := list(found))
    ]


def refusals() -> list[str]:
    """Why this must not be a production system."""
    found = []
    if settings.SECRET_KEY == settings.DEFAULT_SECRET_KEY:
        found.append("LIENTHONG_SECRET_KEY còn là khóa mặc định. Đặt một chuỗi ngẫu nhiên.")
    elif len(settings.SECRET_KEY) < 40:
        found.append("LIENTHONG_SECRET_KEY quá ngắn. Đặt ít nhất 40 ký tự ngẫu nhiên.")
    if settings.LOOKUP_KEY == settings.DEFAULT_SECRET_KEY:
        found.append("LIENTHONG_LOOKUP_KEY còn là khóa mặc định. Đặt một chuỗi ngẫu nhiên.")
    if settings.STORE_KEY == settings.DEFAULT_SECRET_KEY:
        found.append("LIENTHONG_STORE_KEY còn là khóa mặc định. Đặt một chuỗi ngẫu nhiên.")
    if settings.DEBUG:
        found.append("LIENTHONG_DEBUG đang bật: trang lỗi sẽ lộ dữ liệu. Tắt đi.")
    if settings.DEMO:
        found.append("LIENTHONG_DEMO đang bật: không ai phải dùng lớp xác thực thứ hai. Tắt đi.")
    if not settings.HTTPS:
        found.append("LIENTHONG_HTTPS đang tắt: mật khẩu đi qua mạng không mã hóa. Bật lên.")
    try:
        demo = Account.objects.filter(is_demo=True, is_active=True).count()
    except Error:
        # No tables yet; another sentence says so.
        demo = 0
    if demo:
        found.append(f"Còn {demo} tài khoản minh họa mở. Vận hành trên cơ sở dữ liệu mới.")
    return found


def advice() -> list[str]:
    """What works today and should be changed before it hurts."""
    found = []
    if connection.vendor == "sqlite":
        dossiers = Dossier.objects.count()
        held = Assignment.objects.filter(role=Role.RECEPTIONIST, valid_until=None)
        desks = held.values("agency").distinct().count()
        if dossiers > SQLITE_DOSSIERS or desks > SQLITE_DESKS:
            found.append(
                f"SQLite đang mang {dossiers} hồ sơ, {desks} bộ phận một cửa. Nên chuyển sang"
                f" PostgreSQL (trên {SQLITE_DOSSIERS} hồ sơ hoặc {SQLITE_DESKS} bộ phận)."
            )
    if machine.seconds_east != timedelta(hours=7).total_seconds():
        found.append(
            "Máy không đặt giờ Việt Nam. Liên Thông vẫn tính đúng; đặt TZ=Asia/Ho_Chi_Minh để"
            " nhật ký của máy dễ đối chiếu."
        )
    return found


def unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
