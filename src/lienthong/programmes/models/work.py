"""What is said about a task while it is done: evidence, wishes, accounts, warnings."""

from django.db import models
from django.db.models import F, Q

from lienthong.programmes.models.task import KeyResult, Task
from lienthong.programmes.rules.kinds import (
    EvidenceKind,
    EvidenceState,
    RequestKind,
    RequestState,
    WarningLevel,
)


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
