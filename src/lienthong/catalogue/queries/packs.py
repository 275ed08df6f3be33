"""Packs against what is stored: what a pack would change, and a field as a pack."""

from dataclasses import dataclass
from datetime import date

from lienthong.catalogue.models import Field, Procedure, ProcedureVersion
from lienthong.catalogue.queries.versions import in_force
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.content import Content, parse
from lienthong.catalogue.rules.differences import differences
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.pack import FORMAT, Pack, PackField, PackProcedure


@dataclass(frozen=True, kw_only=True)
class PackPart:
    """What a pack means for one procedure: nothing, or the sentences of what would change."""

    code: str
    name: str
    new: bool
    sentences: tuple[str, ...]


def pack_parts(pack: Pack, *, on: date) -> list[PackPart]:
    """Each procedure of a pack against the newest draft, or else the version in force on a day."""
    known = {row.code: row for row in Procedure.objects.filter(code__in=_codes(pack))}
    latest = _latest(_codes(pack), on=on)
    parts = []
    for entry in pack.procedures:
        before = latest.get(entry.code)
        if before is None:
            kind = (
                "đã có tên trong danh mục nhưng chưa có nội dung"
                if (entry.code in known)
                else "chưa có trong danh mục"
            )
            sentences = [f"Thêm thủ tục {entry.code} “{entry.name}” ({kind})."]
        else:
            sentences = differences(before, entry.content)
            row = known[entry.code]
            if row.name != entry.name:
                sentences.insert(0, f"Đổi tên từ “{row.name}” thành “{entry.name}”.")
        parts.append(
            PackPart(
                code=entry.code, name=entry.name, new=before is None, sentences=tuple(sentences)
            )
        )
    return parts


def pack_of(field_code: str, *, on: date) -> Pack:
    """The procedures of a field in force on a day, as a pack. Raises NotAllowed when there are
    none."""
    field = Field.objects.filter(code=field_code).first()
    rows = list(
        in_force(on=on)
        .filter(procedure__field__code=field_code)
        .select_related("procedure")
        .order_by("procedure__code")
    )
    if field is None or not rows:
        raise NotAllowed(
            "Lĩnh vực “%(field_code)s” không có thủ tục nào đang có hiệu lực. Hãy kiểm tra lại mã "
            "lĩnh vực.",
            field_code=field_code,
        )
    return Pack(
        format=FORMAT,
        field=PackField(code=field.code, name=field.name, name_en=field.name_en),
        procedures=tuple(_entry(row) for row in rows),
    )


def _entry(row: ProcedureVersion) -> PackProcedure:
    procedure = row.procedure
    return PackProcedure(
        code=procedure.code,
        name=row.name,
        name_en=row.name_en,
        official_name=procedure.official_name,
        levels=procedure.levels,
        source=procedure.source,
        authority_change=procedure.authority_change,
        legal_question=procedure.legal_question,
        answered_by=procedure.answered_by,
        decision=row.decision,
        decided_on=row.decided_on.isoformat() if row.decided_on else "",
        announced_on=row.announced_on.isoformat() if row.announced_on else "",
        valid_from=row.valid_from.isoformat() if row.valid_from else "",
        content=parse(row.content),
    )


def _latest(codes: set[str], *, on: date) -> dict[str, Content]:
    """The content that a pack would be measured against."""
    found = {
        row.procedure.code: parse(row.content)
        for row in in_force(on=on).filter(procedure__code__in=codes).select_related("procedure")
    }
    drafts = ProcedureVersion.objects.filter(
        procedure__code__in=codes, status__in=[VersionStatus.DRAFT, VersionStatus.TRIED]
    )
    for row in drafts.select_related("procedure").order_by("number"):
        found[row.procedure.code] = parse(row.content)
    return found


def _codes(pack: Pack) -> set[str]:
    return {entry.code for entry in pack.procedures}
