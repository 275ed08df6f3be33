"""`lienthong catalogue lint | coverage | export | diff | import`."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from lienthong.catalogue import actions, queries
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.lint import Severity
from lienthong.catalogue.rules.pack import read_pack, write_pack
from lienthong.cli.output import Refused, answer, say
from lienthong.clock import VIETNAM

BY = "cli"


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    catalogue = subparsers.add_parser("catalogue", help="danh mục thủ tục")
    commands = catalogue.add_subparsers(required=True, metavar="LỆNH")

    linting = commands.add_parser("lint", help="rà soát thủ tục trước khi công khai")
    linting.add_argument("codes", nargs="*", metavar="MÃ", help="mã thủ tục, ví dụ 1.001193")
    _add_day(linting)
    linting.set_defaults(run=lint)

    covering = commands.add_parser("coverage", help="nơi tiếp nhận, giải quyết của mọi cấp xã")
    _add_day(covering)
    covering.add_argument(
        "--until", type=date.fromisoformat, metavar="NGÀY", help="xét mọi ngày đến ngày này"
    )
    covering.set_defaults(run=coverage)

    exporting = commands.add_parser("export", help="xuất một lĩnh vực thành gói YAML")
    exporting.add_argument("field", metavar="LĨNH-VỰC", help="mã lĩnh vực, ví dụ ho-tich")
    _add_day(exporting)
    exporting.set_defaults(run=export)

    comparing = commands.add_parser("diff", help="gói YAML khác gì danh mục đang có")
    comparing.add_argument("pack", metavar="TỆP", help="tệp gói, - để đọc từ đầu vào chuẩn")
    _add_day(comparing)
    comparing.set_defaults(run=diff)

    importing = commands.add_parser("import", help="nhập gói YAML thành bản thảo")
    importing.add_argument("pack", metavar="TỆP", help="tệp gói, - để đọc từ đầu vào chuẩn")
    importing.add_argument("--dry-run", action="store_true", help="chỉ cho xem, không ghi")
    _add_day(importing)
    importing.set_defaults(run=import_pack)


def lint(arguments: Namespace) -> int:
    try:
        found = queries.findings(codes=arguments.codes, on=arguments.on or _now().date())
    except NotAllowed as refusal:
        raise Refused(str(refusal)) from None
    answer([item.as_json() for item in found])
    counted = Counter(item.finding.severity for item in found)
    say(
        f"{counted[Severity.ERROR]} lỗi, {counted[Severity.WARNING]} cảnh báo, "
        f"{counted[Severity.NOTICE]} ghi chú."
    )
    return 1 if counted[Severity.ERROR] else 0


def coverage(arguments: Namespace) -> int:
    first = arguments.on or _now().date()
    last = arguments.until or first
    if last < first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi. Hãy sửa --until.")
    day, *later = queries.change_days(since=first, until=last)
    found = queries.coverage(on=day)
    for day in later:
        if found.nowhere:
            break
        found = queries.coverage(on=day)
    answer(found.as_json())
    if found.nowhere:
        codes = {hole.procedure for hole in found.nowhere}
        say(f"Ngày {found.on:%d/%m/%Y} có {len(codes)} thủ tục không giải quyết được ở mọi nơi.")
        return 1
    say(f"{found.procedures} thủ tục có nơi tiếp nhận, giải quyết ở {found.communes} cấp xã.")
    return 0


def export(arguments: Namespace) -> int:
    try:
        pack = queries.pack_of(arguments.field, on=arguments.on or _now().date())
    except NotAllowed as refusal:
        raise Refused(str(refusal)) from None
    sys.stdout.write(write_pack(pack))
    say(f"Đã xuất {len(pack.procedures)} thủ tục của lĩnh vực {pack.field.name}.")
    return 0


def diff(arguments: Namespace) -> int:
    text = _read(arguments.pack)
    try:
        parts = queries.pack_parts(read_pack(text), on=arguments.on or _now().date())
    except NotAllowed as refusal:
        raise Refused(f"{arguments.pack}: {refusal}") from None
    answer(_as_json(parts))
    changed = [part for part in parts if part.sentences]
    for part in changed:
        say(f"{part.code} {part.name}")
        for sentence in part.sentences:
            say(f"  {sentence}")
    say(f"{len(changed)} trên {len(parts)} thủ tục có thay đổi.")
    return 1 if changed else 0


def import_pack(arguments: Namespace) -> int:
    if arguments.dry_run:
        diff(arguments)
        return 0
    text = _read(arguments.pack)
    try:
        parts = actions.import_pack(text=text, by=BY, at=_now())
    except NotAllowed as refusal:
        raise Refused(f"{arguments.pack}: {refusal}") from None
    answer(_as_json(parts))
    changed = sum(1 for part in parts if part.sentences)
    say(f"Đã lập {changed} bản thảo. Hãy chạy thử từng bản trước khi công khai.")
    return 0


def _as_json(parts: list[queries.PackPart]) -> list[dict[str, object]]:
    return [
        {
            "procedure": part.code,
            "name": part.name,
            "new": part.new,
            "changes": list(part.sentences),
        }
        for part in parts
    ]


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise Refused(f"Không có tệp {name}. Hãy kiểm tra đường dẫn.") from None
    except (IsADirectoryError, PermissionError):
        raise Refused(f"Không đọc được {name}. Hãy chọn một tệp mà bạn có quyền đọc.") from None
    except UnicodeDecodeError:
        raise Refused(f"Tệp {name} không phải văn bản UTF-8. Hãy lưu lại theo UTF-8.") from None


def _add_day(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="NGÀY", help="ngày xét, ví dụ 2025-07-01"
    )


def _now() -> datetime:
    return datetime.now(VIETNAM)
