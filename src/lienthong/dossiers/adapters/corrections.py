"""Writing corrections in bulk: what a dry run found, and its application by the database itself.

An item holds everything that its dossier will say, so applying a slice takes a few statements and
no value passes through this process. The only place of the house where corrections speak SQL.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from lienthong.dossiers.models import CorrectionItem
from lienthong.dossiers.queries.outcomes import Outcome, Part
from lienthong.dossiers.rules.corrections import ItemState
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.journal.adapters import rows

_ITEM = ("correction_id", *Outcome._fields)


def write_items(correction: int, part: Part) -> None:
    rows.insert(CorrectionItem, _ITEM, ((correction, *outcome) for outcome in part.found))
    for some in part.copied:
        # To what was found something may have happened since, so that it is copied too: it keeps
        # its item, and the approval sees that it no longer holds.
        rows.insert_selected(CorrectionItem, _ITEM, some)


_DOSSIERS = """
    UPDATE dossiers_dossier SET
        events_seen = item.seen + 1,
        edition = item.edition_after,
        clock_state = item.clock_state_after,
        {due}
        first_late_at = COALESCE(
            item.first_late_after,
            CASE WHEN item.clock_state_after = 'running' AND item.due_after < %s
                THEN item.due_after END
        ),
        verdict = item.verdict_after,
        recorded_verdict = item.recorded_after,
        promised_at = item.promised_after
    FROM dossiers_correctionitem AS item
    WHERE item.correction_id = %s AND item.state = %s AND item.id BETWEEN %s AND %s
        AND dossiers_dossier.id = item.dossier_id AND dossiers_dossier.events_seen = item.seen
        AND {which}
    RETURNING dossiers_dossier.id
"""
# Nothing that a figure looks at. The date stands in three indexes of open work: a statement that
# does not name it leaves them alone.
_SAME = """(
    (item.due_after = item.due_before OR (item.due_after IS NULL AND item.due_before IS NULL))
    AND item.clock_state_after = dossiers_dossier.clock_state
    AND item.verdict_after = item.verdict_before
    AND item.recorded_after = item.recorded_before
    AND item.late_after = item.late_before
)"""
_EVENTS = """
    INSERT INTO dossiers_timelineevent
        (dossier_id, seq, type, occurred_at, recorded_at, "by", agency, data, late_recorded)
    SELECT dossier_id, seen + 1, %s, {instant}, {instant}, %s, {number}, data, {no}
    FROM dossiers_correctionitem
    WHERE correction_id = %s AND state = %s AND id BETWEEN %s AND %s
"""
_STATES = """
    UPDATE dossiers_correctionitem
    SET state = CASE WHEN dossier_id IN ({changed}) THEN %s ELSE %s END
    WHERE correction_id = %s AND state = %s AND id BETWEEN %s AND %s
"""


class Applied(NamedTuple):
    """The dossiers of a slice that were corrected: those that now say something else, and those of
    which only the edition of the calendar is another."""

    changed: list[int]
    same: list[int]


def apply_clocks(
    correction: int, items: Sequence[int], *, by: str, agency: int, at: datetime
) -> Applied:
    """Make dossiers what the dry run found: columns, event and item; `items` are pending ones in
    order. One to which something happened since is left alone, and its item says so. Inside the
    caller's transaction.

    A dossier that ran in time at the dry run may have become late since: its date tells.
    """
    postgresql = connection.vendor == "postgresql"
    pending = (correction, ItemState.PENDING.value, items[0], items[-1])
    applied = (correction, ItemState.APPLIED.value, items[0], items[-1])
    now = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_DOSSIERS.format(due="", which=_SAME), [now, *pending])
        same = sorted(row[0] for row in cursor.fetchall())
        due = "due_at = item.due_after,"
        cursor.execute(_DOSSIERS.format(due=due, which=f"NOT {_SAME}"), [now, *pending])
        changed = sorted(row[0] for row in cursor.fetchall())
        listed = ", ".join(map(str, same + changed)) or "NULL"
        cursor.execute(
            _STATES.format(changed=listed),
            [ItemState.APPLIED.value, ItemState.MOVED_ON.value, *pending],
        )
        cursor.execute(
            _EVENTS.format(
                instant="%s::timestamptz" if postgresql else "%s",
                number="%s::integer" if postgresql else "%s",
                no="FALSE" if postgresql else "0",
            ),
            [EventType.CORRECTED.value, now, now, by, agency, *applied],
        )
    return Applied(changed, same)
