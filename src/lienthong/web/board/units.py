"""The table of a board: one line for each commune or agency, compared fairly with the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.measures.queries import Figures, summed
from lienthong.measures.rules.comparison import Group, Interval, group, wilson
from lienthong.organisations.queries import UnitView
from lienthong.organisations.rules import sort_key
from lienthong.web.board.reach import Area, Reach
from lienthong.web.ui import formats
from lienthong.web.ui.status import Tag

TAGS: Final[Mapping[Group, Tag]] = {
    Group.HIGHER: Tag("done", "arrow-up", gettext_lazy("Cao hơn")),
    Group.LOWER: Tag("soon", "arrow-down", gettext_lazy("Thấp hơn")),
    Group.SAME: Tag("", "minus", gettext_lazy("Chưa khác")),
}


@dataclass(frozen=True)
class Drawn:
    """An interval as positions of an SVG 100 wide, and in words."""

    low: str
    high: str
    mark: str
    common: str
    words: str


@dataclass(frozen=True)
class Scale:
    """From which share to 100% intervals are drawn; what lies below is drawn at the edge."""

    least: float

    @property
    def words(self) -> str:
        return f"{self.least * 100:.0f}% – 100%"

    def at(self, share: float) -> float:
        return max(1.5, min(98.5, (share - self.least) / (1 - self.least) * 100))


@dataclass(frozen=True)
class Unit:
    """A line. `drawn` is None where nothing was finished; only lines that are shown are drawn."""

    key: str
    name: str
    figures: Figures
    tag: Tag
    group: Group
    interval: Interval | None
    common: float | None
    scale: Scale
    dissolved: bool = False

    @cached_property
    def drawn(self) -> Drawn | None:
        if self.interval is None or self.common is None:
            return None
        return _drawn(self.interval, self.common, self.scale)


def units(
    reach: Reach,
    area: Area,
    found: Mapping[str, Figures],
    *,
    communes: Mapping[str, UnitView],
) -> list[Unit]:
    """Lines for all communes and agencies of the area with figures; a commune of today without any
    has one too. `found`: by place of counters ("a:12")."""
    parts: dict[str, list[Figures]] = {}
    for number in area.agencies:
        place = f"a:{number}"
        key = reach.key_of(number) if not area.key.startswith("x:") else _own(reach, number)
        kept = parts.setdefault(key, []) if key.startswith("x:") or place in found else []
        if place in found:
            kept.append(found[place])
    whole = summed(found.values())
    common = whole.share_in_time
    scale = scale_for(common)
    return [
        _unit(reach, key, summed(figures), common, scale, communes)
        for key, figures in parts.items()
    ]


def _own(reach: Reach, number: int) -> str:
    return f"a:{reach.doing.get(number, number)}"


def _unit(
    reach: Reach,
    key: str,
    figures: Figures,
    common: float | None,
    scale: Scale,
    communes: Mapping[str, UnitView],
) -> Unit:
    interval = wilson(figures.in_time, figures.finished)
    belongs = group(interval, common)
    name, dissolved = _name(reach, key, communes)
    return Unit(
        key=key,
        name=name,
        figures=figures,
        tag=TAGS[belongs],
        group=belongs,
        interval=interval,
        common=common,
        scale=scale,
        dissolved=dissolved,
    )


def _name(reach: Reach, key: str, communes: Mapping[str, UnitView]) -> tuple[str, bool]:
    kind, _colon, rest = key.partition(":")
    if kind == "x":
        unit = communes.get(rest)
        if unit is None:
            return rest, False
        english = unit.full_name_en if formats.english() else ""
        return english or unit.full_name, False
    agency = reach.agencies[int(rest)]
    return formats.own_name(agency), int(rest) not in reach.doing


def _drawn(interval: Interval, common: float, scale: Scale) -> Drawn:
    return Drawn(
        low=f"{scale.at(interval.low):.1f}",
        high=f"{scale.at(interval.high):.1f}",
        mark=f"{scale.at(interval.share) - 1.6:.1f}",
        common=f"{scale.at(common):.1f}",
        words=_("Tỷ lệ thật nằm trong khoảng từ %(low)s đến %(high)s, mức chung %(common)s")
        % {
            "low": formats.percent(interval.low),
            "high": formats.percent(interval.high),
            "common": formats.percent(common),
        },
    )


def scale_for(common: float | None) -> Scale:
    return Scale(next((least for least in (0.8, 0.5) if common is None or common > least), 0.0))


Key = Callable[[Unit], object]
ORDERS: Final[Mapping[str, tuple[str | Promise, Key]]] = {
    "con-kip": (gettext_lazy("Còn kịp"), lambda unit: -unit.figures.due_today),
    "dang-tre": (gettext_lazy("Đang trễ"), lambda unit: -unit.figures.open_late),
    "tiep-nhan": (gettext_lazy("Tiếp nhận"), lambda unit: -unit.figures.received),
    "ten": (gettext_lazy("Tên"), lambda unit: 0),
}


def ordered(found: Sequence[Unit], by: str) -> list[Unit]:
    """By what is to be done, or by name. There is no order by share: places that do not differ
    have none."""
    chosen = ORDERS.get(by, ORDERS["con-kip"])[1]
    return sorted(
        found,
        key=lambda unit: (
            chosen(unit),
            0 if by == "ten" else -unit.figures.open_late,
            sort_key(unit.name),
        ),
    )
