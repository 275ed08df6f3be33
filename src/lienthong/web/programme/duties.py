"""My unit's duties today, and the warnings I got."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import Permission
from lienthong.clock import VIETNAM
from lienthong.programmes.actions.warnings import see_warning
from lienthong.programmes.queries import duties as queries
from lienthong.programmes.queries.difficulties import to_handle
from lienthong.programmes.queries.duties import Duties, RequestLine
from lienthong.programmes.queries.figures import Seen
from lienthong.programmes.queries.tasks import task_lines
from lienthong.programmes.queries.visits import remedies
from lienthong.programmes.rules.kinds import RequestKind
from lienthong.web.programme import words
from lienthong.web.programme.asked import VIEW, Wanted
from lienthong.web.programme.difficulties import shown as difficulties_shown
from lienthong.web.programme.lists import row
from lienthong.web.programme.remedies import shown as remedies_shown
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.status import Tag

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Pressing:
    """What somebody waits for from the unit, past its day."""

    address: str
    title: str
    about: str
    tag: Tag
    due: datetime | None


def _late(one: RequestLine, request: Request) -> bool:
    return one.decide_by is not None and one.decide_by <= request.now


def _late_requests(found: Duties, request: Request) -> Iterator[Pressing]:
    for one in (*found.to_decide, *found.to_answer):
        if not _late(one, request):
            continue
        decide = one.kind is not RequestKind.OBJECTIVE
        yield Pressing(
            address=reverse("task-decide", args=[one.code, one.id])
            if decide
            else reverse("task-act", args=[one.code, "muc-tieu"]),
            title=f"{words.REQUESTS[one.kind]}: {one.title}",
            about=f"{one.code}; {one.agency}",
            tag=Tag(
                "late",
                "triangle-alert",
                _("Quá hạn quyết định") if decide else _("Quá hạn trả lời"),
            ),
            due=one.decide_by,
        )


@needs(VIEW)
@never_cache
@require_safe
def today(request: Request) -> HttpResponse:
    """What the own agencies have to do with tasks, the most pressing first."""
    wanted = Wanted(request)
    own = frozenset(held.agency_id for held in request.scope.holdings) & wanted.agencies
    deciding = own & request.scope.agencies(Permission.TASK_DECIDE)
    found = queries.duties(own, deciding=deciding, now=request.now)
    lines = {
        line.id: line
        for line in task_lines(
            [
                one
                for part in (
                    found.late,
                    found.returned,
                    found.to_acknowledge,
                    found.near,
                    found.to_accept,
                    found.recurring,
                    found.incomplete,
                )
                for one in part[:MOST]
            ]
        )
    }

    def part(title: str, icon: str, seen: list[Seen]) -> dict[str, Any]:
        return {
            "title": title,
            "icon": icon,
            "count": len(seen),
            "rows": [row(lines[one.id], wanted) for one in seen[:MOST]],
        }

    parts = [
        part(_("Quá hạn, chưa xong"), "triangle-alert", found.late),
        part(_("Kết quả bị trả lại, làm tiếp"), "undo-2", found.returned),
        part(_("Chưa nhận việc"), "inbox", found.to_acknowledge),
        part(_("Sắp đến hạn"), "hourglass", found.near),
        part(_("Chờ tôi nghiệm thu"), "file-check", found.to_accept),
        part(_("Thường xuyên, báo cáo theo nhịp"), "refresh-cw", found.recurring),
        part(_("Chưa có kết quả chính"), "flag", found.incomplete),
    ]
    handling = to_handle(
        answering=own & request.scope.agencies(Permission.DIFFICULTY_ANSWER),
        raising=own & request.scope.agencies(Permission.DIFFICULTY_RAISE),
        as_of=request.now,
    )
    todo = remedies(own, on=request.now.astimezone(VIETNAM).date(), only="todo")
    difficult = [
        (_("Khó khăn chờ đơn vị trả lời"), "message-square", handling.to_answer),
        (_("Khó khăn chờ đơn vị cho ý kiến"), "pen-line", handling.to_advise),
        (_("Đã được trả lời, chờ đơn vị xác nhận"), "check", handling.to_verify),
    ]
    waits = [*handling.to_answer, *handling.to_advise]
    # What others wait for and did not get in time is told once, above everything.
    pressing = [
        *_late_requests(found, request),
        *(
            Pressing(
                address=reverse("difficulty", args=[line["row"].code]),
                title=line["row"].subject,
                about=f"{line['row'].code}; {line['unit']}",
                tag=line["tag"],
                due=line["row"].answer_due_at,
            )
            for line in difficulties_shown([one for one in waits if one.late])
        ),
    ]
    late_remedies = [one for one in todo if one.late]
    context = {
        "pressing": pressing,
        "parts": [one for one in parts if one["count"]],
        "difficult": [
            (title, icon, difficulties_shown(rest[:MOST]), len(rest))
            for title, icon, rows in difficult
            if (rest := [one for one in rows if not one.late or one not in waits])
        ],
        "remedies": remedies_shown(
            [*late_remedies, *(one for one in todo if not one.late)], request
        ),
        "requests": [
            (one, words.REQUESTS[one.kind]) for one in found.to_decide if not _late(one, request)
        ],
        "answers": [
            (one, words.REQUESTS[one.kind]) for one in found.to_answer if not _late(one, request)
        ],
        "count": found.count + len(todo) + sum(len(rows) for _title, _icon, rows in difficult),
        "unseen": len(queries.inbox(request.scope.account_id, unseen=True)),
        "wanted": wanted,
    }
    return render(request, "programme/duties.html", context)


@needs(VIEW)
@never_cache
@require_safe
def warnings(request: Request) -> HttpResponse:
    lines = queries.inbox(request.scope.account_id)
    context = {"lines": [(one, words.level_tag(one.level)) for one in lines]}
    return render(request, "programme/warnings.html", context)


@needs(VIEW)
@require_POST
def see(request: Request, warning_id: int) -> HttpResponse:
    try:
        see_warning(
            warning_id=warning_id,
            account_id=request.scope.account_id,
            by=request.scope.actor_for(VIEW),
            at=request.now,
        )
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    return redirect("warnings")
