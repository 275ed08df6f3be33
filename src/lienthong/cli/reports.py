"""`lienthong reports`: is a report right in itself? Needs no database, settings or server."""

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict
from pathlib import Path

from lienthong.cli.output import Refused
from lienthong.reports.rules.check import check
from lienthong.reports.rules.claims import BadReport, read_report


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `reports check FILE`; the parsed arguments carry `run(arguments) -> exit code`."""
    reports = subparsers.add_parser("reports", help="kiểm tra báo cáo")
    commands = reports.add_subparsers(required=True, metavar="LỆNH")
    checking = commands.add_parser("check", help="kiểm tra số liệu trong một báo cáo (JSON)")
    checking.add_argument("file", metavar="TỆP", help="tệp JSON, hoặc - để đọc từ đầu vào chuẩn")
    checking.set_defaults(run=run_check)


def run_check(arguments: Namespace) -> int:
    """0: every claim holds; 1: at least one does not, or cannot be verified. Refused: bad input."""
    try:
        findings = check(read_report(_content(arguments.file)))
    except OSError as error:
        raise Refused(
            f"Không mở được {arguments.file}: hãy xem lại tên tệp và quyền đọc."
        ) from error
    except BadReport as error:
        # One line, whatever names with line breaks the sentence quotes.
        raise Refused(" ".join(str(error).split())) from error
    rows = ",\n".join(json.dumps(asdict(finding), ensure_ascii=False) for finding in findings)
    # A lone surrogate cannot be UTF-8; backslashreplace writes it just as JSON escapes it.
    sys.stdout.buffer.write(f"[\n{rows}\n]\n".encode("utf-8", "backslashreplace"))
    return 0 if all(finding.verdict == "ok" for finding in findings) else 1


def _content(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
