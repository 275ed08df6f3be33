"""Opening a dossier: who may look at it, what is said of it first, which files it names."""

from django.http import Http404
from django.utils.translation import gettext as _

from lienthong.accounts.rules import Permission
from lienthong.dossiers import queries as dossiers
from lienthong.dossiers.queries import DossierPage
from lienthong.dossiers.queries.corrections_of import under_verification
from lienthong.dossiers.queries.thresholds import thresholds
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.journal import actions as journal
from lienthong.web.desk.rows import measure_of
from lienthong.web.ui import formats, status
from lienthong.web.ui.access import Request, check
from lienthong.web.ui.status import Tag

VIEW = Permission.DOSSIER_VIEW
# Events that put the dossier into the hands of an agency.
_PLACING = {EventType.ACCEPTED, EventType.MOVED, EventType.HANDED_OVER}


def places_of(found: DossierPage) -> frozenset[int]:
    """The agencies that have to do with the dossier: who may see it."""
    dossier = found.dossier
    asked = {line.agency.id for line in found.sidelines}
    helped = {dossier.assisted_by_id} if dossier.assisted_by_id else set()
    passed = {event.data["agency"] for event in found.reading.events if event.type in _PLACING}
    here = {dossier.receiving_id, dossier.competent_id, dossier.agency_id}
    return frozenset(here | asked | helped | passed)


def opened(request: Request, code: str) -> tuple[DossierPage, str]:
    """The dossier and who reads it. Raises Http404, and Forbidden with whom to ask."""
    known = dossiers.find_dossier(code[:60])
    if known is None:
        raise Http404
    found = dossiers.dossier_page(known, now=request.now)
    # Named in a refusal: the agency that holds it, not the one with the smallest number.
    if not request.scope.may(VIEW, agency_id=places_of(found), field=found.version.field_code):
        check(request, VIEW, agency_id=known.agency_id, field=found.version.field_code)
    by = check(request, VIEW, agency_id=places_of(found), field=found.version.field_code)
    return found, by


def log_read(request: Request, code: str, *, by: str, screen: str, purpose: str = "") -> None:
    journal.log_reads(by=by, screen=screen, subjects=[code], at=request.now, purpose=purpose)


def tags(request: Request, found: DossierPage) -> list[Tag]:
    """State, step and what is left, each in colour, icon and words."""
    shown: list[Tag] = []
    standing, clocked = found.reading.standing, found.reading.clock
    if standing.is_test:
        shown.append(Tag("check", "flask-conical", _("Hồ sơ thử")))
    if found.dossier.inherited_from:
        words = _("Kế thừa từ %(system)s") % {"system": found.dossier.inherited_from}
        shown.append(Tag("", "import", words))
    if under_verification([found.dossier.pk]):
        shown.append(status.CHECKING)
    if not standing.open:
        shown.append(status.state(standing.state, standing.outcome))
        if clocked.verdict and standing.outcome in {"completed", "refused", "closed"}:
            shown.append(status.due(minutes_left=None, verdict=clocked.verdict.value))
        return shown
    if found.step is not None and standing.state in {State.ACCEPTED, State.IN_PROCESS}:
        shown.append(Tag("run", "play", formats.own_name(found.step)))
    else:
        shown.append(status.state(standing.state))
    if clocked.due_at is not None:
        measure = measure_of(
            {found.dossier.competent_id},
            now=formats.local(request.now),
            soon_days=thresholds().number("soon_days"),
        )
        shown.append(
            status.due(
                minutes_left=measure.minutes_left(found.dossier.competent_id, clocked.due_at),
                minutes_a_day=measure.minutes_a_day(found.dossier.competent_id),
                soon_days=measure.soon_days,
            )
        )
    elif standing.pauses and standing.state in {State.ACCEPTED, State.IN_PROCESS}:
        shown.append(Tag("", "pause", _("Tạm dừng")))
    elif standing.state is not State.SUBMITTED and clocked.started_at is None:
        shown.append(Tag("", "clock", _("Chưa tính hạn")))
    return shown


def files_by_event(found: DossierPage) -> dict[int, list[str]]:
    """The files that events name: a result, a proof of a late recording, an added paper."""
    named: dict[int, list[str]] = {}
    for event in found.reading.events:
        hashes = [event.data.get("file"), event.data.get("late", {}).get("file")]
        if given := [text for text in hashes if isinstance(text, str) and text]:
            named[event.seq] = given
    return named
