"""`lienthong forms`: forms of reports and data packs."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.utils import timezone

from lienthong.accounts.rules import NotAllowed
from lienthong.cli.output import Refused, answer
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import UnknownAgencyCode
from lienthong.reports import actions
from lienthong.reports.adapters.packs import pack_of
from lienthong.reports.queries.forms import form_in_force

BY = "system:forms"


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    forms = subparsers.add_parser("forms", help="biểu mẫu báo cáo và gói số liệu")
    commands = forms.add_subparsers(required=True, metavar="LỆNH")
    loading = commands.add_parser("load", help="nạp gói chỉ tiêu, biểu mẫu, kỳ đầu")
    loading.add_argument("file", metavar="TỆP", nargs="?", help="gói YAML; không thì gói có sẵn")
    loading.add_argument("--receiver", metavar="MÃ", help="mã định danh của cơ quan nhận báo cáo")
    loading.set_defaults(run=load)
    opening = commands.add_parser("open", help="mở một kỳ của biểu mẫu")
    opening.add_argument("code", metavar="MÃ", help="mã biểu mẫu, ví dụ daily")
    opening.add_argument("--day", metavar="NGÀY", help="một ngày trong kỳ; không thì hôm nay")
    opening.set_defaults(run=open_one)


def load(arguments: Namespace) -> int:
    at = timezone.now()
    try:
        if not arguments.file:
            answer(asdict(actions.load_packs(by=BY, at=at)))
            return 0
        pack = pack_of(Path(arguments.file).read_text(encoding="utf-8"))
        receiver = None
        if arguments.receiver:
            today = timezone.localdate(at)
            receiver = organisations.agency_by_code(arguments.receiver, on=today).id
        answer(asdict(actions.load_pack(pack=pack, receiver=receiver, by=BY, at=at)))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"Không đọc được {arguments.file}: xem lại tên tệp, bảng mã UTF-8."
        ) from error
    except (NotAllowed, UnknownAgencyCode) as refusal:
        raise Refused(str(refusal)) from refusal
    return 0


def open_one(arguments: Namespace) -> int:
    at = timezone.now()
    try:
        day = date.fromisoformat(arguments.day) if arguments.day else timezone.localdate(at)
    except ValueError as error:
        raise Refused(f"{arguments.day!r} không phải là ngày, ví dụ 2026-09-04.") from error
    form = form_in_force(arguments.code, on=day)
    if form is None:
        raise Refused(f"Không có biểu mẫu {arguments.code!r}. Nạp bằng: lienthong forms load")
    try:
        answer({"period": actions.open_period(form_id=form.id, day=day, by=BY, at=at)})
    except NotAllowed as refusal:
        raise Refused(str(refusal)) from refusal
    return 0
