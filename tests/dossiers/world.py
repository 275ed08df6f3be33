"""A small world for tests of dossiers: Đà Nẵng with its agencies, the whole catalogue, officials of
phường Hội An and of the province; dossiers are made by actions only.

`Now` of this world is the morning of Friday 4 September 2026, as in the design's prototypes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from lienthong.accounts import actions as accounts
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import actions as catalogue_actions
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.rules.content import Component
from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import bulk, intake, steps
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import codes, timeline
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import AgencyKind

BY = "system:test"
LOADED_AT = datetime(2026, 8, 1, 9, tzinfo=VIETNAM)
NOW = datetime(2026, 9, 4, 10, 20, tzinfo=VIETNAM)
TODAY = NOW.date()
PROVINCE = "48"
HOI_AN = "20413"
PASSWORD = "mot cau mat khau dai"

BIRTH = "1.001193"  # same day
BENEFIT = "1.014027"  # 10 working days
HOUSEHOLD = "1.001612"  # household business
INTERLINKED = "2.000986"
LAND = "1.013978"  # commune, land office, tax, commune; inspected first
ABSENCE = "1.003677"  # two time options for each channel
FOOD = "2.001827"  # the clock starts at the end of the inspection
VEHICLE = "1.013067"  # the clock starts with the payment
COMPLAINT = "1.004335"  # the clock starts when the case is opened
LODGING = "2.001159"  # a filing without a result


@dataclass(frozen=True)
class World:
    """Ids of agencies and accounts."""

    centre: int
    committee: int
    police: int
    province: int
    province_centre: int
    other_centre: int
    other_committee: int
    receptionist: int
    handler: int
    handler2: int
    approver: int
    head: int
    stranger: int
    supervisor: int
    corrector: int
    corrector2: int
    persons: list[int] = field(default_factory=list)


def load_province() -> None:
    organisations_actions.load_reference(by=BY, at=LOADED_AT, provinces={PROVINCE})


def load_country() -> organisations_actions.Loaded:
    return organisations_actions.load_reference(by=BY, at=LOADED_AT)


def load_catalogue() -> None:
    catalogue_actions.load_reference(by=BY, at=LOADED_AT)


def agency(unit: str, kind: AgencyKind) -> int:
    return organisations.agencies_in(unit, kind, on=TODAY)[0].id


def build() -> World:
    """The officials, and one applicant."""
    other = next(u.code for u in organisations.communes_of(PROVINCE, on=TODAY) if u.code != HOI_AN)
    centre = agency(HOI_AN, AgencyKind.COMMUNE_CENTRE)
    committee = agency(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    province = agency(PROVINCE, AgencyKind.PROVINCE_COMMITTEE)
    other_committee = agency(other, AgencyKind.COMMUNE_COMMITTEE)
    return World(
        centre=centre,
        committee=committee,
        police=agency(HOI_AN, AgencyKind.COMMUNE_POLICE),
        province=province,
        province_centre=agency(PROVINCE, AgencyKind.PROVINCE_CENTRE),
        other_centre=agency(other, AgencyKind.COMMUNE_CENTRE),
        other_committee=other_committee,
        receptionist=official("tiepnhan", "Trần Quốc Bảo", centre, Role.RECEPTIONIST),
        handler=official("thuly", "Lê Thị Thu Hà", committee, Role.HANDLER),
        handler2=official("thuly2", "Ngô Thị Hường", committee, Role.HANDLER),
        approver=official("lanhdao", "Đặng Minh Châu", committee, Role.APPROVER),
        head=official("thutruong", "Nguyễn Hoài Nam", committee, Role.HEAD),
        stranger=official("nguoila", "Phạm Văn Lạ", other_committee, Role.HANDLER),
        supervisor=official("giamsat", "Võ Đình Khoa", province, Role.SUPERVISOR),
        corrector=official("dinhchinh1", "Hồ Thị Xuân", province, Role.CORRECTOR),
        corrector2=official("dinhchinh2", "Bùi Thị Sáu", province, Role.CORRECTOR),
        persons=[applicant()],
    )


def official(username: str, name: str, agency_id: int, role: Role) -> int:
    person = accounts.create_person(data=PersonData(full_name=name), by=BY, at=LOADED_AT)
    account = accounts.create_account(
        username=username, person_id=person, password=PASSWORD, is_demo=True, by=BY, at=LOADED_AT
    )
    accounts.assign(
        account_id=account, agency_id=agency_id, role=role, valid_from=date(2026, 8, 1), by=BY,
        at=LOADED_AT,
    )  # fmt: skip
    return account


def applicant(name: str = "Nguyễn Văn Tư", number: int = 1, **more: Any) -> int:
    data = PersonData(
        full_name=name,
        identity_number=f"000{number:09d}",
        born_on=date(1949, 3, 12),
        phone=f"0900000{number:03d}",
        address="12 Trần Phú",
        unit_code=HOI_AN,
        **more,
    )
    return accounts.create_person(data=data, by=BY, at=LOADED_AT)


def version(code: str = BENEFIT, on: date = TODAY) -> VersionView:
    return catalogue.version_in_force(code, on=on)


def actor(account: int, agency_id: int) -> Actor:
    return Actor(by=f"a:{account}", agency=agency_id)


def receive(
    world: World,
    code: str = BENEFIT,
    *,
    at: datetime = NOW - timedelta(days=1),
    channel: str = "direct",
    test: bool = False,
    person: int | None = None,
    receiving: int | None = None,
    commune: str = HOI_AN,
    key: str = "",
    components: Sequence[intake.NewComponent] | None = None,
) -> Dossier:
    """A dossier taken in at the counter of Hội An."""
    form = version(code, on=at.date())
    option = next(o for o in form.content.time_options if channel in o.channels)
    connected = catalogue.connected_sources()
    return intake.receive(
        intake=intake.Intake(
            version_id=form.id,
            option=option.key,
            channel=channel,
            receiving=receiving or world.centre,
            commune_code=commune,
            applicant=person or world.persons[0],
            components=(
                [_given(part, connected) for part in form.content.components if part.required]
                if components is None
                else components
            ),
            officer=world.receptionist,
            test=test,
            key=key,
        ),
        actor=actor(world.receptionist, world.centre),
        at=at,
    )


def _given(part: Component, connected: Any) -> intake.NewComponent:
    source = part.replaced_by if part.replaced_by in connected else ""
    return intake.NewComponent(key=part.key, name=part.name, source=source)


def advance(world: World, dossier: Dossier, *, at: datetime, account: int | None = None) -> Dossier:
    """One step on, by somebody of the agency that holds it."""
    return steps.advance(
        dossier_id=dossier.pk,
        seen=None,
        actor=actor(account or world.handler, dossier.agency_id),
        at=at,
    )


def advance_to_result(world: World, dossier: Dossier, *, at: datetime) -> Dossier:
    """As many steps as it takes until the result can be recorded."""
    content = version_of(dossier).content
    now = Dossier.objects.get(pk=dossier.pk)
    while not steps.gives_result(content, steps.step_of(content, now.step)):
        now = advance(world, now, at=at)
    return now


def version_of(dossier: Dossier) -> VersionView:
    return catalogue.version(dossier.version_id)


def act(dossier: Dossier, account: int, agency_id: int, at: datetime) -> dict[str, Any]:
    """What every action on a dossier is told, whatever it does."""
    return {
        "dossier_id": dossier.pk, "seen": None, "actor": actor(account, agency_id), "at": at,
    }  # fmt: skip


def submit(
    world: World, code: str = BENEFIT, *, at: datetime, channel: str = "online", test: bool = False
) -> Dossier:
    """A dossier that came online and waits to be accepted. (Filing online is not built yet: it is
    written as the demo writes it.)"""
    form = version(code, on=at.date())
    facts = {
        "receiving": world.centre, "channel": channel,
        "edition": organisations.current_edition(), **({"test": True} if test else {}),
    }  # fmt: skip
    event = timeline.Event(
        seq=1, type=EventType.SUBMITTED, occurred_at=at, recorded_at=at, by="system:portal",
        agency=world.centre, data=facts,
    )  # fmt: skip
    number = Dossier.objects.count() + 1
    life = bulk.Life(
        code=codes.code(codes.series("W", at.date(), test=test), number), version_id=form.id,
        channel=channel, receiving=world.centre, commune_code=HOI_AN, applicant=world.persons[0],
        acts=[bulk.Act(action="dossier.submitted", events=[event])],
    )  # fmt: skip
    (identity,) = bulk.write_lives(lives=[life], now=at)
    return Dossier.objects.get(pk=identity)


def publish(code: str, **changes: Any) -> int:
    """A new version of a procedure whose content differs in `changes`; its id."""
    content = replace(version(code).content, **changes)
    since = TODAY - timedelta(days=40)
    decided, announced = since - timedelta(days=40), since - timedelta(days=30)
    draft = catalogue_actions.write_draft(
        procedure_code=code, content=content, decision="x", by=BY, at=LOADED_AT,
        decided_on=decided, announced_on=announced,
    )  # fmt: skip
    catalogue_actions.try_version(version_id=draft, by=BY, at=LOADED_AT)
    catalogue_actions.publish(
        version_id=draft, decision="x", published_on=since - timedelta(days=29), valid_from=since,
        by=BY, at=LOADED_AT, decided_on=decided, announced_on=announced,
    )  # fmt: skip
    return draft
