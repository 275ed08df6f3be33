"""Statements as files: one value, two forms."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse

from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, UnknownUnit
from lienthong.papers.adapters import docx, typst
from lienthong.papers.rules.forms import Head, Mark, Signature
from lienthong.papers.rules.statements import Section, Statement
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import today


def statement(
    request: Request,
    *,
    titles: tuple[str, ...],
    opening: tuple[str, ...],
    sections: tuple[Section, ...],
    agency: AgencyView | None = None,
    at: datetime | None = None,
    number: str = "",
) -> Statement:
    """Issued by the agency, else by the one for which the reader works."""
    issuer = agency or organisations.agency(request.scope.holdings[0].agency_id)
    party = issuer.kind is AgencyKind.PARTY_COMMITTEE
    above = organisations.agency(issuer.parent_id) if issuer.parent_id else None
    if (
        party
        and above is not None
        and (above.kind is not AgencyKind.PARTY_COMMITTEE or above.parent_id is None)
    ):
        # A Party committee stands under no office, whoever coordinates it, and a letterhead does
        # not name the centre.
        above = None
    return Statement(
        head=Head(
            superior=above.name if above else "",
            issuer=issuer.name,
            place=_place(issuer, request),
            issued_at=at or request.now,
            number=number or "        ",
            marks=(Mark.DEMO,) if settings.DEMO else (),
        ),
        titles=titles,
        opening=opening,
        sections=sections,
        signer=Signature(capacity="NGƯỜI LẬP BÁO CÁO", manner="Ký, ghi rõ họ tên"),
        recipients=("Các đồng chí Thường trực", "Các cơ quan, đơn vị có tên", "Lưu"),
        party=party,
    )


def answered(paper: Statement, form: str, *, name: str) -> HttpResponse:
    """`form`: pdf or docx."""
    if form == "docx":
        response = HttpResponse(docx.render(paper), content_type=docx.MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
        return response
    response = HttpResponse(typst.render(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _place(issuer: AgencyView, request: Request) -> str:
    """The name of the unit before the date, without its kind."""
    if not issuer.unit_code:
        return "Hà Nội"  # the centre
    try:
        return organisations.unit(issuer.unit_code, on=today(request)).name
    except UnknownUnit:
        return ""
