"""Procedures by number, for figures that are counted per procedure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lienthong.catalogue.models import Procedure


@dataclass(frozen=True, kw_only=True)
class ProcedureName:
    id: int
    code: str
    name: str
    name_en: str
    field: str
    field_name: str
    field_name_en: str


def procedure_names(ids: Iterable[int]) -> dict[int, ProcedureName]:
    rows = Procedure.objects.filter(pk__in=set(ids)).values_list(
        "pk", "code", "name", "name_en", "field__code", "field__name", "field__name_en"
    )
    return {
        pk: ProcedureName(
            id=pk,
            code=code,
            name=name,
            name_en=name_en,
            field=field,
            field_name=field_name,
            field_name_en=field_name_en,
        )
        for pk, code, name, name_en, field, field_name, field_name_en in rows
    }


def procedures_of_fields(codes: Collection[str]) -> frozenset[int]:
    """The procedures (ids) of some fields."""
    rows = Procedure.objects.filter(field__code__in=list(codes))
    return frozenset(rows.values_list("pk", flat=True))
