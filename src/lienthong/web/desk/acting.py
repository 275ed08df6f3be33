"""Doing something on a dossier: one page for every line of the table of acts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lienthong import clock
from lienthong.accounts import queries as accounts
from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers import queries as dossiers
from lienthong.dossiers.actions.record import who_was_first
from lienthong.dossiers.queries import DossierPage
from lienthong.dossiers.rules import MovedOn, NotAllowed
from lienthong.dossiers.rules.late import LateRecord
from lienthong.dossiers.rules.lifecycle import next_state
from lienthong.papers import actions as papers
from lienthong.papers.rules import Refused
from lienthong.web.desk.act import Act, involved
from lienthong.web.desk.acts import ACTS, BESIDE, BY_NAME, FORWARD
from lienthong.web.desk.fields import ActForm, Choices, Late
from lienthong.web.desk.looking import log_read, opened, tags
from lienthong.web.ui.access import Forbidden, Request, check, form_page, needs
from lienthong.web.ui.saying import said

FILES = ("result_file", "file", "late_file")


@dataclass(frozen=True)
class Offer:
    """What can be done now by this person: the main act, the next best, and all others."""

    main: Act | None
    second: Act | None
    others: Sequence[Act]


def offered(request: Request, found: DossierPage) -> Offer:
    """The acts that the state and the rights allow, in the order of the table. The first one that
    moves the dossier on is the main one."""
    able = [act for act in ACTS if act.possible(found) and may(request, act, found)]
    by_name = {act.name: act for act in able}
    by_name.pop("dinh-kem", None)  # it stands beside its paper
    main = next((by_name.pop(name) for name in FORWARD if name in by_name), None)
    second = next((by_name.pop(name) for name in BESIDE if name in by_name), None)
    return Offer(main, second, list(by_name.values()))


def may(request: Request, act: Act, found: DossierPage) -> bool:
    places = act.where(found)
    return bool(places) and request.scope.may(
        act.permission(found), agency_id=places, field=found.version.field_code
    )


def actor_of(
    request: Request, act: Act, found: DossierPage, *, places: frozenset[int] | None = None
) -> Actor:
    """Who acts, for which agency of those that the act asks for or of `places`. Raises Forbidden
    with whom to ask."""
    field = found.version.field_code
    permission = act.permission(found)
    places = places or act.where(found) or frozenset({found.dossier.agency_id})
    by = check(request, permission, agency_id=places, field=field)
    mine = [
        place
        for place in sorted(places)
        if request.scope.may(permission, agency_id=place, field=field)
    ]
    # The agency that has the dossier, where the person may act for it, and else the other.
    here = found.dossier.agency_id
    return Actor(by=by, agency=here if here in mine else mine[0])


def _actor_or_second(request: Request, act: Act, found: DossierPage) -> Actor | None:
    """Who acts. None for who sends a form of a dossier that somebody else moved away meanwhile: not
    the account is wrong, somebody was first. Raises Forbidden for everybody else."""
    try:
        return actor_of(request, act, found)
    except Forbidden:
        seen, permission = request.POST.get("seen", ""), act.permission(found)
        theirs = request.scope.may(
            permission, agency_id=involved(found), field=found.version.field_code
        )
        if theirs and seen.isdecimal() and 0 < int(seen) < found.dossier.events_seen:
            return None
        raise


def _own_part(request: Request, act: Act, found: DossierPage) -> DossierPage:
    """The dossier with those questions of other agencies only that the reader may answer."""
    permission, field = act.permission(found), found.version.field_code
    own = [
        line
        for line in found.sidelines
        if request.scope.may(permission, agency_id=line.agency.id, field=field)
    ]
    return replace(found, sidelines=own)


def why_not(act: Act, found: DossierPage) -> str:
    """Why the act is not offered now; "" when it is."""
    if act.possible(found):
        return ""
    try:
        next_state(found.reading.standing.state, act.event)
    except NotAllowed as refusal:
        return said(refusal)
    if found.reading.standing.pauses:
        return _("Hồ sơ đang tạm dừng. Ghi việc đang chờ là đã xong trước.")
    if found.reading.standing.open_sidelines:
        return _("Còn cơ quan khác chưa trả lời. Chờ xong rồi làm việc này.")
    return _("Việc này chưa đến lượt ở bước hiện tại. Xem việc làm được trên trang hồ sơ.")


@needs(Permission.DOSSIER_VIEW)
@never_cache
@form_page
def act(request: Request, code: str, name: str) -> HttpResponse:
    chosen = BY_NAME.get(name)
    if chosen is None:
        raise Http404
    found, reader = opened(request, code)
    posted = request.method == "POST"
    actor = _actor_or_second(request, chosen, found)
    log_read(request, found.code, by=reader, screen=f"dossier.{name}")
    officers = _officers(request, found)
    initial = {"paper": request.GET.get("giay", "")[:20]} if not posted else {}
    form = chosen.form(
        request.POST if posted else None,
        request.FILES if posted else None,
        found=_own_part(request, chosen, found),
        officers=officers,
        now=request.now,
        initial=initial,
    )
    late = None
    if chosen.late:
        late = Late(
            request.POST if posted else None,
            request.FILES if posted else None,
            officers=[
                (f"a:{number}", person)
                for number, person in officers()
                if number != request.scope.account_id
            ],
        )
    status = 200
    if posted:
        if actor is None:
            _tell(form, MovedOn(who_was_first(found.dossier)), found)
        elif form.is_valid() and (late is None or late.is_valid()):
            done = _do(request, chosen, found, form, late, actor)
            if done:
                messages.success(request, str(chosen.done))
                return redirect("dossier", found.code)
        status = 409 if getattr(form, "moved_on", False) else 422
    blocked = "" if posted else why_not(chosen, found)
    context = {
        "act": chosen,
        "found": found,
        "form": form,
        "late": late,
        "late_open": late is not None and posted and bool(late["occurred_at"].value()),
        "blocked": blocked,
        "tags": tags(request, found),
        "moved_on": getattr(form, "moved_on", False),
        "uploads": form.is_multipart() or late is not None,
    }
    return render(request, "desk/act.html", context, status=409 if blocked else status)


def _do(
    request: Request,
    chosen: Act,
    found: DossierPage,
    form: ActForm,
    late: Late | None,
    actor: Actor,
) -> bool:
    """The rows of the files and the events in one transaction. What is refused is said in the form,
    and nothing is written."""
    given: dict[str, Any] = dict(form.cleaned_data)
    given["self"] = request.scope.account_id
    parts = {component.key: component.name for component in found.version.content.components}
    given["paper_name"] = parts.get(str(given.get("paper", "")), "")
    after = dict(late.cleaned_data) if late is not None else {}
    line = next((line for line in found.sidelines if line.key == given.get("key")), None)
    if line is not None:
        actor = actor_of(request, chosen, found, places=frozenset({line.agency.id}))
    try:
        files = {key: scan.stored for key in FILES if (scan := (given | after).get(key))}
        hashes = {key: file.sha256 for key, file in files.items()}
        given |= {key: hashes.get(key, "") for key in FILES}
        common: dict[str, Any] = {
            "dossier_id": found.dossier.pk,
            "seen": given["seen"],
            "actor": actor,
            "at": request.now,
        }
        if chosen.late and after.get("occurred_at"):
            common["late"] = LateRecord(
                occurred_at=after["occurred_at"],
                reason=after["late_reason"],
                file=hashes.get("late_file", ""),
                second=after["late_second"],
            )
        with transaction.atomic():
            papers.keep(*files.values(), at=request.now)
            chosen.run(given, common)
    except MovedOn as refusal:
        _tell(form, refusal, found)
    except (NotAllowed, Refused) as refusal:
        form.add_error(None, said(refusal))
    except (clock.Invalid, clock.LimitNotReached):
        form.add_error(None, _("Thời hạn này không tính được. Ghi một số nhỏ hơn, số nguyên ngày."))
    else:
        return True
    return False


def _tell(form: ActForm, refusal: MovedOn, found: DossierPage) -> None:
    """The form goes on from what the dossier is now, since the reader has just been told."""
    form.moved_on = True  # type: ignore[attr-defined]
    form.add_error(None, said(refusal))
    now = dossiers.find_dossier(found.code)
    if now is not None and isinstance(form.data, QueryDict):
        typed = form.data.copy()
        typed["seen"] = str(now.events_seen)
        form.data = typed


def _officers(request: Request, found: DossierPage) -> Any:
    """Who works in the agency that has the dossier; read once, when a form asks."""
    known: Choices = []

    def officers() -> Choices:
        if not known:
            people = {
                officer.account_id: officer.person_name
                for officer in accounts.officers_of(found.dossier.agency_id, at=request.now)
            }
            known.extend(sorted(people.items(), key=lambda pair: pair[1].split()[-1:]))
        return known

    return officers
