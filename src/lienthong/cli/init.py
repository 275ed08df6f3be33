"""`lienthong init`: reference data and the first administrator of a new install."""

import secrets
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from getpass import getpass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from lienthong.accounts import actions as accounts
from lienthong.accounts.models import Account
from lienthong.accounts.rules import NotAllowed, Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.catalogue import actions as catalogue_actions
from lienthong.cli.check import unapplied_migrations
from lienthong.cli.output import Refused, answer, say
from lienthong.organisations import actions as organisation_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind
from lienthong.reports import actions as reports

BY = "system:init"


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    beginning = subparsers.add_parser("init", help="tạo người quản trị đầu tiên")
    beginning.add_argument(
        "--province", required=True, metavar="MÃ", help="mã tỉnh, thành phố; ví dụ 01"
    )
    beginning.add_argument("--username", required=True, metavar="TÊN", help="tên đăng nhập")
    beginning.add_argument("--name", required=True, metavar="HỌ-TÊN")
    beginning.add_argument("--email", default="", metavar="THƯ")
    beginning.add_argument(
        "--password-file", type=Path, metavar="TỆP", help="dòng đầu là mật khẩu; không thì hỏi"
    )
    beginning.set_defaults(run=begin)


def begin(arguments: Namespace) -> int:
    if unapplied_migrations():
        raise Refused("Cơ sở dữ liệu chưa ở phiên bản này. Chạy: lienthong migrate")
    if Account.objects.exists():
        raise Refused(
            "Hệ thống đã có tài khoản. Người quản trị tạo tài khoản khác trên trang quản trị.",
            code=1,
        )
    at = timezone.now()
    password, temporary = _password(arguments.password_file)
    say("Đang nạp đơn vị, cơ quan, lịch làm việc…")
    organisation_actions.load_reference(by=BY, at=at)
    say("Đang nạp danh mục thủ tục…")
    catalogue_actions.load_reference(by=BY, at=at)
    say("Đang nạp biểu mẫu, chỉ tiêu báo cáo…")
    reports.load_packs(by=BY, at=at)
    committee = _committee(arguments.province)
    try:
        with transaction.atomic():
            # Again, inside: two people may begin at the same time.
            if Account.objects.exists():
                raise Refused("Hệ thống vừa có tài khoản đầu tiên.", code=1)
            person = accounts.create_person(
                data=PersonData(full_name=arguments.name, email=arguments.email), by=BY, at=at
            )
            account = accounts.create_account(
                username=arguments.username,
                person_id=person,
                password=password,
                temporary=temporary,
                by=BY,
                at=at,
            )
            accounts.assign(
                account_id=account,
                agency_id=committee.id,
                role=Role.SYSTEM_ADMIN,
                valid_from=timezone.localdate(at),
                basis="lienthong init",
                by=BY,
                at=at,
            )
    except NotAllowed as refusal:
        raise Refused(str(refusal)) from refusal
    shown = {"username": arguments.username, "agency": committee.name}
    answer(shown | {"temporary_password": password} if temporary else shown)
    say("Đăng nhập, đổi mật khẩu nếu là mật khẩu tạm, rồi đăng ký lớp xác thực thứ hai (TOTP).")
    return 0


def _password(file: Path | None) -> tuple[str, bool]:
    """The password and whether it is temporary. Asked for on a terminal, made up elsewhere."""
    if file:
        return file.read_text(encoding="utf-8").partition("\n")[0], False
    if not sys.stdin.isatty():
        return secrets.token_urlsafe(12), True
    first = getpass("Mật khẩu (ít nhất 12 ký tự): ")
    if getpass("Gõ lại mật khẩu: ") != first:
        raise Refused("Hai lần gõ mật khẩu không giống nhau. Chạy lại lệnh.")
    return first, False


def _committee(province: str) -> AgencyView:
    today = timezone.localdate()
    found = organisations.agencies_in(province, AgencyKind.PROVINCE_COMMITTEE, on=today)
    if not found:
        known = ", ".join(f"{unit.code} {unit.name}" for unit in organisations.provinces(on=today))
        raise Refused(f"Không có tỉnh mã {province!r}. Chọn một trong: {known}")
    return found[0]
