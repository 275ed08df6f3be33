"""Papers that come after the intake."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue.queries.connected import connected_sources
from lienthong.catalogue.rules.content import Content
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.actions.record import Case, Fact, record
from lienthong.dossiers.models import Component, Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import EventType


@transaction.atomic
def add_component(
    *, dossier_id: int, seen: int | None, component: NewComponent, actor: Actor, at: datetime
) -> Dossier:
    """Take a further paper in. One whose data a connected source holds needs the reason why it is
    taken all the same; the reason is kept with the paper and in the timeline."""

    def facts(case: Case) -> Sequence[Fact]:
        if not component.name.strip():
            raise NotAllowed("Ghi tên giấy tờ.")
        if component.copies < 1:
            raise NotAllowed("Số bản phải từ 1 trở lên.")
        _check_needed(case.version.content, component)
        data = {
            "key": component.key,
            "kind": component.kind,
            "note": component.name.strip(),
            **({"reason": component.asked_reason} if component.asked_reason else {}),
            **({"file": component.file} if component.file else {}),
        }
        return [Fact(type=EventType.COMPONENT_ADDED, data=data)]

    dossier = record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.component_added",
        actor=actor,
        at=at,
    )
    Component.objects.create(
        dossier=dossier,
        key=component.key,
        name=component.name.strip(),
        kind=component.kind,
        copies=component.copies,
        source=component.source,
        asked_reason=component.asked_reason,
        file_id=component.file,
        added_at=at,
    )
    return dossier


def _check_needed(content: Content, component: NewComponent) -> None:
    known = next((part for part in content.components if part.key == component.key), None)
    if known is None or component.source or component.asked_reason.strip():
        return
    connected = connected_sources()
    if known.replaced_by in connected:
        raise NotAllowed(
            "Không yêu cầu nộp “%(name)s”: dữ liệu đã có trong %(connected)s. Nếu vẫn phải nhận "
            "giấy, ghi lý do.",
            name=known.name,
            connected=connected[known.replaced_by],
        )


@transaction.atomic
def attach_file(
    *, dossier_id: int, seen: int | None, component_id: int, file: str, actor: Actor, at: datetime
) -> Dossier:
    """Put the scan to a paper that has none. A paper that was scanned keeps its file: another
    file is another paper."""
    paper = Component.objects.filter(pk=component_id, dossier_id=dossier_id).first()
    if paper is None:
        raise NotAllowed("Hồ sơ không có giấy tờ này. Tải lại trang rồi chọn lại.")

    def facts(case: Case) -> Sequence[Fact]:
        if paper.file_id is not None:
            raise NotAllowed("Giấy tờ này đã có tệp. Thêm giấy tờ mới nếu có bản khác.")
        if not file:
            raise NotAllowed("Chọn tệp để đính kèm.")
        data = {"key": paper.key, "note": paper.name, "file": file}
        return [Fact(type=EventType.COMPONENT_ADDED, data=data)]

    dossier = record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.file_attached",
        actor=actor,
        at=at,
    )
    Component.objects.filter(pk=component_id).update(file_id=file)
    return dossier
