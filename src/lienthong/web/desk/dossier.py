"""The page of one dossier: the answer first, then why, then everything that happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.clock import Unit, Verdict
from lienthong.dossiers.queries import DossierPage
from lienthong.dossiers.queries.answering import answer_by
from lienthong.dossiers.queries.corrections_of import corrections_of
from lienthong.dossiers.queries.forms import available
from lienthong.dossiers.queries.page import EventLine
from lienthong.dossiers.queries.thresholds import thresholds
from lienthong.dossiers.rules.causes import CAUSES, WAITS
from lienthong.dossiers.rules.lifecycle import EVENT_NAMES, EventType, State
from lienthong.dossiers.rules.timeline import instant
from lienthong.web.desk.acting import may, offered
from lienthong.web.desk.acts import BY_NAME
from lienthong.web.desk.looking import files_by_event, log_read, opened, tags
from lienthong.web.desk.papers import shown_papers
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.strips import explained, strip

CHANNELS = {
    "direct": gettext_lazy("Nộp trực tiếp"),
    "online": gettext_lazy("Nộp trực tuyến"),
    "postal": gettext_lazy("Nộp qua bưu chính"),
}


# What can be printed, in a few words each; the whole titles stand on the papers.
FORMS = {
    "01": gettext_lazy("Giấy tiếp nhận và hẹn trả"),
    "02": gettext_lazy("Phiếu yêu cầu bổ sung"),
    "03": gettext_lazy("Phiếu từ chối tiếp nhận"),
    "04": gettext_lazy("Văn bản xin lỗi và hẹn lại"),
    "05": gettext_lazy("Thông báo dừng giải quyết"),
    "06": gettext_lazy("Phiếu kiểm soát"),
}


@dataclass(frozen=True)
class Promise:
    """A date that was promised: when it was said, and because of what."""

    until: datetime
    said_at: datetime
    why: str


@dataclass(frozen=True)
class Moment:
    """An event as the timeline draws it."""

    line: EventLine
    css: str
    icon: str
    files: Sequence[str]


@needs(Permission.DOSSIER_VIEW)
@never_cache
@require_safe
def dossier(request: Request, code: str) -> HttpResponse:
    found, by = opened(request, code)
    log_read(request, found.code, by=by, screen="dossier")
    return render(request, "desk/dossier.html", context_of(request, found))


def context_of(request: Request, found: DossierPage) -> dict[str, Any]:
    names = {day: name for day, (name, _source) in found.day_names.items()}
    reading = found.reading
    drawn = strip(reading.calendar, reading.rule, reading.clock_events, request.now, names=names)
    moments, cause = timeline(found), reading.standing.cause
    may_add = may(request, BY_NAME["them-giay"], found)
    return {
        "found": found,
        "dossier": found.dossier,
        "tags": tags(request, found),
        "strip": drawn,
        "explained": [*former_promise(found), *(explained(drawn) if drawn else ())],
        "counted": counted(found),
        "promises": promises(found),
        "lateness": lateness(found, may_apologise=may(request, BY_NAME["xin-loi"], found)),
        "moments": moments[:9],
        "older": moments[9:],
        "corrections": corrections_of(found.dossier.pk),
        "may_correct": request.scope.may(
            Permission.CORRECTION_OPEN, agency_id=found.dossier.competent_id
        ),
        "cause": _(CAUSES[cause]) if cause in CAUSES else "",
        "channel": CHANNELS.get(found.dossier.channel, ""),
        "waits": waits(found),
        "wait_until": wait_until(found),
        "answer_by": answer_by(found.dossier, hours=thresholds().number("auto_accept_hours")),
        "now": request.now,
        "prints": [(FORMS[number], number) for number in available(found)],
        "offer": offered(request, found),
        "papers": shown_papers(found, may_attach=may_add),
        "may_add": may_add,
        "sidelines": [(line, line.overdue(request.now)) for line in found.sidelines],
    }


def waits(found: DossierPage) -> list[str]:
    """What is waited for, each once: several agencies may be asked for their opinion."""
    pauses = dict.fromkeys(found.reading.standing.pauses)
    return [_(WAITS[reason]) for reason in pauses if reason in WAITS]


def wait_until(found: DossierPage) -> date | None:
    """The last day on which the applicant may supplement; None when none was set."""
    if found.reading.standing.state is not State.AWAITING_SUPPLEMENT:
        return None
    events = reversed(found.reading.events)
    asked = next(event for event in events if event.type is EventType.SUPPLEMENT_REQUESTED)
    until = asked.data.get("until")
    return date.fromisoformat(until) if until else None


def counted(found: DossierPage) -> str:
    """How much of the limit has run, in its own unit."""
    clocked, unit = found.reading.clock, found.reading.rule.limit.unit
    if clocked.started_at is None:
        return ""
    if clocked.limit is None or clocked.remaining is None:
        return _("Trả trong ngày. Đã tính %(hours)s giờ làm việc.") % {
            "hours": formats.number(round(float(clocked.consumed), 1))
        }
    words = {
        Unit.WORKING_DAY: _("ngày làm việc"),
        Unit.WORKING_HOUR: _("giờ làm việc"),
        Unit.CALENDAR_DAY: _("ngày lịch"),
    }[unit]
    used = formats.number(round(float(clocked.consumed), 1))
    limit = formats.number(round(float(clocked.limit), 1))
    late = clocked.overdue or clocked.verdict is Verdict.LATE
    if clocked.remaining >= 0 or not late:
        # A limit in days runs to the end of its last working day, a little beyond its measure.
        return _("Đã tính %(used)s / %(limit)s %(unit)s. Còn %(left)s.") % {
            "used": used,
            "limit": limit,
            "unit": words,
            "left": formats.number(max(round(float(clocked.remaining), 1), 0)),
        }
    return _("Đã tính %(used)s / %(limit)s %(unit)s, quá %(over)s.") % {
        "used": used,
        "limit": limit,
        "unit": words,
        "over": formats.number(round(-float(clocked.remaining), 1)),
    }


def promises(found: DossierPage) -> list[Promise]:
    """Every date that was promised, the first one first."""
    said: list[Promise] = []
    for event in found.reading.events:
        until = instant(event.data.get("promised"))
        if until is not None and (not said or said[-1].until != until):
            said.append(Promise(until, event.occurred_at, _(EVENT_NAMES[event.type]).lower()))
    return said


def former_promise(found: DossierPage) -> list[str]:
    """Why an inherited dossier is due later than the limit says."""
    promised, by_rule = found.reading.standing.former_promise, found.reading.by_rule
    if promised is None or by_rule is None:
        return []
    said = _(
        "Hệ thống cũ đã hẹn người dân %(promised)s, sau ngày tính theo thời hạn của thủ tục"
        " (%(by_rule)s). Ngày đã hẹn được giữ: hồ sơ chỉ trễ khi quá ngày ấy."
    )
    return [said % {"promised": formats.moment(promised), "by_rule": formats.moment(by_rule)}]


def lateness(found: DossierPage, *, may_apologise: bool) -> list[tuple[str, str]]:
    """Late in fact and late in the record, each said for itself: (kind of note, sentence)."""
    clocked, dossier = found.reading.clock, found.dossier
    said: list[tuple[str, str]] = []
    if clocked.first_late_at is not None:
        when = formats.moment(clocked.first_late_at)
        if found.reading.standing.open:
            said.append(("bad", _("Trễ thật từ %(when)s.") % {"when": when}))
            if not found.reading.standing.apologised:
                first = (
                    _("Gửi văn bản xin lỗi trước, rồi làm tiếp.")
                    if may_apologise
                    else _("Báo người ký gửi văn bản xin lỗi, rồi làm tiếp.")
                )
                said.append(("warn", first))
        else:
            said.append(("warn", _("Đã trễ thật từ %(when)s.") % {"when": when}))
    if dossier.recorded_verdict == "late" and dossier.verdict != "late":
        said.append(
            (
                "",
                _(
                    "Xong đúng hạn nhưng ghi vào hệ thống sau hạn: trễ ghi nhận, không phải trễ"
                    " giải quyết."
                ),
            )
        )
    elif dossier.verdict == "late" and dossier.recorded_verdict == "late":
        said.append(("", _("Việc xong sau hạn và ghi nhận cũng sau hạn.")))
    return said


_WAIT_ICONS = {
    EventType.SUPPLEMENT_REQUESTED: "pause",
    EventType.PAYMENT_REQUIRED: "banknote",
    EventType.PAUSED: "pause",
    EventType.CONSULTATION_REQUESTED: "message-square",
    EventType.APOLOGISED: "mail",
    EventType.EXTENDED: "calendar",
}
_ICONS = {
    EventType.SUBMITTED: "send",
    EventType.HANDED_OVER: "arrow-right-left",
    EventType.ASSIGNED: "user-check",
    EventType.SUPPLEMENT_RECEIVED: "upload",
    EventType.PAYMENT_RECEIVED: "banknote",
    EventType.INSPECTION_FINISHED: "clipboard-check",
    EventType.CONSULTATION_ANSWERED: "message-square",
    EventType.SUBTASK_OPENED: "split",
    EventType.COMPONENT_ADDED: "paperclip",
    EventType.NOTED: "pencil",
    EventType.CAUSE_CODED: "flag",
    EventType.CORRECTED: "history",
    EventType.REFUSED: "circle-x",
    EventType.DECLINED: "circle-x",
    EventType.STOPPED: "circle-x",
    EventType.WITHDRAWN: "undo-2",
    EventType.COMPLETED: "file-check",
}


def timeline(found: DossierPage) -> list[Moment]:
    """All events, the newest first."""
    files = files_by_event(found)
    open_now = found.reading.standing.open
    moments = []
    for place, line in enumerate(found.events):
        css = "wait" if line.type in _WAIT_ICONS else "past"
        if place == 0 and open_now and css == "past":
            css = "now"
        icon = _WAIT_ICONS.get(line.type) or _ICONS.get(line.type, "check")
        moments.append(
            Moment(
                line=line,
                css=css,
                icon=icon,
                files=files.get(line.seq, ()),
            )
        )
    return moments
