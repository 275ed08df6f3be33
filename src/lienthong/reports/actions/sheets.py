"""A spreadsheet as the draft of a report: all of it, or a list of what is wrong cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from lienthong.papers import actions as papers
from lienthong.reports.actions.submitting import Figures, save_draft
from lienthong.reports.adapters.workbooks import grid_of
from lienthong.reports.queries.forms import indicators
from lienthong.reports.queries.given import given_for
from lienthong.reports.queries.prefill import exempt_codes
from lienthong.reports.queries.reports import report
from lienthong.reports.rules.judging import judge
from lienthong.reports.rules.kinds import Source
from lienthong.reports.rules.sheets import Asked, Problem, read
from lienthong.reports.rules.stated import FAIL, Found


@dataclass(frozen=True)
class TakenSheet:
    """`problems`: what is wrong, cell by cell; where there are any, nothing was stored. `found`:
    what does not add up, with the address of the cell; the draft holds the figures as they are."""

    problems: Sequence[Problem]
    found: Sequence[tuple[str, Found]]
    figures: int


def take_sheet(
    *, report_id: int, stream: BinaryIO, name: str, as_of: date | None, by: str, at: datetime
) -> TakenSheet:
    """Read a sheet into the draft. It is submitted by a person who has looked at it.

    Raises WrongSheet for a file that is no sheet of this form, NotAllowed outside of the period.
    """
    owed = report(report_id)
    content = owed.period.form.content
    known = indicators(content.codes, on=owed.period.end)
    exempt = exempt_codes(owed, at=at)
    asked = [
        Asked(
            one.indicator,
            known[one.indicator].name,
            known[one.indicator].kind,
            one.required and one.indicator not in exempt,
        )
        for one in content.fields
    ]
    reading = read(grid_of(stream, name=name), asked)
    if reading.problems:
        return TakenSheet(reading.problems, (), 0)
    stream.seek(0)
    # Only now: a file that cannot be read leaves no copy.
    kept = papers.store(stream, at=at, declared_name=name)
    figures = Figures(
        values=reading.values,
        notes=reading.notes,
        as_of=as_of,
        source=Source.UPLOADED,
        file=kept.sha256,
    )
    save_draft(report_id=report_id, figures=figures, by=by, at=at)
    given = given_for(owed, known, values=reading.values, as_of=as_of, dates={}, at=at)
    found = [
        (reading.cells.get(one.figures[0], "") if one.figures else "", one)
        for one in judge(content, given)
        if one.verdict == FAIL
    ]
    return TakenSheet((), found, len(reading.values))
