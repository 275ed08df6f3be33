from django.db import models
from django.db.models import F, Q

from lienthong.organisations.rules import Level
from lienthong.reports.rules.kinds import (
    FindingKind,
    FindingState,
    Flow,
    ReportState,
    Rhythm,
    Rollup,
    Source,
    ValueKind,
)


class Indicator(models.Model):
    """What one figure means. A change of meaning is a new row with the same code. One figure is
    asked once: whichever forms need it share its values. `measured` names a figure of the house
    that it is set against; `formula` derives it from other indicators."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=240)
    name_en = models.CharField(max_length=240, blank=True)
    definition = models.TextField(blank=True)
    scope = models.TextField(blank=True)  # what is counted in, and what is not
    measure = models.CharField(max_length=40)  # hồ sơ, xã, %, đồng, trang, mét, GB
    kind = models.CharField(max_length=12, choices=ValueKind.choices())
    flow = models.CharField(max_length=12, choices=Flow.choices())
    rollup = models.CharField(max_length=12, choices=Rollup.choices())
    formula = models.CharField(max_length=300, blank=True)
    measured = models.CharField(max_length=60, blank=True)
    rising = models.BooleanField(null=True)  # whether more is better; None: neither
    # What it must reach; empty until somebody enters it with the document that says so.
    threshold = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    threshold_source = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="indicator_from"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_until=None), name="indicator_one_current"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="indicator_validity",
            ),
            models.CheckConstraint(
                condition=Q(threshold=None) | ~Q(threshold_source=""),
                name="indicator_threshold_sourced",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Form(models.Model):
    """What units are asked for, how often and until when. `content` (see `rules.forms`) lists its
    sections, figures and claims. A published edition never changes; the next has a number more, and
    is a draft until it is published. The worker opens every period that was due after
    `automatic_since`; without it a person does."""

    code = models.CharField(max_length=40)
    edition = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=240)
    name_en = models.CharField(max_length=240, blank=True)
    programme = models.CharField(max_length=40, blank=True)  # code of a programme above
    # Who receives it in the end; the units below report through the one above them.
    receiver = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices())
    content = models.JSONField()
    automatic_since = models.DateTimeField(null=True)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="form_edition"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="form_validity",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(published_at=None), name="form_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"


class Period(models.Model):
    """One turn of a form: its days (both included) and the instant at which the whole is due.
    Locked, its figures change only after a reopening, which the journal keeps."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="periods")
    start = models.DateField()
    end = models.DateField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    marked_at = models.DateTimeField(null=True)  # when the journal kept who was in time
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "start"], name="period_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="period_days"),
        ]
        indexes = [models.Index(fields=["due_at"], name="period_due")]

    def __str__(self) -> str:
        return f"{self.form_id} {self.start}"


class Report(models.Model):
    """What one agency owes for one period, from the moment it is owed. `due_at` is its own share
    of the time: it is late from that instant on. `above` consolidates it."""

    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="reports", db_index=False
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.CharField(max_length=20, choices=Level.choices())
    above = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ReportState.choices())
    revision = models.PositiveIntegerField(default=0)  # the last one submitted; 0: none yet
    submitted_at = models.DateTimeField(null=True)  # the first time
    late = models.BooleanField(default=False)
    unchanged = models.BooleanField(default=False)
    findings_open = models.PositiveIntegerField(default=0)
    draft = models.JSONField(null=True)  # typed but not yet submitted
    return_reason = models.TextField(blank=True)  # while it is returned
    reopened_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "agency"], name="report_once"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, revision=0)
                | (Q(submitted_at__isnull=False) & Q(revision__gt=0)),
                name="report_submitted_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["period", "state", "agency"], name="report_missing"),
            models.Index(fields=["agency", "due_at"], name="report_duties"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}/{self.agency_id}"


class Revision(models.Model):
    """What was submitted, whole, for ever. `values` maps an indicator's code to its value as
    `rules.answers` keeps it; `notes` maps it to the words beside it."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    source = models.CharField(max_length=12, choices=Source.choices())
    values = models.JSONField()
    notes = models.JSONField(default=dict)
    as_of = models.DateField()  # the last day that the figures describe
    dates = models.JSONField(default=dict)  # by indicator, where a figure has a day of its own
    file = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="revision_number")]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.number}"


class Value(models.Model):
    """The value of an indicator for an agency and a period, as last submitted. Earlier ones stand
    in the revisions."""

    indicator = models.CharField(max_length=60)
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    start = models.DateField()
    end = models.DateField()
    number = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    text = models.TextField(blank=True)
    as_of = models.DateTimeField()  # the moment that the figure describes
    source = models.CharField(max_length=12, choices=Source.choices())
    origin = models.CharField(max_length=300, blank=True)  # the printed source of a data pack
    report = models.ForeignKey(
        Report, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "agency", "start", "end"], name="value_once"
            )
        ]
        indexes = [models.Index(fields=["agency", "indicator", "end"], name="value_of_agency")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.agency_id} {self.end}"


class Finding(models.Model):
    """What a check found in a submitted report, until somebody settled it."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="findings", db_index=False
    )
    revision = models.PositiveIntegerField()
    claim = models.CharField(max_length=80)  # which claim of the form
    kind = models.CharField(max_length=12, choices=FindingKind.choices())
    verdict = models.CharField(max_length=14)  # fail, unverifiable
    expected = models.CharField(max_length=60, blank=True)
    stated = models.CharField(max_length=60, blank=True)
    explanation = models.TextField()
    sentence = models.JSONField(default=dict)  # the explanation as message id with its values
    suggestion = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=FindingState.choices())
    owner = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "revision", "claim"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, state=FindingState.OPEN.value)
                | (Q(settled_at__isnull=False) & ~Q(state=FindingState.OPEN.value)),
                name="finding_settled_pair",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "id"],
                name="finding_open",
                condition=Q(state=FindingState.OPEN.value),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.revision} {self.claim}"
