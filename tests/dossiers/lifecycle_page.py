"""Writes docs/reference/lifecycle.md: `python -m tests.dossiers.lifecycle_page`."""

from pathlib import Path

from lienthong.dossiers.rules.lifecycle import STATE_NAMES, State, diagram

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "lifecycle.md"


def page() -> str:
    return (
        "# Lifecycle of a dossier\n\n"
        "Generated from `lienthong.dossiers.rules.lifecycle.diagram()` by "
        "`python -m tests.dossiers.lifecycle_page`; a test fails when it is stale. Numbers are the "
        "national ones (TrangThaiHoSo). Overdue is no state: it is read from the clock. What "
        "leaves the state as it is is not drawn; a supplement received before acceptance brings "
        "the dossier back to SUBMITTED, and a dossier that was in process in a former system is "
        "accepted as IN_PROCESS.\n\n"
        "| Number | State | Name |\n|---|---|---|\n"
        + "".join(f"| {s.value} | {s.name} | {STATE_NAMES[s]} |\n" for s in State)
        + f"\n```mermaid\n{diagram()}```\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
