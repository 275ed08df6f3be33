"""The list of tasks: filters, search without accents, pages by key, export."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.programmes.queries.tasks import TaskLine, page_of_tasks
from lienthong.programmes.rules.timeliness import last_day
from lienthong.web.programme import words
from lienthong.web.programme.asked import VIEW, Wanted
from lienthong.web.programme.export import MOST, sheet
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import key_of

_FILTERS = ("open", "overdue", "in_time", "done_on_time", "done_late", "all")


@needs(VIEW)
@never_cache
@require_safe
def tasks(request: Request) -> HttpResponse:
    wanted = Wanted(request)
    form = wanted.text("dang")
    kind = wanted.kind if wanted.text("so") else "open"
    asked = wanted.asked(kind=kind)
    if form in ("csv", "xlsx"):
        lines, _after, _count = page_of_tasks(asked, limit=MOST)
        return _export(form, wanted, lines)
    lines, after, count = page_of_tasks(asked, after=key_of(request))
    context: dict[str, Any] = {
        "wanted": wanted,
        "lines": [row(line, wanted) for line in lines],
        "count": count,
        "after": str(after) if after else "",
        "kind": kind,
        "kind_name": words.kind_name(kind),
        "kinds": [
            (wanted.address("tasks", so=one), words.kind_name(one), one == kind) for one in _FILTERS
        ],
        "programmes": wanted.programmes,
        "pillars": list(words.PILLARS.items()),
        "blocs": list(words.BLOCS.items()),
        "levels": list(words.LEVELS.items()),
        "csv": wanted.address("tasks", so=kind, dang="csv"),
        "xlsx": wanted.address("tasks", so=kind, dang="xlsx"),
        "scope": scope_sentence(wanted),
        "may_assign": request.scope.may(Permission.PROGRAMME_EDIT),
    }
    return render(request, "programme/tasks.html", context)


def row(line: TaskLine, wanted: Wanted) -> dict[str, Any]:
    """A row with its tags."""
    standing = line.standing
    return {
        "line": line,
        "standing": standing,
        "state": words.state_tag(standing.state),
        "time": words.time_tag(line.timeliness, standing, wanted.moment),
        "lead": formats.own_name(line.lead) if line.lead else "",
        "due": last_day(standing.due_at) if standing.due_at else None,
        "urgency": words.URGENCIES[line.urgency] if line.urgency != "normal" else "",
        "pillar": words.PILLARS[line.pillar],
    }


def scope_sentence(wanted: Wanted) -> str:
    """Whose tasks are counted, and until when: a count without them says nothing."""
    parts = []
    programme, unit = wanted.programme, wanted.unit
    parts.append(formats.own_name(programme) if programme else _("Mọi chương trình"))
    if wanted.working_group:
        parts.append(wanted.working_group[0])
    if wanted.pillar:
        parts.append(_("trụ cột %(name)s") % {"name": words.PILLARS[wanted.pillar]})
    if wanted.bloc:
        parts.append(str(words.BLOCS[wanted.bloc]))
    if wanted.level:
        parts.append(str(words.LEVELS[wanted.level]))
    parts.append(
        formats.own_name(unit)
        if unit
        else _("%(count)s cơ quan trong phạm vi được xem")
        % {"count": formats.number(len(wanted.agencies))}
    )
    return _("%(scope)s; tính đến %(when)s") % {
        "scope": ", ".join(parts),
        "when": formats.as_of(wanted.moment),
    }


def _export(form: str, wanted: Wanted, lines: list[TaskLine]) -> HttpResponse:
    heads = [
        _("Mã"), _("Nhiệm vụ"), _("Chương trình"), _("Trụ cột"), _("Chủ trì"), _("Giao việc"),
        _("Trạng thái"), _("Thời hạn"), _("Hạn chót"), _("Xong lúc"), _("Tiến độ (%)"),
        _("Lần gia hạn"), _("Từng quá hạn"), _("Mã ở nơi khác"),
    ]  # fmt: skip
    return sheet(form, "nhiem-vu", heads, _cells(wanted, lines), scope_sentence(wanted))


def _cells(wanted: Wanted, lines: list[TaskLine]) -> Iterator[list[object]]:
    for line in lines:
        standing = line.standing
        yield [
            line.code,
            line.title,
            line.programme,
            str(words.PILLARS[line.pillar]),
            formats.own_name(line.lead) if line.lead else "",
            formats.own_name(line.assigner) if line.assigner else "",
            str(words.state_tag(standing.state).words),
            words.time_name(line.timeliness),
            last_day(standing.due_at).isoformat() if standing.due_at else "",
            standing.done_at,
            standing.percent,
            standing.extensions,
            _("có") if standing.was_late else "",
            "; ".join(line.codes),
        ]
