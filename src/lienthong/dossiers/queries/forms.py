"""The legal forms of a dossier, filled from its timeline (Thông tư 03/2025/TT-VPCP, Phụ lục I)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import translation

from lienthong import clock
from lienthong.accounts.queries import PersonView
from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules.scope import hands
from lienthong.catalogue.rules.content import Content, TimeOption
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.page import DossierPage, event_name
from lienthong.dossiers.queries.public import lookup_secret
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.causes import CAUSES, WAITS
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event, instant
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.papers.rules import forms

_UNITS: Final = {
    "working_day": "{amount} ngày làm việc",
    "working_hour": "{amount} giờ làm việc",
    "calendar_day": "{amount} ngày",
    "same_day": "trong ngày, nhận sau {cutoff} trả ngày làm việc kế tiếp",
}
_DELIVERY: Final = {
    "direct": "Trực tiếp tại {place}",
    "postal": "Qua dịch vụ bưu chính công ích",
    "online": "Trực tuyến, bản điện tử",
}
_KINDS: Final = {
    "original": "Bản chính",
    "copy": "Bản sao",
    "certified": "Bản chứng thực",
    "data": "Khai thác từ cơ sở dữ liệu",
    "digital": "Bản điện tử",
}
_VERDICTS: Final = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}


@dataclass(frozen=True, kw_only=True)
class Printing:
    """What a form needs beside the dossier: when it is printed, where it can be looked up, and
    whether this is a demo."""

    at: datetime
    address: str
    demo: bool


def available(page: DossierPage) -> tuple[str, ...]:
    """The numbers of the forms that this dossier can have now."""
    happened = {event.type for event in page.reading.events}
    found = [
        ("01", EventType.ACCEPTED),
        ("02", EventType.SUPPLEMENT_REQUESTED),
        ("03", EventType.DECLINED),
        ("04", EventType.APOLOGISED),
        ("05", EventType.STOPPED),
        ("06", EventType.ACCEPTED),
    ]
    return tuple(number for number, event in found if event in happened)


def form_of(page: DossierPage, number: str, printing: Printing) -> forms.Form:
    """One of the six forms about one dossier. Raises NotAllowed when there is nothing to print."""
    if number not in available(page):
        raise NotAllowed("Hồ sơ này chưa có phiếu đó: việc ghi trên phiếu chưa xảy ra.")
    build = {
        "01": _receipt,
        "02": _supplement,
        "03": _refusal,
        "04": _apology,
        "05": _stop,
        "06": _slip,
    }[number]
    return build(page, printing)


def _last(page: DossierPage, kind: EventType) -> Event:
    return next(event for event in reversed(page.reading.events) if event.type is kind)


def _marks(page: DossierPage, printing: Printing) -> tuple[forms.Mark, ...]:
    marks = (forms.Mark.TEST,) if page.dossier.is_test else ()
    return (*marks, forms.Mark.DEMO) if printing.demo else marks


def _head(
    page: DossierPage,
    issuer: AgencyView,
    printing: Printing,
    *,
    issued_at: datetime,
    number: str = "",
) -> forms.Head:
    above = organisations.agencies({issuer.parent_id}) if issuer.parent_id else {}
    superior = above[issuer.parent_id].name if issuer.parent_id in above else ""
    on = issued_at.astimezone(clock.VIETNAM).date()
    place = organisations.unit(issuer.unit_code, on=on).name if issuer.unit_code else ""
    return forms.Head(
        superior=superior,
        issuer=issuer.name,
        place=place,
        issued_at=issued_at,
        marks=_marks(page, printing),
    )


def _subject(page: DossierPage, printing: Printing) -> forms.Subject:
    return forms.Subject(
        code=page.code,
        procedure=page.version.name,
        procedure_code=page.version.code,
        request=page.dossier.summary,
        address=f"{printing.address}?ma={page.code}" if printing.address else "",
        secret=lookup_secret(page.code),
    )


def _party(person: PersonView) -> forms.Party:
    number = person.identity_number or ""
    return forms.Party(
        title={"male": "Ông", "female": "Bà"}.get(str(person.sex), ""),
        name=person.full_name,
        identity=f"{number[:6]}•••{number[-3:]}" if len(number) == 12 else number,
        address=person.address,
        phone=person.phone,
        email=person.email,
    )


def _contact(agency: AgencyView) -> forms.Contact:
    return forms.Contact(name=agency.name, phone=agency.phone)


def limit_words(option: TimeOption) -> str:
    """The printed limit of an option: "10 ngày làm việc"."""
    amount = option.amount.replace(".", ",")
    return _UNITS[option.unit.value].format(amount=amount, cutoff=option.cutoff)


def _uncounted(content: Content) -> str:
    """What stops the clock by the rule of this version."""
    waits = ", ".join(WAITS[reason] for reason in content.clock.not_counting)
    return f"Không tính thời gian {waits}" if waits else ""


def _grounds(page: DossierPage) -> tuple[str, ...]:
    """Law that somebody compared; for what nobody has, where it was read."""
    content = page.version.content
    read = f"nội dung thủ tục mã {page.version.code}, nguồn: {content.source}"
    named = content.unconfirmed_basis and content.source
    return (*content.legal_basis, read) if named else content.legal_basis


def _receipt(page: DossierPage, printing: Printing) -> forms.Receipt:
    accepted = _last(page, EventType.ACCEPTED)
    content = page.version.content
    option = next(
        (o for o in content.time_options if o.key == page.reading.standing.option),
        content.time_options[0],
    )
    # What was said when it was received, whenever this is printed: a later date has its own paper.
    promised = instant(accepted.data.get("promised"))
    return forms.Receipt(
        head=_head(page, page.receiving, printing, issued_at=accepted.recorded_at),
        basis=_grounds(page),
        subject=_subject(page, printing),
        applicant=_party(page.applicant),
        representative=_party(page.submitter) if page.submitter else None,
        desk=page.receiving.name,
        components=tuple(
            forms.Component(
                name=part.name,
                kind=_KINDS.get(part.kind, part.kind),
                copies=None if part.source else part.copies,
            )
            for part in page.components
        ),
        limit=limit_words(option),
        uncounted=_uncounted(content),
        received_at=accepted.occurred_at,
        due_at=promised,
        due_words="" if promised else "Tính từ khi có đủ điều kiện bắt đầu thời hạn giải quyết",
        delivery=_DELIVERY[page.dossier.return_method].format(place=page.receiving.name),
        receiver=forms.Signature(capacity="", name=_who(page, accepted)),
        submitter=forms.Signature(capacity="", name=page.applicant.full_name),
        fees=tuple(
            forms.Fee(name=fee.name, amount=fee.amount)
            for fee in content.fees
            if not fee.channels or page.dossier.channel in fee.channels
        ),
        fee_words=content.fee_note.rstrip("."),
        contact=_contact(page.receiving),
    )


def _who(page: DossierPage, event: Event) -> str:
    """Who signs for it: nobody when no officer of this house did it."""
    if not hands(event.by):
        return ""
    return next((line.who for line in page.events if line.seq == event.seq), "")


def _agency(page: DossierPage, event: Event) -> AgencyView:
    known = {agency.id: agency for agency in (page.receiving, page.competent, page.agency)}
    return known.get(event.agency) or organisations.agency(event.agency)


def _supplement(page: DossierPage, printing: Printing) -> forms.SupplementRequest:
    asked = _last(page, EventType.SUPPLEMENT_REQUESTED)
    until = asked.data.get("until")
    end = (
        datetime.combine(date.fromisoformat(until), time(17), tzinfo=clock.VIETNAM)
        if until
        else None
    )
    agency = _agency(page, asked)
    return forms.SupplementRequest(
        head=_head(page, agency, printing, issued_at=asked.recorded_at),
        basis=(asked.data["legal_basis"],),
        subject=_subject(page, printing),
        applicant=_party(page.applicant),
        lacking=tuple(forms.Lacking(name=name, copies=1) for name in asked.data["wanted"]),
        reasons=(asked.data["reason"],),
        guide=forms.Signature(capacity="", name=_who(page, asked)),
        deadline_at=end,
        phase="Khi tiếp nhận" if asked.data.get("phase") == "intake" else "Khi giải quyết",
        clock="Thời hạn giải quyết dừng từ lúc yêu cầu đến khi nhận đủ giấy tờ bổ sung.",
        contact=_contact(agency),
    )


def _refusal(page: DossierPage, printing: Printing) -> forms.Refusal:
    declined = _last(page, EventType.DECLINED)
    return forms.Refusal(
        head=_head(page, page.receiving, printing, issued_at=declined.recorded_at),
        basis=_basis(declined),
        subject=_subject(page, printing),
        applicant=_party(page.applicant),
        reasons=(declined.data.get("reason", ""),),
        submitter=forms.Signature(capacity="", name=page.applicant.full_name),
        receiver=forms.Signature(capacity="", name=_who(page, declined)),
        contact=_contact(page.receiving),
    )


def _basis(event: Event) -> tuple[str, ...]:
    return (event.data["legal_basis"],) if event.data.get("legal_basis") else ()


def _apology(page: DossierPage, printing: Printing) -> forms.Apology:
    sorry = _last(page, EventType.APOLOGISED)
    agency = _agency(page, sorry)
    first = next(
        event.data["promised"] for event in page.reading.events if event.data.get("promised")
    )
    return forms.Apology(
        head=_head(page, agency, printing, issued_at=sorry.recorded_at),
        subject=_subject(page, printing),
        applicant=_party(page.applicant),
        received_at=page.dossier.submitted_at,
        promised_at=datetime.fromisoformat(first),
        new_due_at=datetime.fromisoformat(sorry.data["promised"]),
        reasons=(sorry.data["reason"], CAUSES[sorry.data["cause"]]),
        signer=forms.Signature(capacity="NGƯỜI ĐỨNG ĐẦU CƠ QUAN", name=_who(page, sorry)),
        contact=_contact(agency),
        recipients=(page.applicant.full_name, page.receiving.name),
    )


def _stop(page: DossierPage, printing: Printing) -> forms.StopNotice:
    stopped = _last(page, EventType.STOPPED)
    agency = _agency(page, stopped)
    return forms.StopNotice(
        head=_head(page, agency, printing, issued_at=stopped.recorded_at),
        basis=_basis(stopped),
        subject=_subject(page, printing),
        applicant=_party(page.applicant),
        received_at=page.dossier.submitted_at,
        reasons=(stopped.data.get("reason", ""),),
        signer=forms.Signature(capacity="NGƯỜI ĐỨNG ĐẦU CƠ QUAN", name=_who(page, stopped)),
        phase=page.step.name if page.step else "",
        contact=_contact(agency),
        recipients=(page.applicant.full_name, page.receiving.name),
    )


def _slip(page: DossierPage, printing: Printing) -> forms.ControlSlip:
    accepted = _last(page, EventType.ACCEPTED)
    return forms.ControlSlip(
        head=_head(page, page.receiving, printing, issued_at=printing.at),
        subject=_subject(page, printing),
        applicant=_party(page.applicant),
        received_at=accepted.occurred_at,
        due_at=page.reading.standing.promised_at,
        agency=page.competent.name,
        hand_overs=tuple(_hand_overs(page)),
    )


def _hand_overs(page: DossierPage) -> Sequence[forms.HandOver]:
    """Each passing from hand to hand, with whether the step before it kept its own time."""
    passed: list[forms.HandOver] = []
    due: datetime | None = None
    giver = page.receiving.name
    with translation.override("vi"):
        actors = actor_names({event.by for event in page.reading.events})
    steps = {step.key: step for step in page.version.content.steps}
    for event in page.reading.events:
        if event.type not in {
            EventType.ACCEPTED,
            EventType.MOVED,
            EventType.HANDED_OVER,
            EventType.COMPLETED,
        }:
            continue
        taker_id = event.data.get("agency") or event.data.get("return_at") or event.agency
        taker = organisations.agency(taker_id).name
        # A legal form speaks Vietnamese, whatever language its printer reads.
        with translation.override("vi"):
            told = event_name(event, steps)
        verdict = ""
        if due is not None:
            verdict = "Quá hạn" if event.occurred_at > due else "Trước hạn"
        passed.append(
            forms.HandOver(
                giver=giver,
                taker=taker,
                at=event.occurred_at,
                giver_name=actors[event.by],
                verdict=verdict,
                note=told,
            )
        )
        giver = taker
        step_due = event.data.get("step_due")
        due = datetime.fromisoformat(step_due) if step_due else None
    return passed


def register(
    agencies: Collection[int],
    *,
    issuer: AgencyView,
    since: date,
    until: date,
    printing: Printing,
    limit: int = 2000,
) -> forms.Register:
    """The register of dossiers received in a period (form 07); test dossiers are not in it."""
    begin = datetime.combine(since, time(), tzinfo=clock.VIETNAM)
    end = datetime.combine(until, time(), tzinfo=clock.VIETNAM) + timedelta(days=1)
    rows = (
        Dossier.objects.filter(
            receiving_id__in=list(agencies),
            is_test=False,
            submitted_at__gte=begin,
            submitted_at__lt=end,
        )
        .select_related("applicant", "competent", "procedure")
        .order_by("submitted_at", "id")[:limit]
    )
    on = printing.at.astimezone(clock.VIETNAM).date()
    return forms.Register(
        head=forms.Head(
            superior="",
            issuer=issuer.name,
            place=organisations.unit(issuer.unit_code, on=on).name if issuer.unit_code else "",
            issued_at=printing.at,
            marks=(forms.Mark.DEMO,) if printing.demo else (),
        ),
        volume=f"{until:%m/%Y}",
        since=since,
        until=until,
        lines=tuple(
            forms.RegisterLine(
                code=row.code,
                procedure=row.procedure.name,
                party=row.applicant.full_name,
                address=row.applicant.address,
                phone=row.applicant.phone,
                agency=row.competent.name,
                received_at=row.submitted_at,
                due_at=row.promised_at,
                returned_at=row.returned_at,
                delivery=_DELIVERY[row.return_method].format(place=issuer.name),
                note=_VERDICTS.get(row.verdict, ""),
            )
            for row in rows
        ),
    )
