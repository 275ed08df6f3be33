from django.db import models
from django.db.models import F, Q

from lienthong.programmes.rules.kinds import (
    Against,
    Bloc,
    DeadlineKind,
    DifficultyEventType,
    DifficultyState,
    EvidenceKind,
    EvidenceState,
    MeetingKind,
    Obstacle,
    Pillar,
    ProposalState,
    RemedyState,
    RequestKind,
    RequestState,
    TaskEventType,
    TaskState,
    Urgency,
    VisitState,
    WarningLevel,
)

_OPEN_TASK = ~Q(state__in=[TaskState.ACCEPTED.value, TaskState.CANCELLED.value])


class Programme(models.Model):
    """A programme of tasks (Plan 02, NQ 57, a province's own). `standing` follows it; a province's
    programme under a national one has it as `parent`. Days are reckoned by `calendar`."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=240)
    name_en = models.CharField(max_length=240, blank=True)
    document = models.CharField(max_length=80, blank=True)  # number of the assigning document
    document_on = models.DateField(null=True)
    authority = models.CharField(max_length=160)
    standing = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    calendar = models.ForeignKey(
        "organisations.WorkCalendar", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class Phase(models.Model):
    """A stage of a programme with its last day: urgent, breakthrough."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="phases")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=160)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="phase_code")]

    def __str__(self) -> str:
        return self.name


class TaskGroup(models.Model):
    """A chapter under which a programme lists its tasks. Not a pillar: that dictionary is fixed."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=240)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="task_group_code")
        ]

    def __str__(self) -> str:
        return self.name


class WorkingGroup(models.Model):
    """A working group of the steering committee and the pillars of its tasks (R23)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="working_groups"
    )
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=240)
    pillars = models.JSONField(default=list)
    inspects = models.BooleanField(default=False)
    agency = models.ForeignKey(
        "organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="working_group_code")
        ]

    def __str__(self) -> str:
        return self.name


class Directive(models.Model):
    """A document out of which tasks are read. `lines` is its text as read, so that a proposal can
    be shown beside the words it came from. One with a mark of secrecy never gets here."""

    number = models.CharField(max_length=80)  # in the one spelling of `rules.numbers`
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=400)
    issuer = models.CharField(max_length=200)
    signer = models.CharField(max_length=160, blank=True)
    field = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="directives")
    agency = models.ForeignKey(  # who entered it and confirms its tasks
        "organisations.Agency", on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey("papers.File", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # of the file
    lines = models.JSONField()
    # A long PDF is read in parts: until all pages are read there are no proposals.
    pages = models.PositiveIntegerField(default=0)
    pages_read = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)  # what was noticed while reading: sentences

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number", "issued_on"], name="directive_once")
        ]

    def __str__(self) -> str:
        return self.number


class Proposal(models.Model):
    """An item read out of a directive, until a person confirmed, merged or set it aside. `item` is
    what was read; the other columns are what the person made of it."""

    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, related_name="proposals", db_index=False
    )
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)  # of the extraction contract
    item = models.JSONField()
    text = models.TextField()
    lead = models.ForeignKey(
        "organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    supporting = models.JSONField(default=list)  # ids of agencies
    deadline_kind = models.CharField(max_length=12, choices=DeadlineKind.choices())
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=ProposalState.choices())
    task = models.ForeignKey("Task", null=True, on_delete=models.PROTECT, related_name="proposals")
    # The same within the document, or a proposal that this later conclusion adopts (R63).
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    adopts = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "seq"], name="proposal_seq"),
            models.CheckConstraint(
                condition=Q(settled_at=None, state=ProposalState.PROPOSED.value)
                | (Q(settled_at__isnull=False) & ~Q(state=ProposalState.PROPOSED.value)),
                name="proposal_settled_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id}.{self.seq}"


class Task(models.Model):
    """One task with one accountable lead. Below "as the timeline says" every column is computed
    from its events; a test recomputes them all."""

    code = models.CharField(max_length=60, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="tasks", db_index=False
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    group = models.ForeignKey(TaskGroup, null=True, on_delete=models.PROTECT, related_name="tasks")
    phase = models.ForeignKey(Phase, null=True, on_delete=models.PROTECT, related_name="tasks")
    pillar = models.CharField(max_length=20, choices=Pillar.choices())
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


class TaskBloc(models.Model):
    """A bloc that a task concerns (R6)."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="blocs")
    bloc = models.CharField(max_length=12, choices=Bloc.choices())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "bloc"], name="task_bloc_once")]

    def __str__(self) -> str:
        return self.bloc


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


class Evidence(models.Model):
    """What a claim of progress points at. A measured one keeps what was measured when it was
    given; what is claimed above it is flagged."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    key_result = models.ForeignKey(
        KeyResult, null=True, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices())
    title = models.CharField(max_length=300)
    document = models.CharField(max_length=80, blank=True)
    document_on = models.DateField(null=True)
    file = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60, blank=True)
    measured = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    measured_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=EvidenceState.choices())
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("given_by")),
                name="evidence_two_persons",
            )
        ]

    def __str__(self) -> str:
        return self.title


class TaskRequest(models.Model):
    """A wish that somebody else decides: extension, refusal, correction, or that the lead enter an
    objective and key results. `wanted` holds what it asks for."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=12, choices=RequestKind.choices())
    wanted = models.JSONField(default=dict)
    reason = models.TextField()
    file = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=60)
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    decider = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    decide_by = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=RequestState.choices())
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "kind"],
                condition=Q(state=RequestState.PENDING.value),
                name="request_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("requested_by")),
                name="request_two_persons",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decider", "decide_by"],
                name="request_pending",
                condition=Q(state=RequestState.PENDING.value),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class Explanation(models.Model):
    """The head's account of a late task: cause, what will be done, a new commitment. The deadline
    stays; only an extension moves it."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="explanations")
    cause = models.CharField(max_length=30)
    text = models.TextField()
    commits_to = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.task_id} {self.at:%Y-%m-%d}"


class EarlyWarning(models.Model):
    """A warning that was given: once per task, level and day."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="warnings")
    level = models.CharField(max_length=12, choices=WarningLevel.choices())
    on = models.DateField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    # Whose delay it is: the lead's, or of who has to accept or decide.
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "level", "on"], name="warning_once")]
        indexes = [models.Index(fields=["agency", "on"], name="warning_of_agency")]

    def __str__(self) -> str:
        return f"{self.level} {self.task_id} {self.on}"


class WarningRecipient(models.Model):
    """An account that got a warning, and when its holder saw it."""

    warning = models.ForeignKey(EarlyWarning, on_delete=models.PROTECT, related_name="recipients")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warning", "account"], name="warning_recipient_once")
        ]

    def __str__(self) -> str:
        return f"{self.warning_id} {self.account_id}"


class ProgrammeThreshold(models.Model):
    """A number that programmes may change: days until yellow, rhythm of reminders, time to
    acknowledge. Without a row the reference value holds (`rules/thresholds.py`)."""

    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="thresholds"
    )
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=20)
    source = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                condition=Q(programme__isnull=False),
                name="programme_threshold_own",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(programme=None), name="programme_threshold_common"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class Difficulty(models.Model):
    """A difficulty or obstacle that a unit raised against a rule, a system or an agency, until who
    raised it says that it is solved."""

    code = models.CharField(max_length=40, unique=True)
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="difficulties"
    )
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="difficulties")
    report = models.ForeignKey(
        "reports.Report", null=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_by = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    against = models.CharField(max_length=12, choices=Against.choices())
    subject = models.CharField(max_length=200)  # which rule or system
    against_agency = models.ForeignKey(
        "organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.CharField(max_length=12, choices=Obstacle.choices())  # R25
    bloc = models.CharField(max_length=12, choices=Bloc.choices(), blank=True)
    field = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    severity = models.PositiveSmallIntegerField(default=1)  # 1 hinders, 2 delays, 3 stops the work
    since = models.DateField()
    same_as = models.ForeignKey(  # the first of a group of similar ones
        "self", null=True, on_delete=models.PROTECT, related_name="grouped"
    )
    state = models.CharField(max_length=12, choices=DifficultyState.choices())
    owner = models.ForeignKey(
        "organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    answer_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answer_document = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "answer_due_at"], name="difficulty_to_answer"),
            models.Index(fields=["raised_by", "id"], name="difficulty_of_agency"),
        ]

    def __str__(self) -> str:
        return self.code


class DifficultyEvent(models.Model):
    """What happened to a difficulty: append-only."""

    difficulty = models.ForeignKey(
        Difficulty, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=12, choices=DifficultyEventType.choices())
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    agency = models.PositiveIntegerField()
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["difficulty", "seq"], name="difficulty_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.difficulty_id}.{self.seq} {self.type}"


class Visit(models.Model):
    """An unannounced visit. Until it is recorded, those who are to be visited never see it (R31).
    `grounds` holds what was reported beside what was measured; `found` is what was seen."""

    # Drawn by lot: a number in order would tell how many are planned.
    code = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="visits")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        WorkingGroup, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    planned_on = models.DateField()
    reason = models.TextField()
    # Lines of what made somebody go there, as it was then: sentence, reported, measured.
    grounds = models.JSONField(default=list)
    found = models.JSONField(default=dict)  # what was counted on the spot, by the line's name
    findings = models.TextField(blank=True)
    file = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=VisitState.choices())
    planned_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.agency_id} {self.planned_on}"


class Remedy(models.Model):
    """What has to be put right after a visit or an inspection, by whom, until when (R19). One that
    lacks a person or a date is listed as incomplete."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="remedies")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="remedies")
    origin = models.CharField(max_length=200, blank=True)  # an inspection report's number
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    person = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True)
    demanded_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=RemedyState.choices())
    result = models.TextField(blank=True)  # as the agency tells it
    result_at = models.DateTimeField(null=True)
    result_by = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class Meeting(models.Model):
    """A weekly or monthly meeting: the brief that was made for it and its conclusions."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="meetings")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=MeetingKind.choices())
    held_at = models.DateTimeField()
    title = models.CharField(max_length=240)
    brief_at = models.DateTimeField(null=True)
    brief = models.JSONField(null=True)  # the figures as they were told, as of `brief_at`
    document = models.CharField(max_length=80, blank=True)  # number of the notice of conclusion

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "agency", "held_at"], name="meeting_once")
        ]

    def __str__(self) -> str:
        return self.title


class Conclusion(models.Model):
    """A conclusion of a meeting and the task that came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="conclusions")
    seq = models.PositiveSmallIntegerField()
    text = models.TextField()
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="conclusions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seq"], name="conclusion_seq")]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.seq}"
