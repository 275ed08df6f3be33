"""Whose tasks a reader sees."""

import json
from collections.abc import Collection
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from lienthong.organisations.models import Agency
from lienthong.programmes.models import TaskStretch, TaskSupport

# Of so many or fewer the stretches are looked up once for a page, instead of in each statement.
FEW: Final = 5_000
_NAMED: Final = 500
_LIST: Final = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}


def visible(rows: QuerySet[TaskStretch], agencies: Collection[int]) -> QuerySet[TaskStretch]:
    """Those of the stretches that are of tasks of these agencies: that they led then, support or
    assigned."""
    if everybody(agencies):
        return rows
    supported = TaskSupport.objects.filter(among("agency", agencies)).values("task")
    # Each part by its index; joined by OR they would read the whole table.
    parts = (among("lead", agencies), among("assigner", agencies), Q(task__in=supported))
    led, *others = (rows.order_by().filter(part).values("pk") for part in parts)
    found = led.union(*others)
    numbers = [row["pk"] for row in found[: FEW + 1]]
    return rows.filter(among("pk", numbers) if len(numbers) <= FEW else Q(pk__in=found))


def everybody(agencies: Collection[int]) -> bool:
    """Whether these are all agencies that there are: then nobody has to be looked for."""
    return Agency.objects.count() <= len(frozenset(agencies))


def among(column: str, numbers: Collection[int]) -> Q:
    """The rows whose column is one of the numbers, however many these are. PostgreSQL plans well by
    a few values themselves; else they go over as one, because a statement of SQLite holds 32,766
    and each costs its share."""
    told = sorted(numbers)
    if connection.vendor == "postgresql" and len(told) <= _NAMED:
        return Q(**{f"{column}__in": told})
    return Q(**{f"{column}__in": RawSQL(_LIST[connection.vendor], [json.dumps(told)])})  # noqa: S611
