"""What the reader of a board or list asked for, out of the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import Level
from lienthong.programmes.queries.figures import KINDS, Asked
from lienthong.programmes.queries.programmes import ProgrammeView, visible_programmes, with_children
from lienthong.programmes.rules.kinds import Bloc, Pillar
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import past_moment

VIEW: Final = Permission.PROGRAMME_VIEW
NAMES: Final = (
    "chuong-trinh", "so", "noi", "tru-cot", "khoi", "giai-doan", "cap", "q", "luc", "tu", "nhom",
    "rieng",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """The parts of the address, each checked; what makes no sense is as if it were not there, but a
    moment: figures of now are not those of a day that was mistyped."""

    request: Request

    def text(self, name: str, most: int = 100) -> str:
        return self.request.GET.get(name, "").replace("\x00", "")[:most].strip()

    @cached_property
    def agencies(self) -> frozenset[int]:
        return self.request.scope.agencies(VIEW)

    @cached_property
    def programmes(self) -> list[ProgrammeView]:
        return visible_programmes(self.agencies)

    @cached_property
    def programme(self) -> ProgrammeView | None:
        code = self.text("chuong-trinh")
        if not code:
            return None
        found = next((one for one in self.programmes if one.code == code), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def unit(self) -> AgencyView | None:
        typed = self.text("noi")
        if not typed.isdecimal() or len(typed) > 9 or int(typed) not in self.agencies:
            return None
        return organisations.agency(int(typed))

    @cached_property
    def as_of(self) -> datetime | None:
        """The end of a past day, or a past instant; None is now. Raises Unclear."""
        return past_moment(self.request)

    @property
    def moment(self) -> datetime:
        return self.as_of or self.request.now

    @property
    def kind(self) -> str:
        return self.text("so") if self.text("so") in KINDS else "all"

    @property
    def pillar(self) -> Pillar | None:
        return _one(Pillar, self.text("tru-cot"))

    @property
    def bloc(self) -> Bloc | None:
        return _one(Bloc, self.text("khoi"))

    @property
    def level(self) -> Level | None:
        return _one(Level, self.text("cap"))

    @property
    def phase(self) -> int | None:
        typed = self.text("giai-doan")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None

    @property
    def parent(self) -> int | None:
        typed = self.text("tu")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None

    @property
    def working_group(self) -> tuple[str, tuple[Pillar, ...]] | None:
        """A working group of the programme: the tasks of its pillars (R23)."""
        code = self.text("nhom")
        if not code or self.programme is None:
            return None
        for known, name, pillars, _inspects in self.programme.working_groups:
            if known == code:
                return name, pillars
        return None

    def asked(self, **other: Any) -> Asked:
        unit = self.unit
        below = None
        if unit is not None:
            alone = self.text("rieng") == "1"
            on = self.moment.date()
            below = frozenset({unit.id}) if alone else organisations.within(unit.id, on=on)
        programme = self.programme
        group = self.working_group
        values: dict[str, Any] = {
            "agencies": self.agencies,
            "now": self.request.now,
            "as_of": self.as_of,
            "programmes": with_children(programme.id) if programme else None,
            "units": below & self.agencies if below is not None else None,
            "pillar": self.pillar,
            "pillars": group[1] if group else None,
            "bloc": self.bloc,
            "phase": self.phase,
            "parent": self.parent,
            "level": self.level,
            "text": self.text("q"),
            "kind": self.kind,
        }
        return Asked(**(values | other))

    def address(self, name: str, *args: str, **changed: str) -> str:
        """The address of a page with what was asked for, some of it changed ("" drops it)."""
        kept = {key: self.text(key) for key in NAMES} | {
            key.replace("_", "-"): value for key, value in changed.items()
        }
        return with_query(reverse(name, args=args), kept)


def with_query(path: str, values: Mapping[str, str]) -> str:
    told = {key: value for key, value in values.items() if value}
    return f"{path}?{urlencode(told)}" if told else path


_Kind = TypeVar("_Kind", bound=StrEnum)


def _one(kind: type[_Kind], text: str) -> _Kind | None:
    try:
        return kind(text)
    except ValueError:
        return None
