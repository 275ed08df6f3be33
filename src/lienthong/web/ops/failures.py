"""What went wrong below us, in one sentence that says what to do."""

import errno

from django.db import Error
from django.utils.translation import gettext_lazy as _

FULL = _("Đĩa đã đầy. Giải phóng chỗ hoặc gắn đĩa lớn hơn rồi làm lại; việc dở dang đã được hủy.")
BUSY = _("Cơ sở dữ liệu đang bận quá lâu. Thử lại sau một phút.")
UNREADABLE = _("Tệp cơ sở dữ liệu bị hỏng. Khôi phục từ bản sao lưu: lienthong restore THƯ-MỤC.")
OUTDATED = _("Cơ sở dữ liệu chưa có các bảng của phiên bản này. Chạy: lienthong migrate")
READ_ONLY = _("Không có quyền ghi cơ sở dữ liệu. Kiểm tra quyền của thư mục và người dùng máy.")
NOT_OPENED = _(
    "Không mở được tệp cơ sở dữ liệu. Kiểm tra LIENTHONG_VAR, LIENTHONG_DATABASE và quyền của thư"
    " mục; cài mới thì chạy: lienthong migrate"
)
UNREACHABLE = _(
    "Không nối được tới PostgreSQL. Kiểm tra máy chủ có đang chạy và địa chỉ trong"
    " LIENTHONG_DATABASE."
)
PASSWORD = _(
    "PostgreSQL từ chối đăng nhập: kiểm tra người dùng và mật khẩu trong LIENTHONG_DATABASE."
)
NO_DATABASE = _(
    "PostgreSQL không có cơ sở dữ liệu này. Tạo bằng createdb hoặc sửa LIENTHONG_DATABASE."
)
CROWDED = _("PostgreSQL hết chỗ nối. Tăng max_connections hoặc giảm LIENTHONG_WEB_WORKERS.")
TOO_LONG = _("Câu hỏi chạy quá lâu nên đã dừng. Thu hẹp khoảng thời gian hoặc phạm vi rồi thử lại.")
OTHER = _("Cơ sở dữ liệu báo lỗi. Xem nhật ký của máy chủ rồi thử lại.")
FILE = _("Không đọc hoặc ghi được %(name)s: %(why)s. Kiểm tra đường dẫn và quyền.")

# What the engines say, in the order they are looked for.
SIGNS = (
    ("disk is full", FULL),
    ("no space left", FULL),
    ("disk i/o error", FULL),
    ("file too large", FULL),
    ("database is locked", BUSY),
    ("deadlock detected", BUSY),
    ("lock timeout", BUSY),
    ("readonly database", READ_ONLY),
    ("permission denied", READ_ONLY),
    ("unable to open database", NOT_OPENED),
    ("not a database", UNREADABLE),
    ("malformed", UNREADABLE),
    ("no such table", OUTDATED),
    ("no such column", OUTDATED),
    ("has no column", OUTDATED),
    ("statement timeout", TOO_LONG),
    ("interrupted", TOO_LONG),
    ("password", PASSWORD),
    ("authentication", PASSWORD),
    ('role "', PASSWORD),
    ("too many clients", CROWDED),
    ("remaining connection slots", CROWDED),
    ("connection", UNREACHABLE),
    ("could not translate host", UNREACHABLE),
    ("failed to resolve host", UNREACHABLE),
    ("timeout expired", UNREACHABLE),
)
# PostgreSQL's codes say it in every language of its server.
CODES = {
    "53100": FULL,
    "53300": CROWDED,
    "40P01": BUSY,
    "55P03": BUSY,
    "57014": TOO_LONG,
    "42P01": OUTDATED,
    "42703": OUTDATED,
    "42501": READ_ONLY,
    "25006": READ_ONLY,
    "28P01": PASSWORD,
    "28000": PASSWORD,
    "3D000": NO_DATABASE,
    "57P01": UNREACHABLE,
    "57P03": UNREACHABLE,
}


def sentence_of(error: Error | OSError, *, quote: bool = False) -> str:
    """`quote`: add the engine's own words where we have no better ones. They may name what
    somebody typed, so they are for the operator's terminal only."""
    if isinstance(error, OSError):
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return str(FULL)
        return str(FILE) % {"name": error.filename or "", "why": error.strerror or error}
    code = getattr(error.__cause__, "sqlstate", None)
    if code in CODES:
        return str(CODES[code])
    said = str(error).lower()
    if "database" in said and "does not exist" in said:
        return str(NO_DATABASE)
    if "relation" in said and "does not exist" in said:
        return str(OUTDATED)
    for sign, sentence in SIGNS:
        if sign in said:
            return str(sentence)
    return f"{OTHER} [{' '.join(str(error).split())}]" if quote else str(OTHER)
