"""Meetings: the list with proposed dates, the brief in one press, conclusions that become tasks."""

from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong import clock
from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.papers.rules.statements import Section
from lienthong.programmes.actions import meetings as actions
from lienthong.programmes.queries import meetings as queries
from lienthong.programmes.queries.directives import known_agencies
from lienthong.programmes.queries.meetings import MeetingPage, MeetingRow
from lienthong.programmes.queries.programmes import programmes
from lienthong.programmes.rules.kinds import MeetingKind, Pillar, Urgency
from lienthong.programmes.rules.meetings import KIND_NAMES
from lienthong.programmes.rules.schedule import phase_of
from lienthong.programmes.rules.splitting import read_piece
from lienthong.programmes.rules.timeliness import PUBLIC, Timeliness
from lienthong.web.programme import words
from lienthong.web.programme.holding import agency_field, named, offered
from lienthong.web.programme.papers import answered, statement
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.status import Tag

VIEW: Final = Permission.PROGRAMME_VIEW
EDIT: Final = Permission.MEETING_EDIT


class Open(forms.Form):
    programme = forms.TypedChoiceField(
        label=gettext_lazy("Chương trình"),
        coerce=int,
        error_messages={"required": gettext_lazy("Chọn chương trình")},
    )
    kind = choice_field(
        gettext_lazy("Loại họp"),
        gettext_lazy("Chọn loại họp"),
        choices=[(one.value, gettext_lazy(KIND_NAMES[one])) for one in MeetingKind],
    )
    day = day_field(gettext_lazy("Ngày họp"))
    hour = forms.TimeField(
        label=gettext_lazy("Giờ họp"),
        initial=time(8, 0),
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Ghi giờ họp"),
            "invalid": gettext_lazy("Ghi giờ họp, ví dụ 08:00"),
        },
    )
    title = text_field(gettext_lazy("Tên cuộc họp"), gettext_lazy("Ghi tên cuộc họp"))

    def __init__(self, *args: Any, request: Request, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = request.scope.agencies(EDIT)
        self.running = {
            one.id: one
            for one in programmes()
            if one.standing is not None and one.standing.id in mine
        }
        choices = [(number, formats.own_name(one)) for number, one in self.running.items()]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]

    @property
    def held_at(self) -> datetime:
        given = self.cleaned_data
        return datetime.combine(given["day"], given["hour"], tzinfo=clock.VIETNAM)


@needs(VIEW)
@never_cache
@form_page
def listed(request: Request) -> HttpResponse:
    """All meetings; who edits them also gets proposals and can open one."""
    edits = request.scope.may(EDIT)
    post = request.method == "POST"
    if post and not edits:
        check(request, EDIT)
    proposals = queries.proposals(request.scope.agencies(EDIT), at=request.now) if edits else []
    form = Open(
        request.POST if post else None, request=request, initial=_initial(request, proposals)
    )
    if post and form.is_valid():
        standing = form.running[form.cleaned_data["programme"]].standing
        agency = standing.id if standing else 0
        try:
            made = actions.open_meeting(
                programme=form.cleaned_data["programme"],
                agency=agency,
                kind=MeetingKind(form.cleaned_data["kind"]),
                held_at=form.held_at,
                title=form.cleaned_data["title"],
                by=check(request, EDIT, agency_id=agency),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(
                request, _("Đã mở cuộc họp. Lập báo cáo phục vụ họp bằng một lần bấm.")
            )
            return redirect("meeting", made.pk)
    rows = queries.meetings(request.scope.agencies(VIEW) | request.scope.agencies(EDIT))
    names = organisations.agencies({row.agency for row in rows})
    context = {
        "lines": [
            {
                "row": row,
                "kind": _(KIND_NAMES[row.kind]),
                "agency": formats.own_name(names[row.agency]),
                "coming": row.held_at > request.now,
            }
            for row in rows
        ],
        "proposals": [
            {
                "one": one,
                "kind": _(KIND_NAMES[one.kind]),
                "address": f"?loai={one.kind.value}&chuong-trinh={one.programme}"
                f"&luc={timezone.localtime(one.held_at):%Y-%m-%dT%H:%M}#mo",
            }
            for one in proposals
        ],
        "form": form if edits and form.running else None,
        "opening": post or "luc" in request.GET,
    }
    return render(request, "programme/meetings.html", context, status=422 if form.errors else 200)


def _initial(request: Request, proposals: list[queries.Proposal]) -> dict[str, Any]:
    """The proposal that was chosen, or the next one."""
    wanted = request.GET.get("luc", "")
    for one in proposals:
        here = timezone.localtime(one.held_at)
        if wanted and (
            f"{here:%Y-%m-%dT%H:%M}" != wanted
            or one.kind.value != request.GET.get("loai")
            or str(one.programme) != request.GET.get("chuong-trinh")
        ):
            continue
        title = (
            f"{KIND_NAMES[one.kind]} {here:%V}"
            if one.kind is MeetingKind.WEEKLY
            else f"{KIND_NAMES[one.kind]} {here:%m/%Y}"
        )
        return {
            "programme": one.programme,
            "kind": one.kind.value,
            "day": here.date(),
            "hour": here.time(),
            "title": title,
        }
    return {}


def opened(request: Request, meeting_id: int) -> MeetingPage:
    agencies = request.scope.agencies(VIEW) | request.scope.agencies(EDIT)
    found = queries.meeting(meeting_id, agencies, as_of=request.now)
    if found is None:
        raise Http404
    return found


class Conclusion(forms.Form):
    text = long_field(gettext_lazy("Kết luận"), gettext_lazy("Ghi nội dung kết luận"))


class Number(forms.Form):
    document = text_field(
        gettext_lazy("Số thông báo kết luận"), gettext_lazy("Ghi số thông báo"), max_length=80
    )


@needs(VIEW)
@never_cache
@require_safe
def one(request: Request, meeting_id: int) -> HttpResponse:
    return page(request, opened(request, meeting_id))


def page(
    request: Request, found: MeetingPage, *, form: Conclusion | None = None, status: int = 200
) -> HttpResponse:
    row = found.row
    edits = request.scope.may(EDIT, agency_id=row.agency)
    leads = organisations.agencies({one.task_lead for one in found.conclusions if one.task_lead})
    context = {
        "found": found,
        "row": row,
        "kind": _(KIND_NAMES[row.kind]),
        "agency": formats.own_name(organisations.agency(row.agency)),
        "sections": [Section.read(data) for data in found.brief["sections"]] if found.brief else [],
        "scope": found.brief["scope"] if found.brief else "",
        "conclusions": [
            {
                "one": one,
                "lead": formats.own_name(leads[one.task_lead]) if one.task_lead else "",
                "tag": became_tag(one.timeliness) if one.timeliness else None,
            }
            for one in found.conclusions
        ],
        "edits": edits,
        "held": row.held_at <= request.now,
        "form": form or Conclusion(),
        "number": Number(initial={"document": row.document}),
    }
    return render(request, "programme/meeting.html", context, status=status)


def became_tag(kind: Timeliness) -> Tag:
    """What became of a conclusion's task."""
    if kind in PUBLIC["overdue"] | PUBLIC["done_late"]:
        return Tag("late", "triangle-alert", words.time_name(kind))
    if kind is Timeliness.DUE_SOON:
        return Tag("soon", "hourglass", words.time_name(kind))
    done = kind in PUBLIC["done_on_time"]
    return Tag("done" if done else "run", "check" if done else "play", words.time_name(kind))


@needs(EDIT)
@require_POST
def make_brief(request: Request, meeting_id: int) -> HttpResponse:
    found = opened(request, meeting_id)
    by = check(request, EDIT, agency_id=found.row.agency)
    try:
        actions.make_brief(meeting_id=meeting_id, by=by, at=request.now)
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, _("Đã lập báo cáo phục vụ họp. Tải PDF hoặc Word bên dưới."))
    return redirect("meeting", meeting_id)


@needs(VIEW)
@never_cache
@require_safe
def paper(request: Request, meeting_id: int, form: str) -> HttpResponse:
    """The frozen brief as PDF or DOCX."""
    found = opened(request, meeting_id)
    if found.brief is None or found.row.brief_at is None or form not in {"pdf", "docx"}:
        raise Http404
    row, brief = found.row, found.brief
    as_of = timezone.localtime(datetime.fromisoformat(brief["as_of"]))
    value = statement(
        request,
        titles=(
            "Báo cáo",
            f"phục vụ {row.title}, {timezone.localtime(row.held_at):%H:%M %d/%m/%Y}",
        ),
        opening=(f"Phạm vi: {brief['scope']}. Số liệu đến {as_of:%H:%M} ngày {as_of:%d/%m/%Y}.",),
        sections=tuple(Section.read(data) for data in brief["sections"]),
        agency=organisations.agency(row.agency),
        at=row.brief_at,
    )
    return answered(value, form, name=f"bao-cao-hop-{timezone.localtime(row.held_at):%Y%m%d}")


@needs(EDIT)
@require_POST
def conclude(request: Request, meeting_id: int) -> HttpResponse:
    found = opened(request, meeting_id)
    by = check(request, EDIT, agency_id=found.row.agency)
    form = Conclusion(request.POST)
    if form.is_valid():
        try:
            actions.conclude(
                meeting_id=meeting_id, text=form.cleaned_data["text"], by=by, at=request.now
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã ghi kết luận. Giao thành nhiệm vụ để theo dõi."))
            return redirect("meeting", meeting_id)
    return page(request, found, form=form, status=422)


@needs(EDIT)
@require_POST
def number(request: Request, meeting_id: int) -> HttpResponse:
    found = opened(request, meeting_id)
    by = check(request, EDIT, agency_id=found.row.agency)
    form = Number(request.POST)
    if form.is_valid():
        actions.number_meeting(
            meeting_id=meeting_id, document=form.cleaned_data["document"], by=by, at=request.now
        )
        messages.success(request, _("Đã ghi số thông báo kết luận."))
    else:
        messages.warning(request, _("Ghi số thông báo"))
    return redirect("meeting", meeting_id)


class Assign(forms.Form):
    lead = agency_field(gettext_lazy("Cơ quan chủ trì"), gettext_lazy("Ghi tên cơ quan chủ trì"))
    due_on = day_field(
        gettext_lazy("Hạn, đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống khi kết luận không định hạn."),
    )
    pillar = choice_field(
        gettext_lazy("Trụ cột"),
        gettext_lazy("Chọn trụ cột"),
        choices=[("", "–"), *((one.value, words.PILLARS[one]) for one in Pillar)],
    )
    urgency = choice_field(
        gettext_lazy("Độ khẩn"),
        gettext_lazy("Chọn độ khẩn"),
        choices=[(one.value, words.URGENCIES[one]) for one in Urgency],
        initial=Urgency.NORMAL.value,
    )
    objective = long_field(gettext_lazy("Mục tiêu"), "", required=False)
    product = text_field(gettext_lazy("Sản phẩm"), "", required=False, max_length=300)

    def __init__(self, *args: Any, request: Request, province: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request, self.province = request, province

    def clean_lead(self) -> int:
        text = self.cleaned_data["lead"]
        return named(text, on=today(self.request), province=self.province).id


def _read_of(text: str, row: MeetingRow, *, on: date) -> dict[str, Any]:
    """What the conclusion itself says of its lead and last day, to be looked at."""
    piece = read_piece(text, issued=timezone.localdate(row.held_at))
    sure = known_agencies(piece.lead, agency_id=row.agency, on=on)
    lead = sure.get(piece.lead[0]) if len(piece.lead) == 1 else None
    return {
        "lead": formats.own_name(organisations.agency(lead)) if lead else "",
        "due_on": piece.deadline.due_on,
    }


@needs(EDIT)
@never_cache
@form_page
def assign(request: Request, meeting_id: int, conclusion_id: int) -> HttpResponse:
    """Make a task of a conclusion."""
    found = opened(request, meeting_id)
    by = check(request, EDIT, agency_id=found.row.agency)
    line = next((one for one in found.conclusions if one.id == conclusion_id), None)
    if line is None:
        raise Http404
    province = organisations.agency(found.row.agency).province_code
    post = request.method == "POST"
    form = Assign(
        request.POST if post else None,
        request=request,
        province=province,
        initial=_read_of(line.text, found.row, on=today(request)),
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.assign_conclusion(
                conclusion_id=conclusion_id,
                lead=given["lead"],
                due_on=given["due_on"],
                pillar=Pillar(given["pillar"]),
                urgency=Urgency(given["urgency"]),
                objective=given["objective"],
                product=given["product"],
                phase_id=phase_of(given["due_on"], programmes([found.row.programme])[0].phases),
                by=by,
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã giao nhiệm vụ %(code)s.") % {"code": made.code})
            return redirect("meeting", meeting_id)
    context = {
        "form": form,
        "row": found.row,
        "line": line,
        "names": offered(province, on=today(request)),
    }
    return render(request, "programme/conclusion.html", context, status=422 if form.errors else 200)
