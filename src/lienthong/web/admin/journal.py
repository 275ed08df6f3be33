"""The journal for the auditor: what happened to a subject or on a day, who looked, whether all of
it is as it was written."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission
from lienthong.journal import queries
from lienthong.journal.queries import EntryView
from lienthong.organisations import queries as organisations
from lienthong.programmes.queries import visits
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import asked_day, key_of, typed

VIEW = Permission.JOURNAL_VIEW
PAGE: Final = 100
HOUSE: Final = "house"
_KEPT: Final = 120  # characters of the data of an entry


@needs(VIEW)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    """By subject, or by agency and day. What happened at agencies out of reach is left out."""
    subject, unit = typed(request, "doi-tuong", 80), typed(request, "don-vi", 40) or HOUSE
    day = asked_day(request, "ngay")
    mine = {str(number) for number in request.scope.agencies(VIEW)} | {HOUSE}
    after = key_of(request)
    entries: tuple[EntryView, ...] = ()
    reads: tuple[queries.ReadView, ...] = ()
    following = 0
    if subject:
        found = queries.entries_of(subject, before=after or None, limit=PAGE + 1)
        entries = tuple(entry for entry in found[:PAGE] if entry.unit in mine)
        following = found[PAGE - 1].id if len(found) > PAGE else 0
        if entries:
            # Who looked is told to whom the subject itself may be told.
            reads = queries.reads_of(subject, limit=PAGE)
    elif day is not None and unit in mine:
        found = queries.entries_of_chain(unit=unit, day=day, after=after, limit=PAGE + 1)
        entries = found[:PAGE]
        following = entries[-1].position if len(found) > PAGE else 0
    # Whoever is on a list of unannounced visits reads of it in no journal (R31).
    own = visits.reader_of(request.scope).own
    secret = visits.secret_subjects({entry.subject for entry in entries}, own)
    entries = tuple(entry for entry in entries if entry.subject not in secret)
    if subject in secret:
        reads = ()
    names = actor_names({entry.by for entry in entries} | {read.by for read in reads})
    units = _units({entry.unit for entry in entries})
    root = queries.last_root()
    checked = queries.verify(day) if day is not None and request.GET.get("kiem") else None
    context: dict[str, Any] = {
        "subject": subject,
        "day": day,
        "unit": "" if unit == HOUSE else unit,
        "asked": bool(subject or day),
        "out_of_reach": bool(day and not subject and unit not in mine),
        "entries": [
            {
                "entry": entry,
                "who": names[entry.by],
                "unit": units.get(entry.unit, ""),
                "data": _told(entry),
            }
            for entry in entries
        ],
        "reads": [{"read": read, "who": names[read.by]} for read in reads],
        "after": str(following) if following else "",
        "root": root,
        "checked": checked,
        "missing_guards": queries.missing_guards(),
    }
    return render(request, "admin/journal.html", context)


def _units(units: set[str]) -> dict[str, str]:
    ids = {int(unit) for unit in units if unit.isdecimal()}
    return {
        str(number): formats.own_name(agency)
        for number, agency in organisations.agencies(ids).items()
    }


def _told(entry: EntryView) -> str:
    """The data of an entry, ids and codes only, shortened."""
    text = "; ".join(f"{name}: {value}" for name, value in entry.data.items())
    return text if len(text) <= _KEPT else f"{text[:_KEPT]}…"
