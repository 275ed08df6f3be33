"""`lienthong dossiers ledger-check | inherit`."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone

from lienthong.accounts.rules.scope import Actor
from lienthong.cli.output import Refused, answer, progress, say
from lienthong.dossiers.actions.inherit import inherit, try_inherit
from lienthong.dossiers.queries.counting import how_many_dossiers
from lienthong.dossiers.queries.ledger_check import broken_ledgers
from lienthong.dossiers.rules import NotAllowed
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import UnknownAgencyCode


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    dossiers = subparsers.add_parser("dossiers", help="sổ thời gian của hồ sơ")
    commands = dossiers.add_subparsers(required=True, metavar="LỆNH")
    checking = commands.add_parser("ledger-check", help="mỗi phút có đúng một người giữ")
    checking.set_defaults(run=ledger_check)
    taking = commands.add_parser("inherit", help="nhận hồ sơ của hệ thống hoặc đơn vị cũ")
    taking.add_argument("file", metavar="TỆP", help="CSV hoặc XLSX")
    taking.add_argument("--source", required=True, metavar="TÊN", help="tên hệ thống cũ")
    taking.add_argument("--agency", required=True, metavar="MÃ", help="mã định danh cơ quan nhận")
    taking.add_argument("--files", metavar="THƯ-MỤC", help="nơi có các tệp kèm theo")
    taking.add_argument("--apply", action="store_true", help="nhận thật, không chỉ chạy thử")
    taking.set_defaults(run=take_over)


def ledger_check(arguments: Namespace) -> int:
    checked, broken = 0, []
    with progress("Sổ thời gian", how_many_dossiers()) as bar:
        for count, wrong in broken_ledgers(now=timezone.now()):
            checked += count
            broken += wrong
            bar.advance(count)
    answer({"dossiers": checked, "broken": broken})
    if broken:
        say(f"{len(broken)} hồ sơ có sổ thời gian không khớp. Báo nhóm phát triển kèm mã hồ sơ.")
    return 1 if broken else 0


def take_over(arguments: Namespace) -> int:
    path = Path(arguments.file)
    if not path.is_file():
        raise Refused(f"Không thấy tệp {path}. Kiểm tra đường dẫn.")
    act = inherit if arguments.apply else try_inherit
    agency = _agency(arguments.agency)
    try:
        with path.open("rb") as stream:
            found = act(
                stream=stream,
                name=path.name,
                source=arguments.source,
                files=Path(arguments.files) if arguments.files else None,
                reach=organisations.within(agency, on=timezone.localdate()),
                actor=Actor(by="system:import", agency=agency),
                at=timezone.now(),
            )
    except NotAllowed as refusal:
        raise Refused(str(refusal)) from None
    answer(asdict(found))
    for error in found.errors[:50]:
        say(f"Dòng {error.row}, cột {error.column}: {error.sentence}")
    if not arguments.apply and not found.errors:
        say(f"Chạy thử: {found.ready} hồ sơ nhận được. Thêm --apply để nhận thật.")
    return 1 if found.errors else 0


def _agency(code: str) -> int:
    try:
        return organisations.agency_by_code(code, on=timezone.localdate()).id
    except UnknownAgencyCode as refusal:
        raise Refused(str(refusal)) from None
