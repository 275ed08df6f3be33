"""Codes of indicators and forms. Pure."""

import re
from typing import Final

from lienthong.reports.rules import NotAllowed, _

_INDICATOR: Final = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")
_FORM: Final = re.compile(r"[a-z][a-z0-9-]*")


def check_code(code: str) -> None:
    """Raises NotAllowed for what formulas could not name."""
    if not _INDICATOR.fullmatch(code) or len(code) > 60:
        raise NotAllowed(
            _(
                "Mã “%(code)s” không dùng được: chữ thường không dấu, chữ số, dấu chấm giữa các"
                " phần, ví dụ ho-so.tiep-nhan."
            ),
            code=code,
        )


def check_form_code(code: str) -> None:
    if not _FORM.fullmatch(code) or len(code) > 40:
        raise NotAllowed(
            _(
                "Mã biểu “%(code)s” không dùng được: chữ thường không dấu, chữ số, gạch nối, ví dụ"
                " bao-cao-ngay."
            ),
            code=code,
        )
