"""From a form without faults to an accepted dossier: one press, one transaction."""

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.accounts import actions as accounts
from lienthong.accounts.rules import NotAllowed as PersonRefused
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions import intake
from lienthong.dossiers.actions.intake import Intake
from lienthong.dossiers.queries.counter import taken_in_by
from lienthong.dossiers.rules import NotAllowed
from lienthong.organisations.rules import UnknownAgencyCode, UnknownUnit
from lienthong.papers import actions as papers
from lienthong.papers.rules import Refused, StoredFile
from lienthong.web.counter import way
from lienthong.web.counter.people import PersonPick
from lienthong.web.counter.promise import RECEIVE
from lienthong.web.counter.sheet import Rest, Sheet
from lienthong.web.ui.access import Request, check
from lienthong.web.ui.saying import said


def accept(request: Request, sheet: Sheet, rest: Rest) -> str:
    """The code of the dossier. Raises NotAllowed with a sentence. The same form sent twice, also
    at the same instant, makes one dossier and one new person."""
    known = taken_in_by(sheet.key)
    if known is not None:
        return known.code
    by = check(request, RECEIVE, agency_id=sheet.counter.id, field=rest.version.field_code)
    actor = Actor(by=by, agency=sheet.counter.id)
    files = _files(sheet, rest)
    new = [one for one in (sheet.applicant, sheet.submitter) if one is not None and one.form]
    try:
        if not files and not new:
            return _receive(request, sheet, rest, actor)
        with transaction.atomic():
            papers.keep(*files, at=request.now)
            return _receive(request, sheet, rest, actor)
    except (PersonRefused, Refused, UnknownAgencyCode, UnknownUnit) as refusal:
        known = taken_in_by(sheet.key)
        if known is not None:
            return known.code
        raise NotAllowed(said(refusal)) from refusal


def _receive(request: Request, sheet: Sheet, rest: Rest, actor: Actor) -> str:
    applicant = _person(request, sheet.applicant, actor)
    submitter = _person(request, sheet.submitter, actor) if sheet.submitter else None
    chosen = rest.way.cleaned_data
    late_file = sheet.late_scan.stored.sha256 if sheet.late_scan else ""
    dossier = intake.receive(
        intake=Intake(
            version_id=rest.version.id,
            option=chosen["option"],
            channel=chosen["channel"],
            receiving=sheet.counter.id,
            commune_code=chosen["commune"],
            applicant=applicant,
            submitter=submitter if submitter != applicant else None,
            assisted_by=sheet.counter.id if sheet.helped.help else None,
            help=sheet.helped.help,
            answers=rest.answers.kept(),
            components=[paper.component() for paper in rest.papers if paper.kept],
            summary=chosen["summary"],
            return_method=chosen["returned"],
            officer=request.scope.account_id,
            test=sheet.test,
            key=sheet.key,
        ),
        actor=actor,
        at=request.now,
        late=way.late_record(sheet.late, late_file),
    )
    if sheet.applicant.person is None and dossier.applicant_id != applicant:
        # The other press was first: this one's person is not recorded a second time.
        transaction.set_rollback(True)
    return dossier.code


def _person(request: Request, picked: PersonPick, actor: Actor) -> int:
    if picked.person is not None:
        return picked.person.id
    if picked.form is None or picked.form.data_clean is None:
        raise NotAllowed(_("Chọn người nộp hồ sơ, hoặc ghi người mới"))
    return accounts.create_person(
        data=picked.form.data_clean, by=actor.by, at=request.now, agency_id=actor.agency
    )


def _files(sheet: Sheet, rest: Rest) -> list[StoredFile]:
    scans = [paper.scan for paper in rest.papers if paper.ticked] + [sheet.late_scan]
    return [scan.stored for scan in scans if scan is not None]
