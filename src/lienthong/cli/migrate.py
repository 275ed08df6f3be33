"""`lienthong migrate`: tables, the journal's guards, static files. Safe to run again."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from django.core.management import call_command

from lienthong.cli.output import say
from lienthong.cli.places import make_places
from lienthong.journal.adapters import guards


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    migrating = subparsers.add_parser("migrate", help="tạo hoặc nâng cấp cơ sở dữ liệu")
    migrating.set_defaults(run=migrate)


def migrate(_arguments: Namespace) -> int:
    make_places()
    bring_up_to_date()
    say("Cơ sở dữ liệu đã ở phiên bản mới nhất.")
    return 0


def bring_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    # What all worker processes count together.
    call_command("createcachetable", verbosity=0)
    guards.install()
