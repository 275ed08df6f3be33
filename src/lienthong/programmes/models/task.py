"""A task and what is printed about it; its timeline says how it fares."""

from django.db import models
from django.db.models import F, Q

from lienthong.programmes.models.programme import Phase, Programme, TaskGroup
from lienthong.programmes.rules.kinds import (
    DeadlineKind,
    Pillar,
    TaskEventType,
    TaskState,
    Urgency,
)
from lienthong.programmes.rules.timeliness import Timeliness

_OPEN_TASK = ~Q(state__in=[TaskState.ACCEPTED.value, TaskState.CANCELLED.value])


class Task(models.Model):
    """One task with one accountable lead. Below "as the timeline says" every column is computed
    from its events; a test recomputes them all."""

    code = models.CharField(max_length=60, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="tasks", db_index=False
    )
    group = models.ForeignKey(TaskGroup, null=True, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=500)
    folded = models.TextField()  # all its codes and its title, for searching without accents
    objective = models.TextField(blank=True)
    product = models.CharField(max_length=300, blank=True)
    assigner = models.ForeignKey(  # who assigned it and accepts the result
        "organisations.Agency", on_delete=models.PROTECT, related_name="+"
    )
    receiver = models.ForeignKey(  # who gets the product
        "organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    urgency = models.CharField(max_length=12, choices=Urgency.choices())
    recurrence = models.CharField(max_length=12, blank=True)  # a `reports` rhythm
    condition = models.CharField(max_length=300, blank=True)  # what is awaited
    assigned_at = models.DateTimeField()

    # As the timeline says.
    events_seen = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=TaskState.choices())
    lead = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    head = models.ForeignKey(  # the person who answers for it (R21)
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(  # whom the standing agency calls (R22)
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    pillar = models.CharField(max_length=20, choices=Pillar.choices())
    phase = models.ForeignKey(Phase, null=True, on_delete=models.PROTECT, related_name="tasks")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    blocs = models.JSONField(default=list)  # whom it concerns (R6): names of `Bloc`
    deadline_kind = models.CharField(max_length=12, choices=DeadlineKind.choices())
    due_at = models.DateTimeField(null=True)  # late from this instant on
    percent = models.PositiveSmallIntegerField(default=0)
    last_report_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)  # when the work was done, not when it was accepted
    ended_at = models.DateTimeField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    was_late = models.BooleanField(default=False)  # a later extension does not wash it away
    correcting = models.BooleanField(default=False)  # a request for correction is pending

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(_OPEN_TASK & Q(ended_at=None))
                | (~_OPEN_TASK & Q(ended_at__isnull=False)),
                name="task_open_iff_not_ended",
            ),
            models.CheckConstraint(
                condition=~Q(deadline_kind=DeadlineKind.DATE.value) | Q(due_at__isnull=False),
                name="task_date_has_due",
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "due_at", "id"], name="task_duties", condition=_OPEN_TASK),
            models.Index(fields=["programme", "lead", "id"], name="task_of_programme"),
            models.Index(fields=["due_at", "id"], name="task_due", condition=_OPEN_TASK),
        ]

    def __str__(self) -> str:
        return self.code


class TaskSource(models.Model):
    """Where a task is printed or kept: a document, another system. Two that print different dates
    or leads for one product are a conflict, which the standing agency resolves (R28)."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="sources")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=60, blank=True)  # nq57.vn, dean06.vn; empty: a document
    code = models.CharField(max_length=80)  # its code there, or the document's number
    citation = models.CharField(max_length=120, blank=True)
    printed_lead = models.CharField(max_length=300, blank=True)
    printed_deadline = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(null=True)
    resolved_at = models.DateTimeField(null=True)  # of its conflict with the task
    resolution = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "system", "code", "citation"], name="task_source_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


class TaskSupport(models.Model):
    """An agency that supports the lead."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="supports")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "agency"], name="task_support_once")]

    def __str__(self) -> str:
        return f"{self.task_id}/{self.agency_id}"


class KeyResult(models.Model):
    """What shows that the objective is reached: a target with its unit. With an `indicator` of
    `reports` its value is measured or reported; without one people claim it with evidence."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="key_results")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    target = models.DecimalField(max_digits=24, decimal_places=4)
    measure = models.CharField(max_length=40)
    rising = models.BooleanField(default=True)
    indicator = models.CharField(max_length=60, blank=True)
    # That of the task above which was handed down to this; whether this is a part of its sum.
    above = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="handed_down"
    )
    adds = models.BooleanField(default=False)
    claimed = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "seq"], name="key_result_seq")]

    def __str__(self) -> str:
        return f"{self.task_id}.{self.seq}"


class TaskEvent(models.Model):
    """What happened to a task: typed, append-only. State, dates and the four public counts are
    folded from these, as of any moment."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=20, choices=TaskEventType.choices())
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=60)
    agency = models.PositiveIntegerField()  # for which it was done
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "seq"], name="task_event_seq")]

    def __str__(self) -> str:
        return f"{self.task_id}.{self.seq} {self.type}"


class TaskStretch(models.Model):
    """How a task counted from when until when; `until` None: it still does. Boards and lists of now
    and of any past moment are counted from these by the database. Written with the events that end
    and begin it; `lienthong tasks verify` computes all of them anew."""

    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="stretches", db_index=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assigner = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pillar = models.CharField(max_length=20, choices=Pillar.choices())
    phase = models.ForeignKey(
        Phase, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    parent = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="+")
    blocs = models.CharField(max_length=60, blank=True)  # between bars: |front|party|
    state = models.CharField(max_length=12, choices=TaskState.choices())
    verdict = models.CharField(max_length=12, choices=Timeliness.choices())
    due_at = models.DateTimeField(null=True)
    days_ahead = models.PositiveSmallIntegerField(null=True)
    correcting = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "since"], name="stretch_since"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(until=None), name="stretch_one_present"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="stretch_has_length"
            ),
        ]
        indexes = [
            # Boards are counted in the order of these, without a look at the table.
            models.Index(
                fields=["programme", "pillar", "phase", "verdict", "until", "since", "due_at",
                        "days_ahead", "correcting"],
                name="stretch_counted",
            ),
            models.Index(
                fields=["lead", "programme", "verdict", "until", "since", "due_at", "correcting"],
                name="stretch_of_lead",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.task_id} {self.since:%Y-%m-%d %H:%M} {self.verdict}"
