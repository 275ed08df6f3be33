"""The page of one task."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.papers import queries as papers
from lienthong.papers.rules import NoSuchFile
from lienthong.programmes.queries.difficulties import difficulties_of_task
from lienthong.programmes.queries.pages import TaskPage
from lienthong.programmes.queries.visits import remedies
from lienthong.programmes.rules.checks import CAUSES
from lienthong.programmes.rules.completeness import NEEDED, WANTED, lacking
from lienthong.programmes.rules.kinds import (
    EvidenceState,
    RequestKind,
    RequestState,
    TaskEventType,
    TaskState,
)
from lienthong.programmes.rules.lifecycle import EVENT_NAMES
from lienthong.programmes.rules.sources import ConflictKind
from lienthong.programmes.rules.timeline import Event, instant
from lienthong.programmes.rules.timeliness import health, last_day
from lienthong.web.programme import words
from lienthong.web.programme.acting import offered, opened
from lienthong.web.programme.acts import DECIDE
from lienthong.web.programme.asked import VIEW
from lienthong.web.programme.difficulties import shown as difficulties_shown
from lienthong.web.programme.directive_words import where_cited
from lienthong.web.programme.holding import holders
from lienthong.web.programme.remedies import area
from lienthong.web.programme.remedies import shown as remedies_shown
from lienthong.web.programme.task_assigning import may_edit
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.status import Tag

E = TaskEventType
_ICONS: Final = {
    E.ASSIGNED: "send",
    E.ACKNOWLEDGED: "user-check",
    E.PROGRESSED: "chart-line",
    E.EVIDENCE_ADDED: "paperclip",
    E.SUBMITTED: "file-check",
    E.ACCEPTED: "check",
    E.RETURNED: "undo-2",
    E.REQUESTED: "message-square",
    E.DECIDED: "stamp",
    E.EXTENDED: "calendar",
    E.REASSIGNED: "arrow-right-left",
    E.EDITED: "pen-line",
    E.CORRECTED: "history",
    E.EXPLAINED: "pen-line",
    E.REOPENED: "rotate-ccw",
    E.CANCELLED: "ban",
    E.NOTED: "info",
}


@dataclass(frozen=True)
class Moment:
    """A line of the timeline."""

    icon: str
    name: str
    event: Event
    by: str
    words: str
    wait: bool = False


@needs(VIEW)
@never_cache
@require_safe
def task(request: Request, code: str) -> HttpResponse:
    found = opened(request, code)
    standing = found.judged.standing
    context: dict[str, Any] = {
        "found": found,
        "standing": standing,
        "tags": tags(found, request),
        "due": last_day(standing.due_at) if standing.due_at else None,
        "first_due": last_day(standing.first_due_at)
        if standing.first_due_at and standing.first_due_at != standing.due_at
        else None,
        "returned": _returned(found),
        "offer": offered(request, found),
        "sources": [{**vars(one), "where": where_cited(one.citation)} for one in found.sources],
        "missing": [_((NEEDED | WANTED)[name]) for name in lacking_of(found)],
        "blocked": bool(NEEDED.keys() & set(lacking_of(found))),
        "may_edit": may_edit(request, found),
        "may_raise": bool(holders(request.scope, Permission.DIFFICULTY_RAISE)),
        "may_demand": standing.open
        and found.lead.id in request.scope.agencies(Permission.VISIT_PLAN),
        "difficulties": difficulties_shown(
            difficulties_of_task(found.id, request.scope.agencies(VIEW), as_of=request.now)
        ),
        "remedies": remedies_shown(
            remedies(area(request), on=today(request), task=found.code), request
        ),
        "results": [(one, _bar(one)) for one in found.key_results],
        "over": [one for one in found.key_results if one.over],
        "evidence": [(one, words.EVIDENCE[one.kind], _proof_tag(one)) for one in found.evidence],
        "requests": [
            (
                one,
                words.REQUESTS[one.kind],
                words.REQUEST_TAGS[one.state],
                words.wish(one.wanted),
                one.state is RequestState.PENDING and may_decide(request, one.decider),
            )
            for one in reversed(found.requests)
        ],
        "explanations": [(one, _(CAUSES[one.cause])) for one in reversed(found.explanations)],
        "warnings": [(one, words.level_tag(one.level)) for one in found.warnings[:5]],
        "conflicts": [
            (_conflict(one.kind), zip(one.sources, one.printed, strict=True))
            for one in found.conflicts
        ],
        "blame": words.RESPONSIBLE.get(found.judged.responsible)
        if found.judged.responsible
        else "",
        "forecast": said(found.judged.forecast),
        "alarm": said(found.judged.alarm),
        "moments": moments(found),
        "blocs": [words.BLOCS[bloc] for bloc in found.blocs],
        "pillar": words.PILLARS[found.pillar],
        "urgency": words.URGENCIES[found.urgency],
        "rhythm": words.RHYTHMS.get(found.recurrence, ""),
    }
    return render(request, "programme/task.html", context)


def may_decide(request: Request, decider: int) -> bool:
    return request.scope.may(DECIDE, agency_id=decider)


def tags(found: TaskPage, request: Request) -> list[Tag]:
    standing = found.judged.standing
    shown = [
        words.state_tag(standing.state),
        words.time_tag(found.judged.timeliness, standing, request.now),
    ]
    if found.recurring and standing.open:
        shown.append(words.HEALTH_TAGS[health(standing, found.recurrence, request.now)])
    if standing.was_late and found.judged.timeliness not in ("done_late", "overdue"):
        shown.append(Tag("late", "history", _("Từng quá hạn")))
    asked = (RequestKind.EXTENSION, RequestKind.REFUSAL)  # a correction has a tag of its own
    waits = [words.REQUESTS[kind] for kind in asked if kind in standing.pending]
    shown += [
        Tag("check", "hourglass", _("Chờ quyết định: %(what)s") % {"what": what}) for what in waits
    ]
    missing = lacking_of(found)
    if standing.open and NEEDED.keys() & set(missing):
        told = ", ".join(_(NEEDED[name]) for name in missing if name in NEEDED)
        shown.append(Tag("soon", "circle-alert", _("Còn thiếu: %(what)s") % {"what": told}))
    return shown


def lacking_of(found: TaskPage) -> list[str]:
    return lacking(
        objective=found.objective,
        key_results=len(found.key_results),
        product=found.product,
        receiver=found.receiver is not None,
        deadline_kind=found.judged.standing.deadline_kind,
        head=bool(found.head),
        contact=bool(found.contact),
        acknowledged=found.judged.standing.acknowledged_at is not None,
    )


def said(told: Any) -> str:
    """A reason with its values, in the reader's language."""
    if told is None:
        return ""
    values = {
        name: _(value) if name == "name" and isinstance(value, str) and value else value
        for name, value in told.values.items()
    }
    return _(told.reason) % values if values else _(told.reason)


def _bar(result: Any) -> dict[str, Any]:
    """How much of the target is reached, as a drawing of 100 by 1."""
    value = result.value
    share = 0
    if value is not None and result.target:
        share = int(min(100, max(0, value * 100 / result.target)))
    kind = "done" if result.reached else "soon" if share >= 80 else ""
    return {"share": share, "kind": kind}


def _proof_tag(one: Any) -> Tag:
    if one.kind == "measured" and one.state is EvidenceState.PENDING:
        return Tag("done", "link", words.EVIDENCE[one.kind])
    return words.EVIDENCE_TAGS[one.state]


def _returned(found: TaskPage) -> Event | None:
    """How the result that was handed in last came back, while it is worked on again."""
    told = [one for one in found.events if one.type in (E.SUBMITTED, E.RETURNED)]
    back = bool(told) and told[-1].type is E.RETURNED and found.state is TaskState.IN_PROGRESS
    return told[-1] if back else None


def _conflict(kind: ConflictKind) -> str:
    if kind is ConflictKind.DEADLINE:
        return _("Các văn bản ghi thời hạn khác nhau cho cùng một việc.")
    return _("Các văn bản ghi cơ quan chủ trì khác nhau cho cùng một việc.")


def moments(found: TaskPage) -> Sequence[Moment]:
    """The timeline, the newest first; claims above what is measured stand out."""
    shown = []
    for event in reversed(found.events):
        flagged = event.data.get("flagged") or ()
        shown.append(
            Moment(
                icon="triangle-alert" if flagged else _ICONS[event.type],
                name=_(EVENT_NAMES[event.type]),
                event=event,
                by=found.names.get(event.by, ""),
                words=_told(event),
                wait=bool(flagged),
            )
        )
    return shown


def _told(event: Event) -> str:
    """The words of an event."""
    data, parts = event.data, []
    if event.type is E.PROGRESSED:
        parts.append(f"{data['percent']}%")
    for one in data.get("flagged") or ():
        parts.append(
            _("kết quả %(seq)d báo %(claimed)s, đo được %(measured)s")
            % {
                "seq": one["result"],
                "claimed": formats.number(Decimal(one["claimed"]).normalize()),
                "measured": formats.number(Decimal(one["measured"]).normalize()),
            }
        )
    dated = event.type in (E.EXTENDED, E.REOPENED) or "deadline" in data.get("what", ())
    due = instant(data.get("due")) if dated else None
    if due is not None:
        parts.append(_("đến hết %(day)s") % {"day": formats.day(last_day(due))})
    if event.type is E.EDITED:
        parts += [str(words.EDITED[name]) for name in data["what"] if name in words.EDITED]
    if event.type in (E.REQUESTED, E.DECIDED):
        parts.append(str(words.REQUESTS[data["kind"]]))
    if event.type is E.DECIDED:
        parts.append(str(words.REQUEST_TAGS[data["state"]].words))
    if data.get("what") == "objective":
        parts.append(_("ghi mục tiêu và kết quả chính"))
    if event.type is E.EXPLAINED:
        parts.append(_(CAUSES.get(data["cause"], "")))
    parts += [str(data[name]) for name in ("document", "reason", "note", "text") if data.get(name)]
    return "; ".join(parts)


@needs(VIEW)
@never_cache
@require_safe
def evidence_file(request: Request, code: str, sha256: str) -> HttpResponseBase:
    """A file that the task names, as evidence or beside a request."""
    found = opened(request, code)
    named = {one.file: one.title for one in found.evidence if one.file}
    named |= {one.file: str(words.REQUESTS[one.kind]) for one in found.requests if one.file}
    if sha256 not in named:
        raise Http404
    try:
        about = papers.file(sha256)
        stream = papers.open_file(sha256)
    except NoSuchFile:
        raise Http404 from None
    response = StreamingHttpResponse(stream, content_type=about.media_type)
    response["Content-Disposition"] = f'attachment; filename="{sha256[:12]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
