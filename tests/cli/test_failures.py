import errno

import pytest
from django.db import DatabaseError, OperationalError

from lienthong.web.ops.failures import sentence_of


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OperationalError("database is locked"), "đang bận"),
        (OperationalError("database or disk is full"), "Đĩa đã đầy"),
        (OperationalError("disk I/O error"), "Đĩa đã đầy"),
        (OperationalError("attempt to write a readonly database"), "Không có quyền ghi"),
        (OperationalError("no such table: journal_entry"), "lienthong migrate"),
        (OperationalError("no such column: day"), "lienthong migrate"),
        (DatabaseError("database disk image is malformed"), "bị hỏng"),
        (OperationalError('FATAL:  password authentication failed for user "x"'), "mật khẩu"),
        (OperationalError('FATAL:  role "x" does not exist'), "mật khẩu"),
        (OperationalError('FATAL:  database "x" does not exist'), "không có cơ sở dữ liệu"),
        (OperationalError("sorry, too many clients already"), "hết chỗ nối"),
        (OperationalError("connection refused"), "Không nối được"),
        (OSError(errno.ENOSPC, "No space left on device", "x"), "Đĩa đã đầy"),
        (OSError(errno.EFBIG, "File too large", "x"), "Đĩa đã đầy"),
        (PermissionError(errno.EACCES, "Permission denied", "/etc/x"), "/etc/x"),
    ],
)
def test_every_failure_below_us_has_its_sentence(error: DatabaseError | OSError, says: str) -> None:
    assert says in sentence_of(error)


def test_what_is_unknown_is_quoted_for_the_operator_only() -> None:
    error = DatabaseError("Key (identity)=(000123)\nalready exists")
    assert "000123" not in sentence_of(error)
    assert "000123" in sentence_of(error, quote=True)
    assert "\n" not in sentence_of(error, quote=True)
