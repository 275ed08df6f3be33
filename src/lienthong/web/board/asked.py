"""What a page of the board was asked for, read from its address once; and addresses that go on from
there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong import clock
from lienthong.catalogue.queries.named import procedures_of_fields
from lienthong.dossiers.queries.lists import Asked
from lienthong.dossiers.queries.thresholds import Thresholds, thresholds
from lienthong.journal import queries as journal
from lienthong.measures import queries as measures
from lienthong.measures.queries import Span
from lienthong.organisations import queries as organisations
from lienthong.web.board.period import Period, period_of
from lienthong.web.board.reach import Area, Reach, area_of, reach_of
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import past_moment
from lienthong.web.ui.errors import Unclear

KEPT = ("ky", "tu", "den", "noi", "to-chuc", "linh-vuc", "thu-tuc")
BEHIND = timedelta(minutes=1)
_KEPT = timedelta(days=366)  # how far back a list opens as it was


@dataclass(frozen=True)
class Board:
    """One page: whose figures, of which days, of which procedures (None: all), as of which whole
    minute."""

    request: Request
    reach: Reach
    area: Area
    period: Period
    procedures: frozenset[int] | None
    known: Thresholds
    as_of: datetime
    then: bool

    @cached_property
    def span(self) -> Span:
        return Span(
            since=self.period.since, until=self.period.until, as_of=self.as_of, soon=self.soon
        )

    @cached_property
    def soon(self) -> datetime:
        """The end of the working days that count as soon, by the calendar of the first agency."""
        first = min(self.area.agencies, default=None)
        if first is None:
            return self.as_of
        calendar = organisations.calendar_of(first, edition=organisations.current_edition())
        days = Fraction(self.known.number("soon_days"))
        return clock.add_working(calendar, self.as_of, days, clock.Unit.WORKING_DAY)

    @property
    def counted(self) -> Collection[int]:
        """The procedures as counters have them."""
        return measures.EVERY if self.procedures is None else self.procedures

    def listed(self, figure: str, *, text: str = "", cause: str | None = None) -> Asked:
        return Asked(
            figure=figure,
            since=self.period.since,
            until=self.period.until,
            as_of=self.as_of,
            soon=self.soon,
            cause=cause,
            text=text,
        )

    @cached_property
    def _kept(self) -> dict[str, str]:
        return {key: _pair(key, self.request.GET[key]) for key in KEPT if self.request.GET.get(key)}

    @cached_property
    def _fixed(self) -> dict[str, str]:
        """What the list of a figure has in its address, whichever figure it is of."""
        days = self.period.since.isoformat(), self.period.until.isoformat()
        told = ("khoang", *days, f"{self.as_of:%Y-%m-%dT%H:%M}")
        return self._kept | {
            key: _pair(key, value)
            for key, value in zip(("ky", "tu", "den", "luc"), told, strict=True)
        }

    @cached_property
    def _pages(self) -> "_Pages":
        return _Pages()

    def address(self, page: str = "board", **changed: Any) -> str:
        """Another page or the same one with something changed ("" leaves it out)."""
        return self._told(page, self._kept, changed)

    def opens(self, figure: str, **changed: Any) -> str:
        """The list of a figure: the same days and the same minute, whatever the hour it is read."""
        return self._told("board-list", self._fixed, {"so": figure, **changed})

    def _told(self, page: str, query: dict[str, str], changed: Mapping[str, Any]) -> str:
        names = {key.replace("_", "-"): str(value) for key, value in changed.items()}
        parts = query | {key: _pair(key, value) if value else "" for key, value in names.items()}
        told = "&".join(part for part in parts.values() if part)
        return f"{self._pages[page]}?{told}" if told else self._pages[page]

    def lag(self) -> datetime | None:
        """Until when the figures count, when that is not now: the worker is behind."""
        folded = measures.folded_at()
        if folded is not None and folded >= self.request.now - BEHIND:
            return None
        return folded if journal.count_to_fold() else None


class _Pages(dict[str, str]):
    """The addresses of pages, each looked up once: a board has two hundred links."""

    def __missing__(self, page: str) -> str:
        found = self[page] = reverse(page)
        return found


@lru_cache(maxsize=5_000)
def _pair(key: str, value: str) -> str:
    return urlencode({key: value})


def board_of(request: Request, *, opened: bool = False) -> Board:
    """`opened`: a list, as of the minute of the board that opened it. A board itself is of now: how
    things stood before is not kept."""
    now = formats.local(request.now).replace(second=0, microsecond=0)
    then = request.GET.get("to-chuc") == "khi-do"
    reach = reach_of(request, then=then)
    return Board(
        request=request,
        reach=reach,
        area=area_of(request, reach, request.GET.get("noi", "")),
        period=period_of(request.GET, now.date()),
        procedures=_procedures(request, reach),
        known=thresholds(),
        as_of=_minute(request, now) if opened else _now(request, now),
        then=then,
    )


def _procedures(request: Request, reach: Reach) -> frozenset[int] | None:
    """Those asked for, among those of the reader's fields."""
    field, one = request.GET.get("linh-vuc", ""), request.GET.get("thu-tuc", "")
    found = procedures_of_fields(reach.fields) if reach.fields else None
    if field:
        asked = procedures_of_fields([field])
        found = asked if found is None else found & asked
    if one.isdecimal() and len(one) < 10:
        chosen = frozenset({int(one)})
        found = chosen if found is None else found & chosen
    return found


def _minute(request: Request, now: datetime) -> datetime:
    """The minute of the board that opened a list; never one to come. Raises Unclear."""
    moment = past_moment(request)
    if moment is None:
        return now
    moment = formats.local(moment).replace(second=0, microsecond=0)
    if moment < now - _KEPT:
        raise Unclear(
            _("Danh sách chỉ mở lại được theo một lúc trong %(days)d ngày qua. Chọn lúc gần hơn.")
            % {"days": _KEPT.days}
        )
    return moment


def _now(request: Request, now: datetime) -> datetime:
    if past_moment(request) is not None:
        raise Unclear(
            _(
                "Bảng này luôn là của lúc này, không mở lại được theo một lúc đã qua. Chọn khoảng"
                " ngày để xem việc đã diễn ra."
            )
        )
    return now
