"""A programme: its phases, chapters, working groups and the numbers it sets."""

from django.db import models
from django.db.models import Q


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
