"""`lienthong demo`: an embedded database with reference data and one province to look at."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lienthong.cli import places
from lienthong.cli.migrate import bring_up_to_date
from lienthong.cli.output import Bar, Refused, answer, say
from lienthong.demo import province
from lienthong.demo.staff import PASSWORD, accounts_of_demo
from lienthong.dossiers.queries.counting import how_many_dossiers


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    making = subparsers.add_parser("demo", help="tạo dữ liệu minh họa của một tỉnh")
    making.add_argument("--dossiers", type=int, default=20_000, metavar="SỐ")
    making.add_argument("--seed", type=int, default=20250701, metavar="SỐ")
    making.set_defaults(run=make)


def make(arguments: Namespace) -> int:
    """Makes the demo where there is none; prints the accounts in any case."""
    if settings.PRODUCTION:
        raise Refused("Không tạo dữ liệu minh họa ở nơi đang vận hành thật.")
    places.make_places()
    bring_up_to_date()
    if not how_many_dossiers():
        _build(arguments)
    doors = accounts_of_demo()
    say("Tài khoản minh họa, mật khẩu chung: " + PASSWORD)
    for username, role, agency in doors:
        say(f"  {username:<12} {role}, {agency}")
    answer({"dossiers": how_many_dossiers(), "database": connection.vendor})
    return 0


def _build(arguments: Namespace) -> None:
    bars: dict[str, tuple[Bar, int]] = {}

    def report(what: str, done: int, of: int) -> None:
        if what not in bars:
            for bar, _ in bars.values():
                bar.end()
            say(f"{what} …")
        bar, before = bars.get(what) or (Bar(what, of), 0)
        bar.advance(done - before)
        bars[what] = (bar, done)

    province.build(now=timezone.now(), dossiers=arguments.dossiers, seed=arguments.seed, say=report)
    for bar, _ in bars.values():
        bar.end()
