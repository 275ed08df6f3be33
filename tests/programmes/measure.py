"""How well directives are read: against tasks that a careful reader noted.

    python -m tests.programmes.measure TEXT NOTED.csv

prints precision and recall of tasks, and the share of matched tasks whose lead and deadline agree.
A found item matches a noted one when they share the first line; of several on a line the best.
"""

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lienthong.programmes.rules.extraction.extract import extract
from lienthong.programmes.rules.extraction.items import Item
from lienthong.programmes.rules.extraction.language import fold
from lienthong.programmes.rules.extraction.layout import Line

KINDS = {
    "recurring": "recurring",
    "none": "none",
    "urgent_undated": "urgent",
    "event_triggered": "condition",
    "external_plan": "condition",
}


@dataclass(frozen=True)
class Noted:
    """One task as noted: its first line, any of its leads, its date or kind of deadline."""

    line: int
    leads: tuple[str, ...]
    deadline: str

    def lead_agrees(self, item: Item) -> bool:
        return any(same_name(a, b) for a in self.leads for b in item.lead)

    def deadline_agrees(self, item: Item) -> bool:
        return self.deadline == deadline_of(item)


@dataclass(frozen=True)
class Measured:
    recall: float
    precision: float
    lead: float
    deadline: float
    missed: Sequence[Noted]
    invented: Sequence[Item]


def lines_of(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def deadline_of(item: Item) -> str:
    return item.deadline.due_on.isoformat() if item.deadline.due_on else item.deadline.kind


def same_name(one: str, other: str) -> bool:
    a, b = (fold(name).lower().replace("ubnd", "uy ban nhan dan").strip() for name in (one, other))
    return a in b or b in a


def noted_tasks(path: Path) -> list[Noted]:
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dated = re.fullmatch(r"\d{4}-\d\d-\d\d", row["deadline"])
            deadline = row["deadline"] if dated else KINDS[row["deadline_type"]]
            line = int(row["source"].split(":")[1])
            leads = tuple(name.strip() for name in row["lead_vi"].split(";"))
            found.append(Noted(line, leads, deadline))
    return found


def measure(items: Sequence[Item], noted: Sequence[Noted]) -> Measured:
    left = [item for item in items if item.kind == "task"]
    total = len(left)
    pairs: list[tuple[Noted, Item]] = []
    missed = []
    for task in noted:
        here = [item for item in left if item.citations[0][0] == task.line]
        if not here:
            missed.append(task)
            continue
        best = max(here, key=lambda item: task.lead_agrees(item) + task.deadline_agrees(item))
        left = [item for item in left if item is not best]
        pairs.append((task, best))
    matched = max(1, len(pairs))
    return Measured(
        len(pairs) / max(1, len(noted)),
        len(pairs) / max(1, total),
        sum(task.lead_agrees(item) for task, item in pairs) / matched,
        sum(task.deadline_agrees(item) for task, item in pairs) / matched,
        missed,
        left,
    )


def main(text: str, noted: str) -> None:
    items = extract(lines_of(Path(text).read_text(encoding="utf-8")))
    found = measure(items, noted_tasks(Path(noted)))
    sys.stdout.write(
        f"task recall {found.recall:.3f}, precision {found.precision:.3f};"
        f" lead {found.lead:.3f}; deadline {found.deadline:.3f}\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
