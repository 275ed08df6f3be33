"""The demo: one province of real units and synthetic people, sixty days up to today.

Deterministic: the same seed and the same `now` give the same rows.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from lienthong import clock
from lienthong.accounts import actions as accounts
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.catalogue import actions as catalogue_actions
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.queries.connected import connected_sources
from lienthong.catalogue.queries.places import ground_of, subject_of
from lienthong.catalogue.rules.content import Place
from lienthong.catalogue.rules.placing import agency_for, receiving_for
from lienthong.demo import benefit, reports
from lienthong.demo.facts import Stage
from lienthong.demo.meetings import Meetings
from lienthong.demo.pace import USUAL_SPREAD
from lienthong.demo.people import Someone, people
from lienthong.demo.programmes import Programmes
from lienthong.demo.staff import BY, DemoAccount, appoint, open_doors
from lienthong.demo.story import Story
from lienthong.dossiers.actions.bulk import Life, write_lives
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.queries.reading import rule_for
from lienthong.dossiers.rules import codes
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.journal import actions as journal
from lienthong.measures import actions as measures
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind

PROVINCE: Final = "48"  # Đà Nẵng
DAYS: Final = 60
BATCH: Final = 1000

# How often a procedure is met at the counters of communes.
_WEIGHTS: Final[Mapping[str, int]] = {
    "2.000815": 24, "2.000884": 8, "1.001193": 9, "1.004873": 7, "2.000635": 9, "1.000656": 3,
    "1.000894": 4, "1.004222": 6, "1.004194": 6, "1.010041": 4, "1.001612": 4, "2.000720": 2,
    "1.013225": 4, "1.013229": 2, "1.012812": 1, "1.013831": 4, "1.011607": 2, "1.004859": 3,
    "1.013978": 2, "2.001035": 3, "2.000986": 3, "2.001827": 1, "1.001022": 1, "1.004884": 1,
    "1.003677": 1, "1.010039": 1, "1.004335": 1,
}  # fmt: skip
# Nobody came here for a while: a board shows it.
SILENT_DAYS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Built:
    dossiers: int
    benefit_dossiers: int
    accounts: Sequence[DemoAccount]


def build(
    *,
    now: datetime,
    dossiers: int = 20_000,
    seed: int = 20250701,
    say: Callable[[str, int, int], None] = lambda what, done, of: None,
) -> Built:
    """Load reference data, then write the demo, whole or not at all. `say(what, done, of)` reports
    progress."""
    builder = _Builder(now=now, seed=seed, say=say)
    builder.reference()
    with transaction.atomic():
        opened = builder.staff()
        benefits = builder.tell_benefit(share=dossiers * 3 // 20)
        told = builder.tell(dossiers - benefits)
    say("Tính các con số trên bảng", 0, 1)
    measures.fold_pending(at=now)
    say("Tính các con số trên bảng", 1, 1)
    # Tasks are measured by what the boards count.
    with transaction.atomic():
        builder.programmes()
        builder.reports()
    # The story is told at once: its days are closed as the worker would have closed each.
    say("Niêm phong nhật ký", 0, 1)
    journal.seal_days(before=now.astimezone(clock.VIETNAM).date(), at=now)
    say("Niêm phong nhật ký", 1, 1)
    return Built(dossiers=told + benefits, benefit_dossiers=benefits, accounts=opened)


class _Builder:
    def __init__(self, *, now: datetime, seed: int, say: Callable[[str, int, int], None]) -> None:
        self.now = now.astimezone(clock.VIETNAM).replace(microsecond=0)
        self.today = self.now.date()
        self.seed = seed
        self.chance = random.Random(seed)  # noqa: S311 (a demo, not a secret)
        self.say = say
        self.someone: Iterator[Someone] = people(
            self.chance, first=1, oldest=self.today - timedelta(days=85 * 365)
        )
        self.serials: dict[str, int] = {}
        self.stages: dict[tuple[int, str, str], Stage | None] = {}

    def reference(self) -> None:
        self.say("Nạp đơn vị hành chính, cơ quan, lịch", 0, 1)
        organisations_actions.load_reference(by=BY, at=self.now)
        self.say("Nạp danh mục thủ tục", 0, 1)
        catalogue_actions.load_reference(by=BY, at=self.now)
        benefit.publish_wrong(by=BY, at=self.now, today=self.today)
        self.edition = organisations.current_edition()
        self.agencies = organisations.agencies_of_province(PROVINCE, on=self.today)
        self.calendars = organisations.calendars_of(
            (agency.id for agency in self.agencies), edition=self.edition
        )
        self.codes = organisations.codes_of((a.id for a in self.agencies), on=self.today)
        self.communes = [unit.code for unit in organisations.communes_of(PROVINCE, on=self.today)]
        self.connected = connected_sources()
        self.ground = ground_of(on=self.today, province_code=PROVINCE)
        # Read before the transaction that writes: only then they stay in memory.
        self.versions = self._versions()
        self.benefit = catalogue.version_in_force(benefit.CODE, on=self.today)
        self.subjects = {
            version.id: subject_of(
                version, catalogue.offer(version, province_code=PROVINCE, on=self.today)
            )
            for version in (*self.versions, self.benefit)
        }

    def staff(self) -> list[DemoAccount]:
        self.say("Lập tài khoản cán bộ", 0, 1)
        since = self.today - timedelta(days=120)
        self.officers = appoint(self.agencies, self.someone, since=since, at=self.now)
        opened = open_doors(self._doors(), self.someone, since=since, at=self.now)
        for account, door in opened:
            key = (door.agency.id, door.role.value)
            # Much of the work goes to those who can sign in: their desks have something to show.
            self.officers[key] = (account, account, account, *self.officers.get(key, ()))
        return [door for _, door in opened]

    def programmes(self) -> None:
        self.say("Kể chuyện nhiệm vụ", 0, 1)
        Programmes(
            now=self.now,
            agencies=self.agencies,
            officers=self.officers,
            home=self.home,
            seed=self.seed,
        ).tell()
        Meetings(
            now=self.now, agencies=self.agencies, officers=self.officers, home=self.home
        ).tell()
        self.say("Kể chuyện nhiệm vụ", 1, 1)

    def reports(self) -> None:
        self.say("Kể chuyện báo cáo ngày", 0, 1)
        reports.tell(now=self.now, agencies=self.agencies, chance=random.Random(self.seed))  # noqa: S311
        self.say("Kể chuyện báo cáo ngày", 1, 1)

    def _doors(self) -> list[tuple[str, Role, AgencyView, str]]:
        home = self.home
        by_kind = {agency.kind: agency for agency in self.agencies if agency.unit_code == home}
        province = {agency.kind: agency for agency in self.agencies if agency.unit_code == PROVINCE}
        centre = by_kind[AgencyKind.COMMUNE_CENTRE]
        committee = by_kind[AgencyKind.COMMUNE_COMMITTEE]
        top = province[AgencyKind.PROVINCE_COMMITTEE]
        party = province[AgencyKind.PARTY_COMMITTEE]
        return [
            ("tiepnhan", Role.RECEPTIONIST, centre, "quầy tiếp nhận, trả kết quả"),
            ("thuly", Role.HANDLER, committee, "bàn làm việc, các bước giải quyết"),
            ("lanhdao", Role.APPROVER, committee, "duyệt, ký, gia hạn, xin lỗi"),
            ("thutruong", Role.HEAD, committee, "bảng của phường, việc ghi muộn"),
            ("giamsat", Role.SUPERVISOR, top, "bảng điều hành toàn thành phố"),
            ("danhmuc", Role.CATALOGUE_ADMIN, top, "danh mục thủ tục"),
            ("dinhchinh1", Role.CORRECTOR, top, "mở đính chính"),
            ("dinhchinh2", Role.CORRECTOR, top, "duyệt đính chính"),
            ("quantri", Role.SYSTEM_ADMIN, top, "tài khoản, cơ quan, lịch làm việc, nhập hồ sơ cũ"),
            ("kiemtra", Role.AUDITOR, top, "nhật ký"),
            ("dieuphoi", Role.PROGRAMME_MANAGER, party, "chương trình, nhiệm vụ, cuộc họp"),
            ("baocao", Role.REPORTER, committee, "nhiệm vụ và báo cáo của phường"),
            ("tonghop", Role.REPORTER, top, "tổng hợp báo cáo của thành phố"),
            ("kiemtradang", Role.INSPECTOR, party, "xem nhiệm vụ, báo cáo ở mọi cấp dưới"),
        ]

    @property
    def home(self) -> str:
        """The ward of the demo accounts: the busiest one."""
        names = {
            unit.name: unit.code for unit in organisations.communes_of(PROVINCE, on=self.today)
        }
        return names.get("Hội An", self.communes[0])

    # -- dossiers

    def tell(self, count: int) -> int:
        """`count` dossiers over sixty days, a few of them test dossiers."""
        versions = self.versions
        weights = [_WEIGHTS[version.code] for version in versions]
        busy = {commune: self.chance.paretovariate(1.6) for commune in self.communes}
        busy[self.home] = max(busy.values()) * 1.2
        haste = {commune: self.chance.uniform(0.65, 1.25) for commune in self.communes}
        silent = next((c for c in reversed(self.communes) if c != self.home), self.communes[-1])
        starts = self._starts(count)
        lives: list[Life] = []
        told = 0
        for place, starts_at in enumerate(starts):
            commune = self.chance.choices(self.communes, [busy[c] for c in self.communes])[0]
            if commune == silent and starts_at.date() > self.today - timedelta(days=SILENT_DAYS):
                commune = self.home
            version = self.chance.choices(versions, weights)[0]
            test = place % 400 == 7
            life = self._life(version, commune, starts_at, haste[commune], test=test)
            if life is not None:
                lives.append(life)
            if len(lives) == BATCH:
                told += self._write(lives)
                lives = []
                self.say("Kể chuyện hồ sơ", told, count)
        told += self._write([*lives, *self._one_of_each()])
        self.say("Kể chuyện hồ sơ", told, count)
        return told

    def _one_of_each(self) -> list[Life]:
        """In the ward of the demo accounts, dossiers in the states that chance brings seldom."""
        starts = self._starts(200)
        lives = [
            self._life(self.benefit, self.home, before[-1], 1, channel="online", stops_at=event)
            for event, days in (
                (EventType.SUBMITTED, 0), (EventType.ACCEPTED, 1), (EventType.PAYMENT_REQUIRED, 5),
                (EventType.STOPPED, 30),
            )
            if (before := [at for at in starts if at <= self.now - timedelta(days=days)])
        ]  # fmt: skip
        return [life for life in lives if life is not None]

    def tell_benefit(self, share: int) -> int:
        """The burst of one benefit over the last public holidays (R158), with its wrong limit."""
        version = self.benefit
        starts = benefit.starts(self.chance, share, today=self.today, calendar=self._any_calendar())
        lives: list[Life] = []
        told = 0
        for starts_at in starts:
            commune = self.chance.choice(self.communes)
            life = self._life(version, commune, starts_at, benefit.HASTE, spread=benefit.SPREAD)
            if life is not None:
                lives.append(life)
            if len(lives) == BATCH:
                told += self._write(lives)
                lives = []
                self.say("Kể chuyện trợ cấp hưu trí xã hội", told, share)
        return told + self._write(lives)

    def _any_calendar(self) -> clock.Calendar:
        return next(iter(self.calendars.values()))

    def _versions(self) -> list[VersionView]:
        offered = {row.code for row in catalogue.published(on=self.today)}
        return [
            catalogue.version_in_force(code, on=self.today) for code in _WEIGHTS if code in offered
        ]

    def _starts(self, count: int) -> list[datetime]:
        """Instants of reception, mostly in working hours of the last sixty days, in order."""
        calendar = self._any_calendar()
        days = [
            self.today - timedelta(days=back)
            for back in range(DAYS, -1, -1)
            if clock.is_working_day(calendar, self.today - timedelta(days=back))
        ]
        found: list[datetime] = []
        while len(found) < count:
            day = self.chance.choice(days)
            morning = self.chance.random() < 0.58
            base = time(7, 32) if morning else time(13, 32)
            minutes = int(self.chance.triangular(0, 200 if morning else 180, 60))
            at = datetime.combine(day, base, tzinfo=clock.VIETNAM) + timedelta(
                minutes=minutes, seconds=self.chance.randrange(60)
            )
            if at < self.now - timedelta(minutes=5):
                found.append(at)
        return sorted(found)

    def _life(
        self,
        version: VersionView,
        commune: str,
        starts_at: datetime,
        haste: float,
        *,
        spread: float = USUAL_SPREAD,
        test: bool = False,
        channel: str = "",
        stops_at: EventType | None = None,
    ) -> Life | None:
        if not channel:
            channel = self.chance.choices(("direct", "online", "postal"), (58, 38, 4))[0]
        options = [o for o in version.content.time_options if channel in o.channels]
        if not options:
            channel = version.content.time_options[0].channels[0].value
            options = [version.content.time_options[0]]
        stage = self._stage(version, options[0].key, commune)
        if stage is None:
            return None
        story = Story(
            stage=stage,
            chance=self.chance,
            starts_at=starts_at,
            now=self.now,
            haste=haste,
            spread=spread,
            channel=channel,
            test=test,
            stops_at=stops_at,
        )
        story.tell()
        if not story.acts:
            return None  # taken in on paper, not typed in yet
        code = self._code(stage.receiving, starts_at.date(), test=test)
        return Life(
            code=code,
            version_id=version.id,
            channel=channel,
            receiving=stage.receiving,
            commune_code=commune,
            applicant=0,
            acts=story.acts,
            components=self._components(version),
            sideline_names=story.names,
        )

    def _stage(self, version: VersionView, option: str, commune: str) -> Stage | None:
        key = (version.id, option, commune)
        if key not in self.stages:
            subject = self.subjects[version.id]
            receiving = receiving_for(self.ground, subject, commune)
            places = {place: agency_for(self.ground, subject, place, commune) for place in Place}
            competent = places[version.content.competent]
            self.stages[key] = (
                Stage(
                    version=version,
                    option=option,
                    rule=rule_for(version.content, option, {}),
                    receiving=receiving[0],
                    competent=competent,
                    places=places,
                    calendars=self.calendars,
                    officers=self.officers,
                    edition=self.edition,
                )
                if receiving and competent is not None
                else None
            )
        return self.stages[key]

    def _code(self, agency: int, on: date, *, test: bool) -> str:
        prefix = codes.series(self.codes[agency], on, test=test)
        self.serials[prefix] = self.serials.get(prefix, 0) + 1
        return codes.code(prefix, self.serials[prefix])

    def _components(self, version: VersionView) -> list[NewComponent]:
        return [
            NewComponent(
                key=part.key,
                name=part.name,
                kind="data" if part.replaced_by in self.connected else "original",
                source=part.replaced_by if part.replaced_by in self.connected else "",
            )
            for part in version.content.components
            if part.required
        ]

    def _write(self, lives: list[Life]) -> int:
        if not lives:
            return 0
        applicants = accounts.create_persons(
            people=[self._applicant(life) for life in lives], by=BY, at=self.now
        )
        ready = [
            replace(life, applicant=person) for life, person in zip(lives, applicants, strict=True)
        ]
        write_lives(lives=ready, now=self.now)
        return len(ready)

    def _applicant(self, life: Life) -> PersonData:
        someone = next(self.someone)
        return PersonData(
            full_name=someone.full_name,
            identity_number=someone.identity_number,
            born_on=someone.born_on,
            phone=someone.phone,
            email=someone.email,
            address=someone.street,
            unit_code=life.commune_code,
        )
