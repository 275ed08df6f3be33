"""Procedure packs: what people exchange becomes drafts, never more than that."""

from datetime import date, datetime

from django.db import transaction

from lienthong.catalogue.actions.record import folded, record
from lienthong.catalogue.actions.versions import write_draft
from lienthong.catalogue.models import Field, Procedure
from lienthong.catalogue.queries import PackPart, pack_parts
from lienthong.catalogue.rules.pack import PackProcedure, read_pack
from lienthong.clock import VIETNAM


@transaction.atomic
def import_pack(*, text: str, by: str, at: datetime) -> list[PackPart]:
    """A draft for every procedure of a pack that differs from what is stored; the differences.

    All or nothing. A procedure that equals what is stored is left alone, so a second import of the
    same pack changes nothing. Raises WrongContent with the line.
    """
    pack = read_pack(text)
    parts = pack_parts(pack, on=at.astimezone(VIETNAM).date())
    changed = {part.code for part in parts if part.sentences}
    if not changed:
        return parts
    field, _ = Field.objects.get_or_create(
        code=pack.field.code,
        defaults={"name": pack.field.name, "name_en": pack.field.name_en},
    )
    for entry in pack.procedures:
        if entry.code not in changed:
            continue
        _known(entry, field)
        write_draft(
            procedure_code=entry.code,
            content=entry.content,
            name=entry.name,
            name_en=entry.name_en,
            decision=entry.decision,
            decided_on=_date(entry.decided_on),
            announced_on=_date(entry.announced_on),
            by=by,
            at=at,
        )
    record(
        "pack_imported",
        f"field:{field.code}",
        by=by,
        at=at,
        data={"procedures": sorted(changed)},
    )
    return parts


def _known(entry: PackProcedure, field: Field) -> None:
    """The procedure of an entry, made if the catalogue does not have it; it stays unchecked until
    a version is published."""
    Procedure.objects.get_or_create(
        code=entry.code,
        defaults={
            "name": entry.name,
            "name_en": entry.name_en,
            "official_name": entry.official_name,
            "folded": folded(entry.code, entry.name, entry.official_name),
            "field": field,
            "levels": entry.levels,
            "authority_change": entry.authority_change,
            "legal_question": entry.legal_question,
            "answered_by": entry.answered_by,
            "source": entry.source or "Gói thủ tục được nhập",
        },
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
