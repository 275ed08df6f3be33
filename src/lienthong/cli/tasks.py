"""`lienthong tasks verify`."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict

from lienthong.cli.output import answer, say
from lienthong.programmes.queries.verification import verify


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    tasks = subparsers.add_parser("tasks", help="đối chiếu con số về nhiệm vụ với diễn biến")
    commands = tasks.add_subparsers(required=True, metavar="LỆNH")
    verifying = commands.add_parser(
        "verify", help="tính lại từ diễn biến mọi quãng mà bảng chương trình đếm"
    )
    verifying.set_defaults(run=check)


def check(_arguments: Namespace) -> int:
    found = verify()
    answer(
        {
            "tasks": found.tasks,
            "stretches": found.stretches,
            "different": [asdict(one) for one in found.different],
        }
    )
    if found.different:
        say(f"{len(found.different)} chỗ khác với diễn biến. Báo nhóm phát triển.")
    return 1 if found.different else 0
