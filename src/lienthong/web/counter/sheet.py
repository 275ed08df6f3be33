"""The one form of the counter as it stands: what is chosen, what is typed, what will be promised.

Nothing is kept on the server between two presses: everything travels in the form, so that several
forms may be open at once and nothing typed is lost.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from lienthong.accounts import queries as accounts
from lienthong.accounts.rules import Permission
from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.queries.connected import connected_sources
from lienthong.dossiers.queries.counter import (
    FrequentProcedure,
    frequent_procedures,
    often_written,
)
from lienthong.dossiers.queries.places import resolved
from lienthong.dossiers.rules import NotAllowed
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, UnknownUnit
from lienthong.web.counter import answers, papers, people, procedures, promise, way
from lienthong.web.counter.papers import Paper
from lienthong.web.counter.people import PersonPick
from lienthong.web.counter.procedures import ProcedurePick
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import printable
from lienthong.web.ui.uploads import Scan

_KEY: Final = re.compile(r"\d{1,12}\.[A-Za-z0-9_-]{16}")
ACCEPT: Final = "nhan"
# Who tries procedures out may take in test dossiers.
TEST: Final = Permission.CATALOGUE_EDIT


# Where the list of errors leads, for what belongs to no field of a form.
_TARGETS: Final = {
    "procedure": "thu-tuc",
    "applicant": "nguoi-tim",
    "submitter": "thay-tim",
    "promise": "hen",
    "late_file": "so-giay-tep",
}


class Remarks(forms.Form):
    """What is wrong beside the fields of the other forms, for the list of errors: by the id of the
    place on the page."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__({}, auto_id="%s")
        for target, sentence in wrong.items():
            self.fields[target] = forms.CharField(required=False)
            self.add_error(target, sentence)


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What is asked once the procedure is known."""

    version: VersionView
    answers: answers.Answers
    way: way.Way
    papers: Sequence[Paper]
    promise: promise.Promise

    @property
    def asked_papers(self) -> list[Paper]:
        return [paper for paper in self.papers if not paper.source]

    @property
    def needless_papers(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.source]


@dataclass(kw_only=True)
class Sheet:
    """`act` is the pressed button; `wrong` are sentences by place, beside what the forms find."""

    counter: AgencyView
    key: str
    frequent: Sequence[FrequentProcedure]
    late: way.Late
    helped: way.Helped
    late_scan: Scan | None = None
    act: str = ""
    procedure: ProcedurePick = field(default_factory=ProcedurePick)
    applicant: PersonPick = field(default_factory=lambda: PersonPick(prefix="nguoi"))
    submitter: PersonPick | None = None
    rest: Rest | None = None
    test: bool = False
    may_test: bool = False
    shown_day: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    focus: str = ""

    @property
    def checking(self) -> bool:
        """Whether the button was the one that accepts."""
        return self.act == ACCEPT

    @property
    def numbers(self) -> str:
        """The frequent procedures in the order of their numbers on this page."""
        return " ".join(one.code for one in self.frequent)

    @property
    def forms(self) -> list[forms.BaseForm]:
        """Everything that can hold an error, in the order of the page."""
        targets = {_TARGETS[name]: said for name, said in self.wrong.items()}
        papers_here = self.rest.papers if self.rest else ()
        targets |= {paper.field: paper.error for paper in papers_here if paper.error}
        people_here = (self.applicant, self.submitter)
        found: list[forms.BaseForm] = [Remarks(targets)]
        found += [picked.form for picked in people_here if picked is not None and picked.form]
        found += [self.rest.answers, self.rest.way] if self.rest else []
        return [*found, self.helped, self.late]

    @property
    def right(self) -> bool:
        """Whether everything is there and nothing is wrong. Asks every form, so that all that is
        wrong is said at once."""
        wrong = [form for form in self.forms if form.is_bound and not form.is_valid()]
        return not wrong


def blank(request: Request, counter: AgencyView) -> Sheet:
    return Sheet(
        counter=counter,
        key=new_key(request),
        frequent=frequent(request, counter),
        late=way.Late(now=request.now, colleagues=()),
        helped=way.Helped(),
        focus="thu-tuc",
    )


def new_key(request: Request) -> str:
    """A form's own, and its officer's: nobody finds another's dossier by a guessed one."""
    return f"{request.scope.account_id}.{secrets.token_urlsafe(12)}"


def read(request: Request, counter: AgencyView) -> Sheet:
    """The form as it was sent."""
    posted = request.POST
    key = posted.get("khoa", "")
    own = _KEY.fullmatch(key) and key.startswith(f"{request.scope.account_id}.")
    sheet = Sheet(
        counter=counter,
        key=key if own else new_key(request),
        frequent=frequent(request, counter),
        late=_late(request, counter),
        helped=_helped(request),
        act=_act(posted),
        shown_day=printable(posted.get("hen")),
        may_test=request.scope.may(TEST),
    )
    sheet.test = sheet.may_test and bool(posted.get("thu"))
    sheet.late_scan, wrong = papers.scan_of(posted, request.FILES, way.LATE)
    if wrong:
        sheet.wrong["late_file"] = wrong
    at = sheet.late.occurred_at or request.now
    on, today = formats.local(at).date(), formats.local(request.now).date()
    sheet.procedure = procedures.pick(posted, act=sheet.act, on=on, frequent=sheet.frequent)
    sheet.applicant = people.pick(
        posted, "nguoi", act=sheet.act, today=today, checking=sheet.checking
    )
    if (posted.get("thay") or sheet.act == "them-thay") and sheet.act != "bo-thay":
        sheet.submitter = people.pick(
            posted, "thay", act=sheet.act, today=today, checking=sheet.checking
        )
    if sheet.procedure.version is not None:
        sheet.rest = _rest(request, sheet, sheet.procedure.version, at=at)
    if sheet.checking:
        _remark(sheet)
    else:
        sheet.focus = _focus(sheet)
        _autofocus(sheet)
    return sheet


def _act(posted: QueryDict) -> str:
    """The pressed button; choosing among several sends the choice itself."""
    return printable(posted.get("viec")) or "tiep"


def frequent(request: Request, counter: AgencyView) -> list[FrequentProcedure]:
    found = frequent_procedures(counter.id, now=request.now)
    return [
        one
        for one in found
        if request.scope.may(promise.RECEIVE, agency_id=counter.id, field=one.field_code)
    ]


def _late(request: Request, counter: AgencyView) -> way.Late:
    posted = request.POST
    sent = any(posted.get(f"{way.LATE}-{name}") for name in way.Late.base_fields)
    return way.Late(
        posted if sent else None, now=request.now, colleagues=_colleagues(request, counter)
    )


def _helped(request: Request) -> way.Helped:
    posted = request.POST
    sent = any(posted.get(f"{way.HELPED}-{name}") for name in way.Helped.base_fields)
    return way.Helped(posted if sent else None)


def _colleagues(request: Request, counter: AgencyView) -> list[tuple[int, str]]:
    """Who can confirm as the second person: anybody of the counter but the officer."""
    found = {
        officer.account_id: officer.person_name
        for officer in accounts.officers_of(counter.id, at=request.now)
        if officer.account_id != request.scope.account_id
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def _rest(request: Request, sheet: Sheet, version: VersionView, *, at: datetime) -> Rest:
    posted, content, checking = request.POST, version.content, sheet.checking
    channel = way.channel_of(content, posted.get(f"{way.PREFIX}-channel"))
    option = way.option_of(content, channel, posted.get(f"{way.PREFIX}-option"))
    communes, commune = _communes(request, sheet, version, at=at)
    standing = {
        "commune": commune,
        "channel": channel.value,
        "option": option.key if option else "",
        "returned": posted.get(f"{way.PREFIX}-returned") or "direct",
        "summary": posted.get(f"{way.PREFIX}-summary", ""),
    }
    return Rest(
        version=version,
        answers=answers.Answers(
            posted if checking else None,
            content=content,
            today=formats.local(request.now).date(),
            applicant=sheet.applicant.name,
            often=often_written(
                sheet.counter.id,
                procedure_id=version.procedure_id,
                keys=answers.free_texts(content),
                now=request.now,
            ),
            initial=answers.initial(content, sheet.applicant, posted),
        ),
        way=way.Way(
            {f"{way.PREFIX}-{name}": value for name, value in standing.items()}
            if checking
            else None,
            initial=standing,
            content=content,
            communes=communes,
            channel=channel,
        ),
        papers=papers.lines(
            content,
            connected_sources(),
            posted,
            request.FILES,
            version=version.id,
            checking=checking,
        ),
        promise=promise.promised(
            request, version, option, channel, counter=sheet.counter, commune=commune, at=at
        ),
    )


def _communes(
    request: Request, sheet: Sheet, version: VersionView, *, at: datetime
) -> tuple[list[tuple[str, str]], str]:
    """The places that the dossier may be of, and the chosen one. A commune's counter receives for
    its own commune, and for others where the procedure is not bound to territory."""
    counter, on = sheet.counter, formats.local(at).date()
    own = counter.unit_code if counter.unit_code != counter.province_code else ""
    if own and _bound(version, own, at=at):
        return [(own, _unit_name(own, on=on))], own
    found = organisations.communes_of(counter.province_code, on=on)
    offered = [(unit.code, unit.full_name_en if formats.english() else unit.full_name)
               for unit in found]  # fmt: skip
    codes = {code for code, _name in offered}
    home = sheet.applicant.person.unit_code if sheet.applicant.person else ""
    wanted = (request.POST.get(f"{way.PREFIX}-commune", ""), own, home)
    chosen = next((code for code in wanted if code in codes), "")
    if counter.kind is not AgencyKind.COMMUNE_CENTRE:
        offered = [("", _("Chọn xã, phường")), *offered]
    return offered, chosen


def _unit_name(code: str, *, on: date) -> str:
    try:
        unit = organisations.unit(code, on=on)
    except UnknownUnit:
        return code
    return unit.full_name_en if formats.english() else unit.full_name


def _bound(version: VersionView, commune: str, *, at: datetime) -> bool:
    try:
        found = resolved(version, commune_code=commune, on=formats.local(at).date())
    except NotAllowed:
        return True  # the panel of the promise says why
    return found.offer.territorial


def _remark(sheet: Sheet) -> None:
    """What is missing or wrong beside the fields of the forms, so that all is said at once."""
    if sheet.rest is None:
        sheet.wrong["procedure"] = sheet.procedure.trouble or _("Chọn thủ tục")
    if not sheet.applicant.chosen:
        sheet.wrong["applicant"] = _("Chọn người nộp hồ sơ, hoặc ghi người mới")
    if sheet.submitter is not None and not sheet.submitter.chosen:
        sheet.wrong["submitter"] = _("Chọn người nộp thay, hoặc bỏ mục này")
    if sheet.rest is not None and sheet.rest.promise.trouble:
        sheet.wrong["promise"] = sheet.rest.promise.trouble


def _focus(sheet: Sheet) -> str:
    """The id of the next thing to type."""
    if sheet.rest is None:
        return "ma-0" if sheet.procedure.offers else "thu-tuc"
    for picked in (sheet.applicant, sheet.submitter):
        if picked is None:
            continue
        if picked.form is not None:
            empty = next((bound for bound in picked.form if not bound.value()), None)
            if empty is not None and (picked.fresh or empty.name == "full_name"):
                return empty.id_for_label
        elif picked.person is None:
            return f"{picked.prefix}-0" if picked.matches else f"{picked.prefix}-tim"
    return sheet.rest.answers.first_empty() or "nhan"


def _autofocus(sheet: Sheet) -> None:
    """Gives the field that is to be typed next the focus; the rest of the page asks `focus`."""
    for form in sheet.forms:
        for bound in form:
            if sheet.focus in {bound.id_for_label, f"{bound.auto_id}_0"}:
                bound.field.widget.attrs["autofocus"] = True
