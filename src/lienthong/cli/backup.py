"""`lienthong backup DIR`: database, files and keys, each in a folder of its own."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from django.utils import timezone

from lienthong.cli.copies import saving
from lienthong.cli.output import answer, say


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subparsers.add_parser("backup", help="sao lưu cơ sở dữ liệu, tệp và khóa")
    parser.add_argument("folder", type=Path, metavar="THƯ-MỤC", help="chưa có hoặc còn trống")
    parser.set_defaults(run=backup)


def backup(arguments: Namespace) -> int:
    made = saving.save(arguments.folder, at=timezone.now())
    answer(made.as_answer())
    say(f"Đã sao lưu vào {arguments.folder}. Cất thư mục keys tách khỏi phần còn lại.")
    return 0
