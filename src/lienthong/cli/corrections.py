"""`lienthong corrections preview ID`."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict
from datetime import datetime

from lienthong import clock
from lienthong.cli.output import Refused, answer
from lienthong.dossiers.queries.corrections import correction, preview


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    corrections = subparsers.add_parser("corrections", help="chạy thử đính chính")
    commands = corrections.add_subparsers(required=True, metavar="LỆNH")
    previewing = commands.add_parser("preview", help="kết quả của lần chạy thử")
    previewing.add_argument("id", type=int, metavar="SỐ")
    previewing.set_defaults(run=show)


def show(arguments: Namespace) -> int:
    found = correction(arguments.id)
    if found is None or found.previewed_at is None:
        raise Refused(f"Chưa có lần chạy thử nào của đính chính số {arguments.id}.")
    dry = preview(found)
    sample = [
        {"code": code, "before": _said(before), "after": _said(after)}
        for code, before, after in dry.sample
    ]
    answer({**asdict(dry), "sample": sample})
    return 0


def _said(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(clock.VIETNAM).isoformat()
