"""What hinders a unit, until it says that it is solved."""

from django.db import models
from django.db.models import Q

from lienthong.programmes.models.programme import Programme
from lienthong.programmes.models.task import Task
from lienthong.programmes.rules.kinds import (
    Against,
    Bloc,
    DifficultyEventType,
    DifficultyState,
    Obstacle,
)


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


class DifficultyOpinion(models.Model):
    """An agency that was asked for its opinion, beside the one that has to answer."""

    difficulty = models.ForeignKey(
        Difficulty, on_delete=models.PROTECT, related_name="opinions", db_index=False
    )
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["difficulty", "agency"], name="difficulty_opinion_once"
            ),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by="") | (Q(given_at__isnull=False) & ~Q(text="")),
                name="difficulty_opinion_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.difficulty_id}/{self.agency_id}"
