"""Taking in a directive: read in memory, refused when it is secret, then kept with its proposals.

A long PDF is read in parts, so that no request takes long: `ingest` reads the first pages and
`read_on` the next ones, until `pages_read` is `pages`; then its proposals are made.
"""

import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from lienthong.journal import actions as journal
from lienthong.papers import actions as papers
from lienthong.papers import queries as stored
from lienthong.papers.rules import StoredFile
from lienthong.programmes.adapters.documents import Unreadable, is_pdf, read_part
from lienthong.programmes.models import Directive, Programme, Proposal
from lienthong.programmes.queries.directives import known_agencies, lines_of
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.extraction.extract import extract
from lienthong.programmes.rules.extraction.items import Item
from lienthong.programmes.rules.extraction.layout import Line
from lienthong.programmes.rules.extraction.metadata import metadata
from lienthong.programmes.rules.extraction.notices import notices
from lienthong.programmes.rules.extraction.secrecy import mark_of
from lienthong.programmes.rules.kinds import ProposalState
from lienthong.programmes.rules.numbers import one_spelling
from lienthong.programmes.rules.resolving import most_alike
from lienthong.programmes.rules.splitting import as_printed

MOST_PAGES: Final = 40  # of a PDF in one request: about a second
MARKED: Final = _(
    "Văn bản mang dấu chỉ độ mật “%(mark)s”: hệ thống này không nhận tài liệu bí mật nhà nước."
    " Hãy xử lý trên hệ thống dành riêng. Không bản sao nào được giữ lại."
)
DECLARED: Final = _(
    "Văn bản được khai là tài liệu mật: hệ thống này không nhận tài liệu bí mật nhà nước. Hãy xử lý"
    " trên hệ thống dành riêng. Không bản sao nào được giữ lại."
)


def ingest(
    *,
    content: bytes,
    name: str,
    programme_id: int,
    agency_id: int,
    by: str,
    at: datetime,
    issued_on: date | None = None,
    secret: bool = False,
) -> Directive:
    """The directive of a file, with its proposals; the one already there if it came before (same
    agency, number and day, or the very same file).

    Nothing touches the disk before the heading of the document shows no mark of secrecy. Raises
    NotAllowed with a sentence.
    """
    if secret:
        raise NotAllowed(DECLARED)
    if not Programme.objects.filter(pk=programme_id).exists():
        raise NotAllowed(_("Không có chương trình này. Chọn lại chương trình."))
    try:
        part = read_part(name, content, after=0, most=MOST_PAGES)
    except Unreadable as error:
        raise NotAllowed(str(error)) from error
    _refuse_marked(part.lines)
    said = metadata(part.lines)
    number = one_spelling(said.number)
    issued = issued_on or said.issued_on
    # Received before the transaction: a transaction is never slow.
    kept = as_stored(name, content, part.lines)
    file = papers.receive(stream=io.BytesIO(kept), declared_name=name)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme_id)
        known = Directive.objects.filter(agency_id=agency_id)
        same = known.filter(file_id=file.sha256).first() or (
            known.filter(number=number, issued_on=issued).first() if said.number else None
        )
        if same:
            return same
        papers.keep(file, at=at)
        directive = Directive.objects.create(
            number=number or _unnumbered(file.sha256),
            kind=said.kind,
            title=(said.title or name)[:400],
            issuer=said.issuer,
            signer=said.signer,
            field=said.field,
            issued_on=issued,
            effective_on=said.effective_on,
            received_at=at,
            programme_id=programme_id,
            agency_id=agency_id,
            file_id=file.sha256,
            name=file.name[:200],
            lines=_rows(part.lines),
            pages=part.pages,
            pages_read=part.read,
        )
        _record(directive, "directive.received", by=by, at=at)
        if directive.pages_read == directive.pages:
            _propose(directive, by=by, at=at)
        return directive


def hold(*, content: bytes, name: str) -> StoredFile | None:
    """Keep a file until the form that came with it is right, so that it need not be sent again.
    Only one that was read whole and bears no mark: of a secret nothing touches the disk. None for
    any other."""
    try:
        part = read_part(name, content, after=0, most=MOST_PAGES)
    except Unreadable:
        return None
    if part.read < part.pages or mark_of(part.lines):
        return None
    kept = as_stored(name, content, part.lines)
    return papers.receive(stream=io.BytesIO(kept), declared_name=name)


def read_on(*, directive_id: int, by: str, at: datetime) -> Directive:
    """The next pages of a long PDF. A mark of secrecy further inside removes the whole document
    again. Raises NotAllowed."""
    directive = _directive(directive_id)
    if directive.pages_read >= directive.pages:
        return directive
    with stored.open_file(directive.file_id) as stream:
        content = stream.read()
    before = directive.pages_read
    try:
        part = read_part(
            directive.name or "x.pdf",
            content,
            after=before,
            most=MOST_PAGES,
            lines=len(directive.lines),
        )
    except Unreadable as error:
        raise NotAllowed(str(error)) from error
    lines = [*lines_of(directive), *part.lines]
    mark = mark_of(lines)
    with transaction.atomic():
        locked = Directive.objects.select_for_update().get(pk=directive_id)
        if locked.pages_read != before:
            return locked  # somebody else read the same pages
        if mark is None:
            locked.lines = [*locked.lines, *_rows(part.lines)]
            locked.pages_read = part.read
            locked.save(update_fields=["lines", "pages_read"])
            if locked.pages_read == locked.pages:
                _propose(locked, by=by, at=at)
            return locked
        sha256 = locked.file_id
        _record(locked, "directive.refused", by=by, at=at)
        locked.delete()
        papers.forget(sha256=sha256, at=at)
    raise NotAllowed(MARKED, mark=mark)


def as_stored(name: str, content: bytes, lines: Sequence[Line]) -> bytes:
    """The file as it came; a text in an old encoding as UTF-8, which is how the house keeps texts:
    the same words on the same lines."""
    if is_pdf(name, content) or content.startswith(b"PK"):
        return content
    try:
        plain = b"\x00" not in content and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        plain = False
    return content if plain else "\n".join(line.text for line in lines).encode()


def _directive(directive_id: int) -> Directive:
    try:
        return Directive.objects.get(pk=directive_id)
    except Directive.DoesNotExist:
        raise NotAllowed(_("Không có văn bản này. Xem lại danh sách văn bản.")) from None


def _refuse_marked(lines: Sequence[Line]) -> None:
    mark = mark_of(lines)
    if mark:
        raise NotAllowed(MARKED, mark=mark)


def _unnumbered(sha256: str) -> str:
    """A document without a number is known by its content."""
    return f"#{sha256[:12]}"


def _rows(lines: Sequence[Line]) -> list[list[Any]]:
    """Lines as they are kept: number, text, page, cells, last number."""
    return [[line.number, line.text, line.page, list(line.cells), line.last] for line in lines]


def _propose(directive: Directive, *, by: str, at: datetime) -> None:
    """What was read, as proposals; the same task found again is pointed at."""
    lines = lines_of(directive)
    items = extract([line for line in lines if line.number], issued=directive.issued_on)
    found = notices(lines, items, issued=directive.issued_on)
    directive.notices = [asdict(notice) for notice in found]
    directive.save(update_fields=["notices"])
    on = at.date()
    names = dict.fromkeys(name for item in items for name in (*item.lead, *item.supporting))
    sure = known_agencies(names, agency_id=directive.agency_id, on=on)
    rows = [
        Proposal(
            directive=directive,
            seq=seq,
            kind=item.kind,
            item=as_json(item),
            text=item.text,
            lead_id=sure.get(item.lead[0]) if len(item.lead) == 1 else None,
            supporting=[sure[name] for name in item.supporting if name in sure],
            deadline_kind=item.deadline.kind,
            due_on=item.deadline.due_on,
            state=ProposalState.PROPOSED.value,
        )
        for seq, item in enumerate(items, start=1)
    ]
    Proposal.objects.bulk_create(rows)
    _point_at_the_same(directive)
    _record(directive, "directive.read", by=by, at=at, items=len(rows))


def _point_at_the_same(directive: Directive) -> None:
    """Within a document: a later item with much the same words, lead and day as an earlier one."""
    seen: dict[tuple[object, ...], dict[int, str]] = {}
    for row in directive.proposals.order_by("seq"):
        group = seen.setdefault((row.kind, tuple(row.item["lead"]), row.due_on), {})
        same = most_alike(row.text, group)
        if same is not None:
            row.same_as_id = same
            row.save(update_fields=["same_as"])
        else:
            group[row.pk] = row.text


def as_json(item: Item) -> dict[str, Any]:
    return {
        "lines": list(item.citations[0]),
        "citations": [list(citation) for citation in item.citations],
        "text": item.text,
        "lead": list(item.lead),
        "supporting": list(item.supporting),
        "deadline": as_printed(item.deadline),
        "confidence": item.confidence,
        "page": item.page,
        "remarks": list(item.remarks),
    }


def _record(directive: Directive, action: str, *, by: str, at: datetime, **data: object) -> None:
    journal.record(
        unit=str(directive.agency_id),
        action=action,
        subject=directive.number,
        by=by,
        at=at,
        data={"directive": directive.pk, **data},
    )
