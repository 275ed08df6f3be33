"""`lienthong programmes`: tasks out of directives. Needs no database, settings or server."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lienthong.cli.output import Refused
from lienthong.programmes.adapters.documents import Unreadable, read_document
from lienthong.programmes.rules.extraction.extract import extract
from lienthong.programmes.rules.extraction.items import Item
from lienthong.programmes.rules.extraction.secrecy import REFUSAL, mark_of


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `programmes extract FILE`; the parsed arguments carry `run(arguments) -> exit code`."""
    programmes = subparsers.add_parser("programmes", help="chương trình, nhiệm vụ")
    commands = programmes.add_subparsers(required=True, metavar="LỆNH")
    extracting = commands.add_parser(
        "extract", help="đọc nhiệm vụ từ một văn bản chỉ đạo (.txt, .docx, .pdf)"
    )
    extracting.add_argument("file", metavar="TỆP", help="văn bản .txt, .docx hoặc .pdf")
    extracting.add_argument(
        "--issued",
        metavar="NĂM-THÁNG-NGÀY",
        type=_day,
        help="ngày ban hành, dùng khi hạn không ghi năm (mặc định: ngày ghi trong văn bản)",
    )
    extracting.set_defaults(run=run_extract)


def run_extract(arguments: Namespace) -> int:
    """0: items printed as JSON, perhaps none. Refused: no text to read, or one not to be read."""
    try:
        content = Path(arguments.file).read_bytes()
        lines = read_document(arguments.file, content, _progress)
    except OSError as error:
        raise Refused(
            f"Không mở được {arguments.file}: hãy xem lại tên tệp và quyền đọc."
        ) from error
    except Unreadable as error:
        raise Refused(str(error)) from error
    mark = mark_of(lines)
    if mark:
        raise Refused(REFUSAL.format(mark=mark))
    items = extract([line for line in lines if line.number], issued=arguments.issued)
    rows = ",\n".join(json.dumps(as_json(item), ensure_ascii=False) for item in items)
    sys.stdout.buffer.write(f"[\n{rows}\n]\n".encode("utf-8", "backslashreplace"))
    return 0


def as_json(item: Item) -> Mapping[str, object]:
    """An item as docs/reference/extract.md describes it."""
    due_on = item.deadline.due_on
    found: dict[str, object] = {
        "kind": item.kind,
        "lines": item.citations[0],
        "citations": item.citations,
        "text": item.text,
        "lead": item.lead,
        "supporting": item.supporting,
        "deadline": {
            "kind": item.deadline.kind,
            "due_on": due_on.isoformat() if due_on else None,
            "printed": item.deadline.printed,
            "inferred_year": item.deadline.inferred_year,
        },
        "confidence": item.confidence,
        "remarks": item.remarks,
    }
    if item.page is not None:
        found["page"] = item.page
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” không phải là ngày dạng 2025-07-11") from error


_FEW_PAGES = 10
_BAR = 30


def _progress(done: int, pages: int) -> None:
    """A bar on standard error while a long PDF is read."""
    if pages <= _FEW_PAGES:
        return
    full = _BAR * done // pages
    if done < pages and full == _BAR * (done - 1) // pages:
        return
    bar = "█" * full + "░" * (_BAR - full)
    end = "\n" if done == pages else ""
    print(f"\rĐọc trang {done}/{pages} {bar}", end=end, file=sys.stderr, flush=True)
