"""Programmes with their stages, chapters, working groups and thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.journal import actions as journal
from lienthong.organisations.models import Agency
from lienthong.programmes.models import (
    Phase,
    Programme,
    ProgrammeThreshold,
    TaskGroup,
    WorkingGroup,
)
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import Pillar
from lienthong.programmes.rules.thresholds import check_shares, checked


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseGiven:
    code: str
    name: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGiven:
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingGroupGiven:
    """A working group: the pillars of its tasks; `inspects`: it makes unannounced visits (R23)."""

    code: str
    name: str
    pillars: tuple[Pillar, ...] = ()
    inspects: bool = False
    agency_id: int | None = None


@transaction.atomic
def create_programme(
    *,
    code: str,
    name: str,
    authority: str,
    standing_id: int,
    source: str,
    valid_from: date,
    by: str,
    at: datetime,
    name_en: str = "",
    document: str = "",
    document_on: date | None = None,
    parent_id: int | None = None,
    confirmed: bool = False,
    valid_until: date | None = None,
    phases: Sequence[PhaseGiven] = (),
    groups: Sequence[GroupGiven] = (),
    working_groups: Sequence[WorkingGroupGiven] = (),
) -> Programme:
    """Open a programme that `standing_id` follows; its days are reckoned by that agency's
    calendar. A province's programme under a national one names it as `parent_id`."""
    if not code.strip() or not name.strip():
        raise NotAllowed(_("Ghi mã và tên chương trình."))
    if Programme.objects.filter(code=code.strip()).exists():
        raise NotAllowed(_("Đã có chương trình mang mã “%(code)s”. Ghi mã khác."), code=code)
    if not source.strip():
        raise NotAllowed(_("Ghi nguồn của chương trình: văn bản hoặc quyết định."))
    standing = Agency.objects.filter(pk=standing_id).first()
    if standing is None:
        raise NotAllowed(_("Không có cơ quan này. Chọn lại cơ quan trong danh sách."))
    if parent_id is not None and not Programme.objects.filter(pk=parent_id).exists():
        raise NotAllowed(_("Không có chương trình cấp trên này. Chọn lại."))
    programme = Programme.objects.create(
        code=code.strip(),
        name=name.strip(),
        name_en=name_en.strip(),
        document=document.strip(),
        document_on=document_on,
        authority=authority.strip(),
        standing=standing,
        parent_id=parent_id,
        calendar_id=standing.calendar_id,
        source=source.strip(),
        confirmed=confirmed,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    Phase.objects.bulk_create(
        Phase(programme=programme, code=one.code, name=one.name, until=one.until) for one in phases
    )
    TaskGroup.objects.bulk_create(
        TaskGroup(programme=programme, code=one.code, name=one.name) for one in groups
    )
    WorkingGroup.objects.bulk_create(
        WorkingGroup(
            programme=programme,
            code=one.code,
            name=one.name,
            pillars=[pillar.value for pillar in one.pillars],
            inspects=one.inspects,
            agency_id=one.agency_id,
        )
        for one in working_groups
    )
    journal.record(
        unit=str(standing_id),
        action="programme.created",
        subject=programme.code,
        by=by,
        at=at,
        data={"programme": programme.pk},
    )
    return programme


@transaction.atomic
def set_programme_threshold(
    *,
    programme_id: int | None,
    name: str,
    value: str,
    source: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Change a number for one programme, or (None) for all, with the document it comes from."""
    stored = checked(name, value)
    if not source.strip():
        raise NotAllowed(_("Ghi văn bản hoặc quyết định làm căn cứ đổi ngưỡng."))
    check_shares({**thresholds(programme_id).values, name: stored})
    programme = Programme.objects.filter(pk=programme_id or 0).first()
    if programme_id is not None and programme is None:
        raise NotAllowed(_("Không có chương trình này. Chọn lại chương trình."))
    ProgrammeThreshold.objects.update_or_create(
        programme=programme,
        name=name,
        defaults={
            "value": stored,
            "source": source.strip(),
            "changed_at": at,
            "changed_by": actor.by,
        },
    )
    journal.record(
        unit=str(actor.agency),
        action="programme.threshold_changed",
        subject=f"threshold:{name}",
        by=actor.by,
        at=at,
        data={"value": stored, "programme": programme_id or 0},
    )
