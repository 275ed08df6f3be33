"""A report as a spreadsheet: found by its headings, read cell by cell. Pure.

Everything wrong is collected with the address of its cell; where anything is wrong, nothing is
taken over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from lienthong.organisations.rules import fold
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.answers import NO, YES, is_number, read_answer
from lienthong.reports.rules.kinds import ValueKind

HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "code": frozenset({"ma", "ma chi tieu", "ma so", "code"}),
    "name": frozenset({"chi tieu", "noi dung", "ten chi tieu", "indicator"}),
    "value": frozenset({"so lieu", "gia tri", "ket qua", "thuc hien", "so luong", "value"}),
    "note": frozenset({"ghi chu", "giai trinh", "note"}),
}
MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 60
MOST_PROBLEMS: Final = 100


class WrongSheet(NotAllowed):
    """The file as a whole cannot be read."""


@dataclass(frozen=True)
class Cell:
    """`value`: text, an exact number, a truth value, or None. `percent`: shown as a percentage,
    so that 0.015 means 1,5. `formula`: a formula whose result the file does not hold."""

    value: str | Decimal | bool | None
    percent: bool = False
    formula: bool = False


@dataclass(frozen=True)
class Range:
    """Cells that are merged into one; all bounds included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def words(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True)
class Grid:
    cells: Mapping[tuple[int, int], Cell]
    merged: Sequence[Range] = ()

    def text(self, row: int, column: int) -> str:
        value = self.cells.get((row, column), _NOTHING).value
        return "" if value is None else str(value).strip()

    @property
    def rows(self) -> list[int]:
        return sorted({row for (row, column) in self.cells if self.text(row, column)})


@dataclass(frozen=True)
class Asked:
    """What a row must be: the figure with its code, name and kind."""

    code: str
    name: str
    kind: ValueKind
    required: bool = True


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell: a message id with values."""

    cell: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """`cells`: the address of each figure, for what the checks find later."""

    values: Mapping[str, str]
    notes: Mapping[str, str]
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]


_NOTHING: Final = Cell(None)


def address(row: int, column: int) -> str:
    """1, 3 is C1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read(grid: Grid, asked: Sequence[Asked]) -> Reading:
    """Raises WrongSheet where no headings are found."""
    head, columns = _head(grid)
    problems = list(_head_problems(grid, head, columns))
    by_code = {one.code: one for one in asked}
    by_name = {fold(one.name): one for one in asked}
    values: dict[str, str] = {}
    notes: dict[str, str] = {}
    cells: dict[str, str] = {}
    for row in (row for row in grid.rows if row > head):
        code = grid.text(row, columns["code"]) if "code" in columns else ""
        name = grid.text(row, columns["name"]) if "name" in columns else ""
        at = address(row, columns.get("code", columns.get("name", 1)))
        if len(_headings(grid, row)) >= 2:
            problems.append(
                Problem(at, _("Dòng tiêu đề lặp lại giữa bảng. Xóa dòng này rồi nộp lại."))
            )
            continue
        value = address(row, columns["value"])
        wanted = by_code.get(code) or (None if code else by_name.get(fold(name)))
        if wanted is None:
            if code or grid.text(row, columns["value"]):
                problems.append(
                    Problem(
                        at,
                        _("Biểu không có chỉ tiêu “%(name)s”. Tải biểu mẫu mới nhất rồi điền."),
                        {"name": code or name or grid.text(row, columns["value"])},
                    )
                )
            continue
        if wanted.code in cells:
            problems.append(
                Problem(
                    value,
                    _("Chỉ tiêu “%(name)s” đã có ở ô %(cell)s. Mỗi chỉ tiêu một dòng."),
                    {"name": wanted.name, "cell": cells[wanted.code]},
                )
            )
            continue
        cells[wanted.code] = value
        read_value, problem = _value(grid.cells.get((row, columns["value"]), _NOTHING), wanted)
        if problem:
            problems.append(Problem(value, problem.message, problem.values))
        elif read_value:
            values[wanted.code] = read_value
        elif wanted.required:
            problems.append(Problem(value, _("Chưa có số liệu cho “%(name)s”."), {"name": name}))
        if "note" in columns and (note := grid.text(row, columns["note"])):
            notes[wanted.code] = note
    missing = [one for one in asked if one.required and one.code not in cells]
    problems += [
        Problem("", _("Thiếu dòng của chỉ tiêu “%(name)s”."), {"name": one.name}) for one in missing
    ]
    return Reading(values, notes, cells, tuple(problems[:MOST_PROBLEMS]))


def _head(grid: Grid) -> tuple[int, dict[str, int]]:
    """The first row with a heading for figures and one for what they are."""
    for row in grid.rows:
        found = _headings(grid, row)
        if "value" in found and ("code" in found or "name" in found):
            return row, found
    raise WrongSheet(
        _(
            "Không tìm thấy dòng tiêu đề có cột “Mã” hoặc “Chỉ tiêu” và cột “Số liệu”. Tải biểu mẫu"
            " của kỳ này rồi điền vào."
        )
    )


def _headings(grid: Grid, row: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(1, MOST_COLUMNS + 1):
        words = fold(grid.text(row, column)).rstrip(" :.*")
        for role, known in HEADINGS.items():
            if words in known and role not in found:
                found[role] = column
    return found


def _head_problems(grid: Grid, head: int, columns: Mapping[str, int]) -> Iterator[Problem]:
    for merged in grid.merged:
        if merged.bottom < head:
            continue  # a title above the table
        at = address(merged.top, merged.left)
        if merged.top <= head and merged.bottom > head:
            message = _(
                "Tiêu đề có hai dòng (ô gộp %(range)s). Để một dòng tiêu đề, mỗi cột một tên."
            )
        elif merged.top == head:
            message = _(
                "Tiêu đề “%(words)s” gộp nhiều cột (%(range)s) nên không rõ số liệu ở cột nào."
                " Bỏ gộp ô, để một cột số liệu."
            )
        else:
            message = _(
                "Ô gộp %(range)s: không rõ giá trị thuộc dòng nào. Bỏ gộp ô rồi ghi vào từng dòng."
            )
        yield Problem(
            at, message, {"range": merged.words, "words": grid.text(merged.top, merged.left)}
        )
    words = [
        column
        for column in range(1, MOST_COLUMNS + 1)
        if fold(grid.text(head, column)).rstrip(" :.*") in HEADINGS["value"]
    ]
    for column in words[1:]:
        yield Problem(
            address(head, column),
            _("Có hai cột số liệu. Để một cột; số kỳ trước hoặc lũy kế ghi ở biểu của nó."),
        )


def _value(cell: Cell, wanted: Asked) -> tuple[str, Problem | None]:
    if cell.formula:
        message = _("Ô là công thức chưa được tính. Mở bằng Excel, lưu lại rồi nộp.")
        return "", Problem("", message)
    value = cell.value
    if value is None:
        return "", None
    if isinstance(value, bool):
        return _truth(value, wanted)
    if isinstance(value, Decimal):
        return _number(value * 100 if cell.percent else value, wanted)
    answer = read_answer(wanted.kind, value)
    if answer.error:
        return "", Problem("", answer.error, answer.values)
    if answer.remark:
        # A file is read without anybody beside it: what may be meant otherwise is asked for.
        return "", Problem("", answer.remark, answer.values)
    return answer.value, None


def _truth(value: bool, wanted: Asked) -> tuple[str, Problem | None]:  # noqa: FBT001
    if wanted.kind is ValueKind.YES_NO:
        return YES if value else NO, None
    return "", Problem("", _("“%(written)s” không phải là số."), {"written": str(value)})


def _number(value: Decimal, wanted: Asked) -> tuple[str, Problem | None]:
    plain = f"{value.normalize():f}"
    shown = plain.replace(".", ",")
    if not is_number(wanted.kind):
        return read_answer(wanted.kind, shown).value, None
    answer = read_answer(wanted.kind, shown)
    if answer.error:
        return "", Problem("", answer.error, answer.values)
    return answer.value, None
