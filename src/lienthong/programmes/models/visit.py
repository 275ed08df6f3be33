"""Unannounced visits and what has to be put right."""

from django.db import models

from lienthong.programmes.models.difficulty import Difficulty
from lienthong.programmes.models.programme import Programme, WorkingGroup
from lienthong.programmes.models.task import Task
from lienthong.programmes.rules.kinds import RemedyState, VisitState


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
    """What has to be put right after a visit, a warning, a difficulty or an inspection, by whom,
    until when (R19). One that lacks a person or a date is listed as incomplete."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="remedies")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="remedies")
    task = models.ForeignKey(  # of which it was warned
        Task, null=True, on_delete=models.PROTECT, related_name="remedies"
    )
    difficulty = models.ForeignKey(
        Difficulty, null=True, on_delete=models.PROTECT, related_name="remedies"
    )
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
