"""Writes the tables of docs/reference/tasks.md: `python -m tests.programmes.lifecycle_page`."""

from pathlib import Path

from lienthong.programmes.rules.kinds import TaskState
from lienthong.programmes.rules.lifecycle import STATE_NAMES, diagram
from lienthong.programmes.rules.thresholds import THRESHOLDS
from lienthong.programmes.rules.timeliness import TIMELINESS_NAMES, Timeliness

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tasks.md"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"


def drawn() -> str:
    """What the page holds between its two marks."""
    return (
        f"{BEGIN}\n## States\n\n| State | Name |\n|---|---|\n"
        + "".join(f"| {state.name} | {STATE_NAMES[state]} |\n" for state in TaskState)
        + f"\n```mermaid\n{diagram()}```\n\n"
        "## Timeliness\n\nThe first that holds, as of a moment.\n\n| Word | Name |\n|---|---|\n"
        + "".join(f"| `{kind}` | {TIMELINESS_NAMES[kind]} |\n" for kind in Timeliness)
        + "\n## Thresholds\n\n| Name | What | Reference | Source |\n|---|---|---|---|\n"
        + "".join(
            f"| `{name}` | {known.words} | {known.value} | {known.source} |\n"
            for name, known in THRESHOLDS.items()
        )
        + END
    )


def rewritten(text: str) -> str:
    before, rest = text.split(BEGIN)
    return before + drawn() + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
