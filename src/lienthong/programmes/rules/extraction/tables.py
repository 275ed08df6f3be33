"""Tables of tasks, as plans carry them in an annex: a head row, then a task in each row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lienthong.programmes.rules.extraction.addressees import everybody
from lienthong.programmes.rules.extraction.deadlines import NONE, Deadline, Reader
from lienthong.programmes.rules.extraction.items import Item
from lienthong.programmes.rules.extraction.language import Script
from lienthong.programmes.rules.extraction.layout import Block

_HEADS = (
    ("number", r"(?:stt|tt|số tt|số thứ tự)\.?$"),
    ("supporting", r"(?:cơ quan|đơn vị|bộ phận|cấp)?,? ?(?:đơn vị )?phối hợp"),
    (
        "lead",
        r".*(?:chủ trì|(?:cơ quan|đơn vị|bộ phận|người)(?:,? đơn vị)? (?:thực hiện|soạn thảo"
        r"|chịu trách nhiệm|phụ trách))|phân công|rõ người|họ (?:và )?tên$",
    ),
    ("deadline", r"(?:rõ )?(?:thời hạn|thời gian|hạn|tiến độ|mốc|kỳ hạn|ngày hoàn thành|lộ trình)"),
    (
        "task",
        r".*(?:nhiệm vụ|nội dung|công việc|hoạt động|giải pháp|tên đề án|tên văn bản|đầu việc)"
        r"|tiêu đề|(?:rõ )?việc$",
    ),
    ("product", r".*(?:sản phẩm|kết quả|ghi chú)"),
)


_LONGEST_TITLE = 160
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)]?$"


@dataclass
class Tables:
    """Reads tables of one document; `columns` and `width` (cells) of the head above what is
    read next."""

    script: Script
    columns: Mapping[str, int] = field(default_factory=dict)
    width: int = 0

    def items(self, rows: Sequence[Block], reader: Reader) -> Iterator[Item]:
        """A task for each row under a head that names at least a task and who does it."""
        for row in rows:
            head = self._columns(row)
            if "task" in head and ("lead" in head or "deadline" in head):
                self.columns, self.width = head, len(row.cells)
            elif self.columns:
                item = self._item(row, reader)
                if item:
                    yield item

    def interrupted(self, block: Block) -> None:
        """Rows go on below the head of a group ("I. Hạ tầng số"); any other text ends a table."""
        title = block.style and not block.children and not block.text.endswith((".", ";", ":"))
        if not title or len(block.text) > _LONGEST_TITLE:
            self.columns = {}

    def _columns(self, row: Block) -> dict[str, int]:
        found: dict[str, int] = {}
        for position, cell in enumerate(row.cells):
            key = self.script.key(cell)
            for name, pattern in _HEADS:
                if name not in found and len(key) < 60 and self.script.pattern(pattern).match(key):
                    found[name] = position
                    break
        return found

    def _item(self, row: Block, reader: Reader) -> Item | None:
        columns = self.columns

        # The head of a second part often leaves out the column of numbers.
        numbered = self.script.pattern(_NUMBER).match(self.script.key(row.cells[0]))
        shift = int(bool(numbered) and len(row.cells) == self.width + 1)

        def cell(name: str) -> str:
            at = columns.get(name)
            return row.cells[at + shift] if at is not None and at + shift < len(row.cells) else ""

        task, lead = cell("task"), self._named(cell("lead"))
        if len(task) < 8 or not (lead or cell("deadline")):
            return None
        if not lead and self.script.pattern(r"[ivx]+\.?$").match(self.script.key(row.cells[0])):
            # "IV", the head of a group of rows, whatever ran into its other cells.
            return None
        deadline = self._deadline(cell("deadline"), reader)
        if deadline.kind == "none":
            read = [at + shift for at in columns.values()]
            rest = [text for at, text in enumerate(row.cells) if at not in read]
            deadline = reader.of("; ".join([task, *rest]))
        supporting = tuple(name for name in self._named(cell("supporting")) if name not in lead)
        confidence = 0.9 if lead and deadline.kind != "none" else 0.7
        return Item(
            "task",
            (row.lines(0, 1),),
            task,
            lead,
            supporting,
            deadline,
            confidence,
            row.page,
        )

    def _deadline(self, cell: str, reader: Reader) -> Deadline:
        if not cell:
            return NONE
        deadline = reader.of(cell, only_deadlines=True)
        key = self.script.key(cell)
        if deadline.kind == "none" and self.script.pattern(r"(?:hằng|hàng) |thường xuyên").search(
            key
        ):
            return Deadline("recurring", printed=cell)
        if deadline.kind == "none":
            return Deadline("condition", printed=cell)
        return deadline

    def _named(self, cell: str) -> tuple[str, ...]:
        return everybody(self.script, cell) or ((cell,) if cell else ())
