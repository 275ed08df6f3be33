"""`lienthong measures verify`."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict

from django.utils import timezone

from lienthong.cli.output import answer, say
from lienthong.measures.actions import fold_pending
from lienthong.measures.queries.verification import verify


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    measures = subparsers.add_parser("measures", help="đối chiếu con số trên bảng với sự kiện")
    commands = measures.add_subparsers(required=True, metavar="LỆNH")
    verifying = commands.add_parser("verify", help="tính lại mọi con số từ sự kiện của từng hồ sơ")
    verifying.set_defaults(run=check)


def check(arguments: Namespace) -> int:
    now = timezone.now()
    fold_pending(at=now)
    found = verify(now=now)
    answer({"compared": found.compared, "different": [asdict(row) for row in found.different]})
    if found.different:
        say(f"{len(found.different)} con số khác với sự kiện. Báo nhóm phát triển.")
    return 1 if found.different else 0
