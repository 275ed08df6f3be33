"""The life of one synthetic dossier: the same facts, in the same words, as actions record them."""

from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import Any

from lienthong import clock
from lienthong.catalogue.rules.content import Place, Step, StepKind
from lienthong.demo.beside import parts_of
from lienthong.demo.facts import E, Teller
from lienthong.demo.pace import limit_hours, step_hours
from lienthong.dossiers.queries.reading import read
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event

_STARTS = {E.CASE_OPENED: {}, E.PAYMENT_RECEIVED: {"proof": "BL-01"}}


class Story(Teller):
    """Tells one life up to `now`; with `stops_at` until that has happened, and it does happen."""

    def tell(self) -> None:
        """Fill `acts` up to `now`."""
        content, stage = self.stage.version.content, self.stage
        first = content.steps[0]
        submitted: dict[str, Any] = {
            "receiving": stage.receiving,
            "channel": self.channel,
            "edition": stage.edition,
            **({"test": True} if self.test else {}),
        }
        accepted = {
            "competent": stage.competent,
            "calendar_agency": stage.competent,
            "option": stage.option,
        }
        if self.channel == "online":
            self._tell(
                "dossier.submitted", (E.SUBMITTED, submitted), at=self.at, agency=stage.receiving
            )
            wait = self.chance.choice((0.2, 0.5, 1, 2, 4, 6))
            at = self._after(stage.receiving, wait)
            if self.chance.random() < 0.02:
                self._end(E.DECLINED, "dossier.declined", at, "Nộp nhầm thủ tục")
                return
            data = self._promised({**self._placed(first, at), **accepted}, E.ACCEPTED, at)
            if not self._tell(
                "dossier.accepted", (E.ACCEPTED, data), at=at, agency=stage.receiving,
                role="receptionist",
            ):  # fmt: skip
                return
        else:
            both = (E.SUBMITTED, submitted)
            at = self.at
            placed = {**self._placed(first, at), **accepted}
            event = Event(
                seq=1, type=E.SUBMITTED, occurred_at=at, recorded_at=at, by="", agency=0,
                data=submitted,
            )  # fmt: skip
            second = Event(
                seq=2, type=E.ACCEPTED, occurred_at=at, recorded_at=at, by="", agency=0, data=placed
            )
            due = read([event, second], content, now=at).clock.due_at
            if due is not None:
                placed["promised"] = due.isoformat()
            recorded = self._recorded(stage.receiving, at)
            if not self._tell(
                "dossier.received", both, (E.ACCEPTED, placed), at=at, agency=stage.receiving,
                role="receptionist", recorded_at=recorded,
            ):  # fmt: skip
                return
        self._work()

    def _recorded(self, agency: int, at: datetime) -> datetime:
        """Mostly at once; sometimes typed in the next day from the paper register."""
        if self.chance.random() > 0.015:
            return at
        return clock.add_working(self._calendar(agency), at, Fraction(self.chance.randrange(3, 9)))

    def _work(self) -> None:
        content, stage = self.stage.version.content, self.stage
        steps = {step.key: step for step in content.steps}
        step = content.steps[0]
        limit = limit_hours(stage.rule.limit)
        while True:
            agency = stage.agency(step)
            if not self._incident(step, agency):
                return
            if not self._started(step, agency):
                return
            hours = step_hours(step, limit, self.chance, self.spread) * self.haste
            at = self._after(agency, hours)
            if step.kind is StepKind.INSPECT and not self._tell(
                "dossier.inspected", (E.INSPECTION_FINISHED, {"finding": "Đúng hiện trạng"}),
                at=at, agency=agency,
            ):  # fmt: skip
                return
            ahead = [key for key in step.next if steps[key].kind is not StepKind.RETURN]
            if not ahead:
                if self._parts(agency, at):
                    self._finish(agency, max(at, self.at))
                return
            target = steps[ahead[0]]
            data = self._placed(target, at)
            moved = E.HANDED_OVER if data["agency"] != agency else E.MOVED
            if not self._tell("dossier.advanced", (moved, data), at=at, agency=agency):
                return
            if self.chance.random() < 0.012 and not self._sent_back(step, target):
                return
            step = target

    def _started(self, step: Step, agency: int) -> bool:
        """Where the limit begins with the opening of the case or the payment, who is competent
        records that first. False: the story has ended."""
        kind = next((one for one in _STARTS if one.value in self.stage.rule.start_on), None)
        told = {event.type for act in self.acts for event in act.events}
        if kind is None or kind in told or step is self.stage.version.content.steps[0]:
            return True
        at = self._after(agency, 1)
        data = self._promised(dict(_STARTS[kind]), kind, at)
        return self._tell(f"dossier.{kind.value}", (kind, data), at=at, agency=agency)

    def _parts(self, agency: int, at: datetime) -> bool:
        """False: the story has ended before all parts were done."""
        content, stage = self.stage.version.content, self.stage
        self.names |= {task.key: task.name for task in content.subtasks}
        found = parts_of(
            content, stage.places, stage.calendars, agency=agency, at=at, chance=self.chance
        )
        return all(
            self._tell(part.action, (part.kind, dict(part.data)), at=part.at, agency=part.agency)
            for part in found
        )

    def _sent_back(self, step: Step, target: Step) -> bool:
        """The next one finds something wrong and gives it back; then it comes again."""
        agency = self.stage.agency(target)
        at = self._after(agency, 1.5)
        back = {**self._placed(step, at), "back": True, "reason": "Thiếu xác nhận ở mục 3"}
        moved = E.HANDED_OVER if back["agency"] != agency else E.MOVED
        if not self._tell("dossier.sent_back", (moved, back), at=at, agency=agency):
            return False
        at = self._after(self.stage.agency(step), 2)
        again = (moved, self._placed(target, at))
        return self._tell("dossier.advanced", again, at=at, agency=self.stage.agency(step))

    def _incident(self, step: Step, agency: int) -> bool:
        """What may happen at a step before its work is done. False: the story has ended."""
        if step.kind is StepKind.WORK and self.stops_at is E.PAYMENT_REQUIRED:
            return self._payment(agency)
        if step.kind is StepKind.WORK and self.stops_at is E.STOPPED:
            return self._supplement(agency)
        dice = self.chance.random()
        same_day = self.stage.rule.limit.unit is clock.Unit.SAME_DAY
        if step.kind is not StepKind.WORK or (same_day and dice > 0.006):
            return True
        if dice < 0.045:
            return self._supplement(agency)
        if dice < 0.06:
            return self._opinion(agency)
        if dice < 0.07:
            return self._waiting(agency)
        if dice < 0.082:
            return False  # nobody acts any more: it lies, and becomes late without any event
        if dice < 0.087:
            return self._end(E.WITHDRAWN, "dossier.withdrawn", self._after(agency, 2), "")
        if dice < 0.091:
            basis = "Không đủ điều kiện theo quy định của thủ tục"
            return self._end(E.REFUSED, "dossier.refused", self._after(agency, 3), basis)
        return self._payment(agency) if dice < 0.11 else True

    def _payment(self, agency: int) -> bool:
        at, notice = self._after(agency, 2), f"{self.chance.randrange(1, 900)}/TB"
        asked = (E.PAYMENT_REQUIRED, {"notice": notice})
        if not self._tell("dossier.payment_required", asked, at=at, agency=agency):
            return False
        at = self._after(agency, self.chance.choice((4, 8, 15, 40)))
        data = self._promised({"proof": f"BL-{notice}"}, E.PAYMENT_RECEIVED, at)
        paid = (E.PAYMENT_RECEIVED, data)
        return self._tell("dossier.payment_received", paid, at=at, agency=agency)

    def _supplement(self, agency: int) -> bool:
        at = self._after(agency, 1)
        asked = {
            "wanted": ["Giấy tờ chứng minh chỗ ở hợp pháp"],
            "reason": "Bản chụp không đọc được",
            "legal_basis": "Thành phần hồ sơ của thủ tục",
            "phase": "settlement",
        }
        if not self._tell(
            "dossier.supplement_requested", (E.SUPPLEMENT_REQUESTED, asked), at=at, agency=agency
        ):
            return False
        days = self.chance.choice((0.5, 1, 2, 3, 4, 6, 9, 14))
        at = self._after(agency, days * 7.5)
        if self.chance.random() < 0.06 or self.stops_at is E.STOPPED:
            return self._end(E.STOPPED, "dossier.stopped", at, "Không bổ sung trong thời hạn")
        data = self._promised({"note": ""}, E.SUPPLEMENT_RECEIVED, at)
        return self._tell(
            "dossier.supplement_received", (E.SUPPLEMENT_RECEIVED, data), at=at, agency=agency
        )

    def _opinion(self, agency: int) -> bool:
        asked = self.stage.places.get(Place.PROVINCE_COMMITTEE) or agency
        if asked == agency:
            return True
        at = self._after(agency, 1)
        due = clock.add_working(self._calendar(agency), at, Fraction(3), clock.Unit.WORKING_DAY)
        pauses = "paused:liaison_opinion" in self.stage.rule.pause_on
        self.names["consultation-1"] = "Ý kiến của cơ quan cấp tỉnh"
        data = {
            "key": "consultation-1",
            "agency": asked,
            "question": "Đề nghị xác nhận thông tin quy hoạch",
            "due": due.isoformat(),
            "pauses": pauses,
        }
        if any(line.key == "consultation-1" for line in self.standing.sidelines):
            return True
        if not self._tell(
            "dossier.opinion_requested", (E.CONSULTATION_REQUESTED, data), at=at, agency=agency
        ):
            return False
        at = self._after(agency, self.chance.choice((8, 15, 22, 40)))
        answer = {"key": "consultation-1", "answer": "Thống nhất"}
        return self._tell(
            "dossier.opinion_given",
            (E.CONSULTATION_ANSWERED, self._promised(answer, E.CONSULTATION_ANSWERED, at)),
            at=at,
            agency=asked,
        )

    def _waiting(self, agency: int) -> bool:
        at = self._after(agency, 0.5)
        data = {
            "reason": "system_down",
            "basis": "Hệ thống dùng chung không trả lời",
            "system": "VBDLIS",
        }
        if not self._tell("dossier.paused", (E.PAUSED, data), at=at, agency=agency):
            return False
        at = self._after(agency, self.chance.choice((2, 4, 7, 15)))
        resumed = self._promised({"reason": "system_down"}, E.RESUMED, at)
        return self._tell("dossier.resumed", (E.RESUMED, resumed), at=at, agency=agency)

    def _end(self, kind: EventType, action: str, at: datetime, reason: str) -> bool:
        data = (
            {"reason": reason, "legal_basis": "Quy định của thủ tục"} if reason else {"reason": ""}
        )
        agency = self.standing.agency or self.stage.receiving
        self._tell(
            action, (kind, {**data, "return_at": self.stage.receiving}), at=at, agency=agency
        )
        return False

    def _finish(self, agency: int, at: datetime) -> None:
        content = self.stage.version.content
        events = [event for act in self.acts for event in act.events]
        due = read(events, content, now=min(self.at, self.now)).clock.due_at
        if due is not None and at > due and due < self.now and self.chance.random() < 0.6:
            self._apology(agency, due, at)
        if not content.needs_result:
            self._tell(
                "dossier.closed", (E.CLOSED, {"confirmation": "Tự động"}), at=at, agency=agency
            )
            return
        recorded = self._recorded(agency, at)
        number = f"{self.chance.randrange(1, 900)}/KQ"
        data = {"number": number, "return_at": self.stage.receiving}
        if not self._tell(
            "dossier.completed", (E.COMPLETED, data), at=at, agency=agency, role="approver",
            recorded_at=recorded,
        ):  # fmt: skip
            return
        self.at = max(recorded, at)
        if self.chance.random() < 0.04:
            return  # not fetched yet
        at = self._after(self.stage.receiving, self.chance.choice((0.2, 1, 3, 8, 16)))
        self._tell(
            "dossier.returned", (E.RETURNED, {"method": "direct"}), at=at,
            agency=self.stage.receiving, role="receptionist",
        )  # fmt: skip

    def _apology(self, agency: int, due: datetime, finished: datetime) -> None:
        at = max(self.at, due) + timedelta(minutes=20)
        if at >= finished or at > self.now:
            return
        again = datetime.combine(
            clock.next_working_day(self._calendar(agency), finished.date()),
            time(17, 0),
            tzinfo=clock.VIETNAM,
        )
        data = {
            "cause": self.chance.choice(("person", "other_agency", "software", "infrastructure")),
            "reason": "Khối lượng hồ sơ tăng đột biến",
            "promised": again.isoformat(),
        }
        self._tell("dossier.apologised", (E.APOLOGISED, data), at=at, agency=agency, role="head")
