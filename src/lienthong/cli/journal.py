"""`lienthong journal verify`."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import date

from lienthong.cli.output import answer, say
from lienthong.journal import queries


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    journal = subparsers.add_parser("journal", help="kiểm tra chuỗi nhật ký")
    commands = journal.add_subparsers(required=True, metavar="LỆNH")
    verifying = commands.add_parser("verify", help="tính lại mọi dấu vân tay của nhật ký")
    verifying.add_argument(
        "--day", type=date.fromisoformat, metavar="NGÀY", help="ví dụ 2025-07-01"
    )
    verifying.set_defaults(run=verify)


def verify(arguments: Namespace) -> int:
    found = queries.verify(arguments.day)
    answer(found.as_json())
    if found.first_bad is None:
        say(f"Nhật ký nguyên vẹn: {found.entries} mục, {found.reads} lượt xem, {found.days} ngày.")
        return 0
    bad = found.first_bad
    say(
        f"Nhật ký ngày {bad.day:%d/%m/%Y} bị sửa: {bad.what} (đơn vị {bad.unit or '–'}, vị trí"
        f" {bad.position}). Giữ nguyên máy, báo người phụ trách an toàn thông tin, so với bản sao"
        " lưu gần nhất."
    )
    return 1
