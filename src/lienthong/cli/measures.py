"""`lienthong measures verify`."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict
from datetime import date, datetime

from django.utils import timezone

from lienthong.cli.output import Refused, answer, say
from lienthong.clock import VIETNAM
from lienthong.measures.actions import fold_pending
from lienthong.measures.queries.verification import verify


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    measures = subparsers.add_parser("measures", help="đối chiếu con số trên bảng với sự kiện")
    commands = measures.add_subparsers(required=True, metavar="LỆNH")
    verifying = commands.add_parser("verify", help="tính lại mọi con số từ sự kiện của từng hồ sơ")
    verifying.add_argument(
        "--as-of",
        type=datetime.fromisoformat,
        metavar="LÚC",
        help="chỉ những ngày đến lúc này, ví dụ 2026-09-04T17:00+07:00",
    )
    verifying.set_defaults(run=check)


def check(arguments: Namespace) -> int:
    now = timezone.now()
    until = _until(arguments.as_of, now) if arguments.as_of is not None else None
    fold_pending(at=now)
    found = verify(now=now, until=until)
    answer({"compared": found.compared, "different": [asdict(row) for row in found.different]})
    if found.different:
        say(f"{len(found.different)} con số khác với sự kiện. Báo nhóm phát triển.")
    return 1 if found.different else 0


def _until(asked: datetime, now: datetime) -> date:
    """The day in Việt Nam of a moment; without an offset it is Việt Nam's time already."""
    at = asked.replace(tzinfo=VIETNAM) if asked.tzinfo is None else asked.astimezone(VIETNAM)
    if at > now:
        raise Refused("Lúc ghi ở --as-of chưa đến. Ghi một lúc đã qua.")
    return at.date()
