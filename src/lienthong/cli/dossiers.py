"""`lienthong dossiers ledger-check`."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from django.utils import timezone

from lienthong.cli.output import answer, progress, say
from lienthong.dossiers.queries.counting import how_many_dossiers
from lienthong.dossiers.queries.ledger_check import broken_ledgers


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    dossiers = subparsers.add_parser("dossiers", help="sổ thời gian của hồ sơ")
    commands = dossiers.add_subparsers(required=True, metavar="LỆNH")
    checking = commands.add_parser("ledger-check", help="mỗi phút có đúng một người giữ")
    checking.set_defaults(run=ledger_check)


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
