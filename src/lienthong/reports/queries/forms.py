"""Forms and the figures they ask for, as they hold on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from lienthong.organisations.rules import fold, sort_key
from lienthong.reports.models import Form, Indicator
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.forms import Content, read_content
from lienthong.reports.rules.kinds import Flow, Rhythm, Rollup, ValueKind


@dataclass(frozen=True)
class IndicatorView:
    code: str
    name: str
    name_en: str
    definition: str
    scope: str
    measure: str
    kind: ValueKind
    flow: Flow
    rollup: Rollup
    formula: str
    measured: str
    rising: bool | None
    threshold: Decimal | None
    threshold_source: str
    source: str
    confirmed: bool
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class FormView:
    id: int
    code: str
    edition: int
    name: str
    name_en: str
    programme: str
    receiver: int
    rhythm: Rhythm
    content: Content
    automatic_since: datetime | None
    source: str
    confirmed: bool
    valid_from: date
    valid_until: date | None
    published_at: datetime | None

    def covers(self, start: date, end: date) -> bool:
        """Whether a period of these days is asked by this edition."""
        return end >= self.valid_from and (self.valid_until is None or start < self.valid_until)


def indicators(codes: Iterable[str], *, on: date) -> dict[str, IndicatorView]:
    """By code, with the meaning that they have on a day; unknown codes are left out."""
    rows = _valid(on).filter(code__in=list(codes))
    return {row.code: indicator_view(row) for row in rows}


def indicator(code: str, *, on: date) -> IndicatorView | None:
    return indicators([code], on=on).get(code)


def find_indicators(text: str = "", *, on: date) -> list[IndicatorView]:
    """All, or those whose code or name holds every word, with or without accents; by alphabet."""
    words = fold(text).split()
    found = [indicator_view(row) for row in _valid(on)]
    kept = [one for one in found if all(w in fold(f"{one.code} {one.name}") for w in words)]
    return sorted(kept, key=lambda one: (sort_key(one.name), one.code))


def meanings(code: str) -> list[IndicatorView]:
    """Everything that a code has meant, the latest first."""
    rows = Indicator.objects.filter(code=code).order_by("-valid_from")
    return [indicator_view(row) for row in rows]


def form(form_id: int) -> FormView:
    """Raises NotAllowed."""
    row = Form.objects.filter(pk=form_id).first()
    if row is None:
        raise NotAllowed(_("Không có biểu mẫu này. Chọn lại trong danh sách biểu mẫu."))
    return form_view(row)


def form_in_force(code: str, *, on: date) -> FormView | None:
    """The published edition of a form that holds on a day."""
    row = published_on(on).filter(code=code).order_by("-edition").first()
    return form_view(row) if row else None


def forms(*, on: date) -> list[FormView]:
    """The published forms that hold on a day, by alphabet."""
    found = [form_view(row) for row in published_on(on)]
    return sorted(found, key=lambda one: (sort_key(one.name), one.id))


def editions(code: str) -> list[FormView]:
    """All editions of a form with its draft, the latest first."""
    return [form_view(row) for row in Form.objects.filter(code=code).order_by("-edition")]


def drafts() -> list[FormView]:
    """What is being prepared, by alphabet."""
    found = [form_view(row) for row in Form.objects.filter(published_at=None)]
    return sorted(found, key=lambda one: (sort_key(one.name), one.id))


def asking(code: str, *, on: date) -> list[FormView]:
    """The forms, published or drafted, that ask for a figure on a day or later."""
    rows = Form.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on))
    return [found for row in rows if code in (found := form_view(row)).content.codes]


def published_on(on: date) -> QuerySet[Form]:
    return Form.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on),
        valid_from__lte=on,
        published_at__isnull=False,
    )


def _valid(on: date) -> QuerySet[Indicator]:
    return Indicator.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


def indicator_view(row: Indicator) -> IndicatorView:
    return IndicatorView(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        definition=row.definition,
        scope=row.scope,
        measure=row.measure,
        kind=ValueKind(row.kind),
        flow=Flow(row.flow),
        rollup=Rollup(row.rollup),
        formula=row.formula,
        measured=row.measured,
        rising=row.rising,
        threshold=row.threshold,
        threshold_source=row.threshold_source,
        source=row.source,
        confirmed=row.confirmed,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def form_view(row: Form) -> FormView:
    return FormView(
        id=row.pk,
        code=row.code,
        edition=row.edition,
        name=row.name,
        name_en=row.name_en,
        programme=row.programme,
        receiver=row.receiver_id,
        rhythm=Rhythm(row.rhythm),
        content=read_content(row.content),
        automatic_since=row.automatic_since,
        source=row.source,
        confirmed=row.confirmed,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        published_at=row.published_at,
    )
