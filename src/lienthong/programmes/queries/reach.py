"""Whose tasks a reader sees."""

import json
from collections.abc import Collection
from typing import Final

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from lienthong.organisations.models import Agency
from lienthong.programmes.models import TaskStretch, TaskSupport

# The numbers go over as one value: a statement holds 32,766, and each costs its share.
_LIST: Final = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}


def visible(agencies: Collection[int]) -> Q:
    """The stretches of tasks of these agencies: those that they led then, support or assigned."""
    if everybody(agencies):
        return Q()
    rows = TaskStretch.objects.order_by()
    supported = TaskSupport.objects.filter(among("agency", agencies)).values("task")
    # Each part by its index; joined by OR they would read the whole table.
    parts = (among("lead", agencies), among("assigner", agencies), Q(task__in=supported))
    led, *others = (rows.filter(part).values("pk") for part in parts)
    return Q(pk__in=led.union(*others))


def everybody(agencies: Collection[int]) -> bool:
    """Whether these are all agencies that there are: then nobody has to be looked for."""
    return Agency.objects.count() <= len(frozenset(agencies))


def among(column: str, numbers: Collection[int]) -> Q:
    """The rows whose column is one of the numbers, however many these are."""
    told = json.dumps(sorted(numbers))
    return Q(**{f"{column}__in": RawSQL(_LIST[connection.vendor], [told])})  # noqa: S611
