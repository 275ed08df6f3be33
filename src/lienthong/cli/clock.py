"""`lienthong clock read FILE`: ask the clock by JSON. Needs no database, settings or server."""

import argparse
import json
import sys
from pathlib import Path

from lienthong.clock.case import answer, decimal, parse
from lienthong.clock.invalid import Invalid

_SHOWN = 80  # characters of a case's name in a message


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `clock`; its parsed arguments carry `run`, which returns the exit code."""
    clock = subparsers.add_parser("clock", help="tính thời hạn của hồ sơ")
    commands = clock.add_subparsers(required=True, metavar="LỆNH")
    reads = commands.add_parser("read", help="đọc một hay nhiều trường hợp JSON, trả lời bằng JSON")
    reads.add_argument("file", metavar="TỆP", help="tệp JSON, hoặc - để đọc từ đầu vào chuẩn")
    reads.set_defaults(run=lambda arguments: read(arguments.file))


def read(path: str) -> int:
    """Print the answers to the cases of a file. Returns 0, or 2 for bad input."""
    try:
        answers = _answers(_load(path))
    except _Refused as refusal:
        print(f"clock: {refusal}", file=sys.stderr)
        return 2
    json.dump(answers, sys.stdout, indent=2)
    print()
    return 0


class _Refused(Exception):
    """Bad input, in one line."""


def _load(path: str) -> object:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return json.loads(raw.decode("utf-8-sig"), parse_float=decimal)
    except OSError as error:
        raise _Refused(f"không đọc được {_quoted(path)}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _Refused(f"{_quoted(path)} không phải văn bản UTF-8") from error
    except (ValueError, RecursionError) as error:
        # ValueError is also what a path with a null byte and a number of 5,000 digits raise.
        raise _Refused(f"{_quoted(path)} không phải JSON đọc được: {_line(error)}") from error


def _answers(value: object) -> object:
    if isinstance(value, list):
        return [_answer(case, number) for number, case in enumerate(value)]
    if isinstance(value, dict):
        return _answer(value, 0)
    raise _Refused("đầu vào phải là một trường hợp (đối tượng JSON) hoặc danh sách trường hợp")


def _answer(case: object, number: int) -> object:
    try:
        return answer(parse(case))
    except Invalid as error:
        field = f" {error.field}:" if error.field else ""
        raise _Refused(f"{_named(case, number)}:{field} {error.why}") from error


def _named(case: object, number: int) -> str:
    name = case.get("name") if isinstance(case, dict) else None
    which = f"trường hợp [{number}]"
    return f"{which} {_quoted(name)}" if isinstance(name, str) and name else which


def _quoted(text: str) -> str:
    """The text on one line, whatever it holds."""
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return '"' + "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown) + '"'


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
