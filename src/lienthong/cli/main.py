"""`lienthong GROUP …`: imports the module of the group, and Django only where it is needed."""

import argparse
import importlib
import io
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn
from zoneinfo import ZoneInfoNotFoundError

from lienthong.cli.output import Refused, say


@dataclass(frozen=True)
class Group:
    """`module` has `add_parser(subparsers)`; its parsed arguments carry `run(arguments)`, which
    returns the exit code."""

    module: str
    help: str
    django: bool = True


GROUPS = {
    "serve": Group("serve", "mở trang web (và tiến trình nền khi dùng SQLite)"),
    "worker": Group("worker", "chạy các việc nền: cộng số liệu, niêm phong nhật ký, dọn tệp"),
    "init": Group("init", "tạo người quản trị đầu tiên"),
    "migrate": Group("migrate", "tạo hoặc nâng cấp cơ sở dữ liệu"),
    "check": Group("check", "tình trạng hệ thống và những gì chưa sẵn sàng để vận hành"),
    "backup": Group("backup", "sao lưu cơ sở dữ liệu, tệp và khóa"),
    "restore": Group("restore", "khôi phục bản sao lưu vào nơi còn trống"),
    "journal": Group("journal", "kiểm tra chuỗi nhật ký"),
    "clock": Group("clock", "tính thời hạn giải quyết", django=False),
    "reports": Group("reports", "kiểm tra báo cáo", django=False),
    "forms": Group("forms", "biểu mẫu báo cáo, gói số liệu"),
    "programmes": Group("programmes", "đọc nhiệm vụ từ văn bản chỉ đạo", django=False),
    "tasks": Group("tasks", "đối chiếu con số về nhiệm vụ với diễn biến"),
    "catalogue": Group("catalogue", "danh mục thủ tục"),
    "dossiers": Group("dossiers", "sổ thời gian của hồ sơ"),
    "corrections": Group("corrections", "chạy thử đính chính"),
    "measures": Group("measures", "đối chiếu con số trên bảng với sự kiện"),
    "demo": Group("demo", "tạo dữ liệu minh họa của một tỉnh"),
}

# argparse speaks English; these are what people run into.
ERRORS = (
    (r"the following arguments are required: (.+)", r"thiếu \1"),
    (r"unrecognized arguments: (.+)", r"không hiểu \1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1: \2 không có; chọn \3"),
    (r"argument (.+?): expected one argument", r"\1: cần một giá trị"),
    (r"argument (.+?): invalid .+ value: (.+)", r"\1: giá trị \2 không dùng được"),
    (r"one of the arguments (.+) is required", r"cần một trong \1"),
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class Parser(argparse.ArgumentParser):
    def __init__(self, **given: Any) -> None:
        super().__init__(add_help=False, **given)
        self._positionals.title, self._optionals.title = "đối số", "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="xem cách dùng này")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "Cách dùng:", 1)

    def error(self, message: str) -> NoReturn:
        for english, vietnamese in ERRORS:
            if re.fullmatch(english, message):
                message = re.sub(english, vietnamese, message)
                break
        say(f"{self.prog}: {message}. Xem cách dùng: {self.prog} --help")
        raise SystemExit(2)


def main(argv: Sequence[str] | None = None) -> int:
    """0: what was checked holds; 1: it does not; 2: bad input or nothing could be done."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    try:
        try:
            return _run(arguments)
        finally:
            # What is still in the buffer breaks here, not at the end of Python.
            sys.stdout.flush()
    except Refused as refusal:
        say(str(refusal))
        return refusal.code
    except ZoneInfoNotFoundError:
        say("Máy không có dữ liệu múi giờ Việt Nam. Cài gói tzdata của hệ điều hành rồi chạy lại.")
        return 2
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        _drop_output()
        return 2
    except OSError as error:
        _drop_output()
        say(f"Không đọc hoặc ghi được: {error.strerror or error}. Xem chỗ trống và quyền ghi.")
        return 2
    except KeyboardInterrupt:
        say("Đã dừng theo yêu cầu.")
        return 130


def _open_streams() -> None:
    """JSON and Vietnamese are UTF-8 whatever the locale; a stream closed by the caller is none."""
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Python must not complain at its end about what could not be written."""
    # A stream that only stands in for a closed one has no number.
    with suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if name in {"", "-h", "--help", "help"}:
        print(_overview())
        return 0 if name else 2
    if name not in GROUPS:
        raise Refused(f"Không có lệnh {name!r}. Xem các lệnh: lienthong --help")
    group = GROUPS[name]
    if group.django:
        prepared = importlib.import_module("lienthong.cli.prepared")
        return int(prepared.run(lambda: _dispatch(group, arguments)))
    return _dispatch(group, arguments)


def _dispatch(group: Group, arguments: list[str]) -> int:
    parser = Parser(prog="lienthong")
    subparsers = parser.add_subparsers(required=True, metavar="LỆNH")
    importlib.import_module(f"lienthong.cli.{group.module}").add_parser(subparsers)
    parsed = parser.parse_args(arguments)
    return int(parsed.run(parsed))


def _overview() -> str:
    width = max(map(len, GROUPS))
    lines = [f"  {name:<{width}}  {group.help}" for name, group in GROUPS.items()]
    return "\n".join(["Cách dùng: lienthong LỆNH …", "", *lines])
