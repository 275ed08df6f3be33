"""One act on several chosen dossiers. Each succeeds or is refused by itself, with its sentence."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.content import StepKind
from lienthong.dossiers.actions import steps
from lienthong.dossiers.queries import worklist
from lienthong.dossiers.queries.forms import form_of
from lienthong.dossiers.queries.worklist import Chosen
from lienthong.dossiers.rules import NotAllowed
from lienthong.papers.adapters.joining import joined
from lienthong.papers.adapters.typst import render as typeset
from lienthong.web.counter.printing import pdf, printing_of
from lienthong.web.desk.desk import colleagues
from lienthong.web.desk.looking import log_read, opened
from lienthong.web.ui.access import Forbidden, Request, check, needs
from lienthong.web.ui.saying import said

MOST = 100
# So many refusals are said one by one; the rest is counted.
TOLD = 20
MOST_SLIPS = 50
CONTROL_SLIP = "06"


@needs(Permission.DOSSIER_WORK)
@require_POST
def batch(request: Request) -> HttpResponse:
    chosen = _chosen(request.POST.getlist("chon"))
    wanted = request.POST.get("viec", "")
    if not chosen:
        messages.warning(request, _("Chọn ít nhất một hồ sơ trong danh sách rồi bấm lại."))
    elif wanted == "phieu":
        if papers := _slips(request, chosen):
            return pdf(joined(papers), "phieu-kiem-soat.pdf")
    elif wanted == "giao":
        _give(request, chosen)
    elif wanted == "chuyen-buoc":
        _each(request, chosen, lambda dossier, seen: _advance(request, dossier, seen), _moved)
    else:
        messages.warning(request, _("Chọn việc cần làm với các hồ sơ đã chọn."))
    return redirect(back(request))


def back(request: Request) -> str:
    """The list where it was chosen; never another house."""
    address = request.POST.get("ve", "")
    allowed = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if allowed and address.startswith("/ban-lam-viec/") else "/ban-lam-viec/"


def _chosen(values: Sequence[str]) -> dict[str, int]:
    """Code to how many events were seen."""
    found: dict[str, int] = {}
    for value in values[:MOST]:
        code, _colon, seen = value.rpartition(":")
        if code and seen.isdecimal() and len(seen) < 10:
            found[code[:40]] = int(seen)
    return found


def _give(request: Request, chosen: dict[str, int]) -> None:
    number = request.POST.get("nguoi", "")
    people = dict(colleagues(request))
    if not number.isdecimal() or int(number[:18]) not in people:
        messages.warning(request, _("Chọn người nhận việc rồi bấm lại."))
        return
    officer = int(number)

    def give(dossier: Chosen, seen: int) -> None:
        steps.assign(
            dossier_id=dossier.id,
            seen=seen,
            officer=officer,
            actor=_actor(request, Permission.DOSSIER_ASSIGN, dossier),
            at=request.now,
        )

    _each(request, chosen, give, _given)


def _advance(request: Request, dossier: Chosen, seen: int) -> None:
    content = catalogue.version(dossier.version).content
    step = next((step for step in content.steps if step.key == dossier.step), None)
    signs = step is not None and step.kind is StepKind.APPROVE
    permission = Permission.DOSSIER_DECIDE if signs else Permission.DOSSIER_WORK
    steps.advance(
        dossier_id=dossier.id,
        seen=seen,
        actor=_actor(request, permission, dossier),
        at=request.now,
    )


def _actor(request: Request, permission: Permission, dossier: Chosen) -> Actor:
    field = catalogue.version(dossier.version).field_code
    by = check(request, permission, agency_id=dossier.agency, field=field)
    return Actor(by=by, agency=dossier.agency)


def _slips(request: Request, chosen: dict[str, int]) -> list[bytes]:
    """The control slips of the dossiers, one after the other; each is a read of its dossier."""
    papers = []
    for code in list(chosen)[:MOST_SLIPS]:
        try:
            found, by = opened(request, code)
            slip = form_of(found, CONTROL_SLIP, printing_of(request))
        except Http404:
            messages.warning(request, f"{code}: " + _("Không có hồ sơ này."))
        except (NotAllowed, Forbidden) as refusal:
            messages.warning(request, f"{code}: {said(refusal)}")
        else:
            log_read(request, found.code, by=by, screen=f"form.{CONTROL_SLIP}")
            papers.append(typeset(slip))
    if len(chosen) > MOST_SLIPS:
        most = {"most": MOST_SLIPS}
        messages.warning(
            request, _("Mỗi lần in nhiều nhất %(most)d phiếu. In tiếp phần còn lại.") % most
        )
    return papers


def _moved(count: int) -> str:
    return ngettext("Đã chuyển bước %(count)d hồ sơ.", "Đã chuyển bước %(count)d hồ sơ.", count)


def _given(count: int) -> str:
    return ngettext("Đã giao %(count)d hồ sơ.", "Đã giao %(count)d hồ sơ.", count)


def _each(
    request: Request,
    chosen: dict[str, int],
    act: Callable[[Chosen, int], None],
    done: Callable[[int], str],
) -> None:
    """Do it with every one, say how many went well and why the others did not."""
    found = worklist.by_codes(list(chosen))
    succeeded, refused = 0, []
    for code, seen in chosen.items():
        try:
            if code not in found:
                raise NotAllowed("Không có hồ sơ này. Kiểm tra lại mã hồ sơ.")
            act(found[code], seen)
            succeeded += 1
        except (NotAllowed, Forbidden) as refusal:
            refused.append(f"{code}: {said(refusal)}")
    if succeeded:
        messages.success(request, done(succeeded) % {"count": succeeded})
    for sentence in refused[:TOLD]:
        messages.warning(request, sentence)
    if len(refused) > TOLD:
        more = {"count": len(refused) - TOLD}
        messages.warning(request, _("%(count)d hồ sơ khác cũng chưa làm được.") % more)
