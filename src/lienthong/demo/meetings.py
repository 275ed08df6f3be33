"""Difficulties, visits, remedies and meetings of the demo, told by the actions that people use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from lienthong import clock
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind
from lienthong.programmes.actions import difficulties, meetings, visits
from lienthong.programmes.actions.visits import RemedyGiven
from lienthong.programmes.models import Programme
from lienthong.programmes.rules.difficulties import Draft
from lienthong.programmes.rules.kinds import Against, MeetingKind, Obstacle, Pillar

# What offices reported in September 2025, in words of the demo: subject, text, cause, severity,
# and which of the communes raise it.
_STUCK: Final = (
    (
        Against.SYSTEM, "Phần mềm hộ tịch điện tử",
        "Buổi sáng phần mềm rất chậm, không ký số được, người dân phải chờ", Obstacle.TECHNOLOGY,
        2, (0, 1, 2, 5),
    ),
    (
        Against.SYSTEM, "Đăng nhập VNeID",
        "Giờ cao điểm đăng nhập không được, phải làm lại nhiều lần", Obstacle.TECHNOLOGY, 3,
        (0, 3),
    ),
    (
        Against.RULE, "Ủy quyền điện tử trên Cổng dịch vụ công",
        "Chưa có hướng dẫn ủy quyền nên người già phải đến tận nơi", Obstacle.INSTITUTION, 1,
        (1, 4),
    ),
    (
        Against.RESOURCES, "Máy quét ở quầy",
        "Một máy quét cho ba quầy, phải chờ nhau", Obstacle.FINANCE, 1, (2,),
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Meetings:
    """Builds them for a programme of one province. `hands`: somebody's account per agency."""

    now: datetime
    agencies: Sequence[AgencyView]
    officers: Mapping[tuple[int, str], tuple[int, ...]]
    home: str

    @transaction.atomic
    def tell(self) -> None:
        programme = Programme.objects.filter(standing=self._one(AgencyKind.PARTY_COMMITTEE)).first()
        if programme is None:
            return
        communes = [one for one in self.agencies if one.kind is AgencyKind.COMMUNE_COMMITTEE]
        # The ward of the demo accounts comes first: its officials find rows of their own.
        communes.sort(key=lambda one: (one.unit_code != self.home, one.id))
        self._difficulties(programme.pk, communes)
        self._visits(programme.pk, communes)
        self._meetings(programme.pk)

    def _difficulties(self, programme: int, communes: Sequence[AgencyView]) -> None:
        party = self._one(AgencyKind.PARTY_COMMITTEE)
        asked = self._one(AgencyKind.DEPARTMENT)
        # The ward of the demo accounts is asked for its opinion where another one raised.
        home = communes[0]
        for place, (against, subject, text, cause, severity, raisers) in enumerate(_STUCK):
            made = [
                difficulties.raise_difficulty(
                    draft=Draft(
                        against=against, subject=subject, text=text, cause=cause,
                        severity=severity, since=self._at(-12 - place).date(),
                    ),
                    agency=communes[number % len(communes)].id,
                    by=self._by(communes[number % len(communes)].id),
                    at=self._at(-9 + place, 9 + order),
                    programme=programme,
                )
                for order, number in enumerate(raisers)
            ]  # fmt: skip
            first = made[0]
            if len(made) > 2:
                difficulties.group_difficulties(
                    first_id=first.pk, members=[one.pk for one in made[1:3]], agency=party,
                    by=self._by(party), at=self._at(-6, 14),
                )  # fmt: skip
            if place < 3:
                difficulties.route_difficulty(
                    difficulty_id=first.pk, seen=None, owner=asked, agency=party,
                    by=self._by(party), at=self._at(-6, 15),
                    opinions=[home.id] if place == 2 else (),
                )  # fmt: skip
            if place == 0:
                difficulties.answer_difficulty(
                    difficulty_id=first.pk, seen=None, agency=asked, by=self._by(asked),
                    at=self._at(-3, 10), document="112/STP-HCTP",
                    text="Đã bổ sung máy chủ; từ hôm nay thời gian ký dưới 5 giây.",
                )  # fmt: skip

    def _visits(self, programme: int, communes: Sequence[AgencyView]) -> None:
        party = self._one(AgencyKind.PARTY_COMMITTEE)
        by = self._by(party)
        home, *others = communes
        seen = visits.plan_visit(
            programme=programme, visited=home.id, planned_on=self._at(-5).date(),
            reason="Báo cáo đủ thiết bị nhưng ít hồ sơ trực tuyến", agency=party, by=by,
            at=self._at(-7),
        )  # fmt: skip
        visits.record_visit(
            code=seen.code, agency=party, by=by, at=self._at(-5, 16),
            findings="Quầy số 2 chưa có người hướng dẫn; máy quét để trong kho từ tháng trước.",
            remedies=[
                RemedyGiven(text="Bố trí người hướng dẫn nộp hồ sơ trực tuyến ở quầy số 2"),
                RemedyGiven(text="Đưa máy quét ra quầy", due_on=self._at(-1).date()),
            ],
        )  # fmt: skip
        if others:
            visits.plan_visit(
                programme=programme, visited=others[0].id, planned_on=self._at(3).date(),
                reason="Báo cáo xong số hóa nhưng số đo thấp", agency=party, by=by, at=self.now,
            )  # fmt: skip

    def _meetings(self, programme: int) -> None:
        party = self._one(AgencyKind.PARTY_COMMITTEE)
        by = self._by(party)
        held = self._at(-6, 8)
        last = meetings.open_meeting(
            programme=programme, agency=party, kind=MeetingKind.WEEKLY, held_at=held,
            title="Giao ban tuần trước (minh họa)", by=by, at=held - timedelta(days=1),
        )  # fmt: skip
        meetings.make_brief(meeting_id=last.pk, by=by, at=held - timedelta(hours=1))
        for text in (
            "Sở Tư pháp khắc phục tình trạng chậm của phần mềm hộ tịch",
            "Các xã, phường rà soát máy quét ở quầy",
        ):
            made = meetings.conclude(
                meeting_id=last.pk, text=text, by=by, at=held + timedelta(hours=3)
            )
            if made.seq == 1:
                meetings.assign_conclusion(
                    conclusion_id=made.pk, lead=self._one(AgencyKind.DEPARTMENT),
                    due_on=self._at(5).date(), pillar=Pillar.PLATFORM, by=by,
                    at=held + timedelta(hours=4), objective="Ký số không phải chờ",
                )  # fmt: skip
        coming = self._at(1, 8)
        following = meetings.open_meeting(
            programme=programme, agency=party, kind=MeetingKind.WEEKLY, held_at=coming,
            title="Giao ban tuần này (minh họa)", by=by, at=self.now,
        )  # fmt: skip
        meetings.make_brief(meeting_id=following.pk, by=by, at=self.now)

    def _one(self, kind: AgencyKind) -> int:
        """The agency of that kind; of the departments the one for justice, where there is one."""
        found = [one for one in self.agencies if one.kind is kind]
        found.sort(key=lambda one: (one.sector is None or one.sector.value != "justice", one.id))
        # Of the Party's committees the province's.
        return next((one for one in found if one.unit_code == one.province_code), found[0]).id

    def _by(self, agency: int) -> str:
        held = next(
            (accounts for (number, _role), accounts in self.officers.items() if number == agency),
            (),
        )
        return f"a:{held[0]}" if held else "demo"

    def _at(self, days: int, hour: int = 9) -> datetime:
        day: date = self.now.date() + timedelta(days=days)
        return datetime.combine(day, time(hour), tzinfo=clock.VIETNAM)
