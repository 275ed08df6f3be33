"""What will be promised when the dossier is accepted now, and why: shown before it is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lienthong import clock
from lienthong.accounts import queries as accounts
from lienthong.accounts.rules import Permission, Role
from lienthong.catalogue.queries import Resolved, VersionView
from lienthong.catalogue.rules.clocking import rule_of
from lienthong.catalogue.rules.content import Channel, LimitUnit, StartOn, TimeOption
from lienthong.catalogue.rules.wording import STARTS
from lienthong.dossiers.queries.places import resolved
from lienthong.dossiers.rules import NotAllowed
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.web.counter.way import channels
from lienthong.web.portal.reading import limit_words
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request
from lienthong.web.ui.saying import said
from lienthong.web.ui.strips import Strip, explained, strip

RECEIVE: Final = Permission.DOSSIER_RECEIVE


@dataclass(frozen=True, kw_only=True)
class FeeLine:
    name: str
    amount: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Promise:
    """`trouble`: why it cannot be accepted here, as a sentence that says what to do."""

    competent: AgencyView | None = None
    limit: str = ""
    reason: str = ""  # what counts and what does not
    due_at: datetime | None = None
    waits: str = ""  # what starts the clock, when accepting does not
    strip: Strip | None = None
    fees: Sequence[FeeLine] = ()
    fee_note: str = ""
    trouble: str = ""

    @property
    def day(self) -> str:
        """What was shown, to be compared when the form comes back: the promise may not change
        behind the officer's back when the cut-off hour passes."""
        return f"{formats.local(self.due_at):%Y-%m-%d}" if self.due_at else "-"


def promised(
    request: Request,
    version: VersionView,
    option: TimeOption | None,
    channel: Channel,
    *,
    counter: AgencyView,
    commune: str,
    at: datetime,
) -> Promise:
    """The promise of a dossier accepted `at`."""
    fees = [
        FeeLine(
            name=fee.name,
            amount=formats.money(fee.amount) if fee.amount else _("không thu"),
            note=fee.note,
        )
        for fee in version.content.fees
        if not fee.channels or channel in fee.channels
    ]
    known = Promise(fees=fees, fee_note=version.content.fee_note)
    if trouble := may_receive(request, version, counter):
        return Promise(trouble=trouble)
    if not channels(version.content):
        return Promise(
            trouble=_(
                "Thủ tục này chỉ nhận trực tuyến. Hướng dẫn hoặc giúp người nộp nộp trên Cổng"
                " Dịch vụ công, đừng nhận ở quầy."
            )
        )
    if option is None:
        return Promise(trouble=_("Thủ tục này không nhận theo cách nộp đã chọn. Chọn cách khác."))
    if not commune:
        return known
    try:
        found = resolved(version, commune_code=commune, on=formats.local(at).date())
    except NotAllowed as refusal:
        return Promise(trouble=said(refusal))
    if counter.id not in found.receiving:
        return Promise(trouble=_elsewhere(found))
    edition = organisations.current_edition()
    calendar = organisations.calendar_of(found.competent, edition=edition)
    rule = rule_of(version.content, option.key)
    starts = version.content.clock.start_on
    start = clock.Event(type=starts.value, at=at)
    reading = clock.read_clock(calendar, rule, [start], at)
    waits = "" if starts is StartOn.ACCEPTED else _(STARTS[starts])
    names = _day_names(edition)
    drawn = None if waits else strip(calendar, rule, [start], at, names=names)
    return Promise(
        competent=organisations.agency(found.competent),
        limit=limit_words(option),
        reason=_reason(option, drawn),
        due_at=None if waits else reading.due_at,
        waits=waits,
        strip=drawn,
        fees=fees,
        fee_note=version.content.fee_note,
    )


def _reason(option: TimeOption, drawn: Strip | None) -> str:
    """Why it is that day: the holidays that moved it by name, or what the unit leaves out."""
    if drawn is not None and (said := explained(drawn)):
        return " ".join(said)
    match option.unit:
        case LimitUnit.WORKING_DAY | LimitUnit.WORKING_HOUR:
            return _("Ngày nghỉ, ngày lễ không tính.")
        case LimitUnit.CALENDAR_DAY:
            return _("Tính cả ngày nghỉ, ngày lễ.")
        case LimitUnit.SAME_DAY:
            return ""


def _day_names(edition: int) -> dict[date, str]:
    language = "en" if (get_language() or "").startswith("en") else "vi"
    days = organisations.day_names("", edition=edition, language=language)
    return {day: name for day, (name, _source) in days.items()}


def may_receive(request: Request, version: VersionView, counter: AgencyView) -> str:
    """Why the officer may not receive this procedure here and whom to ask (R150); or nothing."""
    if request.scope.may(RECEIVE, agency_id=counter.id, field=version.field_code):
        return ""
    staff = accounts.who_holds(counter.id, Role.RECEPTIONIST, at=request.now)
    able = [
        officer.person_name
        for officer in staff
        if not officer.fields or version.field_code in officer.fields
    ]
    field = version.field_name
    if able:
        return _(
            "Chưa được giao tiếp nhận lĩnh vực %(field)s. Chuyển người nộp sang: %(people)s; hoặc"
            " đề nghị người quản trị tài khoản giao thêm lĩnh vực này."
        ) % {"field": field, "people": ", ".join(dict.fromkeys(able))}
    heads = accounts.who_holds(counter.id, Role.HEAD, at=request.now)
    return _(
        "Ở quầy này chưa ai được giao tiếp nhận lĩnh vực %(field)s. Đề nghị %(head)s giao ủy quyền"
        " tiếp nhận lĩnh vực này."
    ) % {"field": field, "head": heads[0].person_name if heads else _("người đứng đầu cơ quan")}


def _elsewhere(found: Resolved) -> str:
    """Where else to go."""
    places = organisations.agencies(found.receiving[:3])
    named = [formats.own_name(places[number]) for number in found.receiving[:3] if number in places]
    return _("Quầy này không tiếp nhận thủ tục này cho địa bàn đã chọn. Nơi nhận: %(places)s.") % {
        "places": "; ".join(named)
    }
