"""`lienthong restore DIR`: into an empty place only."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from lienthong.cli.check import unapplied_migrations
from lienthong.cli.copies import restoring
from lienthong.cli.output import answer, say


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subparsers.add_parser("restore", help="khôi phục bản sao lưu vào nơi còn trống")
    parser.add_argument("folder", type=Path, metavar="THƯ-MỤC", help="thư mục lệnh backup đã tạo")
    parser.set_defaults(run=restore)


def restore(arguments: Namespace) -> int:
    made = restoring.restore(arguments.folder)
    answer(made.as_answer())
    if made.root:
        say(f"Gốc nhật ký mới nhất: {made.root[0]} {made.root[1]}")
    if unapplied_migrations():
        say("Bản sao lưu của phiên bản trước. Chạy: lienthong migrate")
    say("Kiểm tra lại bằng: lienthong journal verify")
    return 0
