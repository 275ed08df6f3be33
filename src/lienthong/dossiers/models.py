from django.db import models
from django.db.models import F, Q

from lienthong.dossiers.rules.corrections import CorrectionState, ItemState
from lienthong.dossiers.rules.lifecycle import OPEN, State

_STATES = Q(state__in=sorted(OPEN))
# Which dossiers are open, as `dossier_open_iff_not_ended` says it and as the indexes and whoever
# wants to be served by them have to: a list of states reaches SQLite as parameters, and it does not
# recognise a condition in these.
IS_OPEN = Q(ended_at=None)
HAS_ENDED = Q(ended_at__isnull=False)


class CodeSeries(models.Model):
    """The daily serial of dossier codes of one agency. A gap-free counter under its row's lock."""

    prefix = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class Dossier(models.Model):
    """One dossier. Below "as the timeline says" every column is computed from its events; a test
    recomputes them all."""

    code = models.CharField(max_length=40, unique=True)
    intake_key = models.CharField(max_length=40, unique=True, null=True)
    # Every index costs each write of a dossier: versions have `dossier_of_version`, and nothing is
    # looked for by its procedure alone.
    version = models.ForeignKey(
        "catalogue.ProcedureVersion", on_delete=models.PROTECT, related_name="dossiers",
        db_index=False,
    )  # fmt: skip
    procedure = models.ForeignKey(
        "catalogue.Procedure", on_delete=models.PROTECT, related_name="dossiers", db_index=False
    )
    channel = models.CharField(max_length=10)
    assisted_by = models.ForeignKey(
        "organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    receiving = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    commune_code = models.CharField(max_length=10)
    applicant = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="dossiers"
    )
    submitter = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="submitted_dossiers"
    )
    summary = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(default=dict)
    return_method = models.CharField(max_length=20, default="direct")
    inherited_from = models.CharField(max_length=60, blank=True)
    inherited_code = models.CharField(max_length=60, blank=True)

    # As the timeline says.
    events_seen = models.PositiveIntegerField(default=0)
    is_test = models.BooleanField(default=False)
    state = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in State])
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    competent = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    holder = models.CharField(max_length=12)
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    step = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=30, blank=True)
    officer = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    held_since = models.DateTimeField()
    step_due_at = models.DateTimeField(null=True)
    option = models.CharField(max_length=40, blank=True)
    edition = models.PositiveIntegerField()
    clock_state = models.CharField(max_length=12, default="not_started")
    due_at = models.DateTimeField(null=True)
    first_late_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, blank=True)
    recorded_verdict = models.CharField(max_length=10, blank=True)
    promised_at = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=24, blank=True)
    back_and_forth = models.PositiveSmallIntegerField(default=0)
    supplements = models.PositiveSmallIntegerField(default=0)
    cause = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="dossier_ended_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(state=State.RETURNED.value),
                name="dossier_returned_state",
            ),
            models.CheckConstraint(
                condition=(_STATES & IS_OPEN) | (~_STATES & HAS_ENDED),
                name="dossier_open_iff_not_ended",
            ),
            models.UniqueConstraint(
                fields=["inherited_from", "inherited_code"],
                condition=~Q(inherited_from=""),
                name="dossier_inherited_once",
            ),
        ]
        indexes = [
            # The desk: open work of an agency, or of one officer, by due date.
            models.Index(fields=["agency", "due_at", "id"], condition=IS_OPEN, name="dossier_desk"),
            models.Index(
                fields=["officer", "due_at", "id"], condition=IS_OPEN, name="dossier_mine"
            ),
            models.Index(
                fields=["competent", "due_at", "id"], condition=IS_OPEN, name="dossier_due"
            ),
            # Done, waiting at the desk for the applicant: counted at each look at a counter, so it
            # names all that the count asks for.
            models.Index(
                fields=["agency", "ended_at", "is_test"],
                name="dossier_to_return",
                condition=Q(state=State.DONE.value, holder="desk"),
            ),
            # What a figure opens: received, and finished in a period, of an agency or a province.
            models.Index(fields=["competent", "submitted_at", "id"], name="dossier_received"),
            models.Index(
                fields=["competent", "ended_at", "id"], name="dossier_ended", condition=HAS_ENDED
            ),
            models.Index(fields=["submitted_at", "id"], name="dossier_newest"),
            models.Index(fields=["ended_at", "id"], name="dossier_newest_end", condition=HAS_ENDED),
            models.Index(fields=["receiving", "submitted_at"], name="dossier_received_at"),
            models.Index(fields=["version", "submitted_at"], name="dossier_of_version"),
        ]

    def __str__(self) -> str:
        return self.code


class TimelineEvent(models.Model):
    """One typed fact of the timeline. Append-only."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=60)
    agency = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    late_recorded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="event_place"),
            models.CheckConstraint(
                condition=Q(occurred_at__lte=F("recorded_at")), name="event_not_in_future"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "recorded_at"],
                name="event_recorded_late",
                condition=Q(late_recorded=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.seq} {self.type}"


class Component(models.Model):
    """A paper of a dossier: handed in, scanned, or taken from a data source."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="components")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, default="original")
    copies = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=40, blank=True)
    asked_reason = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(
        "papers.File", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Sideline(models.Model):
    """A consultation or a part of an interlinked procedure while it is open and after: what the
    asked agency finds on its desk. Computed from events, like the dossier's columns."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="sidelines")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="sideline_key")]
        indexes = [
            models.Index(
                fields=["agency", "due_at"], name="sideline_open", condition=Q(closed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"


class Correction(models.Model):
    """What was wrong, where, and the evidence; from the dry run to its application or undoing."""

    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    scope = models.JSONField()
    change = models.JSONField()
    policy = models.CharField(max_length=20)
    evidence = models.TextField()
    evidence_file = models.ForeignKey(
        "papers.File", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=CorrectionState.choices())
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    opened_agency = models.PositiveIntegerField()
    previewed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=60, blank=True)
    finished_at = models.DateTimeField(null=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by="")
                | (Q(approved_at__isnull=False) & ~Q(approved_by="")),
                name="correction_approved_pair",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("opened_by")),
                name="correction_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CorrectionItem(models.Model):
    """One dossier in a correction: promised, now, after; in fact and in the record. What the dry
    run found is what will be written, as long as the dossier has `seen` events."""

    correction = models.ForeignKey(
        Correction, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="corrections")
    seen = models.PositiveIntegerField()
    data = models.JSONField(default=dict)  # of the event
    promised_at = models.DateTimeField(null=True)
    promised_after = models.DateTimeField(null=True)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)
    first_late_after = models.DateTimeField(null=True)
    verdict_before = models.CharField(max_length=10, blank=True)
    verdict_after = models.CharField(max_length=10, blank=True)
    recorded_before = models.CharField(max_length=10, blank=True)
    recorded_after = models.CharField(max_length=10, blank=True)
    clock_state_after = models.CharField(max_length=12)
    edition_after = models.PositiveIntegerField()
    late_before = models.BooleanField()
    late_after = models.BooleanField()
    told = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ItemState.choices())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "dossier"], name="correction_item_once")
        ]
        indexes = [models.Index(fields=["correction", "state", "id"], name="correction_item_state")]

    def __str__(self) -> str:
        return f"{self.correction_id}/{self.dossier_id}"


class Reminder(models.Model):
    """An officer was reminded, or a stale assignment was noticed: once per dossier and cause."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    about_at = models.DateTimeField()
    agency = models.PositiveIntegerField(db_index=True)
    officer = models.PositiveIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "about_at"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dossier_id}"


class Threshold(models.Model):
    """A number that offices may change: when something counts as soon, stale, to be reminded of.
    Without a row the reference value holds (`rules/thresholds.py`)."""

    name = models.CharField(max_length=40, unique=True)
    value = models.CharField(max_length=20)
    source = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
