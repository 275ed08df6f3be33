"""What a person makes of what was read: correct, confirm, split, merge, set aside, adopt."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.clock import VIETNAM
from lienthong.journal import actions as journal
from lienthong.programmes.actions.record import Fact
from lienthong.programmes.actions.record import record as record_event
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.models import Proposal, Task, TaskSource
from lienthong.programmes.queries.directives import known_agencies
from lienthong.programmes.rules import MovedOn, NotAllowed, _
from lienthong.programmes.rules.assigning import SourceGiven
from lienthong.programmes.rules.kinds import DeadlineKind, Pillar, ProposalState, TaskEventType
from lienthong.programmes.rules.splitting import Piece, as_printed, read_piece


@transaction.atomic
def correct_proposal(
    *,
    proposal_id: int,
    by: str,
    at: datetime,
    text: str,
    lead_id: int | None,
    deadline_kind: DeadlineKind,
    due_on: date | None = None,
    supporting: Sequence[int] = (),
) -> Proposal:
    """What a person says it means; what was read stays in `item`. Raises NotAllowed."""
    row = _open(proposal_id)
    if not text.strip():
        raise NotAllowed(_("Ghi nội dung nhiệm vụ."))
    if deadline_kind is DeadlineKind.DATE and due_on is None:
        raise NotAllowed(_("Ghi ngày phải xong, hoặc chọn loại thời hạn khác."))
    row.text = text.strip()
    row.lead_id = lead_id
    row.supporting = list(supporting)
    row.deadline_kind = deadline_kind.value
    row.due_on = due_on if deadline_kind is DeadlineKind.DATE else None
    row.save(update_fields=["text", "lead", "supporting", "deadline_kind", "due_on"])
    _record(row, "proposal.corrected", by=by, at=at)
    return row


@transaction.atomic
def confirm_proposal(
    *,
    proposal_id: int,
    by: str,
    at: datetime,
    pillar: Pillar,
    recurrence: str = "",
    condition: str = "",
    objective: str = "",
    product: str = "",
    assigned_on: date | None = None,
    phase_id: int | None = None,
) -> Task:
    """Assign what the proposal says, as it stands, to its one lead; the document is its source.

    `assigned_on`: the day it was assigned in fact, the document's own if not given. Where several
    leads are printed a person has named the accountable one by `correct_proposal`.
    """
    row = _open(proposal_id)
    if row.kind != "task":
        raise NotAllowed(_("Chỉ nhiệm vụ được giao; kiến nghị, cam kết, chỉ tiêu không giao được."))
    if row.lead_id is None:
        raise NotAllowed(_("Chọn một cơ quan chủ trì chịu trách nhiệm trước khi giao."))
    directive = row.directive
    kind = DeadlineKind(row.deadline_kind)
    given_on = assigned_on or directive.issued_on
    given_at = min(_start_of(given_on), at) if given_on else at
    task = assign_task(
        programme_id=directive.programme_id,
        title=row.text[:500],
        lead_id=row.lead_id,
        assigner_id=directive.agency_id,
        pillar=pillar,
        by=by,
        at=at,
        assigned_at=given_at,
        objective=objective,
        product=product,
        supporting=[number for number in row.supporting if number != row.lead_id],
        sources=[_source(row)],
        deadline_kind=kind,
        due_at=_start_of(row.due_on + timedelta(days=1)) if row.due_on else None,
        recurrence=recurrence,
        phase_id=phase_id,
        condition=condition or (_condition(row) if kind is DeadlineKind.CONDITION else ""),
    )
    _settle(row, ProposalState.CONFIRMED, task=task, by=by, at=at)
    for other in Proposal.objects.filter(same_as=row, state=ProposalState.MERGED.value, task=None):
        _add_source(task, other)
        other.task = task
        other.save(update_fields=["task"])
    _record(row, "proposal.confirmed", by=by, at=at, task=task.pk)
    return task


@transaction.atomic
def split_proposal(
    *, proposal_id: int, parts: Sequence[str], by: str, at: datetime
) -> list[Proposal]:
    """One proposal becomes several, each with its words and with the lead and deadline that these
    state; what they leave open is that of the whole. Raises NotAllowed."""
    row = _open(proposal_id)
    texts = [part.strip() for part in parts if part.strip()]
    if len(texts) < 2:
        raise NotAllowed(_("Ghi mỗi ý trên một dòng, ít nhất hai dòng."))
    last = Proposal.objects.filter(directive=row.directive_id).order_by("-seq").first()
    following = (last.seq if last else 0) + 1
    on = at.astimezone(VIETNAM).date()
    first, *others = [
        _piece_of(row, read_piece(text, issued=row.directive.issued_on), on) for text in texts
    ]
    made = Proposal.objects.bulk_create(
        Proposal(
            directive=row.directive,
            seq=seq,
            kind=row.kind,
            state=ProposalState.PROPOSED.value,
            **{**values, "item": {**values["item"], "split_from": row.seq}},
        )
        for seq, values in enumerate(others, start=following)
    )
    for name, value in first.items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in first])
    _record(row, "proposal.split", by=by, at=at, into=[part.seq for part in made])
    return [row, *made]


def _piece_of(row: Proposal, piece: Piece, on: date) -> dict[str, Any]:
    """The columns of a piece. What it prints like the whole is as a person may have corrected
    it."""
    item = {**row.item, "inherited": []}
    values: dict[str, Any] = {
        "text": piece.text,
        "lead_id": row.lead_id,
        "supporting": row.supporting,
        "deadline_kind": row.deadline_kind,
        "due_on": row.due_on,
    }
    if not piece.lead:
        item["inherited"].append("lead")
    elif list(piece.lead) != row.item["lead"]:
        names = [*piece.lead, *piece.supporting]
        known = known_agencies(names, agency_id=row.directive.agency_id, on=on)
        item |= {"lead": list(piece.lead), "supporting": list(piece.supporting)}
        values["lead_id"] = known.get(piece.lead[0]) if len(piece.lead) == 1 else None
        values["supporting"] = [known[name] for name in piece.supporting if name in known]
    if piece.deadline.kind == "none":
        item["inherited"].append("deadline")
    elif as_printed(piece.deadline) != row.item["deadline"]:
        item |= {"deadline": as_printed(piece.deadline), "remarks": list(piece.remarks)}
        values["deadline_kind"] = piece.deadline.kind
        values["due_on"] = piece.deadline.due_on
    return {**values, "item": item}


@transaction.atomic
def merge_proposal(
    *,
    proposal_id: int,
    by: str,
    at: datetime,
    task_id: int | None = None,
    other_id: int | None = None,
) -> Proposal:
    """It is the same as an existing task, or as another proposal of the document. The task gets the
    document as a further source; where the days or leads differ that is a conflict (R28)."""
    row = _open(proposal_id)
    if task_id is not None:
        task = Task.objects.filter(pk=task_id, programme=row.directive.programme_id).first()
        if task is None:
            raise NotAllowed(_("Không có nhiệm vụ này trong chương trình. Kiểm tra lại mã."))
        _add_source(task, row)
        _settle(row, ProposalState.MERGED, task=task, by=by, at=at)
        _record(row, "proposal.merged", by=by, at=at, task=task.pk)
        return row
    other = Proposal.objects.filter(pk=other_id or 0, directive=row.directive_id).first()
    if other is None or other.pk == row.pk or other.state == ProposalState.SET_ASIDE.value:
        raise NotAllowed(_("Chọn một mục khác của văn bản này để gộp vào."))
    into = other.same_as if other.state == ProposalState.MERGED.value and other.same_as else other
    if into.pk == row.pk:
        raise NotAllowed(_("Chọn một mục khác của văn bản này để gộp vào."))
    row.same_as = into
    row.save(update_fields=["same_as"])
    if into.task:
        _add_source(into.task, row)
    _settle(row, ProposalState.MERGED, task=into.task, by=by, at=at)
    _record(row, "proposal.merged", by=by, at=at, into=into.seq)
    return row


@transaction.atomic
def set_aside(*, proposal_id: int, reason: str, by: str, at: datetime) -> Proposal:
    """It is no task for anybody here. It can be taken up again."""
    row = _open(proposal_id)
    row.item = {**row.item, "set_aside": reason.strip()[:300]}
    row.save(update_fields=["item"])
    _settle(row, ProposalState.SET_ASIDE, task=None, by=by, at=at)
    _record(row, "proposal.set_aside", by=by, at=at)
    return row


@transaction.atomic
def take_up_again(*, proposal_id: int, by: str, at: datetime) -> Proposal:
    """What was set aside is open again."""
    row = _row(proposal_id)
    if row.state != ProposalState.SET_ASIDE.value:
        raise NotAllowed(_("Chỉ mục đã để ngoài mới lấy lại được."))
    row.state, row.settled_at, row.settled_by = ProposalState.PROPOSED.value, None, ""
    row.save(update_fields=["state", "settled_at", "settled_by"])
    _record(row, "proposal.taken_up", by=by, at=at)
    return row


@transaction.atomic
def adopt(*, proposal_id: int, adopted_id: int, by: str, at: datetime) -> Proposal:
    """A task of a later conclusion grants what an earlier document proposed (R63)."""
    row = _row(proposal_id)
    adopted = Proposal.objects.select_related("directive").filter(pk=adopted_id).first()
    if adopted is None or adopted.kind != "proposal" or row.kind != "task":
        raise NotAllowed(_("Chọn một kiến nghị của văn bản trước để nối với nhiệm vụ này."))
    if adopted.directive.agency_id != row.directive.agency_id:
        raise NotAllowed(_("Kiến nghị ấy thuộc văn bản của cơ quan khác."))
    row.adopts = adopted
    row.save(update_fields=["adopts"])
    _record(row, "proposal.adopted", by=by, at=at, adopts=adopted.pk)
    return row


@transaction.atomic
def resolve_conflict(*, task_id: int, resolution: str, actor: Actor, at: datetime) -> Task:
    """The standing agency says what holds where sources disagree; the task remembers it (R28)."""
    if not resolution.strip():
        raise NotAllowed(_("Ghi rõ hạn và cơ quan nào có hiệu lực, theo văn bản nào."))
    task = Task.objects.select_related("programme").filter(pk=task_id).first()
    if task is None:
        raise NotAllowed(_("Không có nhiệm vụ này. Kiểm tra lại mã nhiệm vụ."))
    if task.programme.standing_id != actor.agency:
        raise NotAllowed(_("Cơ quan thường trực của chương trình quyết định việc này."))
    open_ones = TaskSource.objects.filter(task=task, resolved_at=None)
    open_ones.update(resolved_at=at, resolution=resolution.strip()[:300])
    return record_event(
        task_id=task.pk,
        seen=None,
        facts=lambda _case: [Fact(type=TaskEventType.NOTED, data={"note": resolution.strip()})],
        action="task.sources_resolved",
        actor=actor,
        at=at,
    )


def _row(proposal_id: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("directive")
    found = rows.filter(pk=proposal_id).first()
    if found is None:
        raise NotAllowed(_("Không có mục này. Tải lại trang."))
    return found


def _open(proposal_id: int) -> Proposal:
    row = _row(proposal_id)
    if row.state != ProposalState.PROPOSED.value:
        raise MovedOn(_("Mục này đã được xử lý. Tải lại trang để xem."))
    return row


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _condition(row: Proposal) -> str:
    return str(row.item["deadline"]["printed"])[:300]


def _source(row: Proposal) -> SourceGiven:
    """The document as it prints the task: what a person corrected is not what is printed."""
    item = row.item
    first, last = item["lines"]
    printed = item["deadline"]
    return SourceGiven(
        code=row.directive.number,
        citation=f"{first}-{last}/{row.seq}",
        printed_lead="; ".join(item["lead"])[:300],
        printed_deadline=str(printed["printed"])[:160],
        due_on=date.fromisoformat(printed["due_on"]) if printed["due_on"] else None,
    )


def _add_source(task: Task, row: Proposal) -> None:
    given = _source(row)
    TaskSource.objects.get_or_create(
        programme_id=task.programme_id,
        system="",
        code=given.code,
        citation=given.citation,
        defaults={
            "task": task,
            "printed_lead": given.printed_lead,
            "printed_deadline": given.printed_deadline,
            "due_on": given.due_on,
        },
    )


def _settle(
    row: Proposal, state: ProposalState, *, task: Task | None, by: str, at: datetime
) -> None:
    row.state, row.task, row.settled_at, row.settled_by = state.value, task, at, by
    row.save(update_fields=["state", "task", "settled_at", "settled_by"])


def _record(row: Proposal, action: str, *, by: str, at: datetime, **data: object) -> None:
    journal.record(
        unit=str(row.directive.agency_id),
        action=action,
        subject=f"{row.directive.number}#{row.seq}",
        by=by,
        at=at,
        data={"directive": row.directive_id, "proposal": row.pk, **data},
    )
