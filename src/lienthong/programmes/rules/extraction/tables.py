"""Tables of tasks, as plans carry them in an annex: a head row, then a task in each row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
        r".*(?:chủ trì|(?:cơ quan|đơn vị|bộ phận|người)(?:,? đơn vị)? (?:thực hiện"
        r"|chịu trách nhiệm))|phân công",
    ),
    ("deadline", r"(?:thời hạn|thời gian|hạn|tiến độ|mốc|kỳ hạn|ngày hoàn thành|lộ trình)"),
    ("task", r".*(?:nhiệm vụ|nội dung|công việc|hoạt động|giải pháp|tên đề án)"),
    ("product", r".*(?:sản phẩm|kết quả|ghi chú)"),
)


@dataclass(frozen=True)
class Tables:
    """Reads tables of one document."""

    script: Script
    reader: Reader

    def items(self, rows: Sequence[Block]) -> Iterator[Item]:
        """A task for each row under a head that names at least a task and who does it."""
        columns: dict[str, int] = {}
        for row in rows:
            head = self._columns(row)
            if "task" in head and ("lead" in head or "deadline" in head):
                columns = head
            elif columns:
                item = self._item(row, columns)
                if item:
                    yield item

    def _columns(self, row: Block) -> dict[str, int]:
        found: dict[str, int] = {}
        for position, cell in enumerate(row.cells):
            key = self.script.key(cell)
            for name, pattern in _HEADS:
                if name not in found and len(key) < 60 and self.script.pattern(pattern).match(key):
                    found[name] = position
                    break
        return found

    def _item(self, row: Block, columns: dict[str, int]) -> Item | None:
        def cell(name: str) -> str:
            at = columns.get(name)
            return row.cells[at] if at is not None and at < len(row.cells) else ""

        task, lead = cell("task"), self._named(cell("lead"))
        if len(task) < 8 or not (lead or cell("deadline")):
            return None
        if not lead and self.script.pattern(r"[ivx]+\.?$").match(self.script.key(row.cells[0])):
            # "IV", the head of a group of rows, whatever ran into its other cells.
            return None
        deadline = self._deadline(cell("deadline"))
        if deadline.kind == "none":
            deadline = self.reader.of(task)
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

    def _deadline(self, cell: str) -> Deadline:
        if not cell:
            return NONE
        deadline = self.reader.of(cell, only_deadlines=True)
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
